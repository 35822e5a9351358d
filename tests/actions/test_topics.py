"""General questions: what the action makes of a topic, and the buttons by which topics are offered."""

from __future__ import annotations

from typing import Any

import pytest

from actions import wording
from actions.advice.memory import Memory
from actions.readings import likely_readings
from actions.topics import MOST, Topic, label, topic_of
from actions.turn import Turn
from bot.server.agent import AdviserAgent

BUTTONS = {
    name.removeprefix("utter_topic_"): texts[0]
    for name, texts in wording.responses().items()
    if name.startswith("utter_topic_")
}


def _topic(*names: str) -> dict[str, Any]:
    return {"name": names[0], "sure": True, "ranking": [{"name": name, "confidence": 0.5} for name in names]}


def test_a_topic_names_its_answer_and_the_likeliest_are_offered() -> None:
    topic = topic_of({"topic": _topic("ask_general/gel", "ask_lifespan", "ask_general/foam", "ask_general/cork")})
    assert topic.answer == "utter_ask_general/gel"
    assert topic.labels[:2] == [BUTTONS["gel"], wording.say("utter_reading_ask_lifespan")]
    assert len(topic.labels) <= MOST


def test_a_topic_without_a_button_is_left_out() -> None:
    assert Topic(likely=("ask_general/no_such_topic",)).labels == []
    assert label("ask_general/gel") == "utter_topic_gel"


@pytest.mark.parametrize("given", [None, "gel", [], {}, {"name": 7, "ranking": "x"}, {"ranking": [1, {"name": None}]}])
def test_a_topic_of_another_form_is_none(given: Any) -> None:
    topic = topic_of({"topic": given})
    assert not topic.sure
    assert topic.likely == ()


def test_what_was_not_understood_may_be_a_topic() -> None:
    turn = Turn(memory=Memory(), adviser=None, ranking=[("ask_general", 0.3)])  # type: ignore[arg-type]
    turn.topic = Topic(likely=("ask_general/ice",))
    assert likely_readings(turn)[0] == BUTTONS["ice"]


@pytest.mark.parametrize("topic", sorted(BUTTONS))
async def test_a_button_is_understood_when_it_is_sent(topic: str, agent: AdviserAgent) -> None:
    result: dict[str, Any] = await agent.parse_message(BUTTONS[topic])
    assert result["intent"]["name"] == "ask_general"
    assert result["topic"]["name"] == f"ask_general/{topic}"
    assert result["topic"]["sure"]
