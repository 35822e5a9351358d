"""seeds/fit.yml: what it must define, what it says of real cases, and how its mistakes are named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import seeds
from catalog import Limits, Want, fit
from catalog.words import vocabulary

NAMED = [
    "arch_support",
    "arch_low",
    "arch_neutral",
    "arch_high",
    "cushioning",
    "cushioning_heel",
    "cushioning_forefoot",
    "cushioning_full_dense",
    "cushioning_plush",
    "heel_stability",
    "deep_heel_cup",
    "breathability",
    "durability",
    "metatarsal_pad",
    "firm",
    "medium_firm",
    "soft",
    "thin",
    "full_length",
    "three_quarter_length",
    "trim_to_fit",
    "lightweight",
    "warm",
    "heat_mouldable",
    "type_orthotic",
    "type_custom_orthotic",
    "type_cushioned",
    "type_stability",
    "long_trial",
    "low_price",
]


def test_all_fits_that_the_adviser_needs_are_there() -> None:
    families = [f"{kind}_{word}" for kind in ("activity", "footwear", "material") for word in vocabulary(kind)]
    assert set(fit.rules().fits) >= {*NAMED, *families}


def test_every_feature_of_the_vocabulary_is_defined() -> None:
    assert tuple(fit.rules().features) == vocabulary("feature")


def test_a_fit_names_the_attributes_that_it_reads() -> None:
    fits = fit.rules().fits
    assert fits["long_trial"].attributes == ("trial_days", "return_terms")
    assert fits["footwear_heels"].attributes == ("footwear",)
    assert set(fits["material_gel"].attributes) == {"materials", "cushioning_material"}


#: a fit, a product that meets it better, and one that meets it less
CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("arch_support", {"support_structure": "semi_rigid"}, {"support_structure": "soft"}),
    ("arch_low", {"arch_types": {"low"}}, {"arch_types": {"high"}}),
    ("arch_high", {"arch_types": {"high"}}, {"arch_types": {"neutral"}}),
    ("arch_neutral", {"arch_types": {"neutral", "high"}}, {"arch_types": {"high"}}),
    (
        "cushioning_full_dense",
        {"cushioning_place": "heel_and_forefoot", "cushioning_material": "gel"},
        {"cushioning_place": "full", "cushioning_material": "foam", "cushioning_density": "low"},
    ),
    (
        "cushioning_full_dense",
        {"cushioning_place": "full", "cushioning_material": "eva", "cushioning_density": "high"},
        {"cushioning_place": "heel", "cushioning_material": "gel"},
    ),
    (
        "cushioning_heel",
        {"cushioning_place": "heel", "cushioning_amount": "medium"},
        {"cushioning_place": "forefoot", "cushioning_amount": "plush"},
    ),
    ("heel_stability", {"heel_counter": "firm"}, {"heel_counter": "soft"}),
    ("deep_heel_cup", {"heel_cup_mm": 16.0}, {"heel_cup_mm": 10.0}),
    ("durability", {"durability": "high"}, {"durability": "low"}),
    ("durability", {"life_months": 18}, {"life_months": 4}),
    ("thin", {"thickness_mm": 3.0}, {"thickness_mm": 6.0}),
    ("thin", {"volume": "low"}, {"volume": "high"}),
    ("medium_firm", {"firmness": "medium"}, {"firmness": "firm"}),
    ("type_orthotic", {"insole_type": "stability"}, {"insole_type": "cushioned"}),
    ("type_cushioned", {"insole_type": "stability"}, {"insole_type": "orthotic"}),
    ("activity_walking", {"activities": {"hiking"}}, {"activities": {"cycling"}}),
    ("footwear_dress_shoes", {"footwear": {"flats"}}, {"footwear": {"ski_boots"}}),
    ("material_foam", {"materials": {"memory_foam"}}, {"materials": {"gel"}}),
    (
        "long_trial",
        {"trial_days": 30, "return_terms": "worn_untrimmed"},
        {"trial_days": 90, "return_terms": "unused_only"},
    ),
    ("long_trial", {"trial_days": 60, "return_terms": "worn_and_trimmed"}, {"trial_days": 14}),
]


@pytest.mark.parametrize(("key", "better", "less"), CASES)
def test_what_meets_a_wish_better(shop: Any, make: Any, key: str, better: dict[str, Any], less: dict[str, Any]) -> None:
    # given
    catalogue = shop(make(name="better", **better), make(name="less", **less))

    # when
    fits = {r.product.name: r.fits[key] for r in catalogue.search([Want(key, 1.0)], Limits())}

    # then
    assert fits["better"] is not None
    assert fits["better"] > (fits["less"] or 0.0)


def test_a_long_trial_is_unknown_until_both_of_its_terms_are(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(
        make(name="days only", trial_days=60),
        make(name="no returns", return_terms="none"),
        make(name="no trial", trial_days=0),
    )

    # when
    fits = {r.product.name: r.fits["long_trial"] for r in catalogue.search([Want("long_trial", 1.0)], Limits())}

    # then what is bad for certain is known without the other
    assert fits == {"days only": None, "no returns": 0.0, "no trial": 0.0}


def test_features_are_present_absent_or_unknown(shop: Any, make: Any) -> None:
    # given
    catalogue = shop(make(sku="F", heel_counter="firm", heel_cup_mm=12.0, metatarsal_pad=False, volume="low"))

    # when
    product = catalogue.product("F")

    # then
    assert product.features["heel_stability"] is True
    assert product.features["deep_heel_cup"] is False
    assert product.features["metatarsal_pad"] is False
    assert product.features["thin"] is True
    assert product.has("firm") is None
    assert set(product.features) == set(vocabulary("feature"))


#: what is written instead of what, and what the message must name
MISTAKES = [
    ("unknown: 0.45", "unknown: 1.5", ["unknown", "1.5"]),
    ("{firm: 1.0, soft: 0.35, none: 0.0}", "{firm: 1.0, sof: 0.35, none: 0.0}", ["fits.heel_stability", "sof", "soft"]),
    ("{firm: 1.0, soft: 0.35, none: 0.0}", "{firm: 1.0, none: 0.0}", ["fits.heel_stability", "soft", "otherwise"]),
    ("{firm: 1.0, soft: 0.35, none: 0.0}", "{firm: 1.0, soft: much, none: 0.0}", ["fits.heel_stability", "much"]),
    ("- heel_cup_mm: [[5, 0.0]", "- heel_cup_mm: [[50, 0.0]", ["fits.heel_stability", "go up"]),
    ("- heel_cup_mm: [[5, 0.0], [15, 1.0]]", "- heel_cup_mm: 5", ["fits.heel_stability", "points"]),
    ("- heel_cup_mm: [[5, 0.0]", "- heel_depth: [[5, 0.0]", ["fits.heel_stability", "heel_depth"]),
    ("weight: 4", "weight: -4", ["fits.arch_support", "-4"]),
    ("needed: true", "needed: perhaps", ["fits.arch_support", "perhaps"]),
    ("  long_trial:", "  firm:", ["firm", "twice"]),
    ("instead: cushioning_material", "insted: cushioning_material", ["families.material", "instead"]),
    ("metatarsal_pad: {metatarsal_pad: yes}", "metatarsal_pad: {metatarsal_pad: often}", ["features.metatarsal_pad"]),
    ("  warm: {warm: yes}", "  cosy: {warm: yes}", ["cosy"]),
    ("  warm: {warm: yes}\n", "", ["features.warm", "missing"]),
    ("{weight_g: {at_most: 100}}", "{weight_g: {under: 100}}", ["features.lightweight", "at_most"]),
    ("foam: [memory_foam, eva]", "foam: [memory_foam, styrofoam]", ["materials_within.foam", "styrofoam"]),
    ("loosening: [budget_max,", "loosening: [budget,", ["loosening", "budget_max"]),
    ("unknown: 0.45", "unknwon: 0.45", ["unknwon", "unknown"]),
]


@pytest.mark.parametrize(("right", "wrong", "named"), MISTAKES)
def test_a_mistake_is_named_with_its_entry(tmp_path: Path, right: str, wrong: str, named: list[str]) -> None:
    # given
    explained, start, rules = seeds.path("fit.yml").read_text(encoding="utf-8").partition("\nunknown:")
    assert right in start + rules
    file = tmp_path / "fit.yml"
    file.write_text(explained + (start + rules).replace(right, wrong, 1), encoding="utf-8")

    # when
    with pytest.raises(seeds.SeedError) as caught:
        fit.load(file)

    # then
    for word in ("fit.yml", *named):
        assert word in str(caught.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "fit.yml"
    file.write_text("unknown: 2\nfits: {a: []}\n", encoding="utf-8")
    with pytest.raises(fit.FitError) as caught:
        fit.load(file)
    assert len(str(caught.value).splitlines()) > 4


def test_a_change_of_the_file_is_followed(tmp_path: Path) -> None:
    # given
    file = tmp_path / "fit.yml"
    text = seeds.path("fit.yml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    before = fit.load(file)
    assert fit.load(file) is before

    # when
    file.write_text(text.replace("unknown: 0.45", "unknown: 0.4  "), encoding="utf-8")

    # then
    assert fit.load(file).unknown == 0.4
    assert fit.load(file).digest != before.digest


def test_the_catalogue_follows_a_change_of_the_rules(
    shop: Any, make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a catalogue worked out by the rules as they are
    catalogue = shop(make(heel_counter="soft"))
    version = catalogue.version()
    wants = [Want("heel_stability", 1.0)]
    assert catalogue.search(wants, Limits())[0].score == 0.35

    # when the rules change under the running catalogue
    file = tmp_path / "fit.yml"
    text = seeds.path("fit.yml").read_text(encoding="utf-8")
    file.write_text(
        text.replace("heel_counter: {firm: 1.0, soft: 0.35", "heel_counter: {firm: 1.0, soft: 0.80"), encoding="utf-8"
    )
    monkeypatch.setattr(fit, "_FILE", file)

    # then
    assert catalogue.search(wants, Limits())[0].score == 0.8
    table = catalogue.fit_table()
    assert table.scores(table.weights([("heel_stability", 1.0)])).tolist() == [[0.8]]
    assert catalogue.version() > version

    # and back
    monkeypatch.undo()
    assert catalogue.search(wants, Limits())[0].score == 0.35
