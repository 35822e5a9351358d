"""The pages that the fit table is read from: always those of the index, written only where something changed."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from catalog import Catalogue, Limits, Want, fit_pages, repository, search, store
from catalog.engine import create_engine, writing
from catalog.migrate import migrate, newest
from catalog.record import Record
from catalog.store import save
from tests.catalog.databases import Databases, settled

MANY = 2 * fit_pages.PAGE + 100


@pytest.fixture(scope="module")
def filled(databases: Databases, empty_database: str, make: Any) -> Iterator[str]:
    """A database with products on three pages; copy it, never connect to it."""
    url = databases.copy(empty_database)
    engine = create_engine(url)
    save(engine, [record(make, n) for n in range(MANY)], "USD")
    settled(engine)
    yield url
    databases.remove(url)


@pytest.fixture
def many(databases: Databases, filled: str) -> Iterator[str]:
    """The address of a database of one's own with products on three pages."""
    url = databases.copy(filled)
    yield url
    databases.remove(url)


def record(make: Any, n: int, **given: Any) -> Record:
    firmness = ("soft", "medium", "firm", None)[n % 4]
    plain = {"sku": f"S{n:05d}", "brand": f"Größe {n % 7}", "price": Decimal(10 + n % 50), "firmness": firmness}
    made: Record = make(**plain | given)
    return made


def pages(url: str) -> dict[int, Any]:
    with create_engine(url).connect() as connection:
        return {row[0]: tuple(row[1:]) for row in connection.exec_driver_sql("SELECT * FROM fit_pages ORDER BY page")}


def agree(url: str) -> list[str]:
    """The skus of the fit table, which has what a search finds with the same scores."""
    catalogue = Catalogue(url)
    table = catalogue.fit_table()
    found = catalogue.search([Want("firm", 1.0)], Limits(), count=1000)
    best = table.best(table.weights([("firm", 1.0)]), [table.allowed(Limits())], 1000)[0]
    assert [table.skus[row] for row in best] == [ranked.product.sku for ranked in found]
    scores = table.scores(table.weights([("firm", 1.0)]))[0]
    assert [scores[row] for row in best] == [ranked.score for ranked in found]
    for brand in ("größe 3", "größe 6"):
        without = Limits(avoid_brands=frozenset({brand}))
        assert int(table.allowed(without).sum()) == catalogue.count(without)
    return table.skus


def test_the_table_is_that_of_the_index(many: str) -> None:
    assert len(pages(many)) == 3
    assert len(agree(many)) == MANY


def test_a_change_writes_only_the_pages_that_it_is_on(many: str, make: Any) -> None:
    # given
    before = pages(many)

    # when one product of the second page changes and one is new
    save(create_engine(many), [record(make, 600, firmness="firm"), record(make, MANY)], "USD")

    # then
    after = pages(many)
    assert [page for page in after if after[page] != before.get(page)] == [1, 2]
    assert len(agree(many)) == MANY + 1


def test_products_removed_by_hand_are_gone_at_once_and_for_good(many: str, make: Any) -> None:
    # given products deleted past the programs, on the first page and all of the last
    engine = create_engine(many)
    with writing(engine) as connection:
        connection.execute(sa.text("DELETE FROM products WHERE id < 4 OR id >= :last"), {"last": 2 * fit_pages.PAGE})

    # then the table that is read now knows
    left = 2 * fit_pages.PAGE - 4
    assert len(agree(many)) == left

    # and the next change brings the pages in order
    save(engine, [record(make, 600, firmness="firm")], "USD")
    assert [entry[0] for entry in pages(many).values()] == [fit_pages.PAGE - 4, fit_pages.PAGE]
    assert len(agree(many)) == left


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM fit_pages",
        "DELETE FROM fit_pages WHERE page = 1",
        "UPDATE fit_pages SET points = substr(points, 2) WHERE page = 1",
        "UPDATE fit_pages SET numbers = substr(numbers, 1, 0) WHERE page = 2",
        "UPDATE fit_pages SET skus = '[]' WHERE page = 0",
    ],
)
def test_pages_that_are_not_sound_are_not_used(many: str, damage: str) -> None:
    with writing(create_engine(many)) as connection:
        connection.execute(sa.text(damage))
    assert len(agree(many)) == MANY


