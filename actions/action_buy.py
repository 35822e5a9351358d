"""Where to buy a pick."""

from __future__ import annotations

from actions import flow
from actions.base import AdviceAction
from actions.buying import tell_where_to_buy
from actions.turn import Turn


class ActionBuy(AdviceAction):
    """The action for "I'll take the first": the product's page and its terms. Nothing is ordered here."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_buy"

    def reply(self, turn: Turn) -> None:
        """Give the page of the pick that was named, or of the first."""
        if not tell_where_to_buy(turn):
            turn.say("utter_buy_nothing_yet")
            flow.back_to_question(turn)
