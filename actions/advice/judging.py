"""Whether one product suits somebody, by the same reasoning as all advice, and whether another is clearly better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from actions.advice.adviser import Advice, Adviser, within
from actions.advice.memory import Bound, Memory
from actions.advice.picks import BETTER, FLOOR, JUDGED, VALUE_LOSS, Pick
from actions.advice.reasons import Reasons, reasons_for
from actions.advice.wearers import for_a_child
from catalog import Judged, Product

Verdict = Literal["fits", "partly", "unfit", "unknown"]

CLEARLY = VALUE_LOSS
"""How much more score (0 to 1) another product needs to be called a better fit: what the picks themselves count as
"gives up little" is no reason to send anybody from the page that they are on."""

UNSAID = 0.5
"""Share of the wishes' weight that a seller may leave unsaid before nothing can be said of the product."""

OF_PRICE = frozenset({"budget_max", "budget_min"})
"""Limits whose breach is a matter of money: the person may decide otherwise, a wrong size cannot be."""


@dataclass(frozen=True)
class Judgement:
    """What is to be said of one product for one person.

    ``pick`` carries the label of the first pick where it is that, else :data:`~actions.advice.picks.JUDGED`;
    ``place`` is its place among the picks from 0, None where it is not one. ``missed`` are wishes made of other
    products ("softer") that it doesn't meet, ``for_children`` tells that it is made for children only and no child is
    to wear it. ``better`` is the pick that is clearly better, as an advice of its own; ``alone`` tells that nothing in
    the shop passes.
    """

    verdict: Verdict
    advice: Advice
    judged: Judged
    pick: Pick
    reasons: Reasons
    place: int | None
    missed: tuple[Bound, ...]
    for_children: bool
    better: Advice | None
    alone: bool

    @property
    def product(self) -> Product:
        """The product that was judged."""
        return self.judged.ranked.product


def judge_product(adviser: Adviser, memory: Memory, sku: str) -> Judgement | None:
    """The judgement for what is known now; None where the shop doesn't sell it. May raise what the catalogue raises."""
    found = adviser.judge(memory, sku)
    if found is None:
        return None
    advice, judged = found
    ranked, picks = judged.ranked, adviser.picks(memory)
    reasons = reasons_for(ranked, advice.specification)
    place = next((number for number, pick in enumerate(picks) if pick.sku == sku), None)
    missed = tuple(bound for bound in memory.bounds if not within(ranked, bound))
    for_children = ranked.product.wearer == frozenset({"kids"}) and not for_a_child(memory.profile)
    verdict = _verdict(advice, judged, reasons, barred=for_children, wishes_missed=bool(missed))
    better = None
    if picks and place != 0:
        clearly = picks[0].ranked.score - ranked.score >= CLEARLY
        if clearly or judged.broken or missed or verdict in ("unfit", "unknown"):
            better = replace(advice, picks=(Pick(BETTER, picks[0].ranked),))
    pick = Pick(picks[0].label if place == 0 else JUDGED, ranked)
    return Judgement(
        verdict=verdict,
        advice=replace(advice, picks=(pick,)),
        judged=judged,
        pick=pick,
        reasons=reasons,
        place=place,
        missed=missed,
        for_children=for_children,
        better=better,
        alone=not picks,
    )


def _verdict(advice: Advice, judged: Judged, reasons: Reasons, barred: bool, wishes_missed: bool) -> Verdict:
    """A limit broken weighs more than what is unsaid, and that more than a poor match."""
    ranked = judged.ranked
    if barred or set(judged.broken) - OF_PRICE:
        return "unfit"
    wants = [want for want in advice.specification.wants() if want.weight > 0]
    unsaid = sum(want.weight for want in wants if ranked.fits.get(want.fit) is None)
    if unsaid > UNSAID * sum(want.weight for want in wants):
        return "unknown"
    if ranked.score < FLOOR:
        return "unfit"
    musts = [need.fit for need in advice.specification.needs if need.must]
    type_ = ranked.product.insole_type
    short = (
        any(item.need.must for item in reasons.tradeoffs)
        or any(ranked.fits.get(fit) is None for fit in musts)
        or type_ not in (None, advice.specification.insole_type)
    )
    return "partly" if short or judged.broken or wishes_missed else "fits"
