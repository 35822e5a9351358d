"""Short answers mean what the waiting question makes them mean."""

from __future__ import annotations

import pytest

from actions.advice.facts import Fact
from actions.advice.memory import Memory, Pending, memory_from_json
from actions.advice.questions import UNSURE, questions
from actions.advice.safety import safety
from actions.answers import NO, YES, Answer, answer_facts, read_answer
from actions.compose.question import ask, ask_sign, ask_to_go_on, question_message
from tests.advice.factories import fact


def pending(slot: str) -> Pending:
    question = questions().by_slot(slot)
    assert question is not None
    return ask(question)


def read(text: str, to: Pending, intent: str = "inform", facts: list[Fact] | None = None) -> Answer | None:
    return read_answer(text, intent, facts or [], to, 1, "USD")


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("arch_type", "Low or flat", "low"),
        ("arch_type", "low or flat.", "low"),
        ("arch_type", "low I think", "low"),
        ("arch_type", "probably high", "high"),
        ("arch_type", "Normal", "neutral"),
        ("arch_type", "2", "neutral"),
        ("arch_type", "the second one", "neutral"),
        ("arch_type", "number 3 please", "high"),
        ("arch_type", "the last one", "high"),
        ("arch_type", "Not sure", UNSURE),
        ("footwear", "boots", None),  # work boots or hiking boots
        ("footwear", "work", "work_boots"),
        ("footwear", "4", "work_boots"),
        ("terrain", "grass", "soft"),
        ("terrain", "mostly pavement", "hard"),
        ("liner", "glued", "fixed"),
        ("wearer", "woman", "women"),
        ("budget", "No limit", "any"),
        ("budget", "no", "any"),
        ("budget", "nope, none", "any"),
        ("budget", "Up to $60", "60"),
        ("budget", "2", "60"),
        ("budget", "the first one", "30"),
        ("severity", "moderate", "moderate"),
    ],
)
def test_an_option_is_meant(slot: str, text: str, value: str | None) -> None:
    answer = read(text, pending(slot))
    assert (answer.value if answer else None) == value


@pytest.mark.parametrize(
    ("slot", "text", "value", "role"),
    [
        ("budget", "40", "40", "max"),
        ("budget", "around 40", "40", "about"),
        ("budget", "25,50 I guess", "25.50", "max"),
    ],
)
def test_a_number_is_no_place_in_the_list_where_a_number_is_wanted(slot: str, text: str, value: str, role: str) -> None:
    answer = read(text, pending(slot))
    assert answer is not None
    assert [(f.type, f.value, f.role) for f in answer.facts] == [(slot, value, role)]


def together(name: str) -> Pending:
    question = questions().by_id(name)
    assert question is not None
    return ask(question)


def stated(text: str, to: Pending, intent: str = "inform", facts: list[Fact] | None = None) -> list[tuple[str, str]]:
    """The facts that an answer to a question for several things stands for."""
    answer = read(text, to, intent, facts)
    if answer is None:
        return []
    found = answer.facts if answer.value is None else answer_facts(to, answer.value, text, 1)
    return [(fact.type, fact.value) for fact in found]


@pytest.mark.parametrize(
    ("question", "text", "facts"),
    [
        ("shoes_and_use", "Trainers, everyday", [("footwear", "casual_shoes"), ("activity", "everyday")]),
        ("shoes_and_use", "3", [("footwear", "running_shoes"), ("activity", "running")]),
        ("shoes_and_use", "the last one", [("footwear", "hiking_boots"), ("activity", "hiking")]),
        ("shoes_and_use", "trainers", [("footwear", "casual_shoes")]),
        ("shoes_and_use", "office", [("footwear", "dress_shoes"), ("activity", "everyday")]),
        ("wearer_and_width", "a woman", [("wearer", "women")]),
        ("wearer_and_width", "a woman, narrow", [("wearer", "women"), ("width", "narrow")]),
        ("arches_and_rolling", "High, roll outward", [("arch_type", "high"), ("pronation", "supination")]),
        ("anything_special", "None of these", [("liner", "removable"), ("pronation", "neutral")]),
        ("anything_special", "none", [("liner", "removable"), ("pronation", "neutral")]),
        ("anything_special", "no, nothing", [("liner", "removable"), ("pronation", "neutral")]),
        ("anything_special", "glued", [("liner", "fixed")]),
        ("anything_special", "1 and 2", [("liner", "fixed"), ("pronation", "overpronation")]),
        ("anything_special", "Not sure", []),
        ("anything_special", "what do you mean", []),
        ("anything_special", "1 and 9", []),
    ],
)
def test_an_answer_to_several_things_at_once(question: str, text: str, facts: list[tuple[str, str]]) -> None:
    assert stated(text, together(question)) == facts


