"""How well listings are read: precision and recall against labels written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import seeds
from catalog.attributes import BY_NAME, DESCRIBING, Kind
from catalog.feeds import plain_text
from catalog.selling.listing import Listing
from catalog.selling.reader import SellersReader

#: Numbers are right within this much.
_NEAR = {"heel_cup_mm": 0.5, "thickness_mm": 0.5, "weight_g": 1.0}


@dataclass
class Count:
    """How often an attribute was read rightly, wrongly, or missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was read that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is said that was read."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def add(self, other: Count) -> None:
        """Count the other too."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed


@dataclass
class Result:
    """The counts of each attribute and of all, and each mistake in words."""

    attributes: dict[str, Count] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    @property
    def all(self) -> Count:
        """The counts of all attributes together; each word of a set counts one."""
        total = Count()
        for count in self.attributes.values():
            total.add(count)
        return total


def labelled(where: Path) -> Iterator[tuple[str, Listing, Mapping[str, Any]]]:
    """The labelled listings of a file or a folder: (where, listing, labels). Raises seeds.SeedError."""
    for file in sorted(where.glob("*.yml")) if where.is_dir() else [where]:
        for number, entry in enumerate(seeds.read_yaml(file.resolve()), 1):
            try:
                yield f"{file.name} {number} ({entry['title'][:50]})", listing(entry), entry["says"]
            except (KeyError, TypeError) as error:
                raise seeds.SeedError(
                    f"{file}, entry {number}: has no {error}; write title, description, says"
                ) from None


def listing(entry: Mapping[str, Any]) -> Listing:
    """The listing of a labelled entry."""
    return Listing(
        title=entry["title"],
        brand=entry.get("brand", ""),
        description=_text(entry.get("description", ""), bool(entry.get("html"))),
        categories=tuple(entry.get("categories") or ()),
        tags=tuple(str(tag) for tag in entry.get("tags") or ()),
        details=tuple((str(name), str(value)) for name, value in entry.get("details") or ()),
        taxonomy=str(entry.get("taxonomy", "")),
    )


def _text(description: str, html: bool) -> str:
    return plain_text(description) if html else description


def evaluate(reader: SellersReader, where: Path) -> Result:
    """Read all labelled listings of a file or folder and compare."""
    result = Result({name: Count() for name in DESCRIBING if name not in ("price", "price_high", "stock", "sizes")})
    for place, entry, says in labelled(where):
        reading = reader.read(entry)
        for name, count in result.attributes.items():
            expected, read = _parts(name, says.get(name)), _parts(name, reading.values.get(name))
            right = {value for value in read if any(_same(name, value, other) for other in expected)}
            missed = {value for value in expected if not any(_same(name, value, other) for other in read)}
            count.add(Count(len(right), len(read) - len(right), len(missed)))
            words = reading.provenance.get(name, {}).get("words", "")
            result.mistakes += [
                f"{place}: {name} {value!r} is not said: {words}" for value in sorted(read - right, key=str)
            ]
            result.mistakes += [f"{place}: {name} {value!r} missed" for value in sorted(missed, key=str)]
    return result


def _parts(name: str, value: Any) -> set[Any]:
    if value is None:
        return set()
    if BY_NAME[name].kind is Kind.WORDS:
        return set(value)
    return {"none" if value is False and BY_NAME[name].kind is Kind.WORD else value}


def _same(name: str, one: Any, other: Any) -> bool:
    if name in _NEAR:
        return abs(float(one) - float(other)) <= _NEAR[name]
    return bool(one == other)
