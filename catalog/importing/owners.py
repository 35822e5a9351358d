"""What the owner says in the mapping file: what to take, what the shop's words mean, and values that always win."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from catalog.cells import contradictions
from catalog.selling.size_words import plain

#: What a column is mapped to that nothing is to be read from.
IGNORE = "ignore"
_BELOW = re.compile(r"\s*>\s*")
_Path = tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """Whether the owner takes a product, and which entry of the mapping file says so."""

    taken: bool
    reason: str


@dataclass(frozen=True)
class Chosen:
    """Categories and skus that are taken, or left. A sku may end in *, for all that begin like it."""

    categories: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnersMapping:
    """A mapping file. Without arguments it is that of a shop that has none.

    Values are in the form that catalog.cells.read_cell gives; None is "unknown", said by the owner.
    """

    file: str = ""
    digest: str = ""  # of the file's bytes: changes when the file does
    take: Chosen = Chosen()
    leave: Chosen = Chosen()
    currency: str = ""  # ISO 4217, where the feed names none
    brand: str = ""  # where the feed names none
    columns: Mapping[str, str] = field(default_factory=dict)  # a field of the feed, by plain() -> attribute or IGNORE
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # attribute -> shop's word, by plain()
    sizes: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)  # shop's size, by plain()
    defaults: Mapping[str, Any] = field(default_factory=dict)  # for products that do not say
    products: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict
    )  # sku in small letters -> attribute -> value

    def verdict(self, skus: Iterable[str], categories: Iterable[str]) -> Verdict | None:
        """What the owner says of a product by its skus (its own and its variants') and categories; None if nothing.

        The more specific entry holds: a whole sku before one with *, a sku before a category, a longer one before a
        shorter; where both are as specific, `leave`. A category without > is meant wherever it is on a path; with >,
        from the beginning of the path. Both take in what lies below them.
        """
        found = [hit for sku in skus for hit in self._of_sku(sku.strip().casefold())]
        found += [hit for category in categories for hit in self._of_category(_path(category))]
        if not found:
            return None
        _, left, entry = max(found)
        return Verdict(not left, f"the mapping file {'leaves' if left else 'takes'} {entry}")

    def _of_sku(self, sku: str) -> Iterator[tuple[tuple[int, int], bool, str]]:
        for left, chosen in ((True, self.leave), (False, self.take)):
            if sku in self._skus[left]:
                yield (3, len(sku)), left, f"the sku '{sku}'"
            for entry in chosen.skus:
                if entry.endswith("*") and sku.startswith(entry[:-1].casefold()):
                    yield (2, len(entry)), left, f"the skus '{entry}'"

    def _of_category(self, path: _Path) -> Iterator[tuple[tuple[int, int], bool, str]]:
        for left in (True, False):
            for depth in range(1, len(path) + 1):
                if path[:depth] in self._paths[left]:
                    yield (1, depth), left, f"the category '{' > '.join(path[:depth])}'"
                if path[depth - 1 : depth] in self._paths[left]:
                    yield (1, depth), left, f"the category '{path[depth - 1]}'"

    @cached_property
    def _skus(self) -> dict[bool, frozenset[str]]:
        return {left: frozenset(map(str.casefold, chosen.skus)) for left, chosen in self._both}

    @cached_property
    def _paths(self) -> dict[bool, frozenset[_Path]]:
        return {left: frozenset(map(_path, chosen.categories)) for left, chosen in self._both}

    @property
    def _both(self) -> tuple[tuple[bool, Chosen], ...]:
        return (True, self.leave), (False, self.take)

    def column(self, name: str) -> str:
        """The attribute that a field of the feed holds, IGNORE, or "" where the owner does not say."""
        return self.columns.get(plain(name), "") if self.columns else ""

    def settle(
        self, sku: str, values: Mapping[str, Any], provenance: Mapping[str, Mapping[str, str]]
    ) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
        """A product's known values with the owner's over them and the defaults for what is still unknown.

        A default that contradicts what the product says (return terms for worn insoles with no days of trial) is left
        out. Returns new values and provenance.
        """
        settled = {name: value for name, value in values.items() if value is not None}
        sources = {name: dict(entry) for name, entry in provenance.items() if name in settled}
        for name, value in self.products.get(sku.casefold(), {}).items():
            settled.pop(name, None)
            sources.pop(name, None)
            if value is not None:
                settled[name] = value
                sources[name] = {"source": "owner", "words": "the mapping file, products"}
        for name, value in self.defaults.items():
            if name not in settled and not contradictions({**settled, name: value}):
                settled[name] = value
                sources[name] = {"source": "owner", "words": "the mapping file, defaults"}
        return settled, sources


def _path(category: str) -> _Path:
    return tuple(part for part in _BELOW.split(" ".join(category.casefold().split())) if part)
