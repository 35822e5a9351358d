"""A factory for products, and shops made of them."""

from __future__ import annotations

import shutil
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
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at the newest revision without products; copy it, never change it."""
    file = tmp_path_factory.mktemp("empty") / "catalogue.db"
    engine = create_engine(f"sqlite:///{file}", may_create=True)
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture(scope="module")
def refill(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Shop]:
    """Gives a catalogue that holds exactly these records; each call empties it first."""
    file = tmp_path_factory.mktemp("shop") / "catalogue.db"
    shutil.copyfile(empty_database, file)
    engine = create_engine(f"sqlite:///{file}")
    catalogue = Catalogue(f"sqlite:///{file}")

    def fill(*records: Record, currency: str = "USD") -> Catalogue:
        with writing(engine) as connection:
            connection.execute(sa.delete(ProductRow))
        save(engine, records, currency)
        return catalogue

    yield fill
    catalogue.close()
    engine.dispose()


@pytest.fixture
def shop(refill: Shop) -> Shop:
    """`refill` for a single test."""
    return refill


@pytest.fixture
def database(tmp_path: Path, empty_database: Path) -> Path:
    """A database of one's own at the newest revision, without products."""
    file = tmp_path / "catalogue.db"
    shutil.copyfile(empty_database, file)
    return file
