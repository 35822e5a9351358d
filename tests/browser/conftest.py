"""Servers and pages for the tests in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from bot.server.settings import ROOT
from tests.browser.chat import Chat
from tests.browser.hosts import Hosts
from tests.running import Running, start, stop

HOSTILE_FEED = Path(__file__).parent / "hostile_products.csv"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs all of them, with one browser and one server of each kind."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def shop(model_path: Path, catalogue_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The real server with the sample shop."""
    running = start(tmp_path_factory.mktemp("shop"))
    yield running
    if running.process.poll() is None:
        stop(running)
    assert "Traceback" not in running.printed.read_text()


@pytest.fixture(scope="session")
def hosts() -> Iterator[Hosts]:
    """Pages of other sites."""
    made = Hosts()
    yield made
    made.close()


@pytest.fixture(scope="session")
def elsewhere(model_path: Path, hosts: Hosts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A real server whose products are called nasty things, and that pages of other sites may talk to."""
    folder = tmp_path_factory.mktemp("elsewhere")
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'catalogue.db'}"}
    subprocess.run([sys.executable, "-m", "catalog", "migrate"], cwd=ROOT, env=environment, check=True)
    brought = subprocess.run(
        [sys.executable, "-m", "catalog", "load", str(HOSTILE_FEED)],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert brought.returncode == 0, brought.stdout + brought.stderr
    running = start(folder, DATABASE_URL=environment["DATABASE_URL"], SOLEWISE_ORIGINS=hosts.base)
    hosts.bot = running.base
    yield running
    if running.process.poll() is None:
        stop(running)


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile on a wide screen."""
    made = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which nothing may go wrong unsaid."""
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    yield made
    assert wrong == []


@pytest.fixture
def chat(page: Page, shop: Running) -> Chat:
    """The chat on the list of the demo shop, still closed."""
    page.goto(shop.base + "/")
    return Chat(page)
