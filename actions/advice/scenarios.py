"""What the guide asks for in many imagined cases at once.

An imagined case is the profile with some of the open questions answered. Rules are looked at once for each combination
of answers that they depend on, and everything else is arithmetic over all cases, so that thousands of cases
take milliseconds. What comes out is, case by case, what :func:`actions.advice.specification.weigh` and
:func:`actions.advice.limits.limits_of` say; a test holds them together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from actions.advice.conditions import Condition
from actions.advice.facts import Fact
from actions.advice.guide import Guide
from actions.advice.limits import limits_of
from actions.advice.picks import FLOOR
from actions.advice.profile import Profile
from actions.advice.questions import Question, answer_fact
from actions.advice.specification import ordered_types
from actions.advice.wearers import ADULTS, for_a_child
from catalog import FitTable, Limits

Answers = npt.NDArray[np.int64]
"""Imagined cases (cases, questions): 0 where a question stays open or the answer is "not sure", else the number of the
option, counted from 1."""

Bools = npt.NDArray[np.bool_]

WORN_BY = frozenset({"wearer", "shoe_size", "age"})
"""Types that say together whom products are made for: a size is read by who wears it."""

ALIKE = 6
"""Of so many values of a slot each is taken as equally likely where one is known that fits no pair."""

COUNTED = 4096
"""Up to so many combinations of answers counting them is quicker than sorting them."""


@dataclass(frozen=True, eq=False)
class Demands:
    """What is asked of an insole in each case.

    ``weights`` (cases, fits) is how much each fit counts; ``excluded`` and ``discouraged`` (cases, types) are types of
    insole in the order of ``types`` of the scenarios.
    """

    weights: npt.NDArray[np.float64]
    excluded: Bools
    discouraged: Bools


class Scenarios:
    """Imagined answers to some questions about which a profile knows nothing."""

    def __init__(
        self, profile: Profile, guide: Guide, questions: Sequence[Question], together: Sequence[Question] = ()
    ) -> None:
        self.profile = profile
        self.guide = guide
        self.questions = tuple(questions)
        self.together = tuple(question for question in together if not question.checklist)
        self.facts = [_option_facts(question) for question in self.questions]
        self.types = ordered_types(guide.default_type)
        self._changes = [frozenset(fact.type for fact in facts if fact) for facts in self.facts]
        self._truths: dict[int, dict[int, bool]] = {}
        self._masks: dict[tuple[int, tuple[int, ...], int], Bools | None] = {}
        self._profiles: dict[tuple[tuple[int, int], ...], Profile] = {(): profile}

    def sample(self, cases: int) -> Answers:
        """Whole sets of answers as likely as the questions' shares say, the same at every call.

        What goes together (shoes and what is done in them) is drawn together. A question counts as answered only where
        it would be put: where its ``when`` holds in that case.
        """
        drawn = np.zeros((cases, len(self.questions)), dtype=np.int64)
        for column, question in enumerate(self.questions):
            # shares are kept exactly: the cases are spread evenly over them, in an order that is the question's own
            shares = np.cumsum([option.likelihood for option in question.options])
            found = np.searchsorted(shares, (_order(question.slot, cases) + 0.5) / cases, side="right") + 1
            drawn[:, column] = np.where(found > len(question.options), 0, found)
        for question in self.together:
            self._draw_together(question, drawn)
        answers = np.zeros_like(drawn)
        for _ in self.questions:  # one answer may open the next question
            before = answers
            answers = np.stack(
                [
                    np.where(True if question.when is None else self.holds(question.when, before), drawn[:, column], 0)
                    for column, question in enumerate(self.questions)
                ],
                axis=1,
            )
            if np.array_equal(before, answers):
                break
        return answers

    def _draw_together(self, question: Question, drawn: Answers) -> None:
        """Give a part of the cases the answers that go together; the rest keeps what was drawn one by one.

        Where some of it is known already, only what goes with that is left, by the rule of Bayes.
        """
        columns = {one.slot: n for n, one in enumerate(self.questions) if one.slot in question.slots}
        if not columns:
            return
        chances, rest = [], 1 - sum(option.likelihood for option in question.options)
        for option in question.options:
            fits = all(value in self.profile.values(slot) for slot, value in option.facts if slot not in columns)
            chances.append(option.likelihood if fits else 0.0)
        rest /= ALIKE ** (len(question.slots) - len(columns))
        shares = np.cumsum(chances) / (sum(chances) + rest)
        cases = len(drawn)
        found = np.searchsorted(shares, (_order(question.id, cases) + 0.5) / cases, side="right")
        for number, option in enumerate(question.options):
            for slot, value in option.facts:
                if slot in columns:
                    values = [one.value for one in self.questions[columns[slot]].options]
                    drawn[found == number, columns[slot]] = values.index(value) + 1

    def holds(self, condition: Condition, answers: Answers) -> Bools:
        """In which cases a condition holds."""
        columns = [n for n, types in enumerate(self._changes) if types & condition.types]
        if not columns:
            return np.full(len(answers), condition.holds(self.profile))
        sizes = [len(self.facts[column]) for column in columns]
        codes, different = _combined(answers, columns, sizes)
        truths = self._truths.setdefault(id(condition), {})
        for code in different.tolist():
            if code not in truths:
                truths[code] = condition.holds(self._profile(columns, _options(code, sizes)))
        answers_to = np.array([truths[code] for code in different.tolist()], dtype=np.bool_)
        found: Bools = answers_to[np.searchsorted(different, codes)]
        return found

    def demands(self, answers: Answers, columns: dict[str, int]) -> Demands:
        """What is asked for in each case; ``columns`` are those of a fit table, by fit."""
        cases = len(answers)
        # by fit and by type, since each rule writes whole rows of these
        weights = np.zeros((len(columns), cases))
        scores = np.zeros((len(self.types), cases))
        refused = {fact.value for fact in self.profile.with_role("insole_type", "avoid")}
        excluded = np.tile(np.array([[type_ in refused] for type_ in self.types]), cases)
        for rule in self.guide.rules:
            holds = self.holds(rule.when, answers)
            if not holds.any():
                continue
            for need in rule.needs:
                row = weights[columns[need.fit]]
                np.maximum(row, need.weight, out=row, where=holds)
            for type_, weight in rule.types.items():
                scores[self.types.index(type_)] += weight * holds
            for type_ in rule.excludes:
                excluded[self.types.index(type_)] |= holds
        self._add_wishes(weights, answers, columns)
        chosen = self._best_types(scores.T, excluded.T)
        every = np.arange(cases)
        spoken_for = scores[chosen, every] > 0
        type_columns = np.array([columns[f"type_{type_}"] for type_ in self.types])
        weights[type_columns[chosen], every] = np.where(spoken_for, self.guide.type_weight, self.guide.type_weight / 4)
        return Demands(weights.T, excluded.T, scores.T < 0)

    def _add_wishes(self, weights: npt.NDArray[np.float64], answers: Answers, columns: dict[str, int]) -> None:
        for type_, wish in self.guide.wishes.items():
            prefix = "" if type_ == "feature" else f"{type_}_"
            for fact in self.profile.plain(type_):
                row = weights[columns[prefix + fact.value]]
                np.maximum(row, wish.weight, out=row)
            for number, facts in enumerate(self.facts):
                for option, answer in enumerate(facts):
                    if answer is not None and answer.type == type_:
                        row = weights[columns[prefix + answer.value]]
                        np.maximum(row, wish.weight, out=row, where=answers[:, number] == option)
        for fact in self.profile.with_role("feature", "avoid"):
            weights[columns[fact.value]] = 0

    def _best_types(self, scores: npt.NDArray[np.float64], excluded: Bools) -> npt.NDArray[np.int64]:
        """The type chosen in each case, as a position in ``types``, whose first is the default."""
        able = (scores > 0) & ~excluded
        chosen = np.argmax(np.where(able, scores, 0), axis=1)
        none = ~able.any(axis=1)
        if none.any():
            # nothing speaks for any: the default, or what is left, custom-made insoles never
            left = ~excluded & np.array([type_ != "custom_orthotic" or n == 0 for n, type_ in enumerate(self.types)])
            chosen = np.where(none, np.where(left.any(axis=1), np.argmax(left, axis=1), 0), chosen)
        found: npt.NDArray[np.int64] = chosen
        return found

    def allowed(self, answers: Answers, demands: Demands, table: FitTable) -> Bools:
        """Which products keep to the hard limits in each case: (cases, products)."""
        masks = np.tile(self._kept(table), (len(answers), 1))
        for cases, mask in self._narrowings(answers, demands, table):
            masks[cases] &= mask
        return masks

    def masks(self, answers: Answers, demands: Demands, table: FitTable) -> list[Bools]:
        """What :meth:`allowed` says as one array for each case, which cases with the same limits share."""
        applied: list[list[Bools]] = [[] for _ in answers]
        for cases, mask in self._narrowings(answers, demands, table):
            for case in np.flatnonzero(cases):
                applied[case].append(mask)
        kept = self._kept(table)
        made: dict[tuple[int, ...], Bools] = {}
        for own in applied:
            key = tuple(map(id, own))
            if key not in made:
                made[key] = np.logical_and.reduce([kept, *own])
        return [made[tuple(map(id, own))] for own in applied]

    def _kept(self, table: FitTable) -> Bools:
        """The products that keep to what is known: all but the size, which is read by who wears it."""
        known = limits_of(self.profile, frozenset(), table.currency)
        return table.allowed(replace(known, shoe_size=None, wearer=None))

    def _narrowings(self, answers: Answers, demands: Demands, table: FitTable) -> Iterator[tuple[Bools, Bools]]:
        """Cases, and the products that keep to a limit which holds in these cases only."""
        # who wears them and the size go together, everything else stands alone
        wearing = [n for n, types in enumerate(self._changes) if types & WORN_BY]
        alone = [[column] for column in range(len(self.questions)) if column not in wearing]
        for columns in [*alone, wearing]:
            sizes = [len(self.facts[column]) for column in columns]
            codes, different = _combined(answers, columns, sizes)
            for code in different.tolist():
                key = (id(table), tuple(columns), code)
                if key not in self._masks:
                    self._masks[key] = self._mask(columns, self._profile(columns, _options(code, sizes)), table)
                mask = self._masks[key]
                if mask is not None:
                    yield codes == code, mask
        for position, type_ in enumerate(self.types):
            cases = demands.excluded[:, position]
            if cases.any():
                yield cases, other_types(table, type_)

    def _mask(self, columns: Sequence[int], profile: Profile, table: FitTable) -> Bools | None:
        """Which products keep to the limits that come with answers; None where there are none."""
        limits = limits_of(profile, frozenset(), table.currency)
        if columns and not self._changes[columns[0]] & WORN_BY:
            if limits == limits_of(self.profile, frozenset(), table.currency):
                return None
            return table.allowed(replace(limits, shoe_size=None, wearer=None))
        mask = table.allowed(Limits(shoe_size=limits.shoe_size, wearer=limits.wearer, in_stock=False))
        return mask if for_a_child(profile) else mask & _for_adults(table)

    def _profile(self, columns: Sequence[int], options: Sequence[int]) -> Profile:
        """The profile with these answers to these questions."""
        key = tuple((column, option) for column, option in zip(columns, options, strict=True) if option)
        found = self._profiles.get(key)
        if found is None:
            # nothing is known of what is still open, so that there is nothing to overrule
            said = (self.facts[column][option] for column, option in key)
            found = self._profiles[key] = Profile((*self.profile.facts, *(fact for fact in said if fact is not None)))
        return found


def _combined(
    answers: Answers, columns: Sequence[int], sizes: Sequence[int]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """A number for the combination of answers in some columns of each case, and the numbers that there are."""
    codes = np.zeros(len(answers), dtype=np.int64)
    for column, size in zip(columns, sizes, strict=True):
        codes = codes * size + answers[:, column]
    if math.prod(sizes) <= COUNTED:
        return codes, np.flatnonzero(np.bincount(codes))
    return codes, np.unique(codes)


def _options(code: int, sizes: Sequence[int]) -> list[int]:
    """The options that a number of :func:`_combined` stands for."""
    options = []
    for size in reversed(sizes):
        code, option = divmod(code, size)
        options.append(option)
    return options[::-1]


def eligible_products(
    demands: Demands, allowed: Bools, scores: npt.NDArray[np.float64], table: FitTable, types: Sequence[str]
) -> Bools:
    """Which products may be picked in each case: (cases, products).

    As :func:`actions.advice.picks.worth_showing` sees them: nothing below its floor, and discouraged types only where
    nothing else is good enough.
    """
    good: Bools = allowed & (scores >= FLOOR)
    if not demands.discouraged.any():
        return good
    welcome = good.copy()
    for position, type_ in enumerate(types):
        cases = demands.discouraged[:, position]
        if cases.any():
            welcome[cases] &= other_types(table, type_)
    eligible: Bools = np.where(welcome.any(axis=1, keepdims=True), welcome, good)
    return eligible


def other_types(table: FitTable, type_: str) -> Bools:
    """The products that are not of this type, or don't say of which they are."""
    return table.allowed(Limits(avoid_types=frozenset({type_}), in_stock=False))


@lru_cache(maxsize=256)
def _order(name: str, cases: int) -> npt.NDArray[np.int64]:
    """The numbers of the cases in an order that looks random and is always the same for a name."""
    found: npt.NDArray[np.int64] = np.random.default_rng([*name.encode()]).permutation(cases)
    return found


def _for_adults(table: FitTable) -> Bools:
    """The products that are not for children only; those that don't say count as for everybody."""
    found = np.zeros(len(table.skus), dtype=np.bool_)
    for wearer in ADULTS:
        found |= table.allowed(Limits(wearer=wearer, in_stock=False))
    return found


def _option_facts(question: Question) -> list[Fact | None]:
    """The facts that the options stand for; the first is "not sure", which stands for none."""
    return [None, *(answer_fact(question.slot, option.value) for option in question.options)]
