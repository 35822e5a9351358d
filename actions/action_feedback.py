"""How a pair turned out: adjust, look for another, send it back, or see someone."""

from __future__ import annotations

from actions import after_buying, flow
from actions.advice.feedback import respect_of, respects
from actions.advice.memory import ADVISED
from actions.base import AdviceAction
from actions.turn import Turn

STORY = 3
"""From so many facts on a message tells a complaint, whatever else it sounds like ("... and not too firm")."""

GOOD = "good"
"""The respect that the code knows by name: they are happy with the pair."""

_STOP = frozenset({"numb", "tingling", "swollen", "lost_feeling", "open_wound", "hot_red_swollen"})
"""What no pair may bring about: with any of these it comes out, whatever else was said."""


class ActionFeedback(AdviceAction):
    """The action for what people say of a pair that they wear."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_feedback"

    def reply(self, turn: Turn) -> None:
        """Say what to do, and show the pick that differs in just that."""
        if turn.memory.stage != ADVISED and not turn.memory.pair and len(turn.facts) >= STORY:
            flow.go_on(turn)  # so much about oneself before any advice is no word about a pair
            return
        respect = respect_of(turn.text, turn.intent)
        if any(fact.value in _STOP for fact in turn.facts if fact.plain) and not (respect and respect.clinician):
            respect = next(item for item in respects() if item.id == after_buying.WORSE)
        if respect is None:
            flow.back_to_question(turn)
            return
        if respect.id == GOOD and not turn.memory.pair and turn.memory.stage != ADVISED and _complains(turn):
            flow.go_on(turn)  # "my feet are killing me": nothing to be glad of, whatever it sounds like
            return
        after_buying.tell(turn, respect)
        if turn.memory.pending is not None:
            flow.back_to_question(turn)
        elif turn.news and turn.memory.stage != ADVISED and not respect.clinician and not turn.of_a_pair:
            flow.ask_or_advise(turn)  # a pair from elsewhere, and a complaint beside it


def _complains(turn: Turn) -> bool:
    """Whether the message tells how bad it is, which nobody does of a pair that they are happy with."""
    return any(fact.plain and fact.type == "severity" for fact in turn.facts)
