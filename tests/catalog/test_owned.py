"""What an owner sets wins over the feed, keeps what the feed says beneath it, and yields nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from catalog import Catalogue
from catalog.attributes import ATTRIBUTES, BY_NAME, Attribute, Kind
from catalog.cells import contradictions, read_cell, write_cell
from catalog.engine import create_engine, reading
from catalog.owned import is_set, with_owned, with_set, without_set
from catalog.owner import NoSuchProductError, find, retire, set_values
from catalog.record import Record, Variant
from catalog.store import save

TODAY = date(2026, 11, 22)
SETTABLE = [a for a in ATTRIBUTES if a.words is not None or a.kind in (Kind.FLAG, Kind.NUMBER, Kind.COUNT, Kind.SIZES)]


def cells(attribute: Attribute) -> st.SearchStrategy[str]:
    """Cells that an attribute can be set to."""
    if attribute.kind is Kind.WORD:
        return st.sampled_from(attribute.word_list.words)
    if attribute.kind is Kind.WORDS:
        return st.lists(st.sampled_from(attribute.word_list.words), unique=True, max_size=4).map(
            lambda words: "|".join(words) or "none"
        )
    if attribute.kind is Kind.FLAG:
        return st.sampled_from(["yes", "no"])
    if attribute.kind is Kind.SIZES:
        return st.sampled_from(["one size", "EU 36-41", "US M 9|US W 10.5", "UK 4.5|EU 38"])
    return st.integers(int(attribute.low), int(attribute.high)).map(str)


ANY = st.sampled_from(SETTABLE).flatmap(lambda a: st.tuples(st.just(a.name), cells(a)))


@given(st.sampled_from(SETTABLE).flatmap(lambda a: st.tuples(st.just(a), cells(a))))
def test_a_cell_is_written_as_it_was_read(pair: tuple[Attribute, str]) -> None:
    attribute, cell = pair
    value = read_cell(attribute, cell)
    assert read_cell(attribute, write_cell(attribute, value)) == value


def record(*cells: tuple[str, str]) -> Record:
    """A product whose feed says these cells."""
    values = {name: read_cell(BY_NAME[name], cell) for name, cell in cells}
    values |= {name: read_cell(BY_NAME[name], cell) for name, cell in (("brand", "B"), ("name", "N"), ("price", "9"))}
    sources = {name: {"source": "text", "words": cell} for name, cell in cells}
    return Record({"sku": "S"} | values, sources)


def consistent(pairs: list[tuple[str, str]]) -> bool:
    return not contradictions({name: read_cell(BY_NAME[name], cell) for name, cell in pairs})


FEEDS = st.lists(ANY, max_size=6, unique_by=lambda pair: pair[0]).filter(consistent)


@given(FEEDS, ANY, FEEDS)
def test_what_is_set_outlives_every_feed_and_can_be_taken_back(
    first: list[tuple[str, str]], own: tuple[str, str], second: list[tuple[str, str]]
) -> None:
    name, cell = own
    # when the owner sets something, and another feed comes
    mine = with_set(record(*first), name, cell, TODAY)
    assert not contradictions(mine.attributes)
    later = with_owned(record(*second), mine.attributes, mine.provenance)

    # then it is as the owner said
    assert later.attributes[name] == read_cell(BY_NAME[name], cell)
    assert is_set(later.provenance[name])
    assert not contradictions(later.attributes)

    # and when it is taken back, as the feed says
    back = without_set(later, name)
    said = dict(second).get(name)
    assert write_cell(BY_NAME[name], back.attributes.get(name)) == (
        write_cell(BY_NAME[name], read_cell(BY_NAME[name], said)) if said else ""
    )


def test_setting_twice_keeps_what_the_feed_said_beneath() -> None:
    once = with_set(record(("firmness", "soft")), "firmness", "firm", TODAY)
    twice = with_set(once, "firmness", "unknown", TODAY)
    assert twice.attributes["firmness"] is None
    assert twice.provenance["firmness"]["feed"]["value"] == "soft"
    assert without_set(twice, "firmness").attributes["firmness"] == "soft"


def test_the_feeds_value_yields_where_both_cannot_be() -> None:
    # given a feed by which worn ones may come back
    said = record(("trial_days", "30"), ("return_terms", "worn_untrimmed"), ("materials", "eva"))

    # when the owner says that there is no trial, and names another cushioning
    mine = with_set(with_set(said, "trial_days", "0", TODAY), "cushioning_material", "gel", TODAY)

    # then
    assert mine.attributes["return_terms"] is None
    assert "return_terms" not in mine.provenance
    assert mine.attributes["materials"] == frozenset({"eva", "gel"})

    # and of two things that the owner says, neither yields
    with pytest.raises(ValueError, match="return_terms"):
        with_set(mine, "return_terms", "worn_untrimmed", TODAY)


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        ("firmnes", "firm", "no attribute"),
        ("sku", "X", "no attribute"),
        ("firmness", "hard", "one of soft, medium, firm"),
        ("heel_cup_mm", "deep", "a number from 0 to 40 mm"),
        ("price", "unknown", "must be known"),
        ("materials", "eva|custard", "separated by"),
    ],
)
def test_nonsense_is_refused_with_what_was_expected(name: str, cell: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        with_set(record(), name, cell, TODAY)


@pytest.fixture
def shop(database_url: str) -> Iterator[Any]:
    """A shop of two products, one with variants."""
    engine = create_engine(database_url)
    plain = record(("firmness", "soft"))
    other = Record({**plain.attributes, "sku": "T"}, plain.provenance, variants=(Variant("T-1"), Variant("T-2")))
    save(engine, [plain, other], "EUR")
    yield engine
    engine.dispose()


@pytest.mark.parametrize(("sku", "sold"), [("S", "S"), ("T", "T"), ("T-2", "T"), ("T-3", None), ("", None)])
def test_a_product_is_found_by_what_a_page_sells(shop: Any, database_url: str, sku: str, sold: str | None) -> None:
    found = Catalogue(database_url).product_sold_as(sku)
    assert (found.sku if found else None) == sold


def test_what_is_not_sold_any_more_is_not_found_by_its_variant(shop: Any, database_url: str) -> None:
    with shop.begin() as connection:
        connection.execute(sa.text("DELETE FROM product_index"))
    assert Catalogue(database_url).product_sold_as("T-2") is None


def test_all_that_is_set_or_nothing(shop: Any, database_url: str) -> None:
    # when one of two is wrong
    with pytest.raises(ValueError, match="heel_cup_mm"):
        set_values(shop, "S", [("firmness", "firm"), ("heel_cup_mm", "deep")], TODAY)

    # then nothing is set
    catalogue = Catalogue(database_url)
    product = catalogue.product("S")
    assert product is not None
    assert product.firmness == "soft"

    # when both are right, searches see it at once
    before = catalogue.version()
    set_values(shop, "S", [("firmness", "firm"), ("heel_cup_mm", "16")], TODAY)
    product = catalogue.product("S")
    assert product is not None
    assert (product.firmness, product.has("deep_heel_cup"), product.has("firm")) == ("firm", True, True)
    assert catalogue.version() == before + 1
    catalogue.close()


def test_a_variant_leads_to_its_product(shop: Any) -> None:
    set_values(shop, "T-2", [("firmness", "medium")], TODAY)
    with reading(shop) as connection:
        assert find(connection, "T").columns["firmness"] == "medium"
        with pytest.raises(NoSuchProductError, match="T-3"):
            find(connection, "T-3")


def test_retired_products_are_out_of_every_search(shop: Any, database_url: str) -> None:
    catalogue = Catalogue(database_url)
    assert retire(shop, ["T", "T"], TODAY) == ["T"]
    assert retire(shop, ["T"], TODAY) == []
    assert [p.sku for p in catalogue.products()] == ["S"]
    assert catalogue.product("T") is None
    assert catalogue.fit_table().skus == ["S"]
    assert retire(shop, ["T-1"], TODAY, undo=True) == ["T"]
    assert sorted(catalogue.fit_table().skus) == ["S", "T"]
    with pytest.raises(NoSuchProductError):
        retire(shop, ["S", "nowhere"], TODAY)
    assert [p.sku for p in catalogue.products()] == ["S", "T"]
    catalogue.close()
