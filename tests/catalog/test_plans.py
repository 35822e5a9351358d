"""In a large catalogue, what is asked in every turn goes by an index: the database's own plans say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from catalog import Catalogue, Limits, Want, names, repository
from catalog.engine import create_engine, reading
from catalog.record import Record
from catalog.store import save
from tests.catalog.databases import Databases

MANY = 5000
#: A whole table read from one end to the other, as SQLite and as PostgreSQL say it.
FULL_SCAN = re.compile(
    r"^\s*(?:->\s*)?(?:SCAN|Seq Scan on) (products|product_index|product_sizes|product_variants)\b.*$", re.MULTILINE
)


def record(n: int, **given: Any) -> Record:
    plain = {
        "sku": f"S{n:05d}",
        "brand": f"Maker {n % 250}",
        "name": f"Product {n}",
        "price": Decimal(10 + n % 90),
        "stock": 5,
        "firmness": ("soft", "firm")[n % 2],
        "sizes": [("EU", 36.0 + n % 9), ("UK", 4.0 + n % 6)],
    }
    return Record(plain | given, {})


@pytest.fixture(scope="module")
def large(databases: Databases, empty_database: str) -> Iterator[str]:
    """The address of a catalogue with many products."""
    url = databases.copy(empty_database)
    engine = create_engine(url)
    save(engine, [record(n) for n in range(MANY)], "USD")
    engine.dispose()
    yield url
    databases.remove(url)


def full_scans(engine: Any, call: Callable[[], object]) -> list[str]:
    """The tables that statements of this call read from one end to the other, as their plans say. Counting is left out:
    it looks at no row's content."""
    statements: list[tuple[str, Any]] = []

    def seen(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        statements.append((statement, parameters[0] if many else parameters))

    sa.event.listen(engine, "before_cursor_execute", seen)
    call()
    sa.event.remove(engine, "before_cursor_execute", seen)
    explain = "EXPLAIN " if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    found = []
    with reading(engine) as connection:
        for statement, parameters in statements:
            if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) and "count(*)" not in statement:
                lines = connection.exec_driver_sql(explain + statement, parameters).all()
                found += FULL_SCAN.findall("\n".join(row[-1] for row in lines))
    assert statements
    return found


WANTS = [Want("firm", 1.0)]
#: what is asked of a catalogue, by name
ASKED: dict[str, Callable[[Catalogue], object]] = {
    "a product": lambda catalogue: catalogue.product("S00042"),
    "what a shop's page sells": lambda catalogue: catalogue.product_sold_as("S00042-41"),
    "a maker's products": lambda catalogue: catalogue.search(WANTS, Limits(budget_max=Decimal(60)), brand="Maker 7"),
    "how a product ranks": lambda catalogue: catalogue.rank("S00042", WANTS, Limits()),
    "why a product is not shown": lambda catalogue: catalogue.judge("S00042", WANTS, Limits(budget_max=Decimal(5))),
    "products that a message names": lambda catalogue: catalogue.skus_named("why not the product plain 77 insole?"),
    "a product by its whole name": lambda catalogue: catalogue.skus_called("maker 7 product plain 77 insole"),
    "the best by the table": lambda catalogue: catalogue.search(WANTS, Limits(budget_max=Decimal(60)), 12, {"S00001"}),
}


@pytest.mark.parametrize("asked", ASKED)
def test_what_a_turn_asks_goes_by_an_index(large: str, asked: str) -> None:
    # given a large catalogue whose table has been read
    assert repository._LARGE <= MANY
    catalogue = Catalogue(large)
    catalogue.fit_table()

    # then
    assert full_scans(catalogue._engine, lambda: ASKED[asked](catalogue)) == []
    catalogue.close()


def test_the_makers_that_a_text_names_are_found_by_an_index(large: str) -> None:
    engine = create_engine(large)

    def ask() -> None:
        with reading(engine) as connection:
            assert names.brands_in(connection, "is maker 9 better than maker 17?") == ["Maker 17", "Maker 9"]

    assert full_scans(engine, ask) == []


def test_a_change_of_one_product_goes_by_an_index(large: str) -> None:
    engine = create_engine(large)

    def change() -> None:
        assert save(engine, [record(77, stock=3, sizes=[("EU", 40.0)])], "USD").changed == 1

    # then
    assert full_scans(engine, change) == []


def test_a_search_without_the_table_is_told_to_read_all(large: str) -> None:
    """That a full scan is seen at all."""
    catalogue = Catalogue(large)
    assert full_scans(catalogue._engine, lambda: catalogue.search(WANTS, Limits())) == ["product_index"]
