"""Deleting a conversation."""

from __future__ import annotations

from actions.base import AdviceAction
from actions.turn import Turn


class ActionForget(AdviceAction):
    """The action for "forget my data": the tracker store deletes everything of the conversation."""

    heeds_signs = False

    def name(self) -> str:
        """The name that the rules use."""
        return "action_forget"

    def reply(self, turn: Turn) -> None:
        """Say that it is done; the event that this leads to does it."""
        turn.say("utter_forgotten")
        turn.forget = True
