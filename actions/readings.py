"""What a message that was not understood may have meant: likely readings, offered as buttons."""

from __future__ import annotations

from actions import wording
from actions.topics import GENERAL
from actions.turn import Turn

MOST = 3
LEAST_SHARE = 0.05
"""Confidence below which the classifier's guess is not worth offering."""

OF_PICKS = frozenset(
    {"ask_why_this", "compare", "want_cheaper", "want_softer", "want_firmer", "want_thinner", "want_another",
     "want_to_buy", "feedback_no_help", "feedback_rubs", "feedback_too_hard", "feedback_worse"}
)  # fmt: skip
"""Intents that make sense once pairs were shown."""

USUAL = ("inform", "show_now", "ask_how_insoles_help")
"""What people mean most often, where the classifier has no better guess."""

PLACES = ("reading_foot", "reading_knee", "reading_back")


def likely_readings(turn: Turn) -> list[str]:
    """The texts of the readings, most likely first. Each is understood when it is sent."""
    guesses = [intent for intent, share in turn.ranking if share >= LEAST_SHARE]
    chosen = [
        intent
        for intent in dict.fromkeys([*guesses, *USUAL])
        if wording.has(f"utter_reading_{intent}") and (turn.memory.picks or intent not in OF_PICKS)
    ]
    asked = turn.topic.labels[:1] if GENERAL in guesses else []
    return list(dict.fromkeys([*asked, *(wording.say(f"utter_reading_{intent}") for intent in chosen)]))[:MOST]


def places() -> list[str]:
    """The texts that name where it may hurt."""
    return [wording.say(f"utter_{name}") for name in PLACES]
