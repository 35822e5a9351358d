"""Why a pick was recommended, need by need."""

from __future__ import annotations

from actions import flow
from actions.advice.memory import ADVISED
from actions.base import AdviceAction
from actions.compose.why import why_message
from actions.named import named_picks
from actions.turn import Turn


class ActionWhy(AdviceAction):
    """The action for "why this one?"."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_why"

    def reply(self, turn: Turn) -> None:
        """Explain the pick that was named, or the first."""
        memory = turn.memory
        memory.misses = 0
        advice, picks = turn.adviser.ranked(memory, memory.picks)
        if memory.stage != ADVISED or not picks:
            turn.say("utter_why_nothing_yet")
            flow.back_to_question(turn)
            return
        named = named_picks(turn.text, picks) or picks[:1]
        for pick in named:
            turn.send(why_message(advice, pick, memory.said))
        flow.back_to_question(turn)
