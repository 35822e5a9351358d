"""The whole report as plain data: the grid is tried on the shop, and what comes out is counted. No wording here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from actions.advice.adviser import Adviser
from actions.advice.reasons import UNSTATED
from actions.shop_report.gaps import AGAINST, Gap, Heat, gaps, heat
from actions.shop_report.grid import AXES, Grid, grid_for
from actions.shop_report.knowledge import Shop, read_shop
from actions.shop_report.never import Never, never_picked, unpicked
from actions.shop_report.picking import LABELS, Picking, pick_for
from actions.shop_report.plan import ASKED, Plan
from catalog import CatalogueUnavailable
from catalog.fit import rules

TRIES = 3
"""How often the survey begins anew where the catalogue changes meanwhile."""

Tell = Callable[[str, int, int], None]
"""Told which step is done how far, and of how much."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Survey:
    """What the adviser does with a shop.

    ``times`` (products) is how many people get each product; ``by_label`` (products, LABELS) as which pick, and
    ``by_value`` (an array for each of AXES: products, entries) which people. ``never`` tells of products that nobody
    gets, in the order of the table. ``asked`` is the share of people for whom an attribute counts, and
    ``wearers`` the share of people of each wearer who get a pick.
    """

    currency: str
    shop: Shop
    grid: Grid
    picking: Picking
    times: Counts
    by_label: Counts
    by_value: tuple[Counts, ...]
    never: tuple[Never, ...]
    asked: dict[str, float]
    heats: tuple[Heat, ...]
    gaps: tuple[Gap, ...]
    wearers: tuple[float, ...]

    @property
    def people(self) -> Counts:
        """How many people of each entry there are, axis by axis one after the other."""
        return np.concatenate(
            [np.bincount(self.grid.cases[:, n], minlength=len(axis)) for n, axis in enumerate(self.grid.axes)]
        )

    @property
    def fills(self) -> list[tuple[str, int, int]]:
        """Attributes worth filling in: its name, how many products leave it unsaid, and how many of these are never
        recommended and could come first for somebody if it were filled in. Those that could change the advice of
        the most people come first, then those unknown the most often where they count."""
        helped: dict[str, int] = {}
        people: dict[str, int] = {}
        for item in self.never:
            for name, number in item.fill:
                helped[name] = helped.get(name, 0) + 1
                people[name] = people.get(name, 0) + number
        products = len(self.shop.lines)
        unknown = {item.attribute: products - item.known for item in self.shop.known if item.known < products}
        order = sorted(
            unknown, key=lambda name: (-people.get(name, 0), -unknown[name] * self.asked[name], ASKED.index(name))
        )
        return [(name, unknown[name], helped.get(name, 0)) for name in order]


def survey(adviser: Adviser, plan: Plan, quick: bool, tell: Tell) -> Survey:
    """Try the people of a plan on the adviser's catalogue.

    Raises what the catalogue raises, and CatalogueUnavailable where it keeps changing meanwhile.
    """
    for _ in range(TRIES):
        try:
            found = _once(adviser, plan, quick, tell)
        except LookupError:
            continue
        if adviser.catalogue.version() == found.picking.table.version:
            return found
    raise CatalogueUnavailable("the catalogue kept changing while the report was made: try again when no import runs")


def _once(adviser: Adviser, plan: Plan, quick: bool, tell: Tell) -> Survey:
    table = adviser.catalogue.fit_table()
    shop = read_shop(adviser.catalogue.products(), table)
    most = min(plan.quick if quick else plan.most, max(plan.scores // max(len(shop.lines), 1), 100))
    grid = grid_for(plan, [line.price for line in shop.lines], table.currency, most)
    picking = pick_for(adviser, table, grid, shop.kids_only, lambda done, of: tell("picks", done, of))
    rows = unpicked(picking, len(shop.lines))
    never = never_picked(picking, shop, rows, lambda done, of: tell("never", done, of))
    by_label, by_value = _counts(picking, grid, len(shop.lines))
    return Survey(
        currency=table.currency,
        shop=shop,
        grid=grid,
        picking=picking,
        times=by_label.sum(axis=1),
        by_label=by_label,
        by_value=by_value,
        never=tuple(never),
        asked=_asked(picking, shop),
        heats=tuple(heat(picking, grid, axis) for axis in AGAINST),
        gaps=tuple(gaps(picking, grid, plan.gap)) if shop.lines else (),
        wearers=_wearers(picking, grid),
    )


def _counts(picking: Picking, grid: Grid, products: int) -> tuple[Counts, tuple[Counts, ...]]:
    """How often each product is picked: by label, and by the entries of each axis."""
    by_label = np.zeros((products, len(LABELS)), dtype=np.int64)
    by_value = tuple(np.zeros((products, len(axis)), dtype=np.int64) for axis in grid.axes)
    for n in range(len(LABELS)):
        rows = picking.picks[picking.job_of, n]
        some = rows >= 0
        np.add.at(by_label[:, n], rows[some], 1)
        for axis in range(len(AXES)):
            np.add.at(by_value[axis], (rows[some], grid.cases[some, axis]), 1)
    return by_label, by_value


def _asked(picking: Picking, shop: Shop) -> dict[str, float]:
    """The share of people for whom each attribute counts: by what they look for, or by a limit of theirs."""
    reads = {key: rules().fit(key).attributes for key in picking.table.keys}
    people = dict.fromkeys((item.attribute for item in shop.known), 0)
    of_wish = [
        {name for n in np.flatnonzero(wish.weights) for name in reads[picking.table.keys[n]]} for wish in picking.wishes
    ]
    for job, number in zip(picking.jobs, picking.people.tolist(), strict=True):
        by_limit = {UNSTATED[name] for name in job.limits.given() if name in UNSTATED}
        for name in of_wish[job.wish] | by_limit | {"stock"}:
            if name in people:
                people[name] += number
    whole = max(int(picking.people.sum()), 1)
    return {name: number / whole for name, number in people.items()}


def _wearers(picking: Picking, grid: Grid) -> tuple[float, ...]:
    column = grid.cases[:, AXES.index("wearer")]
    return tuple(
        float(picking.answered[column == n].mean()) if (column == n).any() else 0.0
        for n in range(len(grid.axis("wearer")))
    )
