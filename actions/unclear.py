"""A message of which nothing was understood as a whole: what it may name or mean, and asking in another way."""

from __future__ import annotations

from actions.advice.memory import ADVISED
from actions.advice.others import named_in, not_shown
from actions.advice.picks import best_of
from actions.compose.noted import noted_text
from actions.compose.why import why_message, why_not_shown_message
from actions.flow import what_next
from actions.named import named_picks, sibling_named
from actions.readings import likely_readings, places
from actions.turn import Turn

SHORT = 6
"""Up to so many words, naming a pick is all that a message does."""


def speak_of_named(turn: Turn) -> bool:
    """A bare "the second one" after the advice: say why that pick was chosen. True where one was named."""
    memory = turn.memory
    if memory.stage != ADVISED or not memory.picks or len(turn.text.split()) > SHORT:
        return False
    advice, picks = turn.adviser.ranked(memory, memory.picks)
    named = named_picks(turn.text, picks)
    if len(named) != 1 or sibling_named(turn.adviser, turn.text, picks):
        return False
    turn.send(why_message(advice, named[0], memory.said))
    what_next(turn, without={"why"})
    return True


def speak_of_product(turn: Turn) -> bool:
    """A message that nothing else was understood of names a product or a maker of the shop: say how it would do."""
    memory = turn.memory
    if memory.stage != ADVISED or not memory.picks or len(turn.text.split()) > SHORT:
        return False
    advice, picks = turn.adviser.ranked(memory, memory.picks)
    other = named_in(turn.adviser, memory, turn.text)
    if not not_shown(turn.adviser, turn.text, memory.picks) and speak_of_named(turn):
        return True
    if other is None or not picks or other.product.sku in memory.picks:
        return False
    found = turn.adviser.judge(memory, other.product.sku)
    if found is None:
        return False
    turn.send(why_not_shown_message(advice, found[1], best_of(picks)))
    what_next(turn)
    return True


def not_understood(turn: Turn) -> None:
    """Nothing was understood: say what is known so far and offer likely readings.

    The second time in a row it is asked in another way, after that by examples and places in turn.
    """
    turn.missed = True
    misses = turn.memory.misses
    if misses == 0:
        facts = noted_text(turn.memory.profile)
        response = "utter_not_understood_so_far" if facts else "utter_not_understood"
        turn.say(response, buttons=likely_readings(turn), facts=facts)
    elif misses % 2:
        turn.say("utter_not_understood_again", buttons=places())
    else:
        turn.say("utter_not_understood_example")
