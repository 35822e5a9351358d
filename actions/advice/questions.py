"""The questions that the adviser may ask (``seeds/questions.yml``)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import seeds
from actions.advice.conditions import Condition, ConditionError, compile_condition
from actions.advice.facts import Fact, valid_fact
from actions.advice.profile import Profile
from actions.advice.vocabulary import vocabulary

UNSURE = "unsure"
"""The value of the answer that is always offered."""

NO_LIMIT = "any"
"""The budget option that stands for ``price_level: any``."""


class QuestionsError(ValueError):
    """The questions' file is wrong; the message names the question and what to write."""


@dataclass(frozen=True)
class Option:
    """An answer offered: its value, how likely it is (a share of one), and the facts, as (slot, value), it states."""

    value: str
    likelihood: float
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """A question about one slot (an entity type), or about several at once.

    ``id`` is the slot, or the name of a question about several; ``slots`` are all that it settles, the main one first.
    A ``checklist`` asks which of several rare things apply: each option states one of them, the last that none does.
    """

    id: str
    slots: tuple[str, ...]
    when: Condition | None
    known_by: frozenset[str]
    options: tuple[Option, ...]
    unsure: float = 0.0
    self_test: str | None = None
    sources: tuple[str, ...] = ()
    checklist: bool = False

    @property
    def slot(self) -> str:
        """The slot, of several the main one."""
        return self.slots[0]

    @property
    def names(self) -> tuple[str, ...]:
        """What is remembered as asked once it is put: its slots, and the name that several go by."""
        return self.slots if self.id in self.slots else (*self.slots, self.id)

    def known(self, profile: Profile) -> bool:
        """Whether the profile says it already, be it by another type."""
        return profile.knows(self.slot) or any(profile.knows(type_) for type_ in self.known_by)

    def open_for(self, profile: Profile) -> bool:
        """Whether it may still be asked: not known yet, and to the point."""
        return not self.known(profile) and (self.when is None or self.when.holds(profile))

    def about(self, slots: Collection[str]) -> Question:
        """The same question about these of its slots only, offering what says something of them."""
        kept = tuple(slot for slot in self.slots if slot in slots)
        options = (
            replace(option, facts=tuple(fact for fact in option.facts if fact[0] in kept)) for option in self.options
        )
        return replace(self, slots=kept, options=tuple(option for option in options if option.facts))


@dataclass(frozen=True)
class Questions:
    """All questions, and when to stop asking.

    ``all`` are those about one slot, ``together`` those that settle several at once. Nothing is asked while all answers
    together would change the first pick in at most ``settled`` of the imagined cases, or no single question in
    ``smallest_change`` of them (shares of one). After ``gladly`` questions ``settled_later`` counts instead of
    ``settled``, and ``most`` bounds how many are put.
    """

    all: tuple[Question, ...]
    settled: float
    gladly: int
    settled_later: float
    smallest_change: float
    most: int
    together: tuple[Question, ...] = ()

    def enough(self, put: int) -> float:
        """In what share of cases the first pick may still change for asking to end after ``put`` questions."""
        return self.settled if put < self.gladly else self.settled_later

    def by_slot(self, slot: str) -> Question | None:
        """The question about just this slot."""
        return next((question for question in self.all if question.slot == slot), None)

    def by_id(self, name: str) -> Question | None:
        """The question of this name: a slot, or the name of a question about several."""
        return next((question for question in (*self.all, *self.together) if question.id == name), None)

    def open(self, profile: Profile, asked: Collection[str] = ()) -> list[Question]:
        """What may be asked: nothing that is known, beside the point or among ``asked`` (slots).

        Questions about several slots come first. One that offers pairs is open while nothing that it asks for is
        known; a checklist is cut down to what is open of it, and no list any more where that is a single thing.
        """
        singles = [one for one in self.all if one.slot not in asked and one.open_for(profile)]
        slots = {question.slot for question in singles}
        found = []
        for question in self.together:
            wanted = [slot for slot in question.slots if slot in slots]
            if len(wanted) == len(question.slots) or (question.checklist and len(wanted) > 1):
                found.append(question.about(wanted))
        return found + singles

    def put(self, asked: Collection[str]) -> int:
        """How many questions were put, of which ``asked`` are the names and all slots."""
        slots = sum(self.by_slot(name) is not None for name in set(asked))
        return slots - sum(len(question.slots) - 1 for question in self.together if question.id in asked)


def answer_fact(slot: str, value: str, words: str = "", turn: int = 0) -> Fact | None:
    """The fact that an option's value stands for; None where the value is none of the slot's."""
    if slot == "budget" and value == NO_LIMIT:
        return valid_fact(type_="price_level", value="any", role=None, words=words, turn=turn)
    role = "max" if slot == "budget" else None
    return valid_fact(type_=slot, value=value, role=role, words=words, turn=turn)


@lru_cache(maxsize=1)
def questions() -> Questions:
    """The questions of ``seeds/questions.yml``. Raises :class:`QuestionsError`."""
    return read_questions(seeds.read_yaml("questions.yml"))


