"""Why a pick was recommended, need by need, and why another one comes after it."""

from __future__ import annotations

import re

from actions import flow, wording
from actions.advice.memory import ADVISED
from actions.base import AdviceAction
from actions.compose.question import question_message
from actions.compose.why import why_message, why_not_message
from actions.named import named_picks
from actions.turn import Turn

_NOT = re.compile(r"\b(not|n't|instead|rather than|what about|how about)\b", re.IGNORECASE)


class ActionWhy(AdviceAction):
    """The action for "why this one?" and "why not the other?"."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_why"

    def reply(self, turn: Turn) -> None:
        """Explain the pick that was named, or the first; while a question waits, why it is asked."""
        memory = turn.memory
        advice, picks = turn.adviser.ranked(memory, memory.picks)
        if memory.stage != ADVISED or not picks:
            if memory.pending is not None and len(turn.text.split()) <= SHORT:
                turn.send(question_message(memory.pending, memory.said, flow.currency_for(turn)))
                return
            turn.say("utter_why_nothing_yet")
            flow.back_to_question(turn)
            return
        named = named_picks(turn.text, picks)
        refused = self._refused(turn)
        if _NOT.search(turn.text) and (named or refused):
            if refused:
                turn.say("utter_why_not_refused", material=refused)
            for pick in named[:1]:
                turn.send(why_not_message(advice, pick, picks[0]))
        else:
            turn.send(why_message(advice, (named or picks)[0], memory.said))
        flow.back_to_question(turn)

    @staticmethod
    def _refused(turn: Turn) -> str:
        """The materials that the message asks about and the person refused before."""
        asked = turn.text.lower()
        refused = [fact.value for fact in turn.memory.profile.with_role("material", "avoid")]
        return wording.join(wording.word("material", name) for name in refused if name.replace("_", " ") in asked)


SHORT = 5
"""Up to so many words, a "why?" while a question waits is about the question."""