def test_of_several_things_any_part_is_an_answer() -> None:
    shoes = fact("footwear", "casual_shoes")
    assert stated("trainers, not sure what for", together("shoes_and_use"), "unsure", [shoes]) == [
        ("footwear", "casual_shoes")
    ]
    both = [fact("liner", "fixed"), fact("pronation", "overpronation")]
    text = "the liner is glued in and my feet roll inward when I walk"
    assert len(stated(text, together("anything_special"), facts=both)) == 2
    assert read("my knee hurts", together("shoes_and_use"), facts=[fact("pain_site", "knee")]) is None


def test_none_of_these_says_nothing_of_what_was_not_asked_and_is_no_quote() -> None:
    question = Pending("liner", ["glued", "none", UNSURE], question="anything_special", asks=["liner"])
    facts = answer_facts(question, "none", "None of these", 1)
    assert [(found.type, found.words) for found in facts] == [("liner", "")]


def test_a_question_for_several_things_is_remembered() -> None:
    question = together("shoes_and_use")
    assert memory_from_json(Memory(pending=question).as_json()).pending == question
    # whatever a caller may have made of it
    broken = memory_from_json(
        {"pending": {"slot": "footwear", "values": ["1"], "question": "none", "asks": [1]}}
    ).pending
    assert broken is not None
    assert broken.slots == ["footwear"]
    assert answer_facts(broken, "sandals", "sandals", 1)[0].value == "sandals"


@pytest.mark.parametrize(("left", "said"), [(1, "perhaps one more"), (3, "up to 3 more"), (6, "a few more")])
def test_how_many_may_follow_scares_nobody(left: int, said: str) -> None:
    assert said in question_message(together("shoes_and_use"), {}, left=left).text


@pytest.mark.parametrize("text", ["7", "0", "99", "the tenth", "purple", "what do you mean", "low high"])
def test_what_is_no_answer_is_none(text: str) -> None:
    assert read(text, pending("arch_type")) is None


def test_what_the_reading_found_for_the_slot_wins_over_words() -> None:
    answer = read("they are flat", pending("arch_type"), facts=[fact("arch_type", "low")])
    assert answer is not None
    assert [f.value for f in answer.facts] == ["low"]


def test_facts_about_something_else_are_no_answer() -> None:
    assert read("my knee hurts too", pending("arch_type"), facts=[fact("pain_site", "knee")]) is None


def test_a_long_message_is_not_squeezed_into_an_option() -> None:
    text = "well I usually walk to work over the grass in the park and then some more"
    assert read(text, pending("terrain")) is None


@pytest.mark.parametrize(
    ("text", "intent", "value"),
    [
        ("yes", "affirm", YES),
        ("Yes", "inform", YES),
        ("nope", "deny", NO),
        ("dunno", "unsure", UNSURE),
        ("2", "inform", NO),
    ],
)
def test_yes_and_no_to_a_question_about_a_sign(text: str, intent: str, value: str) -> None:
    answer = read(text, ask_sign(safety().questions["diabetes_foot"]), intent)
    assert answer is not None
    assert answer.value == value


def test_a_sign_said_instead_of_yes_counts() -> None:
    answer = read(
        "there is a blister", ask_sign(safety().questions["diabetes_foot"]), facts=[fact("red_flag", "open_wound")]
    )
    assert answer is not None
    assert [f.value for f in answer.facts] == ["open_wound"]


def test_going_on_wants_yes_or_no() -> None:
    assert read("well now", ask_to_go_on()) is None
    answer = read("go ahead", ask_to_go_on(), "affirm")
    assert answer is not None
    assert answer.value == YES
