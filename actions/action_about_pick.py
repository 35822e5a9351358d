"""Questions about the picks shown, answered from their rows."""

from __future__ import annotations

from actions import flow
from actions.about_picks import tell_about_picks
from actions.base import AdviceAction
from actions.turn import Turn


class ActionAboutPick(AdviceAction):
    """The action for "is the first one good for wide feet?". What it asks about is not taken as said of the person."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_about_pick"

    def reply(self, turn: Turn) -> None:
        """Answer from the rows; before any advice, go on with what else was said."""
        if not tell_about_picks(turn):
            if turn.said_something:
                flow.go_on(turn)
                return
            turn.say("utter_why_nothing_yet")
        flow.back_to_question(turn)
