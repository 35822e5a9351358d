"""Entities as facts that can be counted: right, extra, missed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.extractor import entities_of

SPECS = Path(__file__).resolve().parents[2] / "tests" / "nlu" / "specs"

Fact = tuple[str, str, str]  # entity type, canonical value, role ("" for a plain statement)


@dataclass
class Labelled:
    """A message with what it states. scope: in, adjacent or out, where it is known."""

    text: str
    facts: frozenset[Fact] | None = None
    scope: str | None = None
    triage: str | None = None


@dataclass
class Count:
    """Facts right, extra and missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        whole = 2 * self.right + self.extra + self.missed
        return 2 * self.right / whole if whole else 1.0


@dataclass
class EntityFigures:
    """Counts in all and by type, and the messages with most faults: (faults, text, missed, extra)."""

    total: Count = field(default_factory=Count)
    by_type: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    worst: list[tuple[int, str, list[Fact], list[Fact]]] = field(default_factory=list)


def fact_of(entity: Mapping[str, Any]) -> Fact:
    """An entity of a parse result as a fact; numbers in one form, a bare budget as the most."""
    name, value = str(entity["entity"]), str(entity["value"]).strip().lower()
    role = str(entity.get("role") or ("max" if name == "budget" else ""))
    try:
        number = float(value)
    except ValueError:
        return name, value, role
    return name, f"{round(number) if name == 'body_weight' else number:g}", role


def from_specs(folder: Path = SPECS) -> list[Labelled]:
    """The specification rows of the tests."""
    rows = []
    for path in sorted(folder.glob("*.yml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            facts = []
            for written in row["entities"]:
                name, _, rest = str(written).split("#")[0].partition("=")
                value, _, role = rest.partition("!")
                facts.append(fact_of({"entity": name, "value": value, "role": role}))
            rows.append(Labelled(str(row["text"]), frozenset(facts)))
    return rows


def from_messages(path: Path) -> list[Labelled]:
    """Labelled messages, one JSON object a line: text, scope, triage, entities.

    Raises ValueError that names the line which is not of this form.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            entities = given.get("entities")
            facts = None if entities is None else frozenset(fact_of(entity) for entity in entities)
            rows.append(Labelled(str(given["text"]), facts, given.get("scope"), given.get("triage")))
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{path.name}, line {number}: not a labelled message ({error!r})") from error
    return rows


def measure(rows: Iterable[Labelled]) -> EntityFigures:
    """Read every message and compare."""
    figures = EntityFigures()
    for row in rows:
        if row.facts is None:
            continue
        found = frozenset(fact_of(entity) for entity in entities_of(row.text))
        right, extra, missed = found & row.facts, found - row.facts, row.facts - found
        for facts, name in ((right, "right"), (extra, "extra"), (missed, "missed")):
            for fact in facts:
                for count in (figures.total, figures.by_type[fact[0]]):
                    setattr(count, name, getattr(count, name) + 1)
        if extra or missed:
            figures.worst.append((len(extra) + len(missed), row.text, sorted(missed), sorted(extra)))
    figures.worst.sort(key=lambda item: (-item[0], item[1]))
    return figures
