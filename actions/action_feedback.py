"""How a pair turned out: adjust, look for another, send it back, or see someone."""

from __future__ import annotations

import re

from actions import flow, wording
from actions.advice.memory import ADVISED
from actions.advice.trial import late_after_days
from actions.base import AdviceAction
from actions.turn import Turn

_DAY = re.compile(r"\bday (\d{1,3})\b|\b(\d{1,3}) days?\b", re.IGNORECASE)

_WEEK = re.compile(r"\bweek (\d{1,2})\b|\b(\d{1,2}|two|three|four|five|six|seven|eight) weeks?\b", re.IGNORECASE)

_COUNT = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}

STORY = 3
"""From so many facts on a message tells a complaint, whatever else it sounds like ("... and not too firm")."""

_STOP = frozenset({"numb", "tingling", "swollen", "lost_feeling", "open_wound", "hot_red_swollen"})
"""What no pair may bring about: with any of these it comes out, whatever else was said."""

_NEXT = {
    "feedback_rubs": ["another"],
    "feedback_too_hard": ["softer", "another"],
    "feedback_no_help": ["another"],
    "feedback_worse": ["another"],
}


class ActionFeedback(AdviceAction):
    """The action for what people say of a pair that they wear."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_feedback"

    def reply(self, turn: Turn) -> None:
        """Say what to do, and offer the pick that differs in just that."""
        if turn.memory.stage != ADVISED and len(turn.facts) >= STORY:
            flow.go_on(turn)  # so much about oneself before any advice is no word about a pair
            return
        response = f"utter_{turn.intent}"
        if turn.intent == "feedback_no_help":
            days = days_worn(turn.text, turn)
            response += "_late" if days is not None and days >= late_after_days() else "_early"
        options = _NEXT.get(turn.intent, []) if turn.memory.picks else []
        if turn.intent == "feedback_worse" or any(fact.value in _STOP for fact in turn.facts if fact.plain):
            response = "utter_feedback_worse"
        turn.say(response, buttons=[wording.say(f"utter_option_{option}") for option in options])
        if turn.memory.pending is not None:
            flow.back_to_question(turn)
        elif turn.news and turn.memory.stage != ADVISED and turn.intent != "feedback_worse":
            flow.ask_or_advise(turn)  # a pair from elsewhere, and a complaint beside it


def days_worn(text: str, turn: Turn) -> int | None:
    """How many days the pair has been worn, as far as the message says."""
    week = _WEEK.search(text)
    if week:
        count = week.group(1) or week.group(2)
        return 7 * (_COUNT.get(count.lower()) or int(count))
    day = _DAY.search(text)
    if day:
        return int(day.group(1) or day.group(2))
    spans = {"days": 7, "weeks": 28, "months": 60, "years": 400}
    said = [fact.value for fact in turn.facts if fact.type == "duration"]
    return spans[said[-1]] if said else None
