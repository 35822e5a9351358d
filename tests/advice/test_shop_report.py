"""The report on a shop: its figures held against the adviser, person by person; its file; its page."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import html

import seeds
from actions.advice.adviser import Adviser
from actions.advice.facts import Fact
from actions.advice.guide import guide
from actions.advice.memory import Memory
from actions.advice.profile import Profile
from actions.advice.specification import specify
from actions.advice.vocabulary import vocabulary
from actions.shop_report import __main__ as command
from actions.shop_report import never as why
from actions.shop_report.bands import by_price, by_return_terms, by_trial, by_type
from actions.shop_report.page import percent, render
from actions.shop_report.picking import LABELS
from actions.shop_report.plan import Plan, PlanError, plan, read_plan
from actions.shop_report.survey import Survey, survey
from catalog import Catalogue, CatalogueUnavailable
from catalog.attributes import BY_NAME
from catalog.engine import create_engine
from catalog.fit import rules
from catalog.migrate import migrate
from tests.advice.conftest import Refill
from tests.advice.factories import random_products

DAY = date(2026, 11, 22)


def small(**changes: Any) -> Plan:
    """The project's plan on so few people that each can be asked one by one."""
    return replace(plan(), **{"most": 160, **changes})


def surveyed(adviser: Adviser, plan_: Plan | None = None) -> Survey:
    return survey(adviser, plan_ or small(), False, lambda *_: None)


def shop(seed: int, count: int) -> list[dict[str, Any]]:
    """Random products with one price each, some of them sold out."""
    return [{**product, "price_high": None} for product in random_products(seed, count)]


def profiles(found: Survey) -> list[Profile]:
    """Everybody of a grid, in its order."""
    return [found.grid.profile(case) for case in found.grid.cases.tolist()]


def places(found: Survey) -> dict[str, int]:
    return {line.sku: row for row, line in enumerate(found.shop.lines)}


def first_picks(adviser: Adviser, people: Sequence[Profile]) -> Counter[str]:
    """How many people get each product first, asked one by one."""
    picks = [adviser.picks(Memory(profile=profile)) for profile in people]
    return Counter(found[0].sku for found in picks if found)


def plain(sku: str, price: str = "30", **attributes: Any) -> dict[str, Any]:
    return {"sku": sku, "brand": "Alder", "name": f"Insole {sku}", "price": Decimal(price), **attributes}


# --- the figures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_count_is_what_the_adviser_picks(refill: Refill, seed: int) -> None:
    # given a shop of products that leave much unsaid
    adviser = refill(shop(seed, 18))
    # when the report tries its people on it
    found = surveyed(adviser)
    # then each product was picked as often, and as what, as the adviser picks it when asked one by one
    counted: Counter[tuple[str, str]] = Counter()
    answered = 0
    for profile in profiles(found):
        picks = adviser.picks(Memory(profile=profile))
        counted.update((pick.sku, pick.label) for pick in picks)
        answered += bool(picks)
    for sku, row in places(found).items():
        assert found.by_label[row].tolist() == [counted[sku, label] for label in LABELS], sku
    assert int(found.picking.answered.sum()) == answered
    # and exactly the others are told as never recommended
    assert {found.shop.lines[item.row].sku for item in found.never} == set(places(found)) - {sku for sku, _ in counted}


def test_the_sample_shop_agrees_with_the_adviser_on_a_sample(adviser: Adviser) -> None:
    found = surveyed(adviser, small(most=600))
    for n in range(0, len(found.grid), 7):
        profile = found.grid.profile(found.grid.cases[n].tolist())
        told = [found.shop.lines[row].sku for row in found.picking.picks[found.picking.job_of[n]] if row >= 0]
        assert told == [pick.sku for pick in adviser.picks(Memory(profile=profile))]


def test_to_whom_adds_up(refill: Refill) -> None:
    found = surveyed(refill(shop(4, 12)))
    for values in found.by_value:
        assert values.sum(axis=1).tolist() == found.times.tolist()
    for heat in found.heats:
        assert int(heat.people.sum()) == int(found.grid.main.sum())
        told = np.nansum(heat.answered * heat.people)
        assert round(told) == int((found.picking.answered & found.grid.main).sum())


