"""What has been noted of the person."""

from __future__ import annotations

from actions import flow
from actions.base import AdviceAction
from actions.compose.changed import wishes_text
from actions.compose.noted import noted_text
from actions.turn import Turn


class ActionNoted(AdviceAction):
    """The action for "what have you noted about me?"."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_noted"

    def reply(self, turn: Turn) -> None:
        """List it, and go back to the question that was waiting."""
        noted = noted_text(turn.memory.profile)
        wishes = wishes_text(turn.memory)
        if noted:
            turn.say("utter_noted_so_far", facts=noted)
            if wishes:
                turn.say("utter_noted_wishes", wishes=wishes)
        else:
            turn.say("utter_noted_nothing")
        if turn.memory.pending is not None:
            flow.back_to_question(turn)
