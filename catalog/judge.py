"""One product against somebody's wishes and limits, whether it passes or not: for "why not that one?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog import search
from catalog.fit import FitRules
from catalog.limits import Condition
from catalog.search import Hit, Ranked


@dataclass(frozen=True)
class Judged:
    """A product as it would rank, and the limits (fields of Limits) that it breaks; none where it passes."""

    ranked: Ranked
    broken: tuple[str, ...]


def judge(
    connection: Any, rules: FitRules, weights: Mapping[str, int], limits: Sequence[Condition], sku: str
) -> tuple[Hit, tuple[str, ...]] | None:
    """The product's score and what it breaks; None where there is no such product."""
    itself = Condition("sku", "equals", "sku", sku)
    hits = search.search(connection, rules, weights, [itself], 1, ())
    if not hits:
        return None
    broken = []
    for name in dict.fromkeys(condition.limit for condition in limits):
        alone = [condition for condition in limits if condition.limit == name]
        if not search.count(connection, [itself, *alone]):
            broken.append(name)
    return hits[0], tuple(broken)
