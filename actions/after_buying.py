"""What follows when somebody says how a pair is: what to try first, another pick, the way back, or a clinician."""

from __future__ import annotations

from actions import wording
from actions.advice.dates import day_number, days_worn
from actions.advice.feedback import Another, Respect, another_pick, respect_said
from actions.advice.trial import late_after_days, plan_for
from actions.compose.recommendations import recommendations_message
from actions.compose.trial import name_of, returns_text, span
from actions.message import Message
from actions.own_pair import product_of, take, take_days
from actions.turn import Turn
from catalog import Product

NO_HELP, WORSE = "no_help", "worse"
"""Respects that the code knows by name: whether it is early or late for "it does not help", and plain harm."""

OPTIONS = {"too_hard": ["softer", "another"], "arch_presses": ["softer", "another"]}
"""What is offered beside the first advice, where it is more than another pair."""


def in_use(turn: Turn) -> bool:
    """Whether the person wears a pair of ours, by what they said of it."""
    return turn.memory.pair.day(turn.today) is not None


def speaks_of_it(turn: Turn) -> Respect | None:
    """The respect in which a message, whatever it was understood as, speaks of the pair in use."""
    return respect_said(turn.text) if in_use(turn) and turn.memory.pending is None else None


def tell(turn: Turn, respect: Respect) -> None:
    """Say what to try, and from the day on which that has had its chance show the pick that differs in just that."""
    memory = turn.memory
    product = product_of(turn)
    if product is not None:
        take(turn, product.sku)
    if turn.memory.pair.start is None:  # later "it started on Monday" is more likely said of the trouble
        take_days(turn, started=False)
    days = _days(turn)
    key = f"respect:{respect.id}"
    again = memory.said.get(key, 0) > 0
    memory.said[key] = memory.said.get(key, 0) + 1
    late = days is not None and days >= late_after_days()
    due = respect.another is not None and (
        respect.another == 1 or again or (days is not None and days >= respect.another)
    )
    found = _another(turn, product, respect) if due and product is not None else None
    _first_advice(turn, respect, days, late, offer=found is None and bool(memory.picks))
    if found is not None and product is not None:
        _show(turn, found, product)
    elif due and product is not None:
        turn.say("utter_feedback_none_differs")
    elif respect.another is not None and days is not None and product is not None:
        turn.say("utter_feedback_from_day", day=respect.another)
    if product is not None and respect.send_back and (late or respect.id != NO_HELP):
        plan = plan_for(memory.profile, product)
        turn.send(Message(returns_text(plan, product, memory.pair, turn.today)))


def _first_advice(turn: Turn, respect: Respect, days: int | None, late: bool, offer: bool) -> None:
    response = f"utter_feedback_{respect.id}"
    if respect.id == NO_HELP:
        response += "_late" if late else "_early"
    options = OPTIONS.get(respect.id, ["another"] if respect.another or respect.id == WORSE else []) if offer else []
    day = turn.phrase("utter_feedback_day", day=days) + " " if days is not None and in_use(turn) else ""
    text = turn.phrase(response)
    if respect.id == NO_HELP and late and days is not None:
        plan = plan_for(turn.memory.profile, product_of(turn))
        if days < plan.judge_after_days:
            text += " " + turn.phrase("utter_feedback_not_yet_judged", judge_after=span(plan.judge_after_days))
    turn.send(Message(day + text, buttons=[wording.say(f"utter_option_{option}") for option in options]))


def _days(turn: Turn) -> int | None:
    """The day of wear: as the message says, else by the day on which they started."""
    pair, number = turn.memory.pair, day_number(turn.text)
    if number is not None and pair.sku and pair.started is None:
        pair.begin(turn.today, number)
    said = days_worn(turn.text)
    return said if said is not None else pair.day(turn.today)


def _another(turn: Turn, product: Product, respect: Respect) -> Another | None:
    return another_pick(turn.adviser, turn.memory, product, respect)


def _show(turn: Turn, found: Another, old: Product) -> None:
    """The one pick, in what it differs from the old pair by the catalogue's rows, and what else isn't the same."""
    new, name = found.product, found.difference.attribute
    before = getattr(old, name)
    values = {
        "name": name_of(new),
        "new": wording.stated(name, getattr(new, name), new.currency),
        "old": wording.stated(name, before, old.currency) if before is not None else wording.say("utter_unknown_value"),
    }
    text = turn.phrase("utter_feedback_differs", **values)
    if found.besides:
        items = [wording.stated(item, getattr(new, item), new.currency) for item in found.besides]
        text += " " + turn.phrase("utter_feedback_besides", items=wording.join(items))
    turn.say("utter_feedback_pick", text=text)
    turn.send(recommendations_message(found.advice, "utter_feedback_pick_intro", turn.memory.said))
    turn.memory.hidden.append(old.sku)
    turn.memory.picks = [new.sku]
    turn.memory.labels = [found.advice.picks[0].label]
