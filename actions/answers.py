"""What a short answer means: by the question that is waiting for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions import wording
from actions.advice.facts import Fact, valid_fact
from actions.advice.memory import Pending
from actions.advice.questions import NO_LIMIT, UNSURE, Question, answer_fact, questions

YES, NO = "yes", "no"

_ORDINALS = {
    "first": 1, "1st": 1, "one": 1, "second": 2, "2nd": 2, "two": 2, "third": 3, "3rd": 3, "three": 3,
    "fourth": 4, "4th": 4, "four": 4, "fifth": 5, "5th": 5, "five": 5, "sixth": 6, "6th": 6, "six": 6,
}  # fmt: skip

_LAST = frozenset({"last"})

_FILLERS = frozenset(
    [
        "the",
        "a",
        "an",
        "i",
        "it",
        "its",
        "it's",
        "my",
        "is",
        "are",
        "think",
        "thought",
        "guess",
        "probably",
        "maybe",
        "say",
        "would",
        "d",
        "id",
        "i'd",
        "number",
        "option",
        "please",
        "choice",
        "one",
        "answer",
        "mostly",
        "usually",
        "more",
        "or",
        "less",
        "about",
        "around",
        "say",
        "just",
        "um",
        "uh",
        "well",
        "so",
        "ok",
        "okay",
        "they",
        "them",
        "for",
    ]
)
"""Words around a short answer that change nothing about it ("low I think", "the second one please")."""

_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)")

_WORD = re.compile(r"[\w'’.]+")

_YES = frozenset({"yes", "yeah", "yep", "yup", "y", "aye"})

_NO = frozenset({"no", "nope", "nah", "n", "none", "neither"})

_NONE = _NO | {"nothing", "of", "these", "those", "them", "that", "applies", "apply", "all", "really", "normal"}
"""Words of which an answer consists that says that nothing of a list applies."""

_AND = frozenset({"and", "both", "plus", "also"})

_HEDGES = frozenset({"maybe", "perhaps", "possibly", "slightly", "bit", "little", "kind", "sort"})

_ASKING_BACK = frozenset({"what", "what's", "whats", "why", "how", "which", "huh", "pardon"})
"""A message that begins with one of these asks something back, and answers nothing."""

SHORT_NO = 3
"""Up to so many words a "no" to the question about money is all that is said."""

LONG = 8
"""From this many words on a message is not a short answer, and is read for what it says."""


@dataclass(frozen=True)
class Answer:
    """What an answer means: a value offered (maybe :data:`UNSURE`), or facts that nobody offered."""

    value: str | None = None
    facts: tuple[Fact, ...] = ()


def option_label(pending: Pending, value: str, currency: str) -> str:
    """The button of a value that a question offers."""
    if value in (UNSURE, YES, NO):
        return wording.say(f"utter_option_{value}")
    symbol = wording.labels()["currencies"].get(currency, currency + " ")
    return wording.say(f"utter_option_{pending.name}_{value}", currency=symbol)


def read_answer(
    text: str, intent: str, facts: Sequence[Fact], pending: Pending, turn: int, currency: str
) -> Answer | None:
    """What a message says to the question that is waiting, or None where it doesn't answer it.

    In this order: the exact button; an answer to yes or no; "not sure"; a place in the list ("2", "the second");
    facts of the slot that the NLU read; a word of just one of the options; a bare number where a number is wanted.
    Of a question for several things any part is an answer.
    """
    words = [word.strip("'’.").lower() for word in _WORD.findall(text)]
    words = [word for word in words if word]
    labels = {value: option_label(pending, value, currency).lower() for value in pending.values}
    plain = " ".join(text.lower().split()).strip(" .!")
    for value, label in labels.items():
        if plain == label:
            return Answer(value)
    if set(pending.values) >= {YES, NO}:
        return _yes_or_no(words, intent, facts, pending)
    if NO_LIMIT in pending.values and words and words[0] in _NO and len(words) <= SHORT_NO:
        return Answer(NO_LIMIT)  # "how much at most?" "no", "none": no limit
    together = asked_together(pending)
    slot_facts = tuple(fact for fact in facts if any(_answers(fact, slot) for slot in pending.slots))
    # "trainers, but I'm not sure what for" is half an answer
    if len(words) < LONG and intent == "unsure" and not (together and slot_facts):
        return Answer(UNSURE)
    if len(words) < LONG and not slot_facts:
        place = _by_place(words, pending)
        if place is not None:
            return Answer(place)
    if slot_facts:
        return Answer(facts=slot_facts)
    if len(words) >= LONG:
        return None
    if together is not None:
        found = _of_several(words, intent, pending, together, turn, currency)
        if found is not None:
            return found
    # the number of "wide, size 5 UK" is a size, whatever was asked
    of_another = any(_wants_number(fact.type) for fact in facts)
    number = None if of_another else _by_number(text, words, pending.slot, turn)
    if number is not None:
        return Answer(facts=(number,))
    meant = _by_word(words, labels)
    return Answer(meant) if meant is not None else None


def asked_together(pending: Pending) -> Question | None:
    """The question about several things that is waiting, of these what it asks for; None where it is another one."""
    question = questions().by_id(pending.question) if pending.question else None
    return question.about(pending.slots) if question is not None else None


def answer_facts(pending: Pending, value: str, words: str, turn: int) -> list[Fact]:
    """The facts that a value offered stands for; none for "not sure"."""
    together = asked_together(pending)
    if value == UNSURE:
        return []
    if together is None:
        facts = [answer_fact(pending.slot, value, words, turn)]
    else:
        # "none of these" is nothing to quote as a reason
        words = "" if together.checklist and value == together.options[-1].value else words
        stated = (option.facts for option in together.options if option.value == value)
        facts = [answer_fact(slot, said, words, turn) for option in stated for slot, said in option]
    return [fact for fact in facts if fact is not None]


def words_of_answer(text: str, pending: Pending, value: str, currency: str) -> str:
    """What somebody said by answering so, to be quoted: the option's own words where they only gave its place."""
    words = [word.strip("'’.").lower() for word in _WORD.findall(text)]
    placed = len(words) < LONG and _by_place([word for word in words if word], pending) == value
    return option_label(pending, value, currency) if placed else text


