"""The pair that somebody took: which one it is, and the days of it that a message names."""

from __future__ import annotations

from actions import wording
from actions.advice.dates import Said, dates_in, of_trouble, without_days
from actions.named import named_picks, spoken_of
from actions.turn import Turn, country
from catalog import Product

MONTH_FIRST = frozenset({"us"})
"""Countries where "3/4" is March 4th."""


def product_of(turn: Turn) -> Product | None:
    """The pair that a message is about: the one named, else the one that they took, else "it", else the first pick."""
    named = named_products(turn)
    if named:
        return named[0]
    pair = turn.memory.pair
    if pair.sku:
        found = turn.adviser.catalogue.product(pair.sku)
        if found is not None:
            return found
    picks = turn.adviser.ranked(turn.memory, turn.memory.picks)[1]
    return spoken_of(turn.text, picks, turn.memory.focus)[0].ranked.product if picks else None


def named_products(turn: Turn) -> list[Product]:
    """The picks that a message names, in the order shown."""
    picks = turn.adviser.ranked(turn.memory, turn.memory.picks)[1]
    return [pick.ranked.product for pick in named_picks(without_days(turn.text), picks)]


def take(turn: Turn, sku: str) -> None:
    """Remember the pair that they took; the days of another one are no longer of interest."""
    pair = turn.memory.pair
    if pair.sku and pair.sku != sku:
        pair.bought = pair.arrived = pair.started = None
    pair.sku = sku


def take_days(turn: Turn, started: bool) -> list[str]:
    """Take in the days of the pair that a message names, and say how an unclear one was read. Gives their events.

    ``started`` tells that a day on which nothing is said to happen is the first of the plan.
    """
    found = [
        said
        for said in dates_in(turn.text, turn.today, country() not in MONTH_FIRST)
        if (said.event is not None or started) and not (said.event in (None, "started") and of_trouble(turn.text))
    ]
    for said in found:
        _say_how(turn, said)
    kept = [said for said in found if not said.far]
    if kept:
        named = named_products(turn)
        product = named[0] if named else product_of(turn)
        if product is not None:
            take(turn, product.sku)
    events = [said.event or "started" for said in kept]
    for event, said in zip(events, kept, strict=True):
        setattr(turn.memory.pair, event, said.day)
    pair = turn.memory.pair
    if pair.arrived and pair.started and pair.started < pair.arrived:
        # nobody starts before the pair is there: what was said last counts
        earlier = "started" if "arrived" in events else "arrived"
        setattr(pair, earlier, None)
    return events


def _say_how(turn: Turn, said: Said) -> None:
    if said.far:
        turn.say("utter_trial_day_far", day=wording.day(said.day, turn.today))
    elif said.other is not None:
        day, other = (wording.day(item, turn.today) for item in (said.day, said.other))
        turn.say("utter_trial_day_read", day=day, other=other)
