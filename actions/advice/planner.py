"""What to ask next: the question whose answers would most often decide the first pick.

How the open questions might be answered is imagined many times over, all of them together and as likely as
``seeds/questions.yml`` says. In each imagined case the catalogue has a first pick for all the answers; a question is
worth as much as the share of cases in which that pick would be another one without its answer; one that settles several
things at once counts for all of them. Trying the answers one
at a time would miss what only two answers together change. Where the pick for what is known already is right
in nearly all cases, no question is worth asking.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from actions.advice.guide import Guide
from actions.advice.profile import Profile
from actions.advice.questions import Question, Questions
from actions.advice.scenarios import Answers, Scenarios, eligible_products, other_types
from catalog import FitTable

NO_PRODUCT = -1
"""Stands for the first pick where no product is worth recommending."""

CASES = 128
"""How many cases are imagined: enough to tell a share of 10% from one of 15%, few enough for milliseconds."""

POOL = 400
"""Of larger catalogues only so many products are looked at in every case."""

DEPTH = 8
"""How many of the best products for each single answer come into the pool."""


@dataclass(frozen=True)
class Worth:
    """A question with the share of cases (0 to 1) in which its answer decides the first pick."""

    question: Question
    change: float


@dataclass(frozen=True)
class Plan:
    """What asking is still worth.

    ``worths`` are all questions that may be put, the most telling first. ``unsettled`` is the share of cases (0 to 1)
    in which the answers to all of them would give another first pick than what is known now. ``left`` is about how many
    questions will be put until that is small, the next one included; 0 where none is worth it.
    """

    worths: tuple[Worth, ...]
    unsettled: float
    left: int

    @property
    def ask(self) -> Question | None:
        """The question to put next; None where it is time for advice."""
        return self.worths[0].question if self.left else None


def make_plan(
    profile: Profile, guide: Guide, questions: Questions, table: FitTable, asked: Collection[str] = ()
) -> Plan:
    """What is worth asking of somebody of whom ``profile`` is known.

    ``asked`` are slots, and names of questions about several, that have been asked already: nobody is asked the same
    twice. The same arguments always give the same plan.
    """
    put = questions.put(asked)
    most = max(0, questions.most - put)
    unknown = [question for question in questions.all if question.slot not in asked and not question.known(profile)]
    may_ask = questions.open(profile, asked)
    if not may_ask:
        return Plan((), 0.0, 0)
    scenarios = Scenarios(profile, guide, unknown, questions.together)
    places = {question.slot: column for column, question in enumerate(unknown)}
    table = _pool(scenarios, table)
    cases = scenarios.sample(CASES)
    nothing = np.zeros((1, len(unknown)), dtype=np.int64)
    columns = [[places[slot] for slot in question.slots] for question in may_ask]
    picks = _first_picks(scenarios, table, [nothing, cases, *(_without(cases, own) for own in columns)])
    now, settled = picks[0], picks[1]
    changes = _changes(may_ask, [_share(settled != without) for without in picks[2:]], questions.smallest_change)
    # between equals one that settles more, then the order of the file
    order = sorted(changes, key=lambda n: (-changes[n], -len(columns[n]), n))
    worths = tuple(Worth(may_ask[n], round(changes[n], 6)) for n in order)
    unsettled = _share(settled != now)
    left = 0
    if unsettled > questions.enough(put) and worths[0].change >= questions.smallest_change:
        telling = _one_after_the_other([columns[n] for n in order if changes[n] >= questions.smallest_change])[:most]
        some = slice(None, None, 2)  # enough for "about three more"
        enough = [questions.enough(put + count) for count in range(1, len(telling))]
        left = _expected(scenarios, table, cases[some], settled[some], telling, enough)
    return Plan(worths, round(unsettled, 6), left)


def _changes(may_ask: Sequence[Question], alone: Sequence[float], least: float) -> dict[int, float]:
    """What each question decides, by its place, without those for several things that pay no more than a single one.

    Two things at once are asked for where both tell (``least``), or where they tell so much more together.
    """
    of_slot = {
        question.slot: change for question, change in zip(may_ask, alone, strict=True) if len(question.slots) == 1
    }
    found = {}
    for place, (question, change) in enumerate(zip(may_ask, alone, strict=True)):
        parts = [of_slot[slot] for slot in question.slots]
        if len(parts) == 1 or sum(part >= least for part in parts) > 1 or change >= max(parts) + least:
            # what leaves two things open may now and then hit upon the same pick by chance
            found[place] = max([change, *parts])
    return found


def _one_after_the_other(telling: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """The questions, as the columns that they settle, without those that ask again for what an earlier one did."""
    found: list[Sequence[int]] = []
    settled: set[int] = set()
    for columns in telling:
        if settled.isdisjoint(columns):
            found.append(columns)
            settled.update(columns)
    return found


def _expected(
    scenarios: Scenarios,
    table: FitTable,
    cases: Answers,
    settled: npt.NDArray[np.int64],
    telling: Sequence[Sequence[int]],
    enough: Sequence[float],
) -> int:
    """How many of the telling questions it takes, put in their order, until the first pick is settled.

    ``enough`` is for each step the share of cases in which it may still change then.
    """
    known = np.zeros_like(cases)
    steps = []
    for columns in telling[:-1]:
        known = known.copy()
        known[:, columns] = cases[:, columns]
        steps.append(known)
    if not steps:
        return len(telling)
    for count, picks in enumerate(_first_picks(scenarios, table, steps), start=1):
        if _share(settled != picks) <= enough[count - 1]:
            return count
    return len(telling)


def _first_picks(scenarios: Scenarios, table: FitTable, blocks: Sequence[Answers]) -> list[npt.NDArray[np.int64]]:
    """The first pick, as a row of the table, of each case of each block; all of them scored at once."""
    found = first_picks(scenarios, table, np.concatenate(blocks))
    ends = np.cumsum([len(block) for block in blocks])
    return np.split(found, ends[:-1])


def first_picks(scenarios: Scenarios, table: FitTable, answers: Answers) -> npt.NDArray[np.int64]:
    """The row of the table of the first pick in each case, :data:`NO_PRODUCT` where there is none."""
    # many cases are alike once a question is taken out of them
    codes = np.zeros(len(answers), dtype=np.int64)
    for column, facts in enumerate(scenarios.facts):
        codes = codes * len(facts) + answers[:, column]
    _, first, of_case = np.unique(codes, return_index=True, return_inverse=True)
    scores = _pickable(scenarios, table, answers[first])
    # the table is in the order in which equals rank, and the first of them is found
    best = np.argmax(scores, axis=1) if scores.size else np.zeros(len(scores), dtype=np.int64)
    picks = np.where(scores.max(axis=1, initial=-1.0) >= 0, best, NO_PRODUCT)
    found: npt.NDArray[np.int64] = picks[of_case]
    return found


def _pickable(scenarios: Scenarios, table: FitTable, answers: Answers) -> npt.NDArray[np.float64]:
    """The scores of all products in each case (cases, products); below zero where one may not be picked."""
    demands = scenarios.demands(answers, table.column)
    allowed = scenarios.allowed(answers, demands, table)
    scores = table.scores(demands.weights)
    scores[~eligible_products(demands, allowed, scores, table, scenarios.types)] = -1.0
    return scores


def _pool(scenarios: Scenarios, table: FitTable) -> FitTable:
    """Of a large catalogue the products that have a chance: the best for each answer to each question, tried alone."""
    if len(table.skus) <= POOL:
        return table
    singles = np.zeros((1 + sum(len(facts) - 1 for facts in scenarios.facts), len(scenarios.facts)), dtype=np.int64)
    row = 1
    for column, facts in enumerate(scenarios.facts):
        singles[row : row + len(facts) - 1, column] = np.arange(1, len(facts))
        row += len(facts) - 1
    demands = scenarios.demands(singles, table.column)
    masks = scenarios.masks(singles, demands, table)
    found = table.best(demands.weights, masks, DEPTH)
    if demands.discouraged.any():
        # a type that is spoken against is picked only where no other is good enough
        spoken_against = demands.discouraged.any(axis=0)
        others = np.logical_and.reduce(
            [other_types(table, type_) for type_, no in zip(scenarios.types, spoken_against, strict=True) if no]
        )
        welcome = {id(mask): mask & others for mask in masks}
        found += table.best(demands.weights, [welcome[id(mask)] for mask in masks], DEPTH)
    rows = sorted({row for best in found for row in best})
    # where nothing passes, any product stands for nothing to pick
    return table.take(rows or [0])


def _without(cases: Answers, columns: Sequence[int]) -> Answers:
    """The cases with one question, which settles these columns, left open."""
    left = cases.copy()
    left[:, columns] = 0
    return left


def _share(held: npt.NDArray[np.bool_]) -> float:
    return float(np.mean(held))