# --- why never ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [5, 6])
def test_an_outranked_product_is_told_with_the_pick_before_it(refill: Refill, seed: int) -> None:
    adviser = refill(shop(seed, 20))
    found = surveyed(adviser)
    told = [item for item in found.never if item.kind == why.OUTRANKED]
    assert told
    for item in told:
        # given somebody for whom it came nearest
        person = profiles(found)[int(np.flatnonzero(found.picking.job_of == item.job)[0])]
        # then the adviser says the same scores, and the rival is its first pick
        sku, rival = found.shop.lines[item.row].sku, found.shop.lines[item.rival].sku
        judged = adviser.judge(Memory(profile=person), sku)
        first = adviser.picks(Memory(profile=person))[0]
        assert judged is not None
        assert judged[1].ranked.score == pytest.approx(item.score)
        assert judged[1].broken == ()
        assert first.sku == rival
        assert first.ranked.score == pytest.approx(item.rival_score)
        # and the need that is named is one on which the rival does better
        if item.need is not None:
            own, other = judged[1].ranked.fits[item.need], first.ranked.fits[item.need]
            assert (rules().unknown if other is None else other) > (rules().unknown if own is None else own)


def test_what_is_out_of_stock_is_told_with_whom_it_would_serve(refill: Refill) -> None:
    # given a shop of good and poor products, some of a type that is only a second choice, and two that are equal
    products = [{**product, "stock": 5} for product in shop(7, 9)]
    for product in products[:4]:
        product["insole_type"] = "custom_orthotic"
    products.append({**products[8], "sku": "twin"})
    adviser = refill(products)
    plan_ = small(most=100)
    first = first_picks(adviser, profiles(surveyed(adviser, plan_)))
    assert len(first) > 2
    for sold_out in [product["sku"] for product in products]:
        # when one of them is sold out
        found = surveyed(refill([{**each, "stock": 5 * (each["sku"] != sold_out)} for each in products]), plan_)
        (item,) = [item for item in found.never if item.kind == why.OUT_OF_STOCK]
        # then the report says how many would get it first if it were not
        assert (found.shop.lines[item.row].sku, item.people) == (sold_out, first[sold_out])


def test_insoles_for_children_are_only_for_children(refill: Refill) -> None:
    # given a shop in which the same products pass for children as for somebody of whom nothing is said
    kids = [{**product, "wearer": frozenset({"kids"}), "stock": 5} for product in shop(16, 6)]
    others = [{**product, "wearer": None, "stock": 5} for product in shop(17, 6)]
    adviser = refill([*kids, *others])
    one = small(complaints=plan().complaints[:1], shoes=plan().shoes[:3], budgets=plan().budgets[:1])
    found = surveyed(adviser, one)
    # then whoever is not known to be a child is shown what the adviser shows them
    for n, profile in enumerate(profiles(found)):
        told = [found.shop.lines[row].sku for row in found.picking.picks[found.picking.job_of[n]] if row >= 0]
        assert told == [pick.sku for pick in adviser.picks(Memory(profile=profile))]
    assert found.times[found.shop.kids_only].sum() > 0


def test_filling_in_helps_at_most_as_told(refill: Refill) -> None:
    # given a product that somebody else is always before, and that does not say for which arches it is
    products = [{**product, "stock": 5} for product in shop(8, 12)]
    products[0] = {**products[1], "sku": "twin", "price": products[1]["price"] + 1, "arch_types": None}
    adviser = refill(products)
    found = surveyed(adviser)
    twin = next((item for item in found.never if found.shop.lines[item.row].sku == "twin"), None)
    assert twin is not None
    at_most = dict(twin.fill).get("arch_types", 0)
    helped = []
    # when each of its possible values is filled in
    for arches in ({"low"}, {"neutral"}, {"high"}, {"low", "neutral", "high"}):
        filled = [
            {**product, "arch_types": frozenset(arches)} if product["sku"] == "twin" else product
            for product in products
        ]
        helped.append(first_picks(refill(filled), profiles(found))["twin"])
    # then no more people get it first than the report said
    assert max(helped) <= at_most
    assert at_most > 0


