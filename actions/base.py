"""The common part of all actions: read, look for warning signs, do what the action is for, remember."""

from __future__ import annotations

import logging
import os
import traceback
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions import flow, signs
from actions.advice import history
from actions.advice.memory import Memory
from actions.compose.thinking import thinking_message
from actions.page import read_page
from actions.pressed import do_as_pressed
from actions.turn import SLOT, Turn, default_adviser
from catalog import CatalogueUnavailable

logger = logging.getLogger(__name__)

FORGET = {"forget": True}
"""The memory's value on which the tracker store deletes the conversation."""


LONGEST = 5_000
"""Characters of a message that are read; the server cuts a longer one, and the person is told."""


class AdviceAction(Action, ABC):  # type: ignore[misc]
    """An action of the adviser. Subclasses say what they are for in :meth:`reply`.

    ``heeds_signs`` is off for the few actions that must work even while an emergency sign stands.
    """

    heeds_signs = True

    @abstractmethod
    def name(self) -> str:
        """The name that nlu_data/rules.yml uses."""

    @abstractmethod
    def reply(self, turn: Turn) -> None:
        """Add this action's messages to the turn."""

    def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - the signature is rasa_sdk's
    ) -> list[dict[str, Any]]:
        """One turn. Synchronous: the server runs it in a worker thread."""
        turn = Turn.begin(tracker, default_adviser())
        earlier = history.snapshot(tracker.get_slot(SLOT))
        before = turn.memory
        try:
            if len(turn.text) >= LONGEST:
                turn.say("utter_too_long")
            read_page(turn)
            turn.read()
            before = turn.memory.copy()
            if (self.heeds_signs or turn.button or turn.asks_of_page) and signs.heed_signs(turn):
                pass  # that was the reply
            elif do_as_pressed(turn):
                pass  # whatever the words of the button sound like
            elif turn.asks_of_page:
                flow.judge(turn)
            elif turn.lifted:
                flow.ask_or_advise(turn)
            else:
                self.reply(turn)
            turn.memory.misses = turn.memory.misses + 1 if turn.missed else 0
            if not turn.unrecorded:
                history.keep(earlier, turn.memory)
        except CatalogueUnavailable as error:
            logger.error("the catalogue cannot be reached: %s", error)
            _apologise(turn, before, "utter_catalogue_trouble")
        except Exception as error:
            logger.error("%s failed: %s", self.name(), describe(error))
            _apologise(turn, before, "utter_technical_trouble")
        if thinks_aloud():
            _think_aloud(turn)
        for message in turn.replies:
            dispatcher.utter_message(**message.as_utterance())
        return [SlotSet(SLOT, FORGET if turn.forget else turn.memory.as_json())]


def thinks_aloud() -> bool:
    """Whether each reply ends with what the adviser thought; `python -m bot chat --why` sets SOLEWISE_WHY."""
    return os.environ.get("SOLEWISE_WHY") == "1"


def _think_aloud(turn: Turn) -> None:
    """Add what the adviser thought; without the catalogue there is nothing to say."""
    try:
        turn.send(thinking_message(turn.adviser, turn.memory))
    except CatalogueUnavailable as error:
        logger.warning("the catalogue cannot be reached: %s", error)


def describe(error: Exception) -> str:
    """The kind and the place of a failure. Its message may quote what somebody wrote, so it isn't logged."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
    return f"{type(error).__name__} at {place}"


def _apologise(turn: Turn, before: Memory, response: str) -> None:
    """Say what went wrong instead of half an answer.

    The memory goes back to before the failing part, with the facts of the message in it and the waiting question
    still waiting, so that sending the message again works. What was said about warning signs is said all the same.
    """
    safety = [message for message in turn.replies if (message.custom or {}).get("type") == "safety"]
    told = (turn.memory.stage, turn.memory.told, turn.memory.confirmed, turn.memory.said)
    turn.memory = before
    if safety:
        turn.memory.stage, turn.memory.told, turn.memory.confirmed, turn.memory.said = told
    turn.learn(turn.facts)
    turn.replies = safety
    turn.say(response)
