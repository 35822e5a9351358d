"""Facts and wishes: takes them in, asks the next question, or advises."""

from __future__ import annotations

from actions import after_buying, flow, unclear
from actions.advice.memory import ADVISED
from actions.advice.outcomes import says_painless
from actions.answers import YES, Answer
from actions.base import AdviceAction
from actions.before_advice import needs_none
from actions.compose.question import GO_ON
from actions.critique import refuse_brands
from actions.turn import Turn

_PLAIN = {"affirm": "utter_affirm_plain", "deny": "utter_deny_plain", "unsure": "utter_unsure_ok"}


def wants_to_see(turn: Turn) -> bool:
    """Whether the person wants to see insoles without further questions."""
    return turn.intent == "show_now" or (turn.intent in ("inform", "ask_advice") and bool(flow.SHOW.search(turn.text)))


class ActionAdvise(AdviceAction):
    """The action for everything that carries facts, in any order, and for short answers."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_advise"

    def reply(self, turn: Turn) -> None:
        """Go on with what was said."""
        memory = turn.memory
        respect = after_buying.speaks_of_it(turn) if turn.intent == "inform" else None
        if respect is not None:
            after_buying.tell(turn, respect)
            return
        if says_painless(turn.text) and not turn.waits_for_safety() and needs_none(turn):
            return
        if memory.stage == ADVISED and refuse_brands(turn):
            return
        if wants_to_see(turn) and memory.pending is not None and memory.pending.about == GO_ON:
            turn.answer = Answer(YES)
        if wants_to_see(turn) and not turn.waits_for_safety() and turn.adviser.knows_enough(memory.profile):
            flow.show(turn)
        elif "instead" in turn.remarks and not turn.said_something and unclear.speak_of_product(turn):
            pass  # "what about ...?" and a name: that was the answer
        elif turn.said_something or memory.pending is not None:
            flow.go_on(turn)
        elif turn.intent in ("affirm", "deny", "unsure"):
            turn.say(_PLAIN[turn.intent])
            flow.how_to_go_on(turn)
        elif turn.intent in ("ask_advice", "show_now") and memory.stage != ADVISED:
            flow.ask_or_advise(turn)
        elif turn.intent in ("ask_advice", "show_now"):
            flow.show(turn)
        elif not unclear.speak_of_named(turn) and not unclear.speak_of_product(turn):
            unclear.not_understood(turn)
