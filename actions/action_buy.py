"""Where to buy a pick."""

from __future__ import annotations

from actions import flow, wording
from actions.base import AdviceAction
from actions.compose.recommendations import terms_text
from actions.named import named_picks
from actions.own_pair import take
from actions.turn import Turn


class ActionBuy(AdviceAction):
    """The action for "I'll take the first": the product's page and its terms. Nothing is ordered here."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_buy"

    def reply(self, turn: Turn) -> None:
        """Give the page of the pick that was named, or of the first."""
        memory = turn.memory
        picks = turn.adviser.ranked(memory, memory.picks)[1]
        if not picks:
            turn.say("utter_buy_nothing_yet")
            flow.back_to_question(turn)
            return
        product = (named_picks(turn.text, picks) or picks)[0].ranked.product
        take(turn, product.sku)
        turn.say(
            "utter_buy" if product.url else "utter_buy_no_page",
            brand=product.brand,
            name=product.name,
            price=wording.money(product.price, product.currency),
            url=product.url,
            terms=terms_text(product),
        )
