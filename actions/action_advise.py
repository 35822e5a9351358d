"""Facts and wishes: takes them in, asks the next question, or advises."""

from __future__ import annotations

from actions import flow
from actions.advice.memory import ADVISED
from actions.base import AdviceAction
from actions.turn import Turn


class ActionAdvise(AdviceAction):
    """The action for everything that carries facts, in any order, and for short answers."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_advise"

    def reply(self, turn: Turn) -> None:
        """Go on with what was said."""
        memory = turn.memory
        if turn.intent == "show_now" and turn.adviser.knows_enough(memory.profile):
            memory.pending = None
            flow.advise(turn)
        elif turn.facts or turn.answer is not None or memory.pending is not None:
            if turn.facts or turn.answer is not None:
                memory.misses = 0
            flow.go_on(turn)
        elif turn.intent in ("affirm", "deny", "unsure"):
            turn.say("utter_deny_plain" if turn.intent == "deny" else "utter_affirm_plain")
            flow.how_to_go_on(turn)
        elif turn.intent in ("ask_advice", "show_now") and memory.stage != ADVISED:
            flow.ask_or_advise(turn)
        elif turn.intent in ("ask_advice", "show_now"):
            flow.advise_again(turn)
        else:
            flow.not_understood(turn)
