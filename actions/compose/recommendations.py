"""The picks: what each has, lacks and leaves unsaid; and what to loosen where nothing passes."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from decimal import Decimal
from typing import Any

from actions import wording
from actions.advice.adviser import Advice
from actions.advice.picks import ANOTHER_TYPE, BEST_MATCH, BEST_VALUE, BETTER, Pick
from actions.advice.reasons import Reason, Reasons, Stated, Tradeoff, first_words
from actions.compose.choices import product_choices
from actions.compose.specification import because
from actions.message import Message
from catalog import Limits, Loosening, Move, Product

MOST_REASONS = 5
MOST_TRADEOFFS = 2
MOST_OFFERS = 3
MOST_QUOTES = 2
MOST_IN_A_LINE = 3
MOST_UNSTATED = 3
"""A pick takes at most eight short lines of a phone: what isn't in one of them is in the answer to "why"."""

_CUSHIONS = {"cushioning_amount": "cushioning", "cushioning_place": "cushioning"}
"""Attributes that are said in one phrase."""

_SAID_ELSEWHERE = frozenset({"insole_type", "price", "trial_days", "return_terms"})
"""Attributes with a line of their own."""


def recommendations_message(advice: Advice, intro: str, said: MutableMapping[str, int], beside: int = 0) -> Message:
    """The picks as one message; each takes a few lines. ``intro`` is the response that opens it, ``beside`` the number
    of products shown just before them, after which they are counted on."""
    shop = wording.labels()["shop"]
    blocks = [wording.say(intro, said, shop=shop)]
    items = []
    for number, pick in enumerate(advice.picks, start=beside + 1):
        reasons = advice.reasons(pick)
        lines = pick_lines(pick, reasons, advice)
        blocks.append("\n".join([wording.say("utter_pick_title", **_title(number, pick)), *lines]))
        if pick.ranked.product.url:
            blocks.append(wording.say("utter_pick_link", url=pick.ranked.product.url))
        items.append(
            {
                **pick_part(pick, reasons, advice),
                "title": wording.say(f"utter_label_{pick.label}"),
                "lines": lines,
                "choices": product_choices(pick.ranked.product, len(advice.picks) + beside > 1),
            }
        )
    note = sample_note(advice, said)
    if note:
        blocks.append(note)
    custom = {"type": "recommendations", "intro": blocks[0], "items": items, "relaxed": [], "note": note}
    return Message("\n".join(blocks), custom)


def loosening_message(advice: Advice, said: MutableMapping[str, int]) -> Message:
    """What to loosen where nothing passes, and what each would bring."""
    offers = open_loosenings(advice)[:MOST_OFFERS]
    if not offers:
        return Message(
            wording.say("utter_nothing_at_all", said), {"type": "recommendations", "items": [], "relaxed": []}
        )
    lines = [wording.say("utter_nothing_fits", said)]
    lines += [loosening_line(loosening, advice) for loosening in offers]
    lines.append(wording.say("utter_loosen_ask"))
    relaxed = [
        {
            "limit": move.word,
            "from": _plain(move.from_),
            "to": _plain(move.to),
            "gains": loosening.gains.product.sku,
        }
        for loosening in offers
        for move in loosening.moves
    ]
    return Message("\n".join(lines), {"type": "recommendations", "items": [], "relaxed": relaxed})


def open_loosenings(advice: Advice) -> list[Loosening]:
    """What may be loosened, without what would put an adult's pair under a child's foot."""
    if advice.limits.wearer != "kids":
        return list(advice.loosenings)
    return [item for item in advice.loosenings if all(move.limit != "wearer" for move in item.moves)]


def is_sample(advice: Advice) -> bool:
    """Whether the shop is the sample shop, whose products are invented."""
    return any((pick.ranked.product.url or "").startswith("https://shop.example/") for pick in advice.picks)


def sample_note(advice: Advice, said: MutableMapping[str, int]) -> str | None:
    """Once in a conversation: that the products are invented, where they are."""
    if not is_sample(advice) or "utter_sample_shop" in said:
        return None
    said["utter_sample_shop"] = 1
    return wording.say("utter_sample_shop")


def stated_text(stated: tuple[Stated, ...], currency: str) -> str:
    """Attributes with their values as a phrase. How much and where it cushions are one thing."""
    values = {item.attribute: item.value for item in stated}
    phrases = list(dict.fromkeys(_phrase(item, values, currency) for item in stated))
    # phrases that are lists themselves need a stop between them
    return wording.join(phrases, last=", " if any(" and " in phrase for phrase in phrases) else " and ")


