"""What the shop lacks: for how many people of each kind there is nothing to recommend, and what they would need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from actions.shop_report.grid import AXES, Grid
from actions.shop_report.picking import Picking

AGAINST = ("arch", "shoe", "budget")
"""The axes that complaints are held against."""

NEEDS = 3
"""How many needs are named of what the people of a gap would need."""

NOT_NAMED = ("type_", "footwear_", "low_price", "long_trial")
"""Fits that say nothing of how an insole is made that the gap itself, or the type, does not say."""

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Heat:
    """Complaints x one axis: the share of people who get a pick, and how many people there are in each cell."""

    axis: str
    answered: npt.NDArray[np.float64]
    people: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Gap:
    """People for most of whom nothing fits: those with entry ``value`` of ``axis``, of any complaint or of some.

    ``complaints`` number the entries of that axis; empty is any. ``people`` are all of them, ``unanswered`` those
    without a pick; ``barred`` of these are people whose limits no product of the shop passes. ``insole_type`` and
    ``needs`` (fits) are what the unanswered need most.
    """

    axis: str
    value: int
    complaints: tuple[int, ...]
    people: int
    unanswered: int
    barred: int
    insole_type: str
    needs: tuple[str, ...]


def heat(picking: Picking, grid: Grid, axis: str) -> Heat:
    """How many people of each complaint and each value of another axis get a pick."""
    rows, columns = len(grid.axis("complaint")), len(grid.axis(axis))
    cells = grid.cases[:, 0] * columns + grid.cases[:, AXES.index(axis)]
    main = grid.main
    people = np.bincount(cells[main], minlength=rows * columns).reshape(rows, columns)
    answered = np.bincount(cells[main & picking.answered], minlength=rows * columns).reshape(rows, columns)
    with np.errstate(invalid="ignore"):
        return Heat(axis, answered / people, people)


def gaps(picking: Picking, grid: Grid, least: float) -> list[Gap]:
    """Where fewer than the share ``least`` of people get a pick, the most people without one first.

    What is said of a value as a whole is not said again of its complaints, nor of a complaint's values what holds of
    the complaint as a whole.
    """
    main, answered, cases = grid.main, picking.answered, grid.cases
    found: list[Gap] = []
    poor = {c for c in range(len(grid.axis("complaint"))) if _share(answered, main & (cases[:, 0] == c)) < least}
    for complaint in sorted(poor):
        found.append(_gap(picking, main & (cases[:, 0] == complaint), "complaint", complaint, ()))
    for axis in AGAINST:
        column = cases[:, AXES.index(axis)]
        for value in range(len(grid.axis(axis))):
            those = main & (column == value)
            if _share(answered, those) < least:
                found.append(_gap(picking, those, axis, value, ()))
                continue
            short = tuple(
                c
                for c in range(len(grid.axis("complaint")))
                if c not in poor and _share(answered, those & (cases[:, 0] == c)) < least
            )
            if short:
                found.append(_gap(picking, those & np.isin(cases[:, 0], short), axis, value, short))
    return sorted(found, key=lambda gap: (-gap.unanswered, gap.axis, gap.value))


def _share(answered: Bools, those: Bools) -> float:
    """The share of those people who get a pick; 1 where there are none."""
    people = int(those.sum())
    return int((answered & those).sum()) / people if people else 1.0


def _gap(picking: Picking, those: Bools, axis: str, value: int, complaints: tuple[int, ...]) -> Gap:
    without = picking.job_of[those & ~picking.answered]
    people = np.bincount(without, minlength=len(picking.jobs))
    per_wish = np.zeros(len(picking.wishes))
    types: dict[str, int] = {}
    barred = 0
    for n in np.flatnonzero(people):
        job = picking.jobs[n]
        per_wish[job.wish] += people[n]
        barred += 0 if job.passing else int(people[n])
        type_ = picking.wishes[job.wish].specification.insole_type
        types[type_] = types.get(type_, 0) + int(people[n])
    asked = sum(
        (per_wish[n] * picking.wishes[n].weights for n in np.flatnonzero(per_wish)),
        np.zeros(len(picking.table.keys)),
    )
    needs = tuple(_named(picking, asked))[:NEEDS]
    wanted = max(sorted(types), key=types.__getitem__)
    return Gap(axis, value, complaints, int(those.sum()), len(without), barred, wanted, needs)


def _named(picking: Picking, asked: npt.NDArray[np.float64]) -> Iterator[str]:
    for n in np.argsort(-asked, kind="stable"):
        if asked[n] > 0 and not picking.table.keys[n].startswith(NOT_NAMED):
            yield picking.table.keys[n]
