"""A product named by somebody is judged as a search would judge it; names are found in what people write."""

from __future__ import annotations

from decimal import Decimal

import pytest

from catalog import Limits, Want
from tests.catalog.conftest import Make, Shop


def test_a_judged_product_ranks_as_in_a_search_and_breaks_nothing_where_it_passes(refill: Shop, make: Make) -> None:
    shop = refill(make(sku="A", thickness_mm=3.0), make(sku="B", thickness_mm=8.0))
    wants = [Want("thin", 2.0)]
    for ranked in shop.search(wants, Limits(), 10):
        judged = shop.judge(ranked.product.sku, wants, Limits())
        assert judged is not None
        assert judged.broken == ()
        assert (judged.ranked.score, judged.ranked.fits) == (ranked.score, ranked.fits)
        assert shop.rank(ranked.product.sku, wants, Limits()) == judged.ranked
    assert shop.rank("NO-SUCH", wants, Limits()) is None


def test_every_broken_limit_is_named_and_unknown_breaks_none(refill: Shop, make: Make) -> None:
    shop = refill(
        make(sku="A", brand="Testwood", price=Decimal("60"), widths={"standard"}, footwear={"flats"}, stock=0,
             materials={"gel"}, insole_type="cushioned"),
        make(sku="B", brand="Testwood", price=Decimal("20")),
    )  # fmt: skip
    limits = Limits(
        budget_max=Decimal("50"), width="wide", footwear=frozenset({"heels"}), avoid_materials=frozenset({"gel"}),
        avoid_types=frozenset({"cushioned"}), avoid_brands=frozenset({"testwood"}),
    )  # fmt: skip
    judged = shop.judge("A", [], limits)
    assert judged is not None
    assert set(judged.broken) == {
        "budget_max", "width", "footwear", "avoid_materials", "avoid_types", "avoid_brands", "in_stock"
    }  # fmt: skip
    other = shop.judge("B", [], limits)
    assert other is not None
    assert other.broken == ("avoid_brands",)
    assert set(other.ranked.unstated) >= {"width", "footwear"}


def test_an_unknown_number_is_judged_as_nothing(refill: Shop, make: Make) -> None:
    assert refill(make(sku="A")).judge("NO-SUCH", [], Limits()) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anything but TESTWOOD", ["Testwood"]),
        ("nothing by Old Mill please", ["Old Mill"]),
        ("testwood or old   mill?", ["Old Mill", "Testwood"]),
        ("an old oak", []),
        ("", []),
        ("'; DROP TABLE products", []),
    ],
)
def test_makers_are_found_in_what_people_write(refill: Shop, make: Make, text: str, found: list[str]) -> None:
    assert refill(make(brand="Testwood"), make(brand="Old Mill")).brands_in(text) == found


def test_products_are_found_by_a_telling_word(refill: Shop, make: Make) -> None:
    common = [make(sku=f"C{number}", name=f"Comfort {number}") for number in range(20)]
    shop = refill(make(sku="A", name="Daywalker Low"), make(sku="B", name="Daywalker 100%_High"), *common)
    assert shop.skus_named("why not the daywalker?") == ["A", "B"]
    assert shop.skus_named("the Daywalker high one") == ["B"]
    assert shop.skus_named("more comfort please") == []
    assert shop.skus_named("%%%% ____") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("why not the Daywalker Low?", ["LOW"]),
        ("is low better, say the daywalker?", ["LOW", "MED", "TWO", "WORK"]),
        ("the testwood daywalker 2 please", ["TWO"]),
        ("the daywalker for 2 hours", ["LOW", "MED", "TWO", "WORK"]),
        ("the daywalker for work", ["WORK"]),
        ("daywalker " * 60 + "medium", ["LOW", "MED", "TWO", "WORK"]),
    ],
)
def test_short_words_tell_apart_what_shares_a_name(refill: Shop, make: Make, text: str, found: list[str]) -> None:
    names = {"LOW": "Daywalker Low", "MED": "Daywalker Mid", "TWO": "Daywalker 2", "WORK": "Daywalker for Work"}
    assert refill(*(make(sku=sku, name=name) for sku, name in names.items())).skus_named(text) == found


@pytest.mark.parametrize(
    ("called", "found"),
    [
        ("old mill walker 3/4", ["A", "D"]),
        ("OLD  Mill Walker 3/4?", ["A", "D"]),
        ("old mill walker", ["B"]),
        ("old mill éclat & (wide) vol.", ["C"]),
        ("mill walker", []),
        ("walker", []),
        ("", []),
        ("'; DROP TABLE products", []),
        ("word " * 500, []),
    ],
)
def test_a_product_is_found_by_its_whole_name(refill: Shop, make: Make, called: str, found: list[str]) -> None:
    shop = refill(
        make(sku="A", brand="Old Mill", name="Walker 3/4"),
        make(sku="B", brand="Old Mill", name="Walker"),
        make(sku="C", brand="Old Mill", name="ÉCLAT & (Wide) Vol."),
        make(sku="D", brand="Old Mill", name="Walker 3/4"),
        make(sku="E", brand="Mill", name="Other"),
    )
    assert shop.skus_called(called) == found


def test_a_search_can_be_held_to_one_maker(refill: Shop, make: Make) -> None:
    shop = refill(make(sku="A", brand="Testwood"), make(sku="B", brand="Old Mill"))
    assert [item.product.sku for item in shop.search([], Limits(), 5, brand="OLD MILL")] == ["B"]