def _phrase(item: Stated, values: dict[str, Any], currency: str) -> str:
    if item.attribute in _CUSHIONS and all(name in values for name in _CUSHIONS):
        amount = wording.labels()["cushioning"][values["cushioning_amount"]]
        return f"{amount} {wording.stated('cushioning_place', values['cushioning_place'], currency)}"
    return wording.stated(item.attribute, item.value, currency)


def terms_text(product: Product) -> str:
    """Trial days and return terms in one sentence."""
    if product.return_terms == "none" or product.trial_days == 0:
        return wording.say("utter_terms_none")
    terms = f"utter_terms_{product.return_terms or 'unknown'}"
    return wording.say(terms, days=product.trial_days) if product.trial_days else wording.say(f"{terms}_no_days")


def unstated_text(attributes: Sequence[str], response: str = "") -> str:
    """Attributes that a seller leaves unsaid, by name, as they stand in a sentence."""
    names = dict.fromkeys(wording.attribute(name).lower() for name in attributes)
    return wording.join(names, last=", ") if response == "utter_pick_unknown_more" else wording.join(names)


def _title(number: int, pick: Pick) -> dict[str, object]:
    product = pick.ranked.product
    return {
        "number": number,
        "label": wording.say(f"utter_label_{pick.label}"),
        "brand": product.brand,
        "name": product.name,
        "price": wording.price(product),
    }


def pick_lines(pick: Pick, reasons: Reasons, advice: Advice, broken: Sequence[str] = ()) -> list[str]:
    """What is said of a pick below its name: why it is here, what it has, lacks and leaves unsaid, its terms.

    ``broken`` are lines on the limits that it breaks.
    """
    product = pick.ranked.product
    lines = []
    best = advice.picks[0].ranked.product
    if pick.label == BEST_VALUE:
        saving = wording.money(best.price - product.price, product.currency)
        lines.append(wording.say("utter_pick_value_reason", saving=saving))
    if pick.label == ANOTHER_TYPE and product.insole_type:
        lines.append(wording.say("utter_pick_type_reason", type=wording.labels()["insole_types"][product.insole_type]))
    lines += _has_lines(reasons, product.currency, advice.limits)
    lacks = tradeoff_texts(pick, reasons, advice)
    if lacks:
        lines.append(wording.say("utter_pick_lacks", items=wording.join(lacks)))
    lines += broken
    unstated = [name for name in reasons.unstated if name not in ("trial_days", "return_terms")]
    if unstated:
        response = "utter_pick_unknown_more" if len(unstated) > MOST_UNSTATED else "utter_pick_unknown"
        lines.append(wording.say(response, features=unstated_text(unstated[:MOST_UNSTATED], response)))
    terms = terms_text(product)
    if product.wearer is not None and len(product.wearer) == 1 and not advice.limits.wearer:
        terms = wording.say("utter_pick_wearer", wearer=wording.listed("wearer", product.wearer)) + " " + terms
    lines.append(terms)
    return lines


def _has_lines(reasons: Reasons, currency: str, limits: Limits) -> list[str]:
    """What the product has: by the person's own words where a need goes back to them, then the rest in one line.

    Each thing is said once, and what is said below as a shortcoming isn't praised above. Of shoes only those that
    were asked for are named.
    """
    told = {item for tradeoff in reasons.tradeoffs for item in tradeoff.stated}
    by_words: dict[str | None, list[Stated]] = {}
    for reason in _shown(reasons):
        words = first_words(reason.facts)
        if words not in by_words and len(by_words) >= MOST_QUOTES:
            words = None
        for item in reason.stated:
            if item not in told and item.attribute not in _SAID_ELSEWHERE and item.value != "none":
                told.add(item)
                # "trainers" is reason enough that they go into trainers: no line of its own
                line = None if item.attribute == "footwear" else words
                by_words.setdefault(line, []).append(_asked_for(item, reason, limits))
    lines = [
        wording.say("utter_pick_for", quote=wording.quote(words), features=_most(items, currency))
        for words, items in by_words.items()
        if words is not None
    ]
    rest = by_words.get(None)
    if rest:
        response = "utter_pick_also" if lines else "utter_pick_has"
        lines.append(wording.say(response, features=_most(rest, currency)))
    return lines


