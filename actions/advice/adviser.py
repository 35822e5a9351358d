"""The adviser: profile to specification to picks, and what to ask before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from actions.advice.alike import likened
from actions.advice.guide import Guide, guide
from actions.advice.limits import limits_of
from actions.advice.memory import Bound, Memory
from actions.advice.picks import Pick, choose_picks
from actions.advice.planner import Plan, Worth, make_plan
from actions.advice.profile import Profile
from actions.advice.questions import Questions, questions
from actions.advice.reasons import Reasons, reasons_for
from actions.advice.specification import Specification, specify
from actions.advice.wearers import for_a_child
from catalog import Catalogue, Judged, Limits, Loosening, Move, Ranked

CANDIDATES = 24
"""How many of the best products the picks are chosen from."""

FIRMNESS = {"soft": 1.0, "medium": 2.0, "firm": 3.0}
"""Order of the words of the attribute ``firmness``, for "softer" and "firmer"."""

GIVES_UP = (
    "budget_max",
    "avoid_features",
    "avoid_materials",
    "avoid_types",
    "width",
    "budget_min",
    "shoe_size",
    "liner",
    "footwear",
    "wearer",
)
"""Limits that may be given up for a better match, the easiest first (fields of the catalogue's limits)."""

KEPT_PLANS = 1000
"""Plans of what to ask that are kept; about 2 kB each."""

PLACE = "pain_site"
"""What is asked first of somebody who has said nothing to go by."""

ESSENTIAL = (
    PLACE,
    "condition",
    "arch_type",
    "pronation",
    "activity",
    "feature",
    "insole_type",
    "worse_when",
    "terrain",
    "pain_quality",
)
"""With none of these known there is nothing to advise on."""


@dataclass(frozen=True)
class Advice:
    """One piece of advice: what to look for, what the shop has, and (where nothing passes) what to loosen."""

    specification: Specification
    limits: Limits
    currency: str
    picks: tuple[Pick, ...]
    loosenings: tuple[Loosening, ...]

    def reasons(self, pick: Pick) -> Reasons:
        """The reasons for one of the picks."""
        return reasons_for(pick.ranked, self.specification)


@dataclass(frozen=True)
class _Attempt:
    """For whom something is loosened, and what may not be: the types that the guide rules out."""

    specification: Specification
    limits: Limits
    by_guide: frozenset[str]
    memory: Memory


class Adviser:
    """The mind of the assistant over one catalogue. Holds no conversation: everything comes in as arguments."""

    def __init__(self, catalogue: Catalogue, guide_: Guide | None = None, questions_: Questions | None = None) -> None:
        self.catalogue = catalogue
        self.guide = guide_ or guide()
        self.questions = questions_ or questions()
        # many people say the same things first; a plan depends on nothing but what is in its key
        self._plans: dict[object, Plan] = {}

    def advise(self, memory: Memory) -> Advice:
        """The advice for what is known now. May raise what the catalogue raises."""
        specification = self.specification(memory)
        currency = self.catalogue.currency()
        limits = limits_for(memory, specification, currency)
        picks = self._picks(specification, limits, memory)
        loosenings = () if picks else self._loosenings(memory, specification, limits)
        return Advice(specification, limits, currency, tuple(picks), loosenings)

    def picks(self, memory: Memory) -> list[Pick]:
        """The picks alone, for trying out many suppositions: nothing is loosened where none passes."""
        specification = self.specification(memory)
        return self._picks(specification, limits_for(memory, specification, self.catalogue.currency()), memory)

    def _picks(self, specification: Specification, limits: Limits, memory: Memory) -> list[Pick]:
        return choose_picks(self.candidates(specification, limits, memory), specification.discouraged_types)

    def specification(self, memory: Memory) -> Specification:
        """What to look for: by the guide, by the person's wishes, and by the pick that another should be like."""
        specification = specify(memory.profile, self.guide)
        model = self.catalogue.product(memory.alike.sku) if memory.alike else None
        if model is None or memory.alike is None:
            return specification
        return likened(specification, model, memory.profile, memory.alike.words)

    def judge(self, memory: Memory, sku: str) -> tuple[Advice, Judged] | None:
        """How any product of the shop would do for what is known, passing or not; None where there is none."""
        specification = self.specification(memory)
        currency = self.catalogue.currency()
        limits = limits_for(memory, specification, currency)
        judged = self.catalogue.judge(sku, specification.wants(), limits)
        return (Advice(specification, limits, currency, (), ()), judged) if judged else None

    def _loosenings(self, memory: Memory, specification: Specification, limits: Limits) -> tuple[Loosening, ...]:
        """What to give up so that something worth recommending passes; never a type that the guide rules out.

        What each would bring is what would be the first pick then, which is less than what passes.
        """
        refused = {fact.value for fact in memory.profile.with_role("insole_type", "avoid")}
        by_guide = specification.excluded_types - refused
        try_ = _Attempt(specification, limits, by_guide, memory)
        steps = [
            Loosening(step.moves, step.limits, gains)
            for step in self.catalogue.loosen(specification.wants(), limits)
            if by_guide <= step.limits.avoid_types and (gains := self._best(try_, step.limits)) is not None
        ]
        # where something passes that is too poor a match, or only such would: what would one limit less bring?
        singles = steps or [found for name in GIVES_UP if (found := self._without([name], try_)) is not None]
        return tuple(singles) or self._fewest(try_)

    def _fewest(self, try_: _Attempt) -> tuple[Loosening, ...]:
        """Where no single step brings anything worth it: one limit after the other, the easiest first."""
        # types that only the guide rules out are nobody's to give up
        own = replace(try_.limits, avoid_types=try_.limits.avoid_types - try_.by_guide)
        given = [name for name in GIVES_UP if getattr(own, name)]
        for count in range(2, len(given) + 1):
            found = self._without(given[:count], try_)
            if found is not None:
                return (found,)
        return ()

    def _without(self, names: Sequence[str], try_: _Attempt) -> Loosening | None:
        """What giving up limits would bring; a budget is moved just to the price of what it brings."""
        limits = try_.limits
        after: dict[str, Any] = {
            name: frozenset() if isinstance(getattr(limits, name), frozenset) else None for name in names
        }
        if "avoid_types" in after:
            after["avoid_types"] = try_.by_guide
        if not all(getattr(limits, name) and getattr(limits, name) != after[name] for name in names):
            return None
        gains = self._best(try_, replace(limits, **after))
        if gains is None:
            return None
        price = gains.product.price
        if limits.budget_max is not None and "budget_max" in names:
            after["budget_max"] = max(price, limits.budget_max)
        if limits.budget_min is not None and "budget_min" in names:
            after["budget_min"] = min(price, limits.budget_min)
        moved = replace(limits, **after)
        # what the guide rules out was never theirs to give up
        given = {**vars(limits), "avoid_types": limits.avoid_types - try_.by_guide}
        moves = tuple(Move(name, given[name], frozenset() if name == "avoid_types" else after[name]) for name in names)
        return Loosening(moves, moved, gains)

    def _best(self, try_: _Attempt, limits: Limits) -> Ranked | None:
        """The first pick under some limits."""
        picks = self._picks(try_.specification, limits, try_.memory)
        return picks[0].ranked if picks else None

    def candidates(self, specification: Specification, limits: Limits, memory: Memory) -> list[Ranked]:
        """The best products under the limits, without those turned down and those that a wish rules out."""
        ranked = self.catalogue.search(specification.wants(), limits, CANDIDATES * 4, memory.hidden)
        if not for_a_child(memory.profile):
            ranked = [item for item in ranked if item.product.wearer != frozenset({"kids"})]
        return [item for item in ranked if all(within(item, bound) for bound in memory.bounds)][:CANDIDATES]

    def ranked(self, memory: Memory, skus: Sequence[str]) -> tuple[Advice, list[Pick]]:
        """Products shown before, as they rank for what is known now, in the order of ``skus``.

        For questions about the advice ("why the second?"). A product stays what was shown though it may not pass what
        was said since; one that the catalogue no longer has is left out.
        """
        specification = self.specification(memory)
        currency = self.catalogue.currency()
        limits = limits_for(memory, specification, currency)
        labels = dict(zip(memory.picks, memory.labels, strict=False))
        wants = specification.wants()
        found = {sku: item for sku in skus if (item := self.catalogue.rank(sku, wants, limits)) is not None}
        picks = [Pick(labels.get(sku, ""), found[sku]) for sku in skus if sku in found]
        return Advice(specification, limits, currency, tuple(picks), ()), picks

    def knows_enough(self, profile: Profile) -> bool:
        """Whether there is anything to base advice on."""
        return any(profile.plain(type_) for type_ in ESSENTIAL)

    def plan(self, memory: Memory) -> Plan:
        """What asking is still worth before advice: the next question, about how many, and what each would change."""
        if not self.knows_enough(memory.profile):
            first = self.questions.by_slot(PLACE)
            if first is None or PLACE in memory.asked:
                return Plan((), 1.0, 0)
            return Plan((Worth(first, 1.0),), 1.0, 1)
        table = self.catalogue.fit_table()
        said = frozenset((fact.type, fact.value, fact.role, fact.currency) for fact in memory.profile.facts)
        key = (table.version, said, frozenset(memory.asked))
        plan = self._plans.get(key)
        if plan is None:
            plan = make_plan(memory.profile, self.guide, self.questions, table, memory.asked)
            if len(self._plans) >= KEPT_PLANS:
                self._plans.clear()
            self._plans[key] = plan
        return plan

    def next_questions(self, memory: Memory) -> list[Worth]:
        """About the questions that will be put before advice, the next one first; none when none would tell."""
        plan = self.plan(memory)
        return list(plan.worths[: plan.left])


def limits_for(memory: Memory, specification: Specification, currency: str) -> Limits:
    """Every hard limit of a conversation: the profile's, those of wishes about shown picks, and makers refused."""
    limits = bounded(limits_of(memory.profile, specification.excluded_types, currency), memory.bounds)
    return replace(limits, avoid_brands=frozenset(memory.avoid_brands)) if memory.avoid_brands else limits


def bounded(limits: Limits, bounds: Sequence[Bound]) -> Limits:
    """The limits with those wishes about a shown pick that are limits themselves ("cheaper", "dearer")."""
    for bound in bounds:
        if bound.attribute == "price" and bound.below is not None:
            below = Decimal(str(bound.below)) - Decimal("0.01")
            if limits.budget_max is None or below < limits.budget_max:
                limits = replace(limits, budget_max=below)
        elif bound.attribute == "price" and bound.above is not None:
            above = Decimal(str(bound.above)) + Decimal("0.01")
            if limits.budget_min is None or above > limits.budget_min:
                limits = replace(limits, budget_min=above)
    return limits


def within(item: Ranked, bound: Bound) -> bool:
    """Whether a product beats the pick that a wish was made of. What isn't stated can't be said to."""
    if bound.attribute == "price":
        return True  # a limit of the search
    value = getattr(item.product, bound.attribute)
    if bound.attribute == "firmness":
        value = FIRMNESS.get(value) if value else None
    if value is None:
        return False
    return (bound.below is None or value < bound.below) and (bound.above is None or value > bound.above)
