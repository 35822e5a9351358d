"""Answers about the picks shown, each from the product's own row."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from actions import wording
from actions.advice.aspects import Aspect
from actions.advice.features import fit_feature
from actions.compose.naming import product_name
from actions.compose.recommendations import stated_text
from actions.message import Message


def about_message(answers: Sequence[Sequence[Aspect]], said: MutableMapping[str, int]) -> Message:
    """One line for each product and thing asked."""
    return Message("\n".join(_line(aspect, said) for found in answers for aspect in found))


def worth_noting(answers: Sequence[Sequence[Aspect]]) -> str:
    """What was asked about as it would be noted of a person ("wide"); empty where it is no fact about somebody."""
    facts = {aspect.fact.value: aspect.fact for found in answers for aspect in found if aspect.fact is not None}
    kinds = ("width", "arch_type", "footwear", "shoe_size", "wearer")
    return wording.join(wording.word(fact.type, fact.value) for fact in facts.values() if fact.type in kinds)


def _line(aspect: Aspect, said: MutableMapping[str, int]) -> str:
    product = aspect.product
    name = product_name(product)
    if aspect.reasons is not None and aspect.fact is not None:
        return _guide_line(aspect, name, said)
    if aspect.verdict == "unknown":
        asked = _asked(aspect)
        return wording.say("utter_about_unknown", said, name=name, asked=asked)
    if aspect.attribute == "brand":
        return wording.say("utter_about_brand", said, name=product.name, brand=product.brand)
    if aspect.attribute == "price":
        price = wording.price(product)
        return wording.say(f"utter_about_{aspect.verdict}", said, name=name, stated=price, asked=_asked(aspect))
    stated = stated_text(aspect.stated, product.currency) or _asked(aspect)
    return wording.say(f"utter_about_{aspect.verdict}", said, name=name, stated=stated, asked=_asked(aspect))


def _asked(aspect: Aspect) -> str:
    """What was asked, in a few words."""
    if aspect.fact is not None:
        return wording.word(aspect.fact.type, aspect.fact.value)
    return wording.attribute(aspect.attribute).lower()


def _guide_line(aspect: Aspect, name: str, said: MutableMapping[str, int]) -> str:
    """For a complaint: what of the guide's demands the product has, lacks and leaves unsaid. No promise of help."""
    reasons, product = aspect.reasons, aspect.product
    if reasons is None or aspect.fact is None:
        return ""
    asked = wording.word(aspect.fact.type, aspect.fact.value)
    has = [item for reason in reasons.reasons for item in reason.stated]
    lacks = [wording.need(item.need.fit, short=True) for item in reasons.tradeoffs]
    known = {fit_feature(reason.need.fit) for reason in reasons.reasons}
    unknown = [feature for feature in reasons.unknown if feature not in known and feature != "insole_type"]
    parts = [wording.say(f"utter_about_guide_{aspect.verdict}", said, name=name, asked=asked)]
    if has:
        features = stated_text(tuple(dict.fromkeys(has))[:4], product.currency)
        parts.append(wording.say("utter_about_guide_has", features=features))
    if lacks:
        parts.append(wording.say("utter_about_guide_lacks", features=wording.join(lacks[:3])))
    if unknown and not has:
        parts.append(wording.say("utter_about_guide_unstated"))
    return " ".join(parts)