def _most(items: Sequence[Stated], currency: str) -> str:
    """The weightiest of some attributes as a phrase; how much and where it cushions count as one."""
    kept: list[Stated] = []
    for item in items:
        if len({_CUSHIONS.get(one.attribute, one.attribute) for one in [*kept, item]}) <= MOST_IN_A_LINE:
            kept.append(item)
    values = {item.attribute: item.value for item in kept}
    return wording.join(dict.fromkeys(_phrase(item, values, currency) for item in kept), last=", ")


def _asked_for(item: Stated, reason: Reason, limits: Limits) -> Stated:
    """An attribute; of the shoes that it is sold for just those that were asked for, or that the guide supposes."""
    if item.attribute != "footwear":
        return item
    wanted = item.value & (limits.footwear or {reason.need.fit.removeprefix("footwear_")})
    return Stated(item.attribute, wanted) if wanted else item


def _shown(reasons: Reasons) -> tuple[Reason, ...]:
    return reasons.reasons[:MOST_REASONS]


def pick_part(pick: Pick, reasons: Reasons, advice: Advice) -> dict[str, Any]:
    """A product as an item of a structured message, without its lines."""
    product = pick.ranked.product
    return {
        "sku": product.sku,
        "name": product.name,
        "brand": product.brand,
        "price": float(product.price),
        "price_high": float(product.price_high) if product.price_high else None,
        "currency": product.currency,
        "url": product.url,
        "image": product.image,
        # beside a judged product the best match is called the better one; for programs it is the best match
        "label": BEST_MATCH if pick.label == BETTER else pick.label,
        "insole_type": product.insole_type,
        "reasons": [_reason_part(reason, product.currency) for reason in _shown(reasons)],
        "tradeoffs": tradeoff_texts(pick, reasons, advice),
        "unknown": list(reasons.unknown),
        "trial_days": product.trial_days,
        "return_terms": product.return_terms,
        "terms": terms_text(product),
    }


def _reason_part(reason: Reason, currency: str) -> dict[str, Any]:
    return {
        "feature": reason.feature,
        "fit": reason.need.fit,
        "said": first_words(reason.facts),
        "guide": reason.rule,
        "because": because(reason.need),
        "product": stated_text(reason.stated, currency),
        "attributes": {item.attribute: _plain(item.value) for item in reason.stated},
    }


def tradeoff_texts(pick: Pick, reasons: Reasons, advice: Advice) -> list[str]:
    """What a pick falls short of, and what it has instead; another type than the one to look for comes first."""
    texts = []
    wanted, type_ = advice.specification.insole_type, pick.ranked.product.insole_type
    if type_ not in (None, wanted) and pick.label != ANOTHER_TYPE:
        names = wording.labels()["insole_types"]
        texts.append(wording.say("utter_pick_other_type", wanted=names[wanted], type=names[type_]))
    told: set[frozenset[Stated]] = set()
    for item in reasons.tradeoffs:
        # one shortcoming may leave two needs unmet: it is named once
        instead = frozenset(item.stated[:2])
        if instead not in told and len(told) < MOST_TRADEOFFS:
            told.add(instead)
            texts.append(_tradeoff_text(item, pick.ranked.product.currency))
    return texts


def _tradeoff_text(item: Tradeoff, currency: str) -> str:
    stated = stated_text(item.stated[:2], currency)
    return wording.say("utter_pick_lack", need=wording.need(item.need.fit, short=True), product=stated)


def loosening_line(loosening: Loosening, advice: Advice) -> str:
    """What to give up, and the product that this brings."""
    product = loosening.gains.product
    moves = wording.join(_move_text(move, advice.currency) for move in loosening.moves)
    return wording.say(
        "utter_loosen",
        moves=moves,
        brand=product.brand,
        name=product.name,
        price=wording.price(product),
    )


def _move_text(move: Move, currency: str) -> str:
    if isinstance(move.from_, Decimal):
        to = wording.money(move.to, currency) if isinstance(move.to, Decimal) else ""
        more = wording.money(abs(move.to - move.from_), currency) if isinstance(move.to, Decimal) else ""
        return wording.say(f"utter_loosen_{move.limit}", to=to, more=more)
    before = move.from_ if isinstance(move.from_, frozenset) else frozenset({str(move.from_)})
    after = move.to if isinstance(move.to, frozenset) else frozenset()
    given_up = wording.join(wording.word(move.word, item) for item in sorted(before - after))
    return wording.say(f"utter_loosen_{move.limit}", **{"from": given_up})


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    return float(value)
