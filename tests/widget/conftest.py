"""A real browser for the widget's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.widget.standin import Standin


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    made = chromium.new_context()
    yield made
    made.close()


@pytest.fixture
def server() -> Iterator[Standin]:
    """A stand-in of the server."""
    made = Standin()
    made.start()
    yield made
    made.close()
