"""The adviser: profile to specification to picks, and what to ask before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from actions.advice.guide import Guide, guide
from actions.advice.limits import limits_of
from actions.advice.memory import Bound, Memory
from actions.advice.picks import FLOOR, Pick, choose_picks
from actions.advice.planner import Plan, Worth, make_plan
from actions.advice.profile import Profile
from actions.advice.questions import Questions, questions
from actions.advice.reasons import Reasons, reasons_for
from actions.advice.specification import Specification, specify
from actions.advice.wearers import for_a_child
from catalog import Catalogue, Limits, Loosening, Move, Ranked, Want

CANDIDATES = 24
"""How many of the best products the picks are chosen from."""

FIRMNESS = {"soft": 1.0, "medium": 2.0, "firm": 3.0}
"""Order of the words of the attribute ``firmness``, for "softer" and "firmer"."""

GIVES_UP = ("budget_max", "avoid_features", "avoid_materials", "width", "shoe_size", "liner", "footwear", "wearer")
"""Limits that may be given up for a better match, the easiest first (fields of the catalogue's limits)."""

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


class Adviser:
    """The mind of the assistant over one catalogue. Holds no conversation: everything comes in as arguments."""

    def __init__(self, catalogue: Catalogue, guide_: Guide | None = None, questions_: Questions | None = None) -> None:
        self.catalogue = catalogue
        self.guide = guide_ or guide()
        self.questions = questions_ or questions()

    def advise(self, memory: Memory) -> Advice:
        """The advice for what is known now. May raise what the catalogue raises."""
        specification = specify(memory.profile, self.guide)
        currency = self.catalogue.currency()
        limits = bounded(limits_of(memory.profile, specification.excluded_types, currency), memory.bounds)
        picks = choose_picks(self.candidates(specification, limits, memory), specification.discouraged_types)
        loosenings = () if picks else self._loosenings(memory.profile, specification, limits)
        return Advice(specification, limits, currency, tuple(picks), loosenings)

    def _loosenings(self, profile: Profile, specification: Specification, limits: Limits) -> tuple[Loosening, ...]:
        """What to give up so that something worth recommending passes; never a type that the guide rules out."""
        wants = specification.wants()
        by_guide = specification.excluded_types - {fact.value for fact in profile.with_role("insole_type", "avoid")}
        offers = self.catalogue.loosen(wants, limits)
        if self.catalogue.search(wants, limits, 1):
            # something passes, but it is too poor a match: what would one limit less bring?
            offers = [found for name in GIVES_UP if (found := self._without([name], wants, limits)) is not None]
        worth = tuple(
            loosening
            for loosening in offers
            if loosening.gains.score >= FLOOR and by_guide <= loosening.limits.avoid_types
        )
        return worth or self._fewest(wants, limits)

    def _fewest(self, wants: Sequence[Want], limits: Limits) -> tuple[Loosening, ...]:
        """Where no single step brings anything worth it: one limit after the other, the easiest first."""
        given = [name for name in GIVES_UP if getattr(limits, name)]
        for count in range(2, len(given) + 1):
            found = self._without(given[:count], wants, limits)
            if found is not None and found.gains.score >= FLOOR:
                return (found,)
        return ()

    def _without(self, names: Sequence[str], wants: Sequence[Want], limits: Limits) -> Loosening | None:
        """What giving up limits would bring; a budget is raised just to the price of what it brings."""
        if not all(getattr(limits, name) for name in names):
            return None
        after: dict[str, Any] = {
            name: frozenset() if isinstance(getattr(limits, name), frozenset) else None for name in names
        }
        found = self.catalogue.search(wants, replace(limits, **after), 1)
        if not found:
            return None
        if "budget_max" in names:
            after["budget_max"] = max(found[0].product.price, limits.budget_max or found[0].product.price)
        moved = replace(limits, **after)
        moves = tuple(Move(name, getattr(limits, name), after[name]) for name in names)
        return Loosening(moves, moved, found[0])

    def candidates(self, specification: Specification, limits: Limits, memory: Memory) -> list[Ranked]:
        """The best products under the limits, without those turned down and those that a wish rules out."""
        ranked = self.catalogue.search(specification.wants(), limits, CANDIDATES * 4, memory.hidden)
        if not for_a_child(memory.profile):
            ranked = [item for item in ranked if item.product.wearer != frozenset({"kids"})]
        return [item for item in ranked if all(_within(item, bound) for bound in memory.bounds)][:CANDIDATES]

    def ranked(self, memory: Memory, skus: Sequence[str]) -> tuple[Advice, list[Pick]]:
        """Products shown before, as they rank for what is known now, in the order of ``skus``.

        For questions about the advice ("why the second?"). Products that no longer pass are left out.
        """
        specification = specify(memory.profile, self.guide)
        currency = self.catalogue.currency()
        limits = bounded(limits_of(memory.profile, specification.excluded_types, currency), memory.bounds)
        labels = dict(zip(memory.picks, memory.labels, strict=False))
        found = {
            item.product.sku: item for item in self.catalogue.search(specification.wants(), limits, CANDIDATES * 4)
        }
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
        # questions about warning signs are remembered there too, and don't count
        put = sum(self.questions.by_slot(slot) is not None for slot in memory.asked)
        most = max(0, self.questions.most - put)
        table = self.catalogue.fit_table()
        return make_plan(memory.profile, self.guide, self.questions, table, memory.asked, most)

    def next_questions(self, memory: Memory) -> list[Worth]:
        """About the questions that will be put before advice, the next one first; none when none would tell."""
        plan = self.plan(memory)
        return list(plan.worths[: plan.left])


def bounded(limits: Limits, bounds: Sequence[Bound]) -> Limits:
    """The limits with those wishes about a shown pick that are limits themselves ("cheaper")."""
    for bound in bounds:
        if bound.attribute == "price" and bound.below is not None:
            below = Decimal(str(bound.below)) - Decimal("0.01")
            if limits.budget_max is None or below < limits.budget_max:
                limits = replace(limits, budget_max=below)
    return limits


def _within(item: Ranked, bound: Bound) -> bool:
    """Whether a product beats the pick that a wish was made of. What isn't stated can't be said to."""
    if bound.attribute == "price":
        return True  # a limit of the search
    value = getattr(item.product, bound.attribute)
    if bound.attribute == "firmness":
        value = FIRMNESS.get(value) if value else None
    if value is None:
        return False
    return (bound.below is None or value < bound.below) and (bound.above is None or value > bound.above)