def test_a_product_that_breaks_everybodys_limit_is_told_with_the_limit(refill: Refill) -> None:
    # given people who all wear boots, and a product for sandals alone
    boots = tuple(
        entry for entry in plan().shoes if {fact.value for fact in entry.facts} & {"work_boots", "hiking_boots"}
    )
    complaints = tuple(entry for entry in plan().complaints if not entry.shoes)
    adviser = refill(
        [
            plain("boot", footwear=frozenset({"work_boots", "hiking_boots"})),
            plain("sandal", footwear=frozenset({"sandals"})),
        ]
    )
    found = surveyed(adviser, small(shoes=boots, complaints=complaints))
    told = {found.shop.lines[item.row].sku: item for item in found.never}
    assert (told["sandal"].kind, told["sandal"].limit, told["sandal"].people) == (why.LIMITS, "footwear", 0)


def test_a_product_of_which_nothing_is_known_is_told_what_to_fill_in(refill: Refill) -> None:
    found = surveyed(refill([plain("bare")]))
    (item,) = found.never
    assert (item.kind, item.rival) == (why.POOR, -1)
    assert item.need is not None
    assert item.fill
    assert found.fills[0][1:] == (1, 1)


def test_a_custom_kit_is_a_second_choice_for_whoever_does_not_ask_for_one(refill: Refill) -> None:
    # given two good products that differ in nothing but the type
    good: dict[str, Any] = {
        "arch_types": frozenset({"low", "neutral", "high"}),
        "support_structure": "semi_rigid",
        "cushioning_amount": "plush",
        "cushioning_place": "full",
        "cushioning_density": "high",
        "heel_counter": "firm",
        "heel_cup_mm": 18,
        "thickness_mm": 3,
    }
    ready = plain("ready", insole_type="stability", **good)
    kit = plain("kit", insole_type="custom_orthotic", **good)
    complaints = tuple(entry for entry in plan().complaints if not _asks_for_a_type(entry.facts))
    found = surveyed(refill([ready, kit]), small(complaints=complaints))
    # then the kit is never shown, and the report says that something of a preferred type always was
    (told,) = found.never
    assert (found.shop.lines[told.row].sku, told.kind, told.need) == ("kit", why.SECOND_CHOICE, None)
    assert found.shop.lines[told.rival].sku == "ready"


def _asks_for_a_type(facts: Sequence[Fact]) -> bool:
    return any(fact.type == "insole_type" for fact in facts)


# --- gaps, and what is known --------------------------------------------------------------------------------


def test_a_shop_without_boots_is_told_so(refill: Refill) -> None:
    # given a good shop for everything but ski boots
    footwear = frozenset(vocabulary()["footwear"].values) - {"ski_boots"}
    products = [{**product, "footwear": footwear, "stock": 5, "wearer": None} for product in shop(10, 25)]
    found = surveyed(refill(products), small(most=4000))
    ski = next(n for n, entry in enumerate(found.grid.axis("shoe")) if entry.says == "ski boots")
    # then skiing boots are a gap as a whole, no product keeps to these people's limits, and nobody is answered
    gap = next(gap for gap in found.gaps if (gap.axis, gap.value) == ("shoe", ski))
    assert gap.complaints == ()
    assert gap.people == gap.unanswered == gap.barred > 0
    assert gap.insole_type in BY_NAME["insole_type"].word_list.words
    assert not np.nansum(found.heats[1].answered[:, ski])


def test_what_is_known_is_told_with_where_it_comes_from(refill: Refill) -> None:
    adviser = refill([plain("a", insole_type="stability", wearer=frozenset({"kids"})), plain("b")])
    found = surveyed(adviser)
    known = {item.attribute: item for item in found.shop.known}
    assert (known["insole_type"].known, sum(known["insole_type"].origins)) == (1, 1)
    assert known["heel_cup_mm"].known == 0
    assert "claims" not in known
    assert found.shop.unknown("insole_type").tolist() == [line.type is None for line in found.shop.lines]
    assert found.shop.kids_only.sum() == 1