def read_questions(data: dict[str, Any]) -> Questions:
    """Questions from the contents of their file. Raises :class:`QuestionsError`."""
    try:
        singles = tuple(_read_question(entry) for entry in data["questions"])
        together = tuple(_read_together(entry, singles) for entry in data.get("together") or ())
        limits = data["limits"]
        settled, smallest = _share(limits, "settled"), _share(limits, "smallest_change")
        gladly, later, most = int(limits["gladly"]), _share(limits, "settled_later"), int(limits["most"])
    except (KeyError, TypeError, AttributeError) as error:
        raise QuestionsError(f"questions.yml: missing or misplaced: {error}") from error
    names = [question.id for question in (*singles, *together)]
    for name in names:
        if names.count(name) > 1:
            raise QuestionsError(f"questions.yml: there are two questions '{name}': give one another name")
    return Questions(singles, settled, gladly, later, smallest, most, together)


def _share(limits: dict[str, Any], name: str) -> float:
    share = float(limits[name])
    if not 0 <= share <= 1:
        raise QuestionsError(f"questions.yml: limits: '{name}' is a share from 0 to 1, not {share:g}")
    return share


def _read_question(entry: dict[str, Any]) -> Question:
    slot = entry["slot"]
    where = f"questions.yml: question about '{slot}'"
    _only_keys(entry, {"slot", "when", "known_by", "options", "unsure", "self_test", "sources"}, where)
    if slot not in vocabulary():
        raise QuestionsError(f"{where}: no such entity type in seeds/vocabulary.yml")
    for type_ in entry.get("known_by", ()):
        if type_ not in vocabulary():
            raise QuestionsError(f"{where}: known_by names '{type_}', which is no entity type")
    options = tuple(
        Option(str(value), float(share), ((slot, str(value)),)) for value, share in entry["options"].items()
    )
    for option in options:
        if answer_fact(slot, option.value) is None:
            raise QuestionsError(f"{where}: '{option.value}' is no {slot} of seeds/vocabulary.yml")
    total = sum(option.likelihood for option in options) + float(entry["unsure"])
    if not 0.85 <= total <= 1.001:
        raise QuestionsError(f"{where}: the likelihoods add up to {total:.2f}; they are shares of one")
    try:
        when = compile_condition(entry["when"], where) if "when" in entry else None
    except ConditionError as error:
        raise QuestionsError(str(error)) from error
    sources = tuple(entry.get("sources", ()))
    if entry.get("self_test") and not sources:
        raise QuestionsError(f"{where}: a self_test says facts: name their 'sources' (ids of seeds/sources.yml)")
    return Question(
        id=slot,
        slots=(slot,),
        when=when,
        known_by=frozenset(entry.get("known_by", ())),
        options=options,
        unsure=float(entry["unsure"]),
        self_test=entry.get("self_test"),
        sources=sources,
    )


def _read_together(entry: dict[str, Any], singles: Sequence[Question]) -> Question:
    name = str(entry["id"])
    where = f"questions.yml: question '{name}'"
    _only_keys(entry, {"id", "asks", "checklist", "options", "shares"}, where)
    if name in vocabulary():
        raise QuestionsError(f"{where}: an entity type is called so; give it another id")
    asks = tuple(entry["asks"])
    offered = {single.slot: {option.value for option in single.options} for single in singles}
    for slot in asks:
        if slot not in offered:
            raise QuestionsError(f"{where}: asks for '{slot}', about which there is no question below 'questions'")
    if len(asks) < 2 or len(set(asks)) < len(asks):
        raise QuestionsError(f"{where}: 'asks' names two slots or more, each once")
    shares = entry.get("shares") or {}
    options = []
    for value, facts in entry["options"].items():
        for slot, said in facts.items():
            if slot not in asks:
                raise QuestionsError(f"{where}: option '{value}' states '{slot}', which is not among 'asks'")
            if str(said) not in offered[slot]:
                raise QuestionsError(f"{where}: option '{value}': the question about '{slot}' doesn't offer '{said}'")
        options.append(Option(str(value), float(shares.get(value, 0)), tuple((s, str(v)) for s, v in facts.items())))
    unknown = set(shares) - {option.value for option in options}
    if unknown:
        raise QuestionsError(f"{where}: shares: there is no option '{sorted(unknown)[0]}'")
    if not 0 <= sum(option.likelihood for option in options) <= 1.001:
        raise QuestionsError(f"{where}: the shares add up to more than one")
    checklist = bool(entry.get("checklist", False))
    if checklist and ({slot for slot, _ in options[-1].facts} != set(asks) or shares):
        raise QuestionsError(
            f"{where}: the last option of a checklist says that none applies: it states the ordinary value of each of "
            "'asks'. It has no shares: those below 'questions' count"
        )
    return Question(id=name, slots=asks, when=None, known_by=frozenset(), options=tuple(options), checklist=checklist)


def _only_keys(entry: dict[str, Any], known: set[str], where: str) -> None:
    unknown = set(entry) - known
    if unknown:
        raise QuestionsError(f"{where}: unknown key '{min(unknown)}'; there are {', '.join(sorted(known))}")