def _of_several(
    words: list[str], intent: str, pending: Pending, together: Question, turn: int, currency: str
) -> Answer | None:
    """An answer in a few words to a question for several things: none of a list, several places, words of options."""
    if together.checklist:
        said = set(words) - _FILLERS
        if (said and said <= _NONE and said & {*_NO, "nothing"}) or (intent == "deny" and len(words) == 1):
            return Answer(together.options[-1].value)
        places = [_by_place([word], pending) for word in words if word not in _FILLERS | _AND]
        if len(places) > 1 and all(places):
            ticked = [place for place in places if place and place not in (UNSURE, together.options[-1].value)]
            labels = {place: option_label(pending, place, currency) for place in ticked}
            return Answer(
                facts=tuple(fact for place in ticked for fact in answer_facts(pending, place, labels[place], turn))
            )
    # "woman" says who, and leaves open how wide
    found = []
    for slot in pending.slots:
        single = questions().by_slot(slot)
        if single is not None:
            one = Pending(slot, [option.value for option in single.options])
            labels = {value: option_label(one, value, currency).lower() for value in one.values}
            meant = _by_word(words, labels)
            found += answer_facts(one, meant, " ".join(words), turn) if meant else []
    return Answer(facts=tuple(found)) if found else None


def _answers(fact: Fact, slot: str) -> bool:
    return fact.type == slot or (slot == "budget" and fact.type == "price_level")


def _yes_or_no(words: list[str], intent: str, facts: Sequence[Fact], pending: Pending) -> Answer | None:
    signs = tuple(fact for fact in facts if fact.type == "red_flag")
    if any(fact.plain for fact in signs):
        return Answer(facts=signs)
    if words and set(words[:3]) & _ASKING_BACK:
        return None
    if UNSURE in pending.values and len(words) > 1 and set(words) & _HEDGES:
        return Answer(UNSURE)  # "no, well, maybe a little": neither yes nor no
    if signs:
        return Answer(facts=signs)
    first = words[0] if words else ""
    if len(words) >= LONG and intent not in ("affirm", "deny") and first not in _YES | _NO:
        return None
    if first in _YES or (intent == "affirm" and first not in _NO):
        return Answer(YES)
    if first in _NO or intent == "deny":
        return Answer(NO)
    if intent == "unsure" and UNSURE in pending.values:
        return Answer(UNSURE)
    place = _by_place(words, pending)
    return Answer(place) if place is not None else None


def _by_place(words: list[str], pending: Pending) -> str | None:
    """ "2", "the second one", "number two", "the last one": the value at that place of the list."""
    left = [word for word in words if word not in _FILLERS] or [word for word in words if word == "one"]
    if len(left) != 1:
        return None
    said = left[0]
    if said in _LAST:
        offered = [value for value in pending.values if value != UNSURE]
        return offered[-1] if offered else None
    place = int(said) if said.isdigit() and len(said) < 3 else _ORDINALS.get(said)
    if place is None or not 1 <= place <= len(pending.values) or not _has_places(pending.slot):
        return None
    return pending.values[place - 1]


def _wants_number(slot: str) -> bool:
    """Slots that numbers answer."""
    return slot in ("budget", "shoe_size", "age", "body_weight")


def _has_places(slot: str) -> bool:
    """Slots for which "2" is a place in the list: not where it can be the answer itself. No pair costs $2."""
    return slot == "budget" or not _wants_number(slot)


def _by_number(text: str, words: list[str], slot: str, turn: int) -> Fact | None:
    if not _wants_number(slot):
        return None
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None
    role = None
    if slot == "budget":
        role = "about" if {"about", "around", "roughly", "ish"} & set(words) else "max"
    return valid_fact(type_=slot, value=found[0].replace(",", "."), role=role, words=text.strip(), turn=turn)


def _by_word(words: list[str], labels: dict[str, str]) -> str | None:
    """A content word that just one of the options has ("grass", "glued", "inward")."""
    content = [word for word in words if word not in _FILLERS]
    if not content or len(content) > 3:
        return None
    hits = {
        value
        for value, label in labels.items()
        for word in content
        if word in re.findall(r"[\w'’]+", label) and word not in ("not", "no", "up", "to", "or", "of")
    }
    return hits.pop() if len(hits) == 1 else None
