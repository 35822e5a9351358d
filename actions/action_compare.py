"""The picks side by side, with a verdict for this person."""

from __future__ import annotations

from actions import flow
from actions.base import AdviceAction
from actions.comparing import compare_picks
from actions.turn import Turn


class ActionCompare(AdviceAction):
    """The action for "compare them"."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_compare"

    def reply(self, turn: Turn) -> None:
        """Compare the picks that were named, or all of them."""
        compare_picks(turn)
        flow.back_to_question(turn)
