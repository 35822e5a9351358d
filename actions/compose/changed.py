"""What a change of mind changed: the wish in a few words, and which picks came and went."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from actions import wording
from actions.advice.adviser import Advice
from actions.advice.memory import Bound, Memory
from actions.advice.picks import Pick
from actions.advice.profile import Profile
from actions.compose.naming import product_name
from actions.compose.noted import noted_text
from actions.compose.recommendations import loosening_line, open_loosenings
from actions.message import Message
from actions.pushback import Pushback
from actions.turn import Turn


def changed_text(turn: Turn, said: Sequence[Pushback]) -> str:
    """What is looked for from now on, in a sentence or two."""
    sentences = [_change(item) for item in said]
    facts = [fact for fact in turn.facts if fact.type != "red_flag"]
    noted = noted_text(Profile(tuple(fact for fact in facts if not _said_already(fact.value, said))))
    if noted:
        sentences.append(turn.phrase("utter_changed_and", facts=noted))
    return " ".join(sentences)


def nothing_further(said: Sequence[Pushback], advice: Advice, counts: MutableMapping[str, int], stays: bool) -> Message:
    """Nothing fits with these wishes; where giving up a limit would bring one, that is said.

    ``stays``: the list stays as it was, because the message said nothing else that counts.
    """
    if len(said) == 1:
        text = wording.say(f"utter_no_further_{said[0].kind}", counts, price=_price(said[0].pick))
    else:
        kinds = wording.join(wording.say(f"utter_kind_{item.kind}") for item in said)
        text = wording.say("utter_no_further", counts, wishes=kinds)
    text += " " + wording.say("utter_no_further_stays" if stays else "utter_no_further_rest")
    shown = {item.pick.ranked.product.sku for item in said}
    nearest = [item for item in open_loosenings(advice) if item.gains.product.sku not in shown]
    if nearest and stays:
        text += "\n" + wording.say("utter_no_further_nearest") + "\n" + loosening_line(nearest[0], advice)
    return Message(text)


def came_and_went(before: Sequence[Pick], after: Sequence[Pick], counts: MutableMapping[str, int]) -> str:
    """Which picks are new and which are gone; empty where the list is wholly new or the same."""
    old, new = {pick.sku for pick in before}, {pick.sku for pick in after}
    came = [product_name(pick.ranked.product) for pick in after if pick.sku not in old]
    went = [product_name(pick.ranked.product) for pick in before if pick.sku not in new]
    if not came or not went or not old & new:
        return ""
    return wording.say("utter_came_and_went", counts, came=wording.join(came), went=wording.join(went))


def wish_name(bound: Bound) -> str:
    """The wish that a bound came of ("softer", "thinner")."""
    if bound.attribute == "price":
        return wording.say("utter_kind_cheaper" if bound.above is None else "utter_kind_dearer")
    if bound.attribute == "firmness":
        return wording.say("utter_kind_softer" if bound.above is None else "utter_kind_firmer")
    return wording.say("utter_kind_thinner")


def wishes_text(memory: Memory) -> str:
    """Every wish made of picks that still counts, and the makers refused; empty where there are none."""
    wishes = [wish_name(bound) for bound in memory.bounds]
    if memory.avoid_brands:
        wishes.append(
            wording.say("utter_wish_brands", brands=wording.join(memory.avoid_brands, wording.say("utter_or")))
        )
    return wording.join(wishes)


def _change(item: Pushback) -> str:
    product = item.pick.ranked.product
    if item.kind == "turned_down":
        return wording.say(
            "utter_changed_turned_down", names=wording.join(product_name(pick.ranked.product) for pick in item.down)
        )
    if item.kind == "thinner" and product.thickness_mm is None:
        return wording.say("utter_changed_thinner_plain")
    return wording.say(
        f"utter_changed_{item.kind}",
        price=_price(item.pick),
        value=f"{product.thickness_mm:g}" if product.thickness_mm is not None else "",
        brand=product.brand,
        name=product.name,
        brands=wording.join(item.brands, last=wording.say("utter_or")),
    )


def _said_already(value: str, said: Sequence[Pushback]) -> bool:
    """Whether a fact only repeats the wish ("firmer": firm)."""
    return any(item.kind.startswith(value) or (item.kind == "cheaper" and value == "low") for item in said)


def _price(pick: Pick) -> str:
    return wording.money(pick.ranked.product.price, pick.ranked.product.currency)
