"""What an import did, or would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.problem import Problem

#: Changes that are told one by one; beyond them only counts.
MOST_TOLD = 1000


@dataclass(frozen=True)
class Told:
    """One product that changes: kind is added, changed, returned or retired; fields are (before, after) as cells."""

    sku: str
    name: str
    kind: str
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Left:
    """A product of the feed that was left out, as it is no insole or the owner said so."""

    place: int
    sku: str
    title: str
    reason: str


@dataclass
class Outcome:
    """The result of an import. `set_aside` counts entries that could not be read; their products stay as they were."""

    feed: str
    format: str = ""
    encoding: str = ""
    currency: str = ""
    entries: int = 0
    counts: Counter[str] = field(default_factory=Counter)  # added, changed, returned, unchanged, retired, left, removed
    set_aside: int = 0
    told: list[Told] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)  # reason -> how many
    examples: dict[str, str] = field(default_factory=dict)  # reason -> a title
    problems: list[Problem] = field(default_factory=list)  # the first few
    known: Counter[str] = field(default_factory=Counter)  # attribute -> products read in this run that tell it
    read: int = 0  # products whose texts were read in this run
    unread: Counter[tuple[str, str]] = field(default_factory=Counter)  # (what, the shop's words) -> products
    notes: tuple[str, ...] = ()  # about the feed as a whole
    unsold: Counter[str] = field(default_factory=Counter)  # entries that the shop itself does not sell: draft, ...
    unbranded: int = 0  # products of which neither the feed nor the owner names a maker
    dry: bool = False
    needs_force: bool = False
    version: int = 0

    def tell(self, told: Told) -> None:
        """Count one change, and keep it among those told."""
        self.counts[told.kind] += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(told)

    def leave(self, left: Left) -> None:
        """Count what was left out."""
        self.counts["left"] += 1
        self.left[left.reason] += 1
        self.examples.setdefault(left.reason, left.title)

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "feed": self.feed,
            "format": self.format,
            "encoding": self.encoding,
            "currency": self.currency,
            "dry_run": self.dry,
            "needs_force": self.needs_force,
            "entries": self.entries,
            **{kind: self.counts[kind] for kind in KINDS},
            "set_aside": self.set_aside,
            "notes": list(self.notes),
            "not_for_sale": dict(self.unsold),
            "left_because": dict(self.left.most_common()),
            "problems": [
                {p.counted: p.line, "sku": p.sku, "field": p.column, "value": p.value[:200], "expected": p.expected}
                for p in self.problems
            ],
            "changes": [
                {"sku": t.sku, "name": t.name, "kind": t.kind, "fields": {n: list(v) for n, v in t.fields.items()}}
                for t in self.told
            ],
            "read": self.read,
            "known": dict(self.known.most_common()),
            "not_understood": [
                {"field": what, "words": words, "products": number}
                for (what, words), number in self.unread.most_common(100)
            ],
            "version": self.version,
        }


#: The kinds of what happens to a product, in the order in which they are told.
KINDS = ("added", "changed", "returned", "unchanged", "retired", "removed", "left")
