"""Short answers mean what the waiting question makes them mean."""

from __future__ import annotations

import pytest

from actions.advice.facts import Fact
from actions.advice.memory import Pending
from actions.advice.questions import UNSURE, questions
from actions.advice.safety import safety
from actions.answers import NO, YES, Answer, read_answer
from actions.compose.question import ask, ask_sign, ask_to_go_on
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
