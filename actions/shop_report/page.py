"""The survey as one page of HTML. All wording is in ``report.html.j2`` and seeds/report.yml; here it is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2
import numpy as np

from actions.advice.picks import FLOOR
from actions.shop_report import bands, never
from actions.shop_report.grid import AXES
from actions.shop_report.picking import LABELS
from actions.shop_report.plan import ORIGINS, Plan
from actions.shop_report.survey import Survey
from actions.wording import join, money, need

TEMPLATE = "report.html.j2"

MOST_TOLD = 3
"""Complaints, and needs, that are told of a product or a gap."""

WORST = 12
"""Gaps that are told in sentences."""

HALF = 0.5

NOT_ONCE_WORN = ("unused_only", "none")
"""Return terms by which a pair that was worn is not taken back."""

_KINDS = (never.OUTRANKED, never.POOR, never.LIMITS, never.SECOND_CHOICE, never.OUT_OF_STOCK)


def render(survey: Survey, plan: Plan, today: date) -> str:
    """The page. What comes from the shop (names, makers, skus) is escaped and can never become markup."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    environment.filters["amount"] = lambda value: money(Decimal(value), survey.currency)
    environment.filters["need"] = lambda fit: need(fit, short=True)
    environment.filters["listing"] = lambda items, last=" and ": join(items, last)
    view = _View(survey, plan)
    return environment.get_template(TEMPLATE).render(
        survey=survey,
        plan=plan,
        names=plan.names,
        origins=ORIGINS,
        today=today,
        floor=FLOOR,
        people=len(survey.grid),
        products=len(survey.shop.lines),
        axes=dict(zip(AXES, survey.grid.axes, strict=True)),
        recommended=view.recommended()[: plan.listed],
        never=view.never(),
        gaps=survey.gaps[:WORST],
        heats=survey.heats,
        types=bands.by_type(survey, list(plan.names["types"])),
        prices=bands.by_price(survey),
        trials=bands.by_trial(survey, plan.trial_days),
        returns=bands.by_return_terms(survey, list(plan.names["returns"])),
        summary=view.summary(),
        case=view.case,
    )


def percent(share: float) -> str:
    """A share as one reads it: "34%"; never 0% of something, nor 100% of less than all."""
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 <= share < 1:
        return ">99%"
    return f"{share:.0%}"


class _View:
    """What the template needs, put in order."""

    def __init__(self, survey: Survey, plan: Plan) -> None:
        self.survey = survey
        self.plan = plan
        jobs, self._first = np.unique(survey.picking.job_of, return_index=True)
        assert len(jobs) == len(survey.picking.jobs)  # noqa: S101 (every job is somebody's)

    def case(self, job: int) -> list[str]:
        """The first of a job's people, as the names of what they said; what they left out is left out."""
        case = self.survey.grid.cases[self._first[job]].tolist()
        entries = [axis[n] for axis, n in zip(self.survey.grid.axes, case, strict=True)]
        return [entry.says for entry in entries if entry.facts]

    def recommended(self) -> list[dict[str, Any]]:
        """The products that somebody gets, the most often recommended first."""
        survey = self.survey
        order = np.argsort(-survey.times, kind="stable")
        return [
            {
                "line": survey.shop.lines[row],
                "times": int(survey.times[row]),
                "share": int(survey.times[row]) / len(survey.grid),
                "labels": dict(zip(LABELS, survey.by_label[row].tolist(), strict=True)),
                "to": {axis: self._most(n, row) for n, axis in enumerate(AXES)},
            }
            for row in order[: self.plan.listed].tolist()
            if survey.times[row]
        ]

    def _most(self, axis: int, row: int) -> list[tuple[str, float]]:
        """The entries of an axis whose people get a product most often, with the share of them that do."""
        people = np.bincount(self.survey.grid.cases[:, axis], minlength=len(self.survey.grid.axes[axis]))
        shares = self.survey.by_value[axis][row] / np.maximum(people, 1)
        entries = self.survey.grid.axes[axis]
        order = [n for n in np.argsort(-shares, kind="stable").tolist() if entries[n].facts and shares[n] > 0]
        return [(entries[n].says, float(shares[n])) for n in order[:MOST_TOLD]]

    def never(self) -> dict[str, list[never.Never]]:
        """The products that nobody gets by why, those most easily changed first; all of them, not only the listed."""
        found: dict[str, list[never.Never]] = {kind: [] for kind in _KINDS}
        for item in self.survey.never:
            found[item.kind].append(item)
        found[never.OUT_OF_STOCK] = never.by_people(found[never.OUT_OF_STOCK])
        found[never.OUTRANKED].sort(key=lambda item: (item.rival_score - item.score, item.row))
        found[never.POOR].sort(key=lambda item: (-item.score, item.row))
        return found

    def summary(self) -> dict[str, Any]:
        """The figures of the few lines on top."""
        survey = self.survey
        lines = survey.shop.lines
        out = never.by_people(item for item in survey.never if item.kind == never.OUT_OF_STOCK)
        return {
            "never": len(survey.never),
            "out": len(out),
            "fill": next(iter(survey.fills), None),
            "gap": next(iter(survey.gaps), None),
            "restock": out[0] if out and out[0].people else None,
            "half": _fewest(survey.times.tolist(), HALF),
            "picks": int(survey.times.sum()),
            "not_once_worn": sum(line.return_terms in NOT_ONCE_WORN or line.trial_days == 0 for line in lines),
            "terms_unknown": sum(line.return_terms is None and line.trial_days != 0 for line in lines),
            "answered": float(survey.picking.answered[survey.grid.main].mean()) if len(lines) else 0.0,
        }


def _fewest(times: Sequence[int], share: float) -> int:
    """How few products together get that share of all recommendations."""
    left = sum(times) * share
    for count, number in enumerate(sorted(times, reverse=True)):
        if left <= 0:
            return count
        left -= number
    return len(times)
