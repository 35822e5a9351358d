"""The adviser over the sample shop, without Rasa."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from actions.advice.adviser import Adviser
from catalog import Catalogue, Product, Ranked


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
