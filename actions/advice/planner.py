"""What to ask next: the question whose answers would change the first picks most.

For each question still open, each of its answers is tried on the profile, the catalogue is scored for it, and
the change of the first picks is weighed by how likely the answer is. All trials of all questions are scored
in one matrix product over the catalogue's fit table.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from actions.advice.guide import Guide
from actions.advice.limits import limits_of
from actions.advice.profile import Profile
from actions.advice.questions import Question, Questions, answer_fact
from actions.advice.specification import Specification, Weighed, weigh
from catalog import FitTable, Limits

FIRST_CHANGES = 0.6
"""How much of the change counts the first pick; the rest counts the share of the top three that is replaced."""

TOP = 3

SMALL = 1000
"""Up to so many products sorting all of them at once is quicker than picking out the best of each trial."""

Wanted = tuple[dict[str, float], Limits]
"""How much each fit counts, and the hard limits."""


@dataclass(frozen=True)
class Worth:
    """A question with the change of the picks that its answers are expected to make (0 to 1)."""

    question: Question
    change: float


def rank_questions(
    profile: Profile,
    specification: Specification,
    guide: Guide,
    questions: Questions,
    table: FitTable,
    asked: Collection[str] = (),
) -> list[Worth]:
    """The open questions, the one that would change the picks most first.

    ``asked`` are slots that have been asked already: nobody is asked the same twice.
    """
    opened = [question for question in questions.all if question.slot not in asked and question.open_for(profile)]
    trials: list[tuple[int, float]] = []
    wanted = [_wanted(profile, weigh(profile, guide, specification.fired), table.currency)]
    for index, question in enumerate(opened):
        for option in question.options:
            fact = answer_fact(question.slot, option.value)
            if fact is None:
                continue
            tried = profile.merge([fact])
            fired = guide.refired(specification.fired, tried, frozenset({fact.type}))
            trials.append((index, option.likelihood))
            wanted.append(_wanted(tried, weigh(tried, guide, fired), table.currency))
    if not trials:
        return []
    tops = top_products(table, wanted)
    change = [0.0] * len(opened)
    for (index, likelihood), top in zip(trials, tops[1:], strict=True):
        change[index] += likelihood * difference(tops[0], top)
    worths = [Worth(question, round(change[index], 6)) for index, question in enumerate(opened)]
    order = {question.slot: index for index, question in enumerate(opened)}
    return sorted(worths, key=lambda worth: (-worth.change, order[worth.question.slot]))


def difference(before: Sequence[int], after: Sequence[int]) -> float:
    """How much two lists of top products differ, 0 (the same) to 1."""
    if not before and not after:
        return 0.0
    first = 0.0 if before[:1] == after[:1] else 1.0
    replaced = len(set(before) - set(after)) / max(len(before), 1) if before else 1.0
    return FIRST_CHANGES * first + (1 - FIRST_CHANGES) * replaced


def top_products(table: FitTable, wanted: Sequence[Wanted]) -> list[list[int]]:
    """The rows of the fit table of the best products for each set of weights under its limits.

    Ordered as the search orders: by score, then price, then sku.
    """
    weights = np.zeros((len(wanted), len(table.keys)))
    for row, (by_fit, _) in enumerate(wanted):
        for fit, weight in by_fit.items():
            weights[row, table.column[fit]] = weight
    scores = table.scores(weights)
    masks: dict[Limits, npt.NDArray[np.bool_]] = {}
    for row, (_, limits) in enumerate(wanted):
        mask = masks.get(limits)
        if mask is None:
            mask = masks[limits] = ~table.allowed(limits)
        scores[row, mask] = -1.0
    if scores.shape[1] <= SMALL:
        # the table is in the order in which equals rank, and a stable sort keeps it
        best = np.argsort(-scores, axis=1, kind="stable")[:, :TOP]
        found = np.take_along_axis(scores, best, axis=1) >= 0
        return [rows[passes].tolist() for rows, passes in zip(best, found, strict=True)]
    return [_best_rows(row) for row in scores]


def _wanted(profile: Profile, weighed: Weighed, currency: str) -> Wanted:
    return weighed.weights, limits_of(profile, weighed.excluded_types, currency)


def _best_rows(scores: npt.NDArray[np.float64]) -> list[int]:
    """The rows with the highest scores, without sorting all of them; what a limit rules out scores below zero.

    Everything that ties with the last of the top is looked at in the table's order, so that ties are no chance.
    """
    rows = np.nonzero(scores >= np.partition(scores, -TOP)[-TOP])[0]
    order = np.argsort(-scores[rows], kind="stable")[:TOP]
    return [int(rows[index]) for index in order if scores[rows[index]] >= 0]
