"""Reads feeds of the folder examples/, and of bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalog.feeds import Item, open_feed
from catalog.problem import Problem

EXAMPLES = Path(__file__).parent / "examples"
Entries = list[Item | Problem]
Read = Callable[..., Entries]


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """All entries of an example (a name) or of bytes, in March 2026."""
    folder = tmp_path_factory.mktemp("feeds")

    def read(what: str | bytes, format: str | None = None, **given: Any) -> Entries:  # noqa: A002
        if isinstance(what, bytes):
            file = folder / "feed"
            file.write_bytes(what)
        else:
            file = EXAMPLES / what
        given.setdefault("today", date(2026, 3, 15))
        with open_feed(str(file), format, **given) as feed:
            return list(feed.items())

    return read


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], Path]:
    """Puts bytes into a file."""

    def write(content: bytes) -> Path:
        file = tmp_path / "feed"
        file.write_bytes(content)
        return file

    return write
