"""The picks side by side, with a verdict for this person."""

from __future__ import annotations

from actions import flow
from actions.advice.memory import ADVISED
from actions.advice.profile import Profile
from actions.advice.suppose import supposed
from actions.base import AdviceAction
from actions.compose.comparison import comparison_message
from actions.compose.noted import noted_text
from actions.named import named_picks
from actions.turn import Turn


class ActionCompare(AdviceAction):
    """The action for "compare them"."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_compare"

    def reply(self, turn: Turn) -> None:
        """Compare the picks that were named, or all of them."""
        memory = turn.memory
        about = supposed(memory, turn.asked)[1] if turn.asked else memory
        advice, picks = turn.adviser.ranked(about, memory.picks)
        if memory.stage != ADVISED or not picks:
            turn.say("utter_why_nothing_yet")
        elif len(picks) < 2:
            turn.say("utter_compare_one_only")
        else:
            if turn.asked:
                turn.say("utter_compare_counting", facts=noted_text(Profile(tuple(turn.asked))))
            named = named_picks(turn.text, picks)
            turn.send(comparison_message(advice, named if len(named) > 1 else picks, memory.said))
        flow.back_to_question(turn)
