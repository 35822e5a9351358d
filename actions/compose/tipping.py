"""What would change the advice, in a few lines."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from actions import wording
from actions.advice.sensitivity import Tipping
from actions.message import Message


def tipping_message(found: Sequence[Tipping], said: MutableMapping[str, int]) -> Message:
    """One line for each answer that would bring another first pick."""
    if not found:
        return Message(wording.say("utter_would_change_nothing", said))
    return Message("\n".join([wording.say("utter_would_change_intro", said), *(tipping_line(item) for item in found)]))


def tipping_line(tipping: Tipping) -> str:
    """One answer and the pick that it would bring first."""
    product = tipping.first.product
    return wording.say(
        "utter_would_change",
        answer=wording.supposed(tipping.fact.type, tipping.fact.value, product.currency),
        brand=product.brand,
        name=product.name,
        price=wording.money(product.price, product.currency),
    )
