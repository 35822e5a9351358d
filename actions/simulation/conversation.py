"""One invented person's conversation with the adviser or with a rival of it, up to the first advice."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from actions.advice.adviser import Advice, Adviser
from actions.advice.facts import Fact
from actions.advice.memory import Memory
from actions.advice.profile import Profile
from actions.advice.questions import Question
from actions.simulation.population import Person

ENDLESS = 50
"""Nobody answers so many questions: a conversation that gets here has no end."""


@dataclass(frozen=True)
class Outcome:
    """What came of one conversation: how many questions, what is known at the end, and the advice."""

    asked: tuple[str, ...]
    known: Profile
    advice: Advice

    @property
    def first(self) -> str | None:
        """The sku of the best match; None where nothing was worth recommending."""
        return self.advice.picks[0].sku if self.advice.picks else None

    @property
    def dead_end(self) -> bool:
        """Whether the person was left with nothing: no pick, and nothing to give up that would bring one."""
        return len(self.asked) >= ENDLESS or not (self.advice.picks or self.advice.loosenings)


class Asker:
    """A way of asking. It gives the next question, or None when it has seen enough."""

    def next(self, adviser: Adviser, memory: Memory) -> Question | None:
        """The next question to put."""
        raise NotImplementedError


class Planned(Asker):
    """The adviser itself."""

    def next(self, adviser: Adviser, memory: Memory) -> Question | None:
        """The question that the adviser asks."""
        return adviser.plan(memory).ask


class Quiz(Asker):
    """A form: every question that applies, in the order of ``seeds/questions.yml``."""

    def next(self, adviser: Adviser, memory: Memory) -> Question | None:
        """The next line of the form."""
        return next(iter(_open(adviser, memory)), None)


class Chance(Asker):
    """Questions that apply in a random order, ``most`` of them."""

    def __init__(self, seed: str, most: int) -> None:
        self.random = Random(seed)  # noqa: S311 - an experiment, no secret
        self.most = most

    def next(self, adviser: Adviser, memory: Memory) -> Question | None:
        """Any question that applies."""
        opened = _open(adviser, memory)
        return self.random.choice(opened) if opened and len(memory.asked) < self.most else None


def converse(adviser: Adviser, person: Person, asker: Asker) -> Outcome:
    """The conversation: the opening message, then questions and answers until the asker has seen enough.

    Facts are remembered as the actions remember them: an answer counts as said in the turn that it came in, and a
    question that was put is never put again, whether it was answered or not.
    """
    memory = Memory(profile=Profile().merge(in_turn(person.opening, 1)), turn=1)
    while len(memory.asked) < ENDLESS:
        question = asker.next(adviser, memory)
        if question is None:
            break
        memory.asked.append(question.slot)
        memory.turn += 1
        memory.profile = memory.profile.merge(in_turn(answer(person, question.slot), memory.turn))
    return Outcome(tuple(memory.asked), memory.profile, adviser.advise(memory))


def answer(person: Person, slot: str) -> list[Fact]:
    """What the person says when asked: all that is true, also what no button offers; nothing where not sure."""
    if slot in person.unsure:
        return []
    types = {"budget", "price_level"} if slot == "budget" else {slot}
    return [fact for fact in person.hidden.facts if fact.type in types and fact.plain]


def in_turn(facts: tuple[Fact, ...] | list[Fact], turn: int) -> list[Fact]:
    """The facts as said in one message."""
    return [Fact(fact.type, fact.value, fact.role, fact.words, turn) for fact in facts]


def _open(adviser: Adviser, memory: Memory) -> list[Question]:
    return [
        question
        for question in adviser.questions.all
        if question.slot not in memory.asked and question.open_for(memory.profile)
    ]
