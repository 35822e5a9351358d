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


def rank(connection: Any, rules: FitRules, weights: Mapping[str, int], sku: str) -> Hit | None:
    """The product's score, whatever the limits; None where there is no such product."""
    hits = search.search(connection, rules, weights, [_itself(sku)], 1, ())
    return hits[0] if hits else None


def broken(connection: Any, limits: Sequence[Condition], sku: str) -> tuple[str, ...]:
    """The limits that the product breaks."""
    names = dict.fromkeys(condition.limit for condition in limits)
    alone = {name: [condition for condition in limits if condition.limit == name] for name in names}
    return tuple(name for name in names if not search.count(connection, [_itself(sku), *alone[name]]))


def _itself(sku: str) -> Condition:
    return Condition("sku", "is_sku", "product_id", sku)
