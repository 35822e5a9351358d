"""The pair that somebody took, and the days of it that they told us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

EVENTS = ("bought", "arrived", "started")
"""What may be known of a pair, in the order in which it happens (fields of :class:`Pair`)."""


@dataclass
class Pair:
    """``sku`` is the pair's stock-keeping unit ("" where it isn't one of ours); a day is None until it is said."""

    sku: str = ""
    bought: date | None = None
    arrived: date | None = None
    started: date | None = None

    def __bool__(self) -> bool:
        return bool(self.sku or self.known())

    def known(self) -> list[tuple[str, date]]:
        """The days that were said, with what happened on them, the earliest first."""
        said = [(event, day) for event in EVENTS if isinstance(day := getattr(self, event), date)]
        return sorted(said, key=lambda item: item[1])

    @property
    def start(self) -> date | None:
        """Day 1 of the plan: the day they started, else the day the pair arrives, because then they can."""
        return self.started or self.arrived

    def day(self, today: date) -> int | None:
        """The number of today in the plan, from 1; None before the start, or where that isn't known."""
        if self.start is None or self.start > today:
            return None
        return (today - self.start).days + 1

    def begin(self, today: date, day: int) -> None:
        """Take today for that day of wear, from 1."""
        self.started = today - timedelta(days=day - 1)

    def last_return(self, trial_days: int | None) -> tuple[date, str, date] | None:
        """The last day of ``trial_days``, and the event and day that they are counted from.

        Shops count from different days, so it is the earliest one known, which counts as the first day: whoever goes
        by that is never late. None where no day or no number of days is known.
        """
        known = self.known()
        if not known or not trial_days:
            return None
        event, day = known[0]
        return day + timedelta(days=trial_days - 1), event, day

    def as_json(self) -> dict[str, Any]:
        """As it is remembered."""
        return {"sku": self.sku, **{event: day.isoformat() for event, day in self.known()}}


def pair_from_json(data: Any) -> Pair:
    """Read back :meth:`Pair.as_json`; what isn't a day is left out."""
    if not isinstance(data, dict):
        return Pair()
    sku = data.get("sku")
    return Pair(sku if isinstance(sku, str) else "", **{event: _day(data.get(event)) for event in EVENTS})


def _day(data: Any) -> date | None:
    try:
        return date.fromisoformat(data) if isinstance(data, str) else None
    except ValueError:
        return None