def test_bands_hold_every_product_once(refill: Refill) -> None:
    found = surveyed(refill(shop(11, 30)))
    names = plan().names
    for bands in (
        by_price(found),
        by_type(found, list(names["types"])),
        by_trial(found, plan().trial_days),
        by_return_terms(found, list(names["returns"])),
    ):
        assert sum(band.products for band in bands) == 30
        assert sum(band.share for band in bands) == pytest.approx(1)
    assert len(by_price(found)) <= 8


def test_a_large_grid_is_sampled_and_the_same_every_time(adviser: Adviser) -> None:
    once, again = surveyed(adviser, small(most=150)), surveyed(adviser, small(most=150))
    assert len(once.grid) == 150 < once.grid.whole
    assert once.times.tolist() == again.times.tolist()
    few = surveyed(adviser, small(most=5000, scores=72 * 200))
    assert len(few.grid) == 200


# --- the file -----------------------------------------------------------------------------------------------


def test_no_complaint_of_the_file_counts_twice_and_none_is_missing() -> None:
    extras: list[list[Fact]] = [[], [Fact("footwear", "heels")], [Fact("footwear", "work_boots")]]
    extras += [[Fact("arch_type", arch)] for arch in ("low", "neutral", "high")]

    def asks(facts: Sequence[Fact]) -> object:
        found = [specify(Profile().merge([*facts, *extra]), guide()) for extra in extras]
        return tuple((tuple(each.wants()), each.excluded_types, each.discouraged_types) for each in found)

    asked = [asks(entry.facts) for entry in plan().complaints]
    assert len(set(asked)) == len(asked)
    for site in vocabulary()["pain_site"].values:
        assert asks([Fact("pain_site", site)]) in asked, site
    nothing = asks([Fact("condition", "gout")])  # of which the guide says nothing
    for condition in vocabulary()["condition"].values:
        assert asks([Fact("condition", condition)]) in [*asked, nothing], condition


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"complaints": []}, "complaints: write a list"),
        ({"complaints": [{"facts": {}}]}, "complaints, entry 1: needs `says`"),
        ({"complaints": [{"says": "x", "facts": {"pain_site": "elbow"}}]}, "'elbow' is none of"),
        ({"complaints": [{"says": "x", "facts": {"mood": "low"}}]}, "'mood' is none of"),
        (
            {"complaints": [{"says": "x", "facts": {}, "shoes": ["clogs"]}]},
            "no entry of shoes has the footwear 'clogs'",
        ),
        ({"complaints": [{"says": "x", "facts": {}, "colour": 1}]}, "'colour' is none of"),
        ({"arches": [{"says": "x", "facts": {}}] * 2}, "two entries are called 'x'"),
        ({"budgets": [{"says": "up to {amount}", "share": 2}]}, "share: 2 is not a number above 0 and at most 1"),
        ({"budgets": [{"says": "cheap", "up_to": 20}]}, "says {amount}"),
        ({"budgets": [{"says": "{amount}", "up_to": 20, "share": 0.5}]}, "give either share or up_to"),
        ({"wearers": [{"says": "x", "facts": {}, "apart": "yes"}]}, "neither true nor false"),
        ({"most": "many"}, "most: 'many' is not a number from 100"),
        ({"gap": 3}, "gap: 3 is not a number from 0 to 1"),
        ({"attributes": {}}, "attributes: say what 'insole_type' is called"),
        ({"types": {"magic": "magic"}}, "types: 'magic' is none of"),
        ({"trial_days": [30, 1]}, "trial_days: write whole numbers"),
        ({"wishes": 1}, "'wishes' is no part of this file"),
    ],
)
def test_a_mistake_in_the_file_is_named(change: dict[str, Any], said: str) -> None:
    data = copy.deepcopy(seeds.read_yaml("report.yml")) | change
    with pytest.raises(PlanError, match=r"seeds/report\.yml") as raised:
        read_plan(data)
    assert said in str(raised.value)


@pytest.mark.parametrize("data", [None, [], "report", {"complaints": {"a": 1}}])
def test_a_file_of_another_form_is_refused(data: Any) -> None:
    with pytest.raises(PlanError):
        read_plan(data)


# --- the page -----------------------------------------------------------------------------------------------


