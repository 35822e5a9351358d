"""What would change the advice, in a few lines."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from actions import wording
from actions.advice.adviser import Advice
from actions.advice.facts import Fact
from actions.advice.profile import Profile
from actions.advice.sensitivity import Tipping
from actions.compose.naming import product_name
from actions.compose.noted import noted_text
from actions.message import Message
from catalog import Product


def tipping_message(found: Sequence[Tipping], said: MutableMapping[str, int]) -> Message:
    """One line for each answer that would bring another first pick."""
    if not found:
        return Message(wording.say("utter_would_change_nothing", said))
    return Message("\n".join([wording.say("utter_would_change_intro", said), *(tipping_line(item) for item in found)]))


def supposed_message(
    facts: Sequence[Fact], now: Product, then: Advice, currency: str, said: MutableMapping[str, int]
) -> Message:
    """What would be the first pick if these facts held, and whether that is the one of now."""
    supposition = supposed_text(facts, currency)
    if not then.picks:
        return Message(wording.say("utter_supposed_none", said, supposition=supposition))
    product = then.picks[0].ranked.product
    return Message(
        wording.say(
            "utter_supposed_same" if product.sku == now.sku else "utter_supposed_other",
            said,
            supposition=supposition,
            brand=product.brand,
            name=product.name,
            price=wording.price(product),
            now=product_name(now),
        )
    )


def supposed_text(facts: Sequence[Fact], currency: str) -> str:
    """Facts as a supposition: "If you had high arches"."""
    only = facts[0]
    if len(facts) == 1 and only.plain and only.type in wording.labels()["supposed"]:
        text = wording.supposed(only.type, only.value, currency)
    else:
        text = wording.say("utter_supposed_noted", facts=noted_text(Profile(tuple(facts))))
    return text[:1].upper() + text[1:]


def tipping_line(tipping: Tipping) -> str:
    """One answer and the pick that it would bring first."""
    product = tipping.first.product
    return wording.say(
        "utter_would_change",
        answer=wording.supposed(tipping.fact.type, tipping.fact.value, product.currency),
        brand=product.brand,
        name=product.name,
        price=wording.price(product),
    )
