"""Pushing back at the picks: what is looked for changes, which is said; where nothing is left, the list stays."""

from __future__ import annotations

from actions import flow
from actions.advice.memory import ADVISED
from actions.advice.picks import Pick
from actions.compose.changed import changed_text, nothing_further
from actions.message import Message
from actions.pushback import Pushback, changed, contradictory, forget_wishes, pushbacks, refused_brands
from actions.turn import Turn


def shown_picks(turn: Turn) -> list[Pick]:
    """The picks that can be pushed back at; none before any advice."""
    return turn.adviser.ranked(turn.memory, turn.memory.picks)[1] if turn.memory.stage == ADVISED else []


def push_back(turn: Turn, picks: list[Pick], said: list[Pushback] | None = None) -> None:
    """Take in every wish of the message about the picks, together with whatever else it says.

    ``said`` are its wishes where they are known already.
    """
    memory = turn.memory
    said = said if said is not None else pushbacks(turn, picks)
    if contradictory(said):
        forget_wishes(turn, said)
        turn.say("utter_critique_contrary")
        if turn.news:
            flow.advise_again(turn)
        return
    tried = changed(turn, said, picks)
    advice = turn.adviser.advise(tried)
    if advice.picks:
        turn.send(Message(changed_text(turn, said)))
        turn.memory = tried
        flow.advise_again(turn, advice)
        return
    forget_wishes(turn, said)
    turn.send(nothing_further(said, advice, memory.said, stays=not turn.news))
    if turn.news:
        flow.advise_again(turn)  # what else the message said counts all the same
    else:
        flow.what_next(turn, without=[item.kind for item in said])


def refuse_brands(turn: Turn) -> bool:
    """Drop the makers that a message refuses by name, which the NLU cannot know. False where it refuses none."""
    memory = turn.memory
    if memory.stage != ADVISED or not memory.picks or memory.pending is not None or not refused_brands(turn):
        return False
    picks = shown_picks(turn)
    if not picks:
        return False
    push_back(turn, picks)
    return True
