"""The owner's mapping file: what it says, and that every mistake in it is named with its line."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import seeds
from catalog.importing.mapping import MappingError, OwnersMapping, read_mapping

Written = Callable[[str], OwnersMapping]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Reads a mapping file with this text."""

    def read(text: str) -> OwnersMapping:
        file = tmp_path / "mapping.yml"
        file.write_text(text, encoding="utf-8")
        return read_mapping(file)

    return read


def test_the_example_is_one_that_may_be_used() -> None:
    mapping = read_mapping(seeds.path("mapping_example.yml"))
    assert mapping.currency == "GBP"
    assert mapping.values["arch_types"]["profile b"] == {"low", "neutral"}
    assert mapping.values["support_structure"]["n/a"] is None
    assert mapping.sizes["s"][0] == ("EU", 36.0)
    assert mapping.column("cup_depth") == "heel_cup_mm"
    assert mapping.column("Colour") == ""
    assert mapping.products["tw-daywalker"]["metatarsal_pad"] is True


def test_an_empty_file_says_nothing(written: Written) -> None:
    mapping = written("# nothing yet\n")
    assert mapping.verdict(["A"], ["Insoles"]) is None
    assert mapping.settle("A", {"firmness": "soft"}, {}) == ({"firmness": "soft"}, {})


@pytest.mark.parametrize(
    ("skus", "categories", "taken"),
    [
        (["X"], ["Insoles"], True),
        (["X"], ["insoles > Gel"], True),
        (["X"], ["Shop > Insoles > Gel"], True),
        (["X"], ["Insoles > Sprays"], False),
        (["X"], ["Shoes > Care"], None),
        (["X"], ["Foot > Care > Cream"], False),
        (["X"], ["Insolesque"], None),
        (["GIFT-1"], ["Foot > Care"], True),
        (["gift-2"], ["Insoles"], False),
        (["X", "GIFT-1"], [], True),
        (["BOTH"], [], False),
        ([], [], None),
    ],
)
def test_the_more_specific_entry_counts(
    written: Written, skus: list[str], categories: list[str], taken: bool | None
) -> None:
    mapping = written(
        "take: {categories: [Insoles], skus: [GIFT-1, BOTH]}\n"
        "leave: {categories: [Foot > Care, Insoles > Sprays], skus: ['GIFT-*', BOTH]}\n"
    )
    verdict = mapping.verdict(skus, categories)
    assert (verdict and verdict.taken) == taken
    if verdict:
        assert verdict.reason.startswith("the mapping file takes" if taken else "the mapping file leaves")


def test_the_owners_value_wins_and_a_default_only_fills(written: Written) -> None:
    # given
    mapping = written(
        "defaults: {trial_days: 60, length: full_length}\n"
        "products:\n  A-1: {firmness: firm, materials: unknown, price: 39.95, metatarsal_pad: no}\n"
    )
    read: dict[str, Any] = {"firmness": "soft", "materials": frozenset({"gel"}), "length": "three_quarter_length"}
    words = {name: {"source": "text", "words": name} for name in read}

    # when
    values, provenance = mapping.settle("a-1", read, words)

    # then
    assert values == {
        "firmness": "firm",
        "length": "three_quarter_length",
        "price": Decimal("39.95"),
        "metatarsal_pad": False,
        "trial_days": 60,
    }
    assert {name: entry["source"] for name, entry in provenance.items()} == {
        "firmness": "owner",
        "length": "text",
        "price": "owner",
        "metatarsal_pad": "owner",
        "trial_days": "owner",
    }


