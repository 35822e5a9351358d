"""Where to buy a pick: its page and its terms. Nothing is ordered here."""

from __future__ import annotations

from actions import wording
from actions.compose.recommendations import terms_text
from actions.named import named_picks
from actions.own_pair import take
from actions.turn import Turn

SHORT = 4
"""Up to so many words, "how do I order?" is about the pairs shown."""


def tell_where_to_buy(turn: Turn) -> bool:
    """Give the page of the pick that was named, else of the one spoken of last, else of the first. False where none
    was shown."""
    memory = turn.memory
    picks = turn.adviser.ranked(memory, memory.picks)[1]
    if not picks:
        return False
    focus = [pick for pick in picks if pick.sku == memory.focus]
    product = (named_picks(turn.text, picks) or focus or picks)[0].ranked.product
    take(turn, product.sku)
    turn.say(
        "utter_buy" if product.url else "utter_buy_no_page",
        brand=product.brand,
        name=product.name,
        price=wording.price(product),
        url=product.url,
        terms=terms_text(product),
    )
    return True


def means_to_buy(turn: Turn) -> bool:
    """Whether a message that the NLU made nothing of speaks of buying a pair that was shown."""
    if "buying" not in turn.remarks or not turn.memory.picks:
        return False
    picks = turn.adviser.ranked(turn.memory, turn.memory.picks)[1]
    return len(turn.text.split()) <= SHORT or bool(named_picks(turn.text, picks))
