"""A factory for products, and shops made of them, on every database that the catalogue can be kept in.

A test that asks for a shop or for `database_url` runs once on SQLite and once on PostgreSQL (databases.py); one that is
about SQLite's own file asks for `sqlite_file`. Where there is no PostgreSQL, tests on it are skipped; in CI they fail.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from catalog import Catalogue
from catalog.engine import create_engine, writing
from catalog.migrate import migrate
from catalog.models import ProductRow
from catalog.record import Record
from catalog.store import save
from tests.catalog.databases import (
    MISSING,
    SERVER,
    Databases,
    PostgresDatabases,
    SqliteDatabases,
    path,
    private_server,
    programs,
    settled,
)

Make = Callable[..., Record]
Shop = Callable[..., Catalogue]


@pytest.fixture(scope="session")
def make() -> Make:
    """Makes a record of a plain product; what is given replaces or adds attributes, None makes one unknown."""
    made = 0

    def record(**given: Any) -> Record:
        nonlocal made
        made += 1
        plain: dict[str, Any] = {
            "sku": f"T-{made:05d}",
            "brand": "Testwood",
            "name": "Plain",
            "price": Decimal("30.00"),
            "stock": 5,
        }
        attributes = {name: value for name, value in (plain | given).items() if value is not None}
        provenance = {name: {"source": "column", "words": str(value)} for name, value in attributes.items()}
        return Record(attributes, provenance)

    return record


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresDatabases]:
    """Databases of a PostgreSQL server; started at its first use, once for each worker of pytest."""
    given, folder = os.environ.get(SERVER), programs()
    if not given and folder is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    if given:
        made = PostgresDatabases(given)
        yield made
        made.close()
        return
    assert folder is not None
    with private_server(folder) as url:
        made = PostgresDatabases(url)
        yield made
        made.close()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """Databases that are SQLite files."""
    return SqliteDatabases(tmp_path_factory.mktemp("databases"))


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Databases of either kind: whatever asks for this runs on both."""
    found: Databases = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def empty_database(databases: Databases) -> Iterator[str]:
    """The address of a database at the newest revision without products; copy it, never connect to it."""
    url = databases.new()
    engine = create_engine(url, may_create=True)
    migrate(engine)
    settled(engine)
    yield url
    databases.remove(url)


@pytest.fixture(scope="module")
def refill(databases: Databases, empty_database: str) -> Iterator[Shop]:
    """Gives a catalogue that holds exactly these records; each call empties it first."""
    url = databases.copy(empty_database)
    engine = create_engine(url)
    catalogue = Catalogue(url)

    def fill(*records: Record, currency: str = "USD") -> Catalogue:
        with writing(engine) as connection:
            connection.execute(sa.delete(ProductRow))
        save(engine, records, currency)
        return catalogue

    yield fill
    catalogue.close()
    engine.dispose()
    databases.remove(url)


@pytest.fixture
def shop(refill: Shop) -> Shop:
    """`refill` for a single test."""
    return refill


@pytest.fixture
def database_url(databases: Databases, empty_database: str) -> Iterator[str]:
    """The address of a database of one's own at the newest revision, without products."""
    url = databases.copy(empty_database)
    yield url
    databases.remove(url)


@pytest.fixture
def bare_url(databases: Databases) -> Iterator[str]:
    """The address of a database of one's own that holds nothing, not even tables: for `migrate` and `setup`."""
    url = databases.new()
    yield url
    databases.remove(url)


@pytest.fixture
def sqlite_file(sqlite: SqliteDatabases) -> Iterator[Path]:
    """The file of a SQLite database at the newest revision, for tests that are about the file itself."""
    url = sqlite.new()
    engine = create_engine(url, may_create=True)
    migrate(engine)
    settled(engine)
    yield path(url)
    sqlite.remove(url)
