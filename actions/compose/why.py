"""Why one product: need by need, what was traded off, what isn't known."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from decimal import Decimal

from actions import wording
from actions.advice.adviser import Advice
from actions.advice.picks import JUDGED, Pick
from actions.advice.reasons import first_words, reasons_for
from actions.advice.sensitivity import Tipping
from actions.compose.naming import product_name
from actions.compose.recommendations import stated_text, terms_text, unstated_text
from actions.compose.specification import because
from actions.message import Message
from catalog import Judged, Product, Ranked

MOST_NEEDS = 6
"""Needs that are explained one by one: a phone screen; the weightiest come first."""

MOST_SHORTFALLS = 3

FAIR = 1
"""Up to so many shortfalls a cheaper product may be called a fair choice."""

LIMIT_WORDS = {"avoid_materials": "material", "avoid_features": "feature", "avoid_types": "insole_type"}
"""The vocabulary's name of a limit's values, where it is another than the limit's."""


def why_message(
    advice: Advice,
    pick: Pick,
    said: MutableMapping[str, int],
    tipping: Sequence[Tipping] = (),
    broken: Sequence[str] = (),
) -> Message:
    """The reasoning for one pick, or for a product that was judged. Everything said of the product is of its row;
    ``tipping`` would change it, ``broken`` are the limits that it breaks."""
    product = pick.ranked.product
    reasons = advice.reasons(pick)
    intro = "utter_why_judged_intro" if pick.label == JUDGED else "utter_why_pick_intro"
    lines = [wording.say(intro, said, brand=product.brand, name=product.name)]
    quoted: set[str] = set()
    given: set[str] = set()
    for reason in reasons.reasons[:MOST_NEEDS]:
        words = first_words(reason.facts)
        words = None if words in quoted else words
        quoted.add(words or "")
        reason_given = because(reason.need)
        values = {
            "features": wording.need(reason.need.fit),
            "because": reason_given,
            "product": stated_text(reason.stated, product.currency),
        }
        response = "utter_why_need_said" if words else "utter_why_need"
        if reason_given in given:
            response = "utter_why_need_again"  # the reason stands above
        given.add(reason_given)
        lines.append(wording.say(response, quote=wording.quote(words or ""), **values))
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
    lines += [broken_text(limit, advice) for limit in broken]
    if reasons.unstated:
        lines.append(wording.say("utter_why_unknown", features=unstated_text(reasons.unstated)))
    lines.append(terms_text(product))
    for change in tipping:
        first = change.first.product
        answer = wording.supposed(change.fact.type, change.fact.value, product.currency)
        lines.append(wording.say("utter_would_change_why", answer=answer, brand=first.brand, name=first.name))
    return Message("\n".join(lines))


def why_not_message(advice: Advice, pick: Pick, best: Pick) -> Message:
    """Why a product that was shown comes after the first one, and what speaks for it all the same."""
    product, first = pick.ranked.product, best.ranked.product
    if product.sku == first.sku:
        return Message(wording.say("utter_why_not_best", brand=product.brand, name=product.name))
    lines = [wording.say("utter_why_not_intro", brand=product.brand, name=product.name, best=product_name(first))]
    lines += _shortfalls(advice, pick.ranked, first)
    fair = len(lines) <= 1 + FAIR
    if len(lines) == 1:
        lines.append(wording.say("utter_why_not_close"))
    return Message("\n".join(lines + _saving(product, first, fair)))


def why_not_shown_message(advice: Advice, judged: Judged, best: Pick, refused: bool = False) -> Message:
    """Why a product is not among the picks: what it breaks, then what it falls short of.

    ``refused``: the person turned it down.
    """
    product, first = judged.ranked.product, best.ranked.product
    price = wording.price(product)
    lines = [
        wording.say(
            "utter_why_not_shown", brand=product.brand, name=product.name, price=price, best=product_name(first)
        )
    ]
    lines += [wording.say("utter_why_not_refused_it")] if refused else []
    lines += [broken_text(limit, advice) for limit in judged.broken]
    lines += _shortfalls(advice, judged.ranked, first)
    fair = len(lines) <= 1 + FAIR
    if len(lines) == 1:
        lines.append(wording.say("utter_why_not_close"))
    return Message("\n".join(lines + ([] if judged.broken else _saving(product, first, fair))))


def _shortfalls(advice: Advice, ranked: Ranked, first: Product) -> list[str]:
    """What a product lacks against the specification, another type than the one to look for first."""
    product, lines = ranked.product, []
    names = wording.labels()["insole_types"]
    wanted = advice.specification.insole_type
    if product.insole_type not in (None, wanted) and first.insole_type == wanted:
        lines.append(wording.say("utter_why_not_type", type=names[product.insole_type], wanted=names[wanted]))
    for item in reasons_for(ranked, advice.specification).tradeoffs[:MOST_SHORTFALLS]:
        lines.append(
            wording.say(
                "utter_why_not_lacks",
                features=wording.need(item.need.fit, short=True),
                product=stated_text(item.stated[:2], product.currency),
            )
        )
    return lines


def broken_text(limit: str, advice: Advice) -> str:
    """A line on one limit that a product breaks, by what the person set."""
    value = getattr(advice.limits, limit)
    if isinstance(value, Decimal):
        shown = wording.money(value, advice.currency)
    else:
        type_ = LIMIT_WORDS.get(limit, limit)
        values = sorted(value) if isinstance(value, frozenset) else [str(value)]
        shown = wording.join((wording.word(type_, item) for item in values), last=wording.say("utter_or"))
    return wording.say(f"utter_why_not_breaks_{limit}", value=shown)


def _saving(product: Product, first: Product, fair: bool) -> list[str]:
    if product.price >= first.price:
        return []
    saving = wording.money(first.price - product.price, product.currency)
    return [wording.say("utter_why_not_price" if fair else "utter_why_not_price_only", saving=saving)]
