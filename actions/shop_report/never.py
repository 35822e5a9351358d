"""Products that nobody of the grid gets: why, and what filling in what they leave unsaid could change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from actions.advice.picks import FLOOR
from actions.shop_report.knowledge import Shop
from actions.shop_report.picking import Picking, Progress
from actions.shop_report.plan import ASKED
from catalog import Limits
from catalog.fit import Group, Scale, rules
from catalog.fit_pages import UNKNOWN

OUT_OF_STOCK, LIMITS, POOR, SECOND_CHOICE, OUTRANKED = "out_of_stock", "limits", "poor", "second_choice", "outranked"

AT_ONCE = 128
"""Products that are looked at together: each takes about 100 bytes for every job of the picking."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Never:
    """A product (``row`` of the fit table) that is never picked.

    kind: out_of_stock; limits (it passes the limits of nobody, and ``limit`` stops it most often); poor (it never
    reaches the least score that is recommended); second_choice (of a type that is only shown where nothing else is
    worth it, and something always is); outranked.
    ``job`` is where it came nearest, -1 where it passes nowhere; ``score`` its score there; ``rival`` the first pick
    there (-1 for none) with ``rival_score``; ``need`` the fit that sets them apart most, or, with no rival, that it
    misses most; None where the rival has no higher score. ``people`` is how many it passes the limits of (for
    out_of_stock: how many would get it as their first pick if it were in stock). ``fill`` names attributes that it
    leaves unsaid, with the people whose first pick it could become at most if that one were filled in, the most first.
    """

    row: int
    kind: str
    people: int
    limit: str = ""
    job: int = -1
    score: float = 0.0
    rival: int = -1
    rival_score: float = 0.0
    need: str | None = None
    fill: tuple[tuple[str, int], ...] = ()


def never_picked(picking: Picking, shop: Shop, rows: npt.NDArray[np.int64], tell: Progress) -> list[Never]:
    """What is to be said of each of these products, none of which is picked, in their order (which must go up)."""
    found: list[Never] = []
    for start in range(0, len(rows), AT_ONCE):
        found += _Some(picking, shop, rows[start : start + AT_ONCE]).all()
        tell(min(start + AT_ONCE, len(rows)), len(rows))
    return found


