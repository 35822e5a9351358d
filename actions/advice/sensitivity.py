"""What would change the advice: other answers, one at a time, and the first pick that each would bring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from actions.advice.adviser import PLACE, Adviser
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
    found: dict[str, Tipping] = {}
    # the likeliest first, so that few need be tried where few are told
    for _, slot, fact in sorted(_other_answers(adviser, memory), key=lambda item: -item[0]):
        if slot in found:
            continue
        tried = memory.copy()
        tried.profile = memory.profile.without([slot]).merge([fact])
        first = _first(adviser, tried)
        if first is not None and first.product.sku != now.product.sku:
            found[slot] = Tipping(fact, bool(memory.profile.plain(slot)), first)
        if len(found) == most:
            break
    return list(found.values())


def _other_answers(adviser: Adviser, memory: Memory) -> Iterator[tuple[float, str, Fact]]:
    """Answers that the person didn't give, each with its share and its slot."""
    for question in adviser.questions.all:
        known = memory.profile.plain(question.slot)
        # another place is another complaint, not another answer
        if question.slot == PLACE or not (known or question.open_for(memory.profile)):
            continue
        for option in question.options:
            fact = answer_fact(question.slot, option.value)
            if fact is not None and all(item.value != fact.value for item in known):
                yield option.likelihood, question.slot, fact


def _first(adviser: Adviser, memory: Memory) -> Ranked | None:
    """The first pick for what a memory holds; None where nothing is worth recommending."""
    picks = adviser.picks(memory)
    return picks[0].ranked if picks else None
