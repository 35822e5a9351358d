"""Starting afresh."""

from __future__ import annotations

from actions import flow
from actions.advice.memory import Memory
from actions.base import AdviceAction
from actions.turn import Turn


class ActionStartOver(AdviceAction):
    """The action for "start over". It doesn't lift the stop after an emergency sign: only a check does."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_start_over"

    def reply(self, turn: Turn) -> None:
        """Forget the profile and the advice; what the same message says already counts for the new start."""
        turn.memory = Memory(turn=turn.memory.turn, said=turn.memory.said)
        turn.learn(turn.facts)
        turn.answer = None
        turn.unrecorded = True
        if turn.facts:
            flow.ask_or_advise(turn)
        else:
            turn.say("utter_start_over")