class _Some:
    """A few products against every job."""

    def __init__(self, picking: Picking, shop: Shop, rows: npt.NDArray[np.int64]) -> None:
        self.picking = picking
        self.rows = rows
        self.lines = [shop.lines[row] for row in rows]
        self.table = picking.table.take(rows)
        self.points = picking.table.points(rows)
        self.people = picking.people
        self.wish_of = np.array([job.wish for job in picking.jobs], dtype=np.intp)
        self.weights = np.stack([wish.weights for wish in picking.wishes])
        self.whole = np.abs(self.weights).sum(axis=1)
        self.scores = self.table.scores(self.weights)[self.wish_of]
        self.passes = self._passes()
        self.deciding: dict[str, frozenset[str]] = {}
        self.discouraged = np.array(
            [[line.type in wish.specification.discouraged_types for line in self.lines] for wish in picking.wishes]
        )[self.wish_of]
        first = picking.picks[:, 0]
        self.pick_discouraged = np.array(
            [
                row >= 0 and shop.lines[row].type in picking.wishes[wish].specification.discouraged_types
                for row, wish in zip(first.tolist(), self.wish_of.tolist(), strict=True)
            ]
        )

    def _passes(self) -> Bools:
        """Whether each product passes the limits of each job, were it in stock."""
        kept: dict[Limits, Bools] = {}
        grown_up = ~np.array([line.kids_only for line in self.lines])
        found = np.empty((len(self.picking.jobs), len(self.rows)), dtype=np.bool_)
        for n, job in enumerate(self.picking.jobs):
            if job.limits not in kept:
                kept[job.limits] = self.table.allowed(replace(job.limits, in_stock=False))
            found[n] = kept[job.limits] if job.child else kept[job.limits] & grown_up
        return found

    def all(self) -> Iterator[Never]:
        for n in range(len(self.rows)):
            yield self.one(n)

    def one(self, n: int) -> Never:
        row, passes, scores = int(self.rows[n]), self.passes[:, n], self.scores[:, n]
        if self.lines[n].stock == 0:
            return Never(row, OUT_OF_STOCK, self._first(n, scores))
        people = int(self.people[passes].sum())
        if not passes.any():
            return Never(row, LIMITS, people, limit=self._stopped_by(n))
        second = self.discouraged[:, n] & ~self.pick_discouraged
        good = passes & (scores >= FLOOR)
        own = good & ~second
        if not good.any():
            kind, where = POOR, np.where(passes, -scores, np.inf)
        else:
            kind, among = (OUTRANKED, own) if own.any() else (SECOND_CHOICE, good)
            where = np.where(among, self.picking.best - scores, np.inf)
        job = int(np.argmin(where))
        rival = int(self.picking.picks[job, 0])
        return Never(
            row,
            kind,
            people,
            job=job,
            score=float(scores[job]),
            rival=rival,
            rival_score=float(self.picking.best[job]) if rival >= 0 else 0.0,
            need=self._need(n, job, rival) if kind == POOR or scores[job] < self.picking.best[job] else None,
            fill=self._fill(n),
        )

    def _first(self, n: int, scores: Floats) -> int:
        """How many people would get the product as their first pick if these were its scores."""
        best, first = self.picking.best, self.picking.picks[:, 0]
        before = np.isnan(best) | (scores > best) | ((scores == best) & (self.rows[n] < first))
        second = self.discouraged[:, n]
        wins = np.where(second == self.pick_discouraged, before, ~second | np.isnan(best))
        return int(self.people[self.passes[:, n] & (scores >= FLOOR) & wins].sum())

    def _need(self, n: int, job: int, rival: int) -> str | None:
        """The fit by which the product falls behind most in a job."""
        weights = self.weights[self.wish_of[job]]
        unknown = rules().unknown_points
        own = _counted(self.points[:, n], unknown)
        other = _counted(self.picking.table.points([rival])[:, 0], unknown) if rival >= 0 else np.full(len(own), 100)
        behind = weights * (other - own)
        worst = int(np.argmax(behind))
        return self.picking.table.keys[worst] if behind[worst] > 0 else None

    def _fill(self, n: int) -> tuple[tuple[str, int], ...]:
        gained = 1 - rules().unknown
        bonus: dict[str, Floats] = {}
        for fit in np.flatnonzero(self.points[:, n] == UNKNOWN):
            key = self.picking.table.keys[fit]
            if key not in self.deciding:
                self.deciding[key] = deciding(key)
            for name in self.deciding[key]:
                if name in ASKED and self.lines[n].unknown >> ASKED.index(name) & 1:
                    bonus[name] = bonus.get(name, np.zeros(len(self.weights))) + self.weights[:, fit] * gained
        found = []
        for name, more in bonus.items():
            people = self._first(n, self.scores[:, n] + (more / self.whole)[self.wish_of])
            if people:
                found.append((name, people))
        return tuple(sorted(found, key=lambda item: (-item[1], item[0])))

    def _stopped_by(self, n: int) -> str:
        """The limit that the product breaks for most people."""
        broken: Counter[str] = Counter()
        known: dict[tuple[str, Any], bool] = {}
        for job, people in zip(self.picking.jobs, self.people.tolist(), strict=True):
            for name in job.limits.given():
                key = (name, getattr(job.limits, name))
                if key not in known:
                    alone: dict[str, Any] = {"in_stock": False, name: key[1]}
                    known[key] = bool(self.table.allowed(Limits(**alone))[n])
                broken[name] += 0 if known[key] else people
            if self.lines[n].kids_only and not job.child:
                broken["wearer"] += people
        order = [field.name for field in fields(Limits)]
        return max(broken, key=lambda name: (broken[name], -order.index(name)), default="")


def _counted(points: npt.NDArray[np.uint8], unknown: int) -> npt.NDArray[np.int64]:
    result: npt.NDArray[np.int64] = np.where(points == UNKNOWN, unknown, points).astype(np.int64)
    return result


def deciding(fit: str) -> frozenset[str]:
    """The attributes without which a fit is unknown: those that its rule calls needed, or, where it calls none
    needed, all that it reads. One of them may not be enough."""
    return frozenset(_deciding(rules().fit(fit).rule))


def _deciding(group: Group) -> Iterator[str]:
    needed = [part for part in group.parts if part.needed] if group.combine == "average" else []
    for part in needed or group.parts:
        if isinstance(part.what, Scale):
            yield part.what.attribute
        else:
            yield from _deciding(part.what)


def unpicked(picking: Picking, products: int) -> npt.NDArray[np.int64]:
    """The rows that no person's picks name."""
    picked = np.zeros(products, dtype=np.bool_)
    picked[picking.picks[picking.picks >= 0]] = True
    result: npt.NDArray[np.int64] = np.flatnonzero(~picked)
    return result


def by_people(items: Iterable[Never]) -> list[Never]:
    """Those that would serve the most people first."""
    return sorted(items, key=lambda item: (-item.people, item.row))
