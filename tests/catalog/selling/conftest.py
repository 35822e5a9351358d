"""One reader for all tests: it takes a second or two to build."""

from __future__ import annotations

import pytest

from catalog.selling import SellersReader


@pytest.fixture(scope="session")
def reader() -> SellersReader:
    return SellersReader()
