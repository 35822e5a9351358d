"""The adviser over the sample shop, without Rasa."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from actions.advice.adviser import Adviser
from catalog import Catalogue, Product, Ranked
from catalog.engine import create_engine, writing
from catalog.migrate import migrate
from catalog.models import ProductRow
from catalog.record import Record
from catalog.store import save

Refill = Callable[[list[dict[str, Any]]], Adviser]


@pytest.fixture(scope="session")
def catalogue(catalogue_url: str) -> Iterator[Catalogue]:
    """The sample shop; for reading only."""
    found = Catalogue(catalogue_url)
    yield found
    found.close()


@pytest.fixture(scope="session")
def adviser(catalogue: Catalogue) -> Adviser:
    """The adviser over the sample shop."""
    return Adviser(catalogue)


@pytest.fixture(scope="session")
def all_ranked(catalogue: Catalogue) -> list[Ranked]:
    """Every product of the sample shop."""
    from catalog import Limits

    return catalogue.search([], Limits(in_stock=False), count=1000)


@pytest.fixture(scope="session")
def some_product(all_ranked: list[Ranked]) -> Product:
    """Any product, to make others of."""
    return all_ranked[0].product


@pytest.fixture(scope="session")
def refill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Refill]:
    """Gives an adviser over a shop that holds exactly these products; each call empties it first."""
    url = f"sqlite:///{tmp_path_factory.mktemp('shop')}/catalogue.db"
    engine = create_engine(url, may_create=True)
    migrate(engine)
    catalogue = Catalogue(url)

    def fill(products: list[dict[str, Any]]) -> Adviser:
        with writing(engine) as connection:
            connection.execute(sa.delete(ProductRow))
        save(engine, [Record(product, {}) for product in products], "USD")
        return Adviser(catalogue)

    yield fill
    catalogue.close()
    engine.dispose()
