"""Why one product: need by need, what was traded off, what isn't known."""

from __future__ import annotations

from collections.abc import MutableMapping

from actions import wording
from actions.advice.adviser import Advice
from actions.advice.picks import Pick
from actions.advice.reasons import first_words
from actions.compose.recommendations import stated_text, terms_text, unstated_text
from actions.compose.specification import because
from actions.message import Message


def why_message(advice: Advice, pick: Pick, said: MutableMapping[str, int]) -> Message:
    """The whole reasoning for one pick. Everything said of the product is of its row."""
    product = pick.ranked.product
    reasons = advice.reasons(pick)
    lines = [wording.say("utter_why_pick_intro", said, brand=product.brand, name=product.name)]
    quoted: set[str] = set()
    for reason in reasons.reasons:
        words = first_words(reason.facts)
        words = None if words in quoted else words
        quoted.add(words or "")
        values = {
            "features": wording.need(reason.need.fit),
            "because": because(reason.need),
            "product": stated_text(reason.stated, product.currency),
        }
        response = "utter_why_need_said" if words else "utter_why_need"
        lines.append(wording.say(response, quote=words or "", **values))
    names = wording.labels()["insole_types"]
    wanted = advice.specification.insole_type
    if product.insole_type not in (None, wanted):
        lines.append(wording.say("utter_why_other_type", type=names[product.insole_type], wanted=names[wanted]))
    for item in reasons.tradeoffs:
        lines.append(
            wording.say(
                "utter_why_tradeoff",
                features=wording.need(item.need.fit, short=True),
                product=stated_text(item.stated[:2], product.currency),
            )
        )
    if reasons.unstated:
        lines.append(wording.say("utter_why_unknown", features=unstated_text(reasons.unstated)))
    lines.append(terms_text(product))
    return Message("\n".join(lines))


def why_not_message(advice: Advice, pick: Pick, best: Pick) -> Message:
    """Why a product that was shown comes after the first one, and what speaks for it all the same."""
    product, first = pick.ranked.product, best.ranked.product
    if product.sku == first.sku:
        return Message(wording.say("utter_why_not_best", brand=product.brand, name=product.name))
    best_name = wording.say("utter_pick_name", brand=first.brand, name=first.name)
    lines = [wording.say("utter_why_not_intro", brand=product.brand, name=product.name, best=best_name)]
    names = wording.labels()["insole_types"]
    wanted = advice.specification.insole_type
    if product.insole_type not in (None, wanted) and first.insole_type == wanted:
        lines.append(wording.say("utter_why_not_type", type=names[product.insole_type], wanted=names[wanted]))
    for item in advice.reasons(pick).tradeoffs:
        lines.append(
            wording.say(
                "utter_why_not_lacks",
                features=wording.need(item.need.fit, short=True),
                product=stated_text(item.stated[:2], product.currency),
            )
        )
    if len(lines) == 1:
        lines.append(wording.say("utter_why_not_close"))
    if product.price < first.price:
        saving = wording.money(first.price - product.price, product.currency)
        lines.append(wording.say("utter_why_not_price", saving=saving))
    return Message("\n".join(lines))
