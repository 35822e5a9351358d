"""What the adviser picks for every person of a grid: exactly what Adviser.picks says, many people at once.

The fit table tells which products are the best for each person; the picks among them are chosen by the adviser's own
`choose_picks`. People who ask for the same and whose limits let the same products through are worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from actions.advice.adviser import CANDIDATES, Adviser, limits_for
from actions.advice.memory import Memory
from actions.advice.picks import ANOTHER_TYPE, BEST_MATCH, BEST_VALUE, choose_picks
from actions.advice.profile import Profile
from actions.advice.specification import Specification, specify
from actions.advice.wearers import for_a_child
from actions.shop_report.grid import Grid
from catalog import FitTable, Limits, Product, Ranked
from catalog.fit import rules
from catalog.fit_pages import UNKNOWN
from catalog.search import WEIGHT_UNIT

LABELS = (BEST_MATCH, BEST_VALUE, ANOTHER_TYPE)

AT_ONCE = 512
"""People whose best products are looked for at once."""

KIDS_ONLY = frozenset({"kids"})

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


@dataclass(frozen=True, eq=False)
class Wish:
    """What some people look for: one specification and its row of weights for the fit table."""

    specification: Specification
    weights: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Job:
    """People who get the same answer: their wish (number), the limits of one of them, and whether it is for a child."""

    wish: int
    limits: Limits
    child: bool
    passing: int


@dataclass(frozen=True, eq=False)
class Picking:
    """The picks for a grid.

    ``job_of`` (cases) numbers each person's job; ``picks`` (jobs, 3) are rows of the fit table, -1 for none, in the
    order of LABELS; ``best`` (jobs) is the score of the first pick, and NaN where there is none.
    """

    table: FitTable
    wishes: tuple[Wish, ...]
    jobs: tuple[Job, ...]
    job_of: npt.NDArray[np.int64]
    picks: npt.NDArray[np.int64]
    best: npt.NDArray[np.float64]

    @property
    def people(self) -> npt.NDArray[np.int64]:
        """How many people each job stands for."""
        result: npt.NDArray[np.int64] = np.bincount(self.job_of, minlength=len(self.jobs))
        return result

    @property
    def answered(self) -> npt.NDArray[np.bool_]:
        """Whether each person gets a pick."""
        result: npt.NDArray[np.bool_] = self.picks[self.job_of, 0] >= 0
        return result


def pick_for(
    adviser: Adviser, table: FitTable, grid: Grid, kids_only: npt.NDArray[np.bool_], tell: Progress
) -> Picking:
    """The picks for everybody of a grid. ``kids_only`` (products) tells which are made for children alone.

    Raises what the catalogue raises, and LookupError where a product is gone meanwhile.
    """
    wishes, jobs, masks, job_of = _jobs(adviser, table, grid)
    picks = np.full((len(jobs), len(LABELS)), -1, dtype=np.int64)
    best = np.full(len(jobs), np.nan)
    chooser = _Chooser(adviser, table, wishes)
    for start in range(0, len(jobs), AT_ONCE):
        some = jobs[start : start + AT_ONCE]
        weights = np.stack([wishes[job.wish].weights for job in some])
        found = table.best(weights, masks[start : start + AT_ONCE], CANDIDATES * 4)
        for n, (job, rows) in enumerate(zip(some, found, strict=True), start):
            kept = np.array(rows, dtype=np.intp)
            # as Adviser.candidates does
            kept = (kept if job.child else kept[~kids_only[kept]])[:CANDIDATES]
            for label, row, score in chooser.choose(job.wish, kept):
                picks[n, LABELS.index(label)] = row
                if label == BEST_MATCH:
                    best[n] = score
        tell(min(start + AT_ONCE, len(jobs)), len(jobs))
    return Picking(table, tuple(wishes), tuple(jobs), job_of, picks, best)


def _jobs(
    adviser: Adviser, table: FitTable, grid: Grid
) -> tuple[list[Wish], list[Job], list[npt.NDArray[np.bool_]], npt.NDArray[np.int64]]:
    """The jobs of a grid, with the products that pass the limits of each."""
    # what nothing in the guide looks at, such as the budget, changes the limits but not what is looked for
    read = {type_ for rule in adviser.guide.rules for type_ in rule.when.types} | {"feature", "insole_type"}
    read |= set(adviser.guide.wishes)
    wishes: dict[object, int] = {}
    made: list[Wish] = []
    allowed: dict[Limits, npt.NDArray[np.bool_]] = {}
    distinct: dict[bytes, npt.NDArray[np.bool_]] = {}
    jobs: dict[object, int] = {}
    work: list[Job] = []
    masks: list[npt.NDArray[np.bool_]] = []
    job_of = np.empty(len(grid), dtype=np.int64)
    for n, case in enumerate(grid.cases.tolist()):
        profile = grid.profile(case)
        asked = tuple((fact.type, fact.value) for fact in profile.facts if fact.type in read)
        if asked not in wishes:
            wishes[asked] = len(made)
            made.append(_wish(adviser, table, profile))
        wish = wishes[asked]
        specification = made[wish].specification
        limits = limits_for(Memory(profile=profile), specification, table.currency)
        if limits not in allowed:
            mask = table.allowed(limits)
            allowed[limits] = distinct.setdefault(np.packbits(mask).tobytes(), mask)
        mask = allowed[limits]
        child = for_a_child(profile)
        key = (wish, id(mask), child)
        if key not in jobs:
            jobs[key] = len(work)
            work.append(Job(wish, limits, child, int(mask.sum())))
            masks.append(mask)
        job_of[n] = jobs[key]
    return made, work, masks, job_of


def _wish(adviser: Adviser, table: FitTable, profile: Profile) -> Wish:
    specification = specify(profile, adviser.guide)
    return Wish(specification, table.weights([(want.fit, want.weight) for want in specification.wants()]))


class _Chooser:
    """Chooses among the best products of a job as the adviser does."""

    def __init__(self, adviser: Adviser, table: FitTable, wishes: Sequence[Wish]) -> None:
        self._catalogue = adviser.catalogue
        self._table = table
        self._wishes = wishes
        self._unknown = rules().unknown_points
        self._kept: dict[int, Product] = {}

    def choose(self, wish: int, rows: npt.NDArray[np.intp]) -> Iterator[tuple[str, int, float]]:
        """The label, row and score of each pick among these rows, which are the best first."""
        if not rows.size:
            return
        asked = self._wishes[wish]
        used = np.flatnonzero(asked.weights)
        weights = np.rint(asked.weights[used] * WEIGHT_UNIT).astype(np.int64)
        points = self._table.points(rows)[used]
        known = np.where(points == UNKNOWN, self._unknown, points).astype(np.int64)
        # whole numbers until the one division, as everywhere
        scores = (weights @ known) / (100 * int(weights.sum()))
        keys = [self._table.keys[n] for n in used]
        fits = [
            {key: None if value == UNKNOWN else value / 100 for key, value in zip(keys, column, strict=True)}
            for column in points.T.tolist()
        ]
        ranked = [
            Ranked(self._product(int(row)), score, fit)
            for row, score, fit in zip(rows, scores.tolist(), fits, strict=True)
        ]
        at = {item.product.sku: int(row) for item, row in zip(ranked, rows, strict=True)}
        for pick in choose_picks(ranked, asked.specification.discouraged_types):
            yield pick.label, at[pick.sku], pick.ranked.score

    def _product(self, row: int) -> Product:
        if row not in self._kept:
            sku = self._table.skus[row]
            product = self._catalogue.product(sku)
            if product is None:
                raise LookupError(f"the product {sku} is no longer there")
            # only what choosing looks at: descriptions of thousands of products would fill the memory
            self._kept[row] = replace(product, description=None, _provenance=None)
        return self._kept[row]
