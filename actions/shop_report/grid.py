"""The people on whom the report tries a shop: every complaint x arch x shoe x budget x wearer of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

import numpy as np
import numpy.typing as npt

from actions.advice.facts import Fact
from actions.advice.profile import Profile
from actions.shop_report.plan import Entry, Plan
from actions.wording import money

AXES = ("complaint", "arch", "shoe", "budget", "wearer")


@dataclass(frozen=True, eq=False)
class Grid:
    """The people of one shop.

    ``axes`` are the entries of each axis, in the order of AXES; ``cases`` (cases, axes) number, for each person, the
    entry of each axis; ``whole`` is how many there were before a sample was taken of them.
    """

    axes: tuple[tuple[Entry, ...], ...]
    cases: npt.NDArray[np.int64]
    whole: int

    def __len__(self) -> int:
        return len(self.cases)

    def axis(self, name: str) -> tuple[Entry, ...]:
        """The entries of an axis."""
        return self.axes[AXES.index(name)]

    def profile(self, case: Sequence[int]) -> Profile:
        """What the person with these entries tells the adviser."""
        return Profile().merge([fact for axis, n in zip(self.axes, case, strict=True) for fact in axis[int(n)].facts])

    @property
    def main(self) -> npt.NDArray[np.bool_]:
        """The people who count in the tables of what the shop lacks: all but those whose wearer is set apart."""
        apart = np.array([entry.apart for entry in self.axis("wearer")])
        result: npt.NDArray[np.bool_] = ~apart[self.cases[:, AXES.index("wearer")]]
        return result


def grid_for(plan: Plan, prices: Sequence[Decimal], currency: str, most: int) -> Grid:
    """The people for a shop with these prices (in any order), at most ``most``: a sample drawn by chance where there
    are more, the same every time."""
    budgets = _budgets(plan.budgets, sorted(prices), currency)
    axes = (plan.complaints, plan.arches, plan.shoes, budgets, plan.wearers)
    cases = np.array(list(_cases(axes)), dtype=np.int64).reshape(-1, len(AXES))
    whole = len(cases)
    if whole > most:
        # A fixed step over the list would take some values of an axis more often than others.
        chosen = np.random.default_rng(1).permutation(whole)[:most]
        cases = cases[np.sort(chosen)]
    return Grid(axes, cases, whole)


def _cases(axes: tuple[tuple[Entry, ...], ...]) -> Iterator[tuple[int, ...]]:
    complaints, arches, shoes, budgets, wearers = axes
    for c, complaint in enumerate(complaints):
        for s, shoe in enumerate(shoes):
            if complaint.shoes and shoe.facts and not complaint.shoes & {fact.value for fact in shoe.facts}:
                continue
            for a in range(len(arches)):
                for b in range(len(budgets)):
                    for w in range(len(wearers)):
                        yield c, a, s, b, w


def _budgets(entries: Sequence[Entry], prices: Sequence[Decimal], currency: str) -> tuple[Entry, ...]:
    """The budgets as amounts; two that come to the same amount in this shop are one."""
    found: dict[int | None, Entry] = {}
    for entry in entries:
        if entry.share is None and entry.up_to is None:
            found.setdefault(None, entry)
            continue
        place = min(len(prices) - 1, max(0, int(np.ceil((entry.share or 0) * len(prices))) - 1))
        amount = Decimal(str(entry.up_to)) if entry.up_to is not None else prices[place] if prices else Decimal(1)
        whole = max(1, int(amount.to_integral_value(ROUND_CEILING)))
        fact = Fact("budget", str(whole), "max", currency=currency)
        found.setdefault(
            whole, replace(entry, says=entry.says.replace("{amount}", money(Decimal(whole), currency)), facts=(fact,))
        )
    return tuple(found.values())
