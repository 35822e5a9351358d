"""Taking the last change back."""

from __future__ import annotations

from actions import flow
from actions.advice.history import take_back
from actions.advice.memory import ADVISED
from actions.advice.profile import Profile
from actions.base import AdviceAction
from actions.compose.noted import noted_text
from actions.turn import Turn


class ActionUndo(AdviceAction):
    """The action for "undo" and "back to the earlier list"."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_undo"

    def reply(self, turn: Turn) -> None:
        """Go back to before the last change, say what that took back, and go on from there."""
        memory = turn.memory
        until_now = take_back(memory)
        if until_now is None:
            turn.say("utter_undo_nothing")
            flow.back_to_question(turn)
            return
        turn.unrecorded, turn.answer, turn.facts = True, None, []
        kept = {(fact.type, fact.value, fact.role) for fact in memory.profile.facts}
        gone = [fact for fact in until_now.facts if (fact.type, fact.value, fact.role) not in kept]
        noted = noted_text(Profile(tuple(gone)))
        turn.say("utter_undone_of" if noted else "utter_undone", facts=noted)
        if memory.stage == ADVISED:
            flow.advise_again(turn, whole=True)
        elif memory.pending is not None:
            flow.back_to_question(turn)
        else:
            flow.how_to_go_on(turn)
