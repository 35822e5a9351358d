"""Databases of both kinds, as the catalogue's tests have them, and two servers over one database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.catalog.conftest import databases, postgres, sqlite
from tests.channels.client import Person
from tests.channels.slow import Slow
from tests.running import Running, start, stop

__all__ = ["databases", "postgres", "sqlite"]

SECRET = "tests-" * 10
ORIGIN = "https://shop.example"


@dataclass
class Pair:
    """Two servers behind one balancer, so to speak. The second one may be killed and started again.

    ``slow``: clients that never come to an end, there during all tests.
    """

    folder: Path
    one: Running
    two: Running
    slow: list[Slow]


def started(folder: Path, name: str) -> Running:
    """A server over the folder's database."""
    own = folder / name
    own.mkdir(exist_ok=True)
    return start(
        own,
        CONVERSATIONS_URL=f"sqlite:///{folder / 'c.db'}",
        SOLEWISE_SECRET=SECRET,
        SOLEWISE_ORIGINS=ORIGIN,
        SOLEWISE_PROXIES="1",
    )


@pytest.fixture(scope="session")
def servers(model_path: Path, catalogue_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both, started at once, over a database that neither of them finds."""
    folder = tmp_path_factory.mktemp("web")
    with ThreadPoolExecutor(2) as threads:
        one, two = threads.map(lambda name: started(folder, name), ("one", "two"))
    pair = Pair(folder, one, two, [Slow(one.base) for _ in range(20)])
    for client in pair.slow:
        client.start()
    yield pair
    for server in (pair.one, pair.two):
        if server.process.poll() is None:
            stop(server)


@pytest.fixture
def base(servers: Pair) -> str:
    """The address of the first server."""
    return servers.one.base


@pytest.fixture
def person(base: str) -> Person:
    """Somebody with a new session."""
    return Person(base)
