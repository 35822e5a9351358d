"""Greetings, thanks and goodbyes."""

from __future__ import annotations

from actions import flow
from actions.base import AdviceAction
from actions.turn import Turn


class ActionSmallTalk(AdviceAction):
    """The action for what is said around the advice. Facts in the same message count all the same."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_small_talk"

    def reply(self, turn: Turn) -> None:
        """Answer in kind, and go on where the conversation was."""
        if turn.said_something:
            if turn.intent == "greet":
                turn.say("utter_greet_back")
            flow.go_on(turn)
            return
        turn.say(f"utter_{turn.intent}")
        if turn.memory.pending is not None and turn.intent not in ("goodbye", "hold_on"):
            flow.back_to_question(turn)