def test_the_page_stands_alone_and_can_be_read_by_everybody(adviser: Adviser) -> None:
    page = render(surveyed(adviser), small(), DAY)
    tree = html.document_fromstring(page)
    # nothing from outside, nothing that runs
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //@src | //@onclick")
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert "http" not in page.replace("http-equiv", "")
    assert "url(" not in page
    # each place that is linked is there, once
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//@href")} <= set(ids)
    # every table has a caption and every heading cell a scope
    for table in tree.xpath("//table"):
        assert table.xpath("caption")[0].text_content().strip()
    assert not tree.xpath("//th[not(@scope)]")
    assert tree.xpath("//html/@lang") == ["en"]
    assert len(tree.xpath("//section[@class='summary']//li")) == 5


def test_a_shops_names_never_become_markup(refill: Refill) -> None:
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    products = [
        {**product, "name": bad, "brand": "<b>&amp;</b>", "sku": f"<i>{n}"} for n, product in enumerate(shop(12, 9))
    ]
    tree = html.document_fromstring(render(surveyed(refill(products)), small(), DAY))
    assert not tree.xpath("//script | //img | //i | //b")
    assert tree.xpath("//bdi")[0].text_content() == "<b>&amp;</b>"
    assert tree.xpath("//bdi")[1].text_content() == bad


def test_an_empty_catalogue_gets_a_page_that_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/catalogue.db"
    migrate(create_engine(url, may_create=True))
    catalogue = Catalogue(url)
    page = render(surveyed(Adviser(catalogue)), small(), DAY)
    catalogue.close()
    assert "There is no product in the catalogue" in page
    assert "<table" not in page


def test_a_catalogue_that_keeps_changing_is_said(adviser: Adviser, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = iter(range(100))
    monkeypatch.setattr(adviser.catalogue, "version", lambda: next(versions))
    with pytest.raises(CatalogueUnavailable, match="kept changing"):
        surveyed(adviser, small(most=100))


def test_a_shop_of_which_little_is_known_is_told_what_to_fill_in(refill: Refill) -> None:
    page = render(surveyed(refill([plain("a"), plain("b", "20"), plain("c", "99")])), small(), DAY)
    told = html.document_fromstring(page).xpath("//section[@class='summary']")[0].text_content()
    assert "3 products are never recommended" in told
    assert "Fill in" in told
    assert "it is unknown for 3 products, of which 3 are never recommended now" in told


def test_the_page_names_no_more_products_than_its_file_says(refill: Refill) -> None:
    found = surveyed(refill(shop(13, 40)))
    page = render(found, small(listed=10), DAY)
    recommended = int((found.times > 0).sum())
    assert recommended > 10
    assert f"{recommended - 10} more products are not listed" in page
    tree = html.document_fromstring(page)
    assert len(tree.xpath("//section[@aria-labelledby='recommended']//tbody/tr")) == 10


@pytest.mark.parametrize(("share", "said"), [(0, "0%"), (0.001, "<1%"), (0.344, "34%"), (0.999, ">99%"), (1, "100%")])
def test_shares_are_never_rounded_to_nothing_or_all(share: float, said: str) -> None:
    assert percent(share) == said


# --- the command --------------------------------------------------------------------------------------------


def test_the_command_writes_the_page(
    catalogue_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "plan", lambda: small(quick=100))
    out = tmp_path / "shop.html"
    assert command.main(["--quick", "--out", str(out)]) == 0
    assert "What the adviser does" in out.read_text(encoding="utf-8")
    assert "tried on 100 imagined customers, a sample of" in out.read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["shop.html"]


def test_trouble_is_said_in_a_line_and_leaves_the_page_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "shop.html"
    out.write_text("as before")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert command.main(["--out", str(out)]) == 1
    assert capsys.readouterr().err.startswith("solewise: there is no catalogue at")
    assert out.read_text() == "as before"


def test_a_place_that_cannot_be_written_is_said(
    catalogue_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "plan", lambda: small(quick=100))
    assert command.main(["--quick", "--out", str(tmp_path / "none" / "shop.html")]) == 1
    assert "cannot be written" in capsys.readouterr().err
