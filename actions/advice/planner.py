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
from actions.advice.specification import Specification, specify
from catalog import FitTable, Limits

FIRST_CHANGES = 0.6
"""How much of the change counts the first pick; the rest counts the share of the top three that is replaced."""

TOP = 3


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
    currency: str,
    asked: Collection[str] = (),
) -> list[Worth]:
    """The open questions, the one that would change the picks most first.

    ``asked`` are slots that have been asked already: nobody is asked the same twice.
    """
    opened = [question for question in questions.all if question.slot not in asked and question.open_for(profile)]
    trials: list[tuple[int, float, Specification, Limits]] = []
    base_limits = limits_of(profile, specification, currency)
    for index, question in enumerate(opened):
        for option in question.options:
            fact = answer_fact(question.slot, option.value)
            if fact is None:
                continue
            tried = profile.merge([fact])
            changed = frozenset({fact.type})
            fired = guide.refired(specification.fired, tried, changed)
            spec = specify(tried, guide, fired)
            trials.append((index, option.likelihood, spec, limits_of(tried, spec, currency)))
    if not trials:
        return []
    tops = top_products(table, [(specification, base_limits)] + [(spec, limits) for _, _, spec, limits in trials])
    change = [0.0] * len(opened)
    for (index, likelihood, _, _), top in zip(trials, tops[1:], strict=True):
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


def top_products(table: FitTable, wanted: Sequence[tuple[Specification, Limits]]) -> list[list[int]]:
    """The rows of the fit table of the best products for each specification under its limits.

    Ordered as the search orders: by score, then price, then sku.
    """
    weights = np.zeros((len(wanted), len(table.keys)))
    for row, (spec, _) in enumerate(wanted):
        for want in spec.wants():
            weights[row, table.column[want.fit]] += want.weight
    scores = table.scores(weights)
    masks: dict[Limits, npt.NDArray[np.bool_]] = {}
    tops = []
    for row, (_, limits) in enumerate(wanted):
        mask = masks.get(limits)
        if mask is None:
            mask = masks[limits] = table.allowed(limits)
        masked = np.where(mask, scores[row], -1.0)
        tops.append(_best_rows(masked))
    return tops


def _best_rows(scores: npt.NDArray[np.float64]) -> list[int]:
    """The rows with the highest scores; what a limit rules out scores below zero. The table is in the order in which
    equals rank, so that everything that ties with the last of the top is looked at in that order."""
    rows = np.arange(scores.size)
    if scores.size > TOP:
        rows = np.nonzero(scores >= np.partition(scores, -TOP)[-TOP])[0]
    order = np.argsort(-scores[rows], kind="stable")[:TOP]
    return [int(rows[index]) for index in order if scores[rows[index]] >= 0]
