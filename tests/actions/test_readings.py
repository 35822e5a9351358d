"""Likely readings of a message that was not understood."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions import wording
from actions.advice.memory import Memory
from actions.readings import MOST, OF_PICKS, likely_readings
from actions.turn import Turn
from bot.server.agent import AdviserAgent

READINGS = {
    name.removeprefix("utter_reading_"): texts[0]
    for name, texts in wording.responses().items()
    if re.match(r"utter_reading_(?!foot|back|knee)", name)
}


def _turn(picks: list[str], *ranking: tuple[str, float]) -> Turn:
    return Turn(memory=Memory(picks=picks), adviser=None, ranking=list(ranking))  # type: ignore[arg-type]


def test_the_classifiers_guesses_come_first() -> None:
    turn = _turn([], ("ask_lifespan", 0.4), ("out_of_scope", 0.2), ("ask_size", 0.1), ("ask_types", 0.01))
    assert likely_readings(turn)[:2] == [READINGS["ask_lifespan"], READINGS["ask_size"]]
    assert len(likely_readings(turn)) == MOST


def test_without_a_guess_the_usual_ones_are_offered() -> None:
    expected = [READINGS["inform"], READINGS["show_now"], READINGS["ask_how_insoles_help"]]
    assert likely_readings(_turn([], ("out_of_scope", 0.9))) == expected


def test_what_is_said_of_picks_is_offered_only_once_there_are_some() -> None:
    ranking = [(name, 0.2) for name in sorted(OF_PICKS)]
    assert not set(likely_readings(_turn([], *ranking))) & {READINGS[name] for name in OF_PICKS}
    assert set(likely_readings(_turn(["A1"], *ranking))) <= {READINGS[name] for name in OF_PICKS}


@pytest.mark.parametrize("intent", sorted(READINGS))
async def test_a_reading_is_understood_when_it_is_sent(intent: str, agent: AdviserAgent) -> None:
    result: dict[str, Any] = await agent.parse_message(READINGS[intent])
    assert result["intent"]["name"] == intent
