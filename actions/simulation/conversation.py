"""One invented person's conversation with the adviser or with a rival of it, up to the first advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from actions.advice.adviser import Advice, Adviser
from actions.advice.facts import Fact
from actions.advice.memory import Memory
from actions.advice.profile import Profile
from actions.advice.questions import Option, Question, answer_fact
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
    """A form: every question about a single thing that applies, in the order of ``seeds/questions.yml``."""

    def next(self, adviser: Adviser, memory: Memory) -> Question | None:
        """The next line of the form."""
        return next(
            (one for one in adviser.questions.all if one.slot not in memory.asked and one.open_for(memory.profile)),
            None,
        )


class Chance(Asker):
    """Questions that apply in a random order, ``most`` of them."""

    def __init__(self, seed: str, most: int) -> None:
        self.random = Random(seed)  # noqa: S311 - an experiment, no secret
        self.most = most

    def next(self, adviser: Adviser, memory: Memory) -> Question | None:
        """Any question that applies."""
        opened = adviser.questions.open(memory.profile, memory.asked)
        return self.random.choice(opened) if opened and adviser.questions.put(memory.asked) < self.most else None


def converse(adviser: Adviser, person: Person, asker: Asker) -> Outcome:
    """The conversation: the opening message, then questions and answers until the asker has seen enough.

    Facts are remembered as the actions remember them: an answer counts as said in the turn that it came in, and a
    question that was put is never put again, whether it was answered or not.
    """
    memory = Memory(profile=Profile().merge(in_turn(person.opening, 1)), turn=1)
    put: list[str] = []
    while len(put) < ENDLESS:
        question = asker.next(adviser, memory)
        if question is None:
            break
        put.append(question.id)
        memory.asked += question.names
        memory.turn += 1
        memory.profile = memory.profile.merge(in_turn(answer(person, question), memory.turn))
    return Outcome(tuple(put), memory.profile, adviser.advise(memory))


def answer(person: Person, question: Question) -> list[Fact]:
    """What the person says when asked: all that is true, also what no button offers; nothing where not sure.

    Of a checklist they name what applies, or that none does where they are sure of that. Of a question for several
    things those who only tap say no more than their button, the nearest one where none is exactly right.
    """
    told = [fact for slot in question.slots for fact in _true(person, slot)]
    if len(question.slots) == 1:
        return told
    if question.checklist:
        return _checked(person, question, told)
    exact = any(_states(option) == _said(told) for option in question.options)
    if exact or not person.taps:
        return told
    return [fact for fact in told if fact.type == question.slot]


def _checked(person: Person, question: Question, told: list[Fact]) -> list[Fact]:
    """The answer to a checklist: the first thing that applies, or all of them from those who write; else "none"."""
    listed = {fact for option in question.options[:-1] for fact in option.facts}
    applies = [fact for fact in told if (fact.type, fact.value) in listed]
    if applies:
        return applies[:1] if person.taps else applies
    if person.unsure & set(question.slots):
        return told
    return [fact for slot, value in question.options[-1].facts if (fact := answer_fact(slot, value)) is not None]


def _true(person: Person, slot: str) -> list[Fact]:
    if slot in person.unsure:
        return []
    types = {"budget", "price_level"} if slot == "budget" else {slot}
    return [fact for fact in person.hidden.facts if fact.type in types and fact.plain]


def _states(option: Option) -> set[tuple[str, str]]:
    return set(option.facts)


def _said(facts: Sequence[Fact]) -> set[tuple[str, str]]:
    return {(fact.type, fact.value) for fact in facts}


def in_turn(facts: Sequence[Fact], turn: int) -> list[Fact]:
    """The facts as said in one message."""
    return [Fact(fact.type, fact.value, fact.role, fact.words, turn) for fact in facts]
