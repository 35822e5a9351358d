"""The questions that the adviser may ask (``seeds/questions.yml``)."""

from __future__ import annotations

from dataclasses import dataclass
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
    """An answer offered: its value, and how likely it is (a share of one over all options and "not sure")."""

    value: str
    likelihood: float


@dataclass(frozen=True)
class Question:
    """A question about one slot (an entity type)."""

    slot: str
    when: Condition | None
    known_by: frozenset[str]
    options: tuple[Option, ...]
    unsure: float
    self_test: str | None

    def known(self, profile: Profile) -> bool:
        """Whether the profile says it already, be it by another type."""
        return profile.knows(self.slot) or any(profile.knows(type_) for type_ in self.known_by)

    def open_for(self, profile: Profile) -> bool:
        """Whether it may still be asked: not known yet, and to the point."""
        return not self.known(profile) and (self.when is None or self.when.holds(profile))


@dataclass(frozen=True)
class Questions:
    """All questions, and when to stop asking.

    Nothing is asked while all answers together would change the first pick in at most ``settled`` of the imagined
    cases, or no single one in ``smallest_change`` of them (shares of one); ``most`` bounds how many are.
    """

    all: tuple[Question, ...]
    settled: float
    smallest_change: float
    most: int

    def by_slot(self, slot: str) -> Question | None:
        """The question about a slot."""
        return next((question for question in self.all if question.slot == slot), None)


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
        return Questions(
            all=tuple(_read_question(entry) for entry in data["questions"]),
            settled=_share(data["limits"], "settled"),
            smallest_change=_share(data["limits"], "smallest_change"),
            most=int(data["limits"]["most"]),
        )
    except (KeyError, TypeError) as error:
        raise QuestionsError(f"questions.yml: missing or misplaced: {error}") from error


def _share(limits: dict[str, Any], name: str) -> float:
    share = float(limits[name])
    if not 0 <= share <= 1:
        raise QuestionsError(f"questions.yml: limits: '{name}' is a share from 0 to 1, not {share:g}")
    return share


def _read_question(entry: dict[str, Any]) -> Question:
    slot = entry["slot"]
    where = f"questions.yml: question about '{slot}'"
    if slot not in vocabulary():
        raise QuestionsError(f"{where}: no such entity type in seeds/vocabulary.yml")
    for type_ in entry.get("known_by", ()):
        if type_ not in vocabulary():
            raise QuestionsError(f"{where}: known_by names '{type_}', which is no entity type")
    options = tuple(Option(str(value), float(share)) for value, share in entry["options"].items())
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
    return Question(
        slot=slot,
        when=when,
        known_by=frozenset(entry.get("known_by", ())),
        options=options,
        unsure=float(entry["unsure"]),
        self_test=entry.get("self_test"),
    )