def test_a_change_that_fails_while_pages_are_written_changes_nothing(
    many: str, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    before, version = pages(many), Catalogue(many).version()

    def fail(*_: Any) -> None:
        raise OSError("no space left")

    # when
    monkeypatch.setattr(struct, "pack", fail)
    with pytest.raises(OSError, match="no space"):
        save(create_engine(many), [record(make, 600, firmness="firm")], "USD")
    monkeypatch.undo()

    # then
    assert pages(many) == before
    assert Catalogue(many).version() == version
    assert len(agree(many)) == MANY


def test_a_catalogue_of_the_revision_before_is_brought_along(many: str) -> None:
    # given a catalogue as it was before there were pages
    engine = create_engine(many)
    before = agree(many)
    migrate(engine, "0001")
    assert "fit_pages" not in sa.inspect(engine).get_table_names()

    # when
    assert migrate(engine) == ("0001", newest())

    # then the pages are made by the set-up, or else by the first who asks
    store.follow_rules(engine)
    made = pages(many)
    assert sum(entry[0] for entry in made.values()) == MANY
    assert agree(many) == before
    store.follow_rules(engine)
    assert pages(many) == made


def test_the_first_who_asks_makes_the_pages_where_nobody_has(many: str) -> None:
    engine = create_engine(many)
    migrate(engine, "0001")
    migrate(engine)
    assert len(agree(many)) == MANY
    assert len(pages(many)) == 3


def test_a_search_of_a_large_catalogue_looks_only_among_the_best_of_the_table(
    many: str, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a catalogue that counts as large, once without and once with its table
    monkeypatch.setattr(repository, "_LARGE", MANY)
    catalogue, looked = Catalogue(many), []
    real = search.search

    def spy(*arguments: Any) -> Any:
        looked.append(arguments[-1] if len(arguments) == 7 else None)
        return real(*arguments)

    monkeypatch.setattr(search, "search", spy)
    wants, limits = [Want("firm", 1.0)], Limits(budget_max=Decimal(40))
    plain = catalogue.search(wants, limits, 12, {"S00002"})
    catalogue.fit_table()

    # when
    narrowed = catalogue.search(wants, limits, 12, {"S00002"})

    # then
    assert narrowed == plain
    assert [among and len(among) for among in looked] == [None, 13]

    # and a table that is of another version is read anew first
    save(create_engine(many), [record(make, 2, firmness="firm", price=Decimal(5))], "USD")
    assert catalogue.search(wants, limits, 12)[0].product.sku == "S00002"
    assert catalogue.search(wants, limits, 12, {"S00002"}) == plain
    assert [among and len(among) for among in looked[2:]] == [12, 13]

    # and it is known what to give up where nothing passes, also once that product is gone though the table has it
    nothing = Limits(budget_max=Decimal(4))
    offer = catalogue.loosen(wants, nothing)[0]
    assert (offer.limit, offer.to, offer.gains.product.sku) == ("budget_max", Decimal(5), "S00002")
    with writing(create_engine(many)) as connection:
        connection.execute(sa.text("DELETE FROM products WHERE sku = 'S00002'"))
    assert [offer.to for offer in catalogue.loosen(wants, nothing)] == [Decimal(10)]
    assert catalogue.loosen(wants, Limits(budget_max=Decimal(5)))[0].to == Decimal(10)

    # and products that are gone though the table has them are made up for
    with writing(create_engine(many)) as connection:
        connection.execute(sa.text("DELETE FROM products WHERE sku = :sku"), {"sku": plain[0].product.sku})
    later = catalogue.search(wants, limits, 12, {"S00002"})
    assert later[:11] == plain[1:]
    assert len(later) == 12


def test_an_empty_catalogue_has_an_empty_table(database_url: str) -> None:
    table = Catalogue(database_url).fit_table()
    assert table.skus == []
    assert table.scores([[0.0] * len(table.keys)]).shape == (1, 0)
    assert table.best([[0.0] * len(table.keys)], [table.allowed(Limits())], 3) == [[]]
    assert table.take([]).skus == []
