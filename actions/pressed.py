"""What the buttons of a card do, also those of a card that was shown long ago."""

from __future__ import annotations

from actions import flow
from actions.advice.memory import ADVISED
from actions.advice.picks import Pick
from actions.changing import ask_anew
from actions.compose.choices import CHANGE, COMPARE, REJECT
from actions.compose.comparison import comparison_message
from actions.compose.naming import product_name
from actions.critique import push_back, shown_picks
from actions.explaining import explain
from actions.pushback import Pushback
from actions.turn import Turn

BESIDE = 2
"""Products that one is compared with: the table has to fit a phone."""


def do_as_pressed(turn: Turn) -> bool:
    """Do what the button says. False where the message is no button's."""
    if turn.button is None:
        return False
    kind, what = turn.button.kind, turn.button.what
    if kind == CHANGE:
        ask_anew(turn, what)
    elif kind == REJECT:
        _reject(turn, what)
    else:
        picks = shown_picks(turn)
        if turn.memory.stage != ADVISED:
            turn.say("utter_why_nothing_yet")
        elif kind == COMPARE:
            _compare(turn, what, picks)
        else:
            explain(turn, what, picks)
        flow.back_to_question(turn)
    return True


def _compare(turn: Turn, sku: str, picks: list[Pick]) -> None:
    advice, found = turn.adviser.ranked(turn.memory, [sku])
    others = [pick for pick in picks if pick.sku != sku]
    if not found or not others:
        turn.say("utter_compare_one_only")
        return
    turn.send(comparison_message(advice, [*found, *others[:BESIDE]], turn.memory.said))


def _reject(turn: Turn, sku: str) -> None:
    memory = turn.memory
    picks = shown_picks(turn)
    down = next((pick for pick in picks if pick.sku == sku), None)
    if down is not None:
        push_back(turn, picks, [Pushback("turned_down", down, down=(down,))])
        return
    if sku not in memory.hidden:
        memory.hidden.append(sku)
    product = turn.adviser.catalogue.product(sku)
    turn.say("utter_changed_turned_down", names=product_name(product) if product else "")
    if memory.stage == ADVISED and memory.picks:
        flow.what_next(turn)
    else:
        flow.back_to_question(turn)
