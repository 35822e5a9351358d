"""What the guide asks for in many imagined cases at once.

An imagined case is the profile with some of the open questions answered. Rules are looked at once for each combination
of answers that they depend on, and everything else is arithmetic over all cases, so that thousands of cases
take milliseconds. What comes out is, case by case, what :func:`actions.advice.specification.weigh` and
:func:`actions.advice.limits.limits_of` say; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

NO_PRODUCT = -1
"""Stands for the first pick where no product is worth recommending."""


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

    def __init__(self, profile: Profile, guide: Guide, questions: Sequence[Question]) -> None:
        self.profile = profile
        self.guide = guide
        self.questions = tuple(questions)
        self.facts = [_option_facts(question) for question in self.questions]
        self.types = ordered_types(guide.default_type)
        self._changes = [frozenset(fact.type for fact in facts if fact) for facts in self.facts]
        self._profiles: dict[tuple[tuple[int, int], ...], Profile] = {(): profile}

    def sample(self, cases: int) -> Answers:
        """Whole sets of answers as likely as the questions' shares say, the same at every call.

        A question counts as answered only where it would be put: where its ``when`` holds in that case.
        """
        drawn = np.zeros((cases, len(self.questions)), dtype=np.int64)
        for column, question in enumerate(self.questions):
            # shares are kept exactly: the cases are spread evenly over them, in an order that is the question's own
            order = np.random.default_rng([*question.slot.encode()]).permutation(cases)
            shares = np.cumsum([option.likelihood for option in question.options])
            found = np.searchsorted(shares, (order + 0.5) / cases, side="right") + 1
            drawn[:, column] = np.where(found > len(question.options), 0, found)
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

    def holds(self, condition: Condition, answers: Answers) -> Bools:
        """In which cases a condition holds."""
        columns = [n for n, types in enumerate(self._changes) if types & condition.types]
        if not columns:
            return np.full(len(answers), condition.holds(self.profile))
        sizes = [len(self.facts[column]) for column in columns]
        codes = np.ravel_multi_index(tuple(answers[:, column] for column in columns), sizes)
        different, of_case = np.unique(codes, return_inverse=True)
        truths = [
            condition.holds(self._profile(zip(columns, combination, strict=True)))
            for combination in zip(*np.unravel_index(different, sizes), strict=True)
        ]
        found: Bools = np.array(truths, dtype=np.bool_)[of_case]
        return found

    def demands(self, answers: Answers, columns: dict[str, int]) -> Demands:
        """What is asked for in each case; ``columns`` are those of a fit table, by fit."""
        cases = len(answers)
        weights = np.zeros((cases, len(columns)))
        scores = np.zeros((cases, len(self.types)))
        refused = {fact.value for fact in self.profile.with_role("insole_type", "avoid")}
        excluded = np.tile(np.array([type_ in refused for type_ in self.types]), (cases, 1))
        for rule in self.guide.rules:
            holds = self.holds(rule.when, answers)
            if not holds.any():
                continue
            for need in rule.needs:
                column = weights[:, columns[need.fit]]
                np.maximum(column, need.weight, out=column, where=holds)
            for type_, weight in rule.types.items():
                scores[:, self.types.index(type_)] += weight * holds
            for type_ in rule.excludes:
                excluded[:, self.types.index(type_)] |= holds
        self._add_wishes(weights, answers, columns)
        chosen = self._best_types(scores, excluded)
        rows = np.arange(cases)
        spoken_for = scores[rows, chosen] > 0
        type_columns = np.array([columns[f"type_{type_}"] for type_ in self.types])
        weights[rows, type_columns[chosen]] = np.where(
            spoken_for, self.guide.type_weight, self.guide.type_weight / 4
        )
        return Demands(weights, excluded, scores < 0)

    def _add_wishes(self, weights: npt.NDArray[np.float64], answers: Answers, columns: dict[str, int]) -> None:
        for type_, wish in self.guide.wishes.items():
            prefix = "" if type_ == "feature" else f"{type_}_"
            for fact in self.profile.plain(type_):
                column = weights[:, columns[prefix + fact.value]]
                np.maximum(column, wish.weight, out=column)
            for number, facts in enumerate(self.facts):
                for option, answer in enumerate(facts):
                    if answer is not None and answer.type == type_:
                        column = weights[:, columns[prefix + answer.value]]
                        np.maximum(column, wish.weight, out=column, where=answers[:, number] == option)
        for fact in self.profile.with_role("feature", "avoid"):
            weights[:, columns[fact.value]] = 0

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
        known = limits_of(self.profile, frozenset(), table.currency)
        # the size is read by who wears it: these two go together, everything else stands alone
        kept = Limits(**{**vars(known), "shoe_size": None, "wearer": None})
        masks = np.tile(table.allowed(kept), (len(answers), 1))
        wearing = [n for n, types in enumerate(self._changes) if types & {"wearer", "shoe_size", "age"}]
        for column in range(len(self.questions)):
            if column not in wearing:
                self._narrow(masks, answers, [column], table)
        self._narrow(masks, answers, wearing, table)
        for position, type_ in enumerate(self.types):
            cases = demands.excluded[:, position]
            if cases.any():
                masks[cases] &= table.allowed(Limits(avoid_types=frozenset({type_}), in_stock=False))
        return masks

    def _narrow(self, masks: Bools, answers: Answers, columns: list[int], table: FitTable) -> None:
        """Apply the limits that come with the answers to some questions."""
        together = not columns or bool(self._changes[columns[0]] & {"wearer", "shoe_size", "age"})
        sizes = [len(self.facts[column]) for column in columns]
        codes = np.zeros(len(answers), dtype=np.int64)
        if columns:
            codes = np.ravel_multi_index(tuple(answers[:, column] for column in columns), sizes)
        for code in np.unique(codes):
            combination = np.unravel_index(code, sizes) if columns else ()
            profile = self._profile(zip(columns, combination, strict=True))
            limits = limits_of(profile, frozenset(), table.currency)
            if together:
                mask = table.allowed(Limits(shoe_size=limits.shoe_size, wearer=limits.wearer, in_stock=False))
                if not for_a_child(profile):
                    mask = mask & _for_adults(table)
            elif not code or limits == limits_of(self.profile, frozenset(), table.currency):
                continue
            else:
                mask = table.allowed(Limits(**{**vars(limits), "shoe_size": None, "wearer": None}))
            if not mask.all():
                masks[codes == code] &= mask

    def _profile(self, answers: object) -> Profile:
        """The profile with some answers, given as pairs of a question's number and an option's."""
        key = tuple((int(column), int(option)) for column, option in answers if option)  # type: ignore[attr-defined]
        found = self._profiles.get(key)
        if found is None:
            said = [fact for column, option in key if (fact := self.facts[column][option]) is not None]
            found = self._profiles[key] = self.profile.merge(said)
        return found


def best_products(
    demands: Demands, allowed: Bools, table: FitTable, types: Sequence[str], count: int
) -> npt.NDArray[np.int64]:
    """The rows of the fit table of the best products of each case: (cases, count), the best first.

    Ordered as :func:`actions.advice.picks.choose_picks` sees them: nothing below its floor, discouraged types only
    where nothing else is good enough. :data:`NO_PRODUCT` where there are fewer.
    """
    scores = table.scores(demands.weights)
    of_type = np.array([types.index(type_) if type_ is not None else len(types) for type_ in table.types], dtype=int)
    against = np.concatenate([demands.discouraged, np.zeros((len(scores), 1), dtype=np.bool_)], axis=1)
    good = allowed & (scores >= FLOOR)
    welcome = good & ~against[:, of_type] if demands.discouraged.any() else good
    eligible = np.where(welcome.any(axis=1, keepdims=True), welcome, good)
    scores[~eligible] = -1.0
    if count == 1:
        best = np.argmax(scores, axis=1)[:, None]
    else:
        # the table is in the order in which equals rank, and a stable sort keeps it
        best = np.argsort(-scores, axis=1, kind="stable")[:, :count]
    found: npt.NDArray[np.int64] = np.where(np.take_along_axis(scores, best, axis=1) >= 0, best, NO_PRODUCT)
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
