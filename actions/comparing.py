"""The picks side by side, for whichever action finds that they are to be compared."""

from __future__ import annotations

import re

from actions.advice.facts import Fact
from actions.advice.memory import ADVISED
from actions.advice.profile import Profile
from actions.advice.suppose import supposed
from actions.advice.vocabulary import vocabulary
from actions.compose.comparison import comparison_message
from actions.compose.noted import noted_text
from actions.named import named_picks
from actions.turn import Turn

_BETTER_FOR = re.compile(r"\bbetter (?:for|when|while|at|in) (?:my |the |all day )?(\w+)", re.IGNORECASE)


def compare_picks(turn: Turn) -> None:
    """Compare the picks that were named, or all of them. What the question names ("better for running?") counts in the
    verdict, and is not learnt."""
    memory = turn.memory
    if not turn.asked:
        turn.asked = activity_in(turn.text)
    about = supposed(memory, turn.asked)[1] if turn.asked else memory
    advice, picks = turn.adviser.ranked(about, memory.picks)
    if memory.stage != ADVISED or not picks:
        turn.say("utter_why_nothing_yet")
    elif len(picks) < 2:
        turn.say("utter_compare_one_only")
    else:
        if turn.asked:
            turn.say("utter_compare_counting", facts=noted_text(Profile(tuple(turn.asked))))
        named = named_picks(turn.text, picks)
        turn.send(comparison_message(advice, named if len(named) > 1 else picks, memory.said))


def activity_in(text: str) -> list[Fact]:
    """The activity that a question weighs picks up for ("better for standing?"), said in its plain word."""
    found = _BETTER_FOR.search(text)
    word = found[1].lower() if found else ""
    return [Fact("activity", word, words=word)] if word in vocabulary()["activity"].values else []


def compare_named(turn: Turn) -> bool:
    """Compare where a message that the NLU made nothing of names several of the picks. False where it doesn't."""
    if turn.memory.stage != ADVISED or not turn.memory.picks:
        return False
    if len(named_picks(turn.text, turn.adviser.ranked(turn.memory, turn.memory.picks)[1])) < 2:
        return False
    compare_picks(turn)
    return True
