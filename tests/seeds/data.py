"""The files under test, read as they are, and the few words that several tests need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import seeds

DOMAIN = Path(__file__).parents[2] / "bot" / "domain"
OURS = ("questions", "topics", "safety", "evidence", "trial", "outcomes")
PLACEHOLDER = re.compile(r"{(\w+)}")


def responses(*topics: str) -> dict[str, list[str]]:
    """The wording of bot/domain/<topic>.yml (of all of OURS by default): name -> its texts."""
    found: dict[str, list[str]] = {}
    for topic in topics or OURS:
        data = seeds.read_yaml(DOMAIN / f"{topic}.yml")
        for name, variations in data["responses"].items():
            found[name] = [variation["text"] for variation in variations]
    return found


def texts() -> Iterator[tuple[str, str]]:
    """Each single text with the name of its response."""
    for name, variations in responses().items():
        for text in variations:
            yield name, text


def vocabulary() -> dict[str, dict[str, Any]]:
    """The entity types."""
    found: dict[str, dict[str, Any]] = seeds.read_yaml("vocabulary.yml")
    return found


def cited(data: Any) -> Iterator[str]:
    """Every source id below keys named source or sources, anywhere in a file."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "source" and isinstance(value, str):
                yield value
            elif key == "sources" and isinstance(value, list):
                yield from value
            else:
                yield from cited(value)
    elif isinstance(data, list):
        for item in data:
            yield from cited(item)


def conditions(data: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every condition (keys when and applies) of a file, with the place where it stands."""
    if isinstance(data, dict):
        place = str(data.get("id", where))
        for key, value in data.items():
            if key in ("when", "applies"):
                yield place, value
            else:
                yield from conditions(value, place)
    elif isinstance(data, list):
        for item in data:
            yield from conditions(item, where)


def mistakes(condition: Any) -> list[str]:
    """What is wrong with a condition: unknown types and words, or a form that nobody would understand."""
    if not isinstance(condition, dict):
        return [f"{condition!r} is no mapping"]
    found = []
    for key, value in condition.items():
        if key in ("any", "all"):
            if not isinstance(value, list) or len(value) < 2:
                found.append(f"'{key}' takes at least two conditions")
                continue
            for item in value:
                found += mistakes(item) or ([] if item else [f"empty condition in '{key}'"])
        elif key == "not":
            found += mistakes(value)
        elif key not in vocabulary():
            found.append(f"unknown type '{key}'")
        elif vocabulary()[key]["kind"] == "number":
            if not isinstance(value, dict) or not value or set(value) - {"min", "max"}:
                found.append(f"'{key}' takes min, max or both")
        else:
            words = value if isinstance(value, list) else [value]
            found += [f"unknown {key} '{word}'" for word in words if word not in vocabulary()[key]["values"]]
    return found
