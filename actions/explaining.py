"""Why a product was picked, or how it was judged, for whichever action finds that this is asked."""

from __future__ import annotations

from actions.advice.picks import JUDGED, Pick, best_of
from actions.advice.sensitivity import tipping_answers
from actions.compose.why import why_message, why_not_shown_message
from actions.turn import Turn


def explain(turn: Turn, sku: str, picks: list[Pick]) -> None:
    """Why a product was picked, or how it was judged; of one that is no pick any more, why it isn't."""
    memory = turn.memory
    found = turn.adviser.judge(memory, sku)
    if found is None:
        turn.say("utter_why_nothing_yet")
        return
    advice, judged = found
    pick = next((pick for pick in picks if pick.sku == sku), None)
    if pick is None and picks:
        turn.send(why_not_shown_message(advice, judged, best_of(picks), refused=sku in memory.hidden))
        return
    memory.focus = sku if pick is not None else memory.focus
    pick = pick or Pick(JUDGED, judged.ranked)
    first = pick.label != JUDGED and pick is best_of(picks)
    tipping = tipping_answers(turn.adviser, memory, most=1) if first else []
    turn.send(why_message(advice, pick, memory.said, tipping, judged.broken if pick.label == JUDGED else ()))
