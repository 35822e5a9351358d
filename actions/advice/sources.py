"""The sources (``seeds/sources.yml``) behind every fact that a person is told."""

from __future__ import annotations

from typing import Any

import seeds


def sources() -> dict[str, dict[str, Any]]:
    """Every source by its id."""
    return dict(seeds.read_yaml("sources.yml"))


def cite(source: str) -> str:
    """A source in a few words, such as "NHS, 2023"; its id where the file doesn't have it."""
    entry = sources().get(source)
    if entry is None:
        return source
    who = entry.get("publisher_or_authors") or entry.get("title") or source
    return f"{who}, {entry['year']}" if entry.get("year") else str(who)
