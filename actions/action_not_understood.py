"""A message that made no sense: say so, and offer likely readings."""

from __future__ import annotations

from actions import flow, unclear
from actions.base import AdviceAction
from actions.critique import refuse_brands
from actions.turn import Turn


class ActionNotUnderstood(AdviceAction):
    """The action for what the intent classifier is not sure of. Facts and answers in it count all the same."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_not_understood"

    def reply(self, turn: Turn) -> None:
        """Go on with what was understood; otherwise ask, differently each time."""
        if not turn.text.strip():
            turn.say("utter_empty")
            if turn.memory.pending is not None:
                flow.back_to_question(turn)
        elif refuse_brands(turn):
            pass
        elif turn.said_something:
            flow.go_on(turn)
        elif turn.memory.pending is not None:
            flow.missed(turn)
        elif not unclear.speak_of_named(turn) and not unclear.speak_of_product(turn):
            unclear.not_understood(turn)
