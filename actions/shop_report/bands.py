"""Products counted by price, type and trial: how many there are, and how much they are recommended."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from actions.shop_report.knowledge import Line
from actions.shop_report.survey import Survey

MOST_BANDS = 8
"""Bands of prices at most; dearer products share the last."""


@dataclass(frozen=True)
class Band:
    """Some products: how many, how many of them are ever recommended, and their share of all recommendations.

    ``key`` is what they have in common: a word, a number, or a range (from, below; None is open); None is unknown.
    """

    key: object
    products: int
    recommended: int
    share: float


def by_type(survey: Survey, types: Sequence[str]) -> list[Band]:
    """By type of insole, in the order of ``types``; unknown last."""
    return _bands(survey, [*types, None], lambda line: line.type)


def by_return_terms(survey: Survey, terms: Sequence[str]) -> list[Band]:
    """By the state in which they are taken back; unknown last."""
    return _bands(survey, [*terms, None], lambda line: line.return_terms)


def by_trial(survey: Survey, days: Sequence[int]) -> list[Band]:
    """By the days of their trial: below the first of ``days``, from each to below the next, from the last; unknown."""
    ranges = list(zip([0, *days], [*days, None], strict=True))
    return _bands(survey, [*ranges, None], lambda line: _within(line.trial_days, ranges))


def by_price(survey: Survey) -> list[Band]:
    """By price, in steps of a round amount that make at most MOST_BANDS bands; the last is open."""
    prices = sorted(line.price for line in survey.shop.lines)
    if not prices:
        return []
    # a few very dear products must not push all others into one band
    high = prices[min(len(prices) - 1, len(prices) * 19 // 20)]
    low = prices[0]
    step = next(step for step in _round_amounts() if int(high // step) - int(low // step) < MOST_BANDS)
    first, last = low // step * step, high // step * step
    starts = [first + step * n for n in range(int((last - first) // step) + 1)]
    above = starts[-1] + step if prices[-1] < starts[-1] + step else None
    ranges = list(zip(starts, [*starts[1:], above], strict=True))
    return _bands(survey, ranges, lambda line: _within(line.price, ranges))


def _round_amounts() -> list[Decimal]:
    return [Decimal(digit).scaleb(power) for power in range(8) for digit in (1, 2, 5)]


def _within(value: Decimal | int | None, ranges: Sequence[tuple[object, object]]) -> tuple[object, object] | None:
    """The range that a value lies in; None for an unknown one."""
    if value is None:
        return None
    return next(
        each
        for each in ranges
        if value >= each[0] and (each[1] is None or value < each[1])  # type: ignore[operator]
    )


def _bands(survey: Survey, keys: Sequence[Hashable], key_of: Callable[[Line], object]) -> list[Band]:
    """A band for each key, without an unknown one that is empty."""
    whole = max(int(survey.times.sum()), 1)
    found: dict[object, list[int]] = {key: [] for key in keys}
    for row, line in enumerate(survey.shop.lines):
        found[key_of(line)].append(row)
    return [
        Band(
            key,
            len(rows),
            sum(bool(survey.times[row]) for row in rows),
            int(survey.times[rows].sum()) / whole if rows else 0.0,
        )
        for key, rows in found.items()
        if rows or key is not None
    ]
