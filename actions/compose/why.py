"""Why one product: need by need, what was traded off, what isn't known."""

from __future__ import annotations

from collections.abc import MutableMapping

from actions import wording
from actions.advice.adviser import Advice
from actions.advice.picks import Pick
from actions.advice.reasons import first_words
from actions.compose.recommendations import stated_text, terms_text
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
                features=wording.need(item.need.fit),
                product=stated_text(item.stated[:2], product.currency),
            )
        )
    if reasons.unknown:
        features = wording.join(dict.fromkeys(wording.feature(name) for name in reasons.unknown))
        lines.append(wording.say("utter_why_unknown", features=features))
    lines.append(terms_text(product))
    return Message("\n".join(lines))
