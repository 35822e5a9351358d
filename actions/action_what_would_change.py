"""What would change the advice."""

from __future__ import annotations

from actions import flow
from actions.advice.memory import ADVISED
from actions.advice.picks import best_of
from actions.advice.sensitivity import tipping_answers
from actions.advice.suppose import supposed
from actions.base import AdviceAction
from actions.compose.tipping import supposed_message, tipping_message
from actions.turn import Turn


class ActionWhatWouldChange(AdviceAction):
    """The action for "what would change your advice?" and "what if my arches were high?". Nothing of it is learnt."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_what_would_change"

    def reply(self, turn: Turn) -> None:
        """Name the answers that would bring another first pick, or say that none would."""
        memory = turn.memory
        if memory.stage != ADVISED or not memory.picks:
            turn.say("utter_why_nothing_yet")
            flow.back_to_question(turn)
            return
        if turn.asked:
            self._suppose(turn)
            return
        turn.send(tipping_message(tipping_answers(turn.adviser, memory), memory.said))
        flow.back_to_question(turn)

    @staticmethod
    def _suppose(turn: Turn) -> None:
        """Try the advice with what the message supposes, and say what would come first then."""
        memory = turn.memory
        facts, tried = supposed(memory, turn.asked)
        picks = turn.adviser.ranked(memory, memory.picks)[1]
        if not picks:
            turn.say("utter_why_nothing_yet")
            return
        then = turn.adviser.advise(tried)
        turn.send(supposed_message(facts, best_of(picks).ranked.product, then, turn.currency, memory.said))
        turn.say("utter_supposed_take")