def test_a_default_that_contradicts_the_product_is_left_out(written: Written) -> None:
    mapping = written("defaults: {return_terms: worn_untrimmed}\n")
    assert mapping.settle("A", {"trial_days": 0}, {})[0] == {"trial_days": 0}
    assert mapping.settle("A", {"trial_days": 30}, {})[0] == {"trial_days": 30, "return_terms": "worn_untrimmed"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tak: {}", "mapping.yml, line 1: 'tak' is not an entry of a mapping file; did you mean take?"),
        ("zzz: {}", "they are take, leave, currency"),
        ("- a\n", "mapping.yml: needs entries of its own"),
        ("take:\n  category: [A]\n", "line 2, take: 'category' is not what products are chosen by; did you mean"),
        ("take: {skus: ['A*B']}", "take.skus: 'A*B' is not the name of skus; only a sku may end in *"),
        ("leave: {skus: ['*']}", "leave.skus: '*' is not"),
        ("currency: pounds", "line 1, currency: 'pounds' is not a code such as EUR or GBP"),
        ("brand: [A, B]", "brand: 'A B' is not a text"),
        (
            "columns: {Cup: heel_cup}",
            "columns.Cup: 'heel_cup' is not an attribute that a column can hold, or ignore; did",
        ),
        (
            "values:\n  firmness:\n    Level 3: hard\n",
            "line 3, values.firmness.Level 3: 'hard' is not one of soft, medium",
        ),
        ("values: {sku: {a: b}}", "'sku' is not an attribute with words"),
        ("sizes: {S: '36-38'}", "sizes.S: '36-38' is not 'one size', or sizes"),
        ("defaults: {trial_days: sixty}", "defaults.trial_days: 'sixty' is not a whole number from 0 to 3650 days"),
        ("defaults: {price: 3}", "defaults: 'price' is not an attribute that can have a default"),
        ("defaults: {firmness: }", "defaults.firmness: 'nothing' is not one of soft"),
        (
            "defaults: {trial_days: 0, return_terms: worn_untrimmed}",
            "defaults.return_terms: 'worn_untrimmed' is not possible",
        ),
        (
            "products:\n  A: {firmnes: soft}\n",
            "line 2, products.A: 'firmnes' is not an attribute; did you mean firmness?",
        ),
        ("products:\n  A: {sku: B}\n", "'sku' is not an attribute"),
        ("products:\n  A: 7\n", "line 2, products.A: needs entries of its own"),
        ("products: {A: {materials: {a: b}}}", "products.A.materials: needs one value, or a list"),
        ("products:\n  A-1: {}\n  a-1: {}\n", "line 3, products.a-1: is written twice: line 2 has it already"),
        ("a: &x [1]\nb: *x\n", "line 2: is not readable as YAML: references (*) are not used here"),
        ("[" * 5000, "line 1: is not readable as YAML: is nested too deep"),
        ("take: [", "is not readable as YAML"),
        ("brand: a\x00b", "is not readable as YAML"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_entry(written: Written, text: str, said: str) -> None:
    with pytest.raises(MappingError) as caught:
        written(text)
    assert "mapping.yml" in str(caught.value)
    assert said in str(caught.value)


def test_what_cannot_be_read_as_a_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="is not there"):
        read_mapping(tmp_path / "none.yml")
    (tmp_path / "latin.yml").write_bytes("brand: Größe".encode("latin-1"))
    with pytest.raises(MappingError, match="is not UTF-8"):
        read_mapping(tmp_path / "latin.yml")
    with (tmp_path / "large.yml").open("wb") as large:
        large.truncate(6_000_000)
    with pytest.raises(MappingError, match="larger than 5 MB"):
        read_mapping(tmp_path / "large.yml")


def test_all_mistakes_are_told_at_once_and_at_most_fifty(written: Written) -> None:
    with pytest.raises(MappingError) as caught:
        written("defaults:\n  trial_days: x\n  firmness: y\n")
    assert [problem.line for problem in caught.value.problems] == [2, 3]
    with pytest.raises(MappingError) as caught:
        written("sizes:\n" + "".join(f"  S{n}: big\n" for n in range(200)))
    assert len(caught.value.problems) == 50


_LINES = (
    "take: |leave: |sizes: |values: |products: |defaults: |columns: |  A: |  firmness: soft|    x: firm|- a|{|}|[|]"
)
_TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_LINES.split("|")), max_size=8).map("\n".join))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_TEXTS)
def test_any_text_is_a_mapping_or_a_mapping_error(written: Written, text: str) -> None:
    with suppress(MappingError):
        assert written(text).digest
