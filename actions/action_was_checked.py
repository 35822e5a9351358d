"""The person says that a clinician has looked at it, while no emergency sign stands (`signs.py` lifts such a stop)."""

from __future__ import annotations

from actions import flow
from actions.advice.memory import ADVISED, ASKING, PAUSED
from actions.base import AdviceAction
from actions.signs import says_checked
from actions.turn import Turn


class ActionWasChecked(AdviceAction):
    """The action for "a doctor has looked at it"."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_was_checked"

    def reply(self, turn: Turn) -> None:
        """Their word goes before ours; then on with what was waiting."""
        memory = turn.memory
        if not says_checked(turn) and (turn.facts or turn.answer is not None):
            # "yes I can walk on it, looks normal" answers a question; nobody has looked at it
            flow.go_on(turn)
            return
        turn.say("utter_safety_after_check")
        if memory.pending is not None and memory.pending.slot == "red_flag":
            memory.pending = None
        if memory.stage == PAUSED:
            memory.stage = ASKING
        if memory.pending is not None:
            flow.back_to_question(turn)
        elif memory.stage == ADVISED:
            flow.how_to_go_on(turn)
        else:
            flow.ask_or_advise(turn)
