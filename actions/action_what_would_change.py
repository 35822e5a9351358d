"""What would change the advice."""

from __future__ import annotations

from actions import flow
from actions.advice.memory import ADVISED
from actions.advice.sensitivity import tipping_answers
from actions.base import AdviceAction
from actions.compose.tipping import tipping_message
from actions.turn import Turn


class ActionWhatWouldChange(AdviceAction):
    """The action for "what would change your advice?"."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_what_would_change"

    def reply(self, turn: Turn) -> None:
        """Name the answers that would bring another first pick, or say that none would."""
        memory = turn.memory
        if memory.stage != ADVISED or not memory.picks:
            turn.say("utter_why_nothing_yet")
            flow.back_to_question(turn)
            return
        turn.send(tipping_message(tipping_answers(turn.adviser, memory), memory.said))
        flow.back_to_question(turn)
