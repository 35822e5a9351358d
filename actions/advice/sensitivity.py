"""What would change the advice: other answers, one at a time, and the first pick that each would bring."""

from __future__ import annotations

from dataclasses import dataclass

from actions.advice.adviser import Adviser
from actions.advice.facts import Fact
from actions.advice.memory import Memory
from actions.advice.questions import answer_fact
from catalog import Ranked

MOST = 3
"""Changes that are told."""


@dataclass(frozen=True)
class Tipping:
    """An answer that would bring another first pick. ``known`` tells that the person answered otherwise so far."""

    fact: Fact
    known: bool
    first: Ranked


def tipping_answers(adviser: Adviser, memory: Memory, most: int = MOST) -> list[Tipping]:
    """The answers that would bring another first pick, the likeliest first, one for each question.

    Each is tried on the whole catalogue by the same search as the advice itself, so what is told would come true.
    """
    now = _first(adviser, memory)
    if now is None:
        return []
    found: list[tuple[float, int, Tipping]] = []
    for place, question in enumerate(adviser.questions.all):
        known = memory.profile.plain(question.slot)
        if not known and not question.open_for(memory.profile):
            continue
        best: tuple[float, int, Tipping] | None = None
        for option in question.options:
            fact = answer_fact(question.slot, option.value)
            if fact is None or any(item.value == fact.value for item in known):
                continue
            if question.slot == "pain_site":
                continue  # another place is another complaint, not another answer
            tried = memory.copy()
            tried.profile = memory.profile.without([question.slot]).merge([fact])
            first = _first(adviser, tried)
            if first is None or first.product.sku == now.product.sku:
                continue
            if best is None or option.likelihood > best[0]:
                best = (option.likelihood, place, Tipping(fact, bool(known), first))
        if best is not None:
            found.append(best)
    found.sort(key=lambda item: (-item[0], item[1]))
    return [tipping for _, _, tipping in found[:most]]


def _first(adviser: Adviser, memory: Memory) -> Ranked | None:
    """The first pick for what a memory holds; None where nothing is worth recommending."""
    picks = adviser.picks(memory)
    return picks[0].ranked if picks else None
