"""After an emergency sign: the person says that it was checked."""

from __future__ import annotations

from actions import flow
from actions.advice.memory import ADVISED, ASKING, PAUSED, STOPPED
from actions.advice.profile import Profile
from actions.advice.safety import OF_A_SIGN, safety
from actions.base import AdviceAction
from actions.turn import Turn


class ActionWasChecked(AdviceAction):
    """The action for "a doctor has looked at it". It lifts the stop."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_was_checked"

    def reply(self, turn: Turn) -> None:
        """Go on; a sign that is told anew after this counts anew."""
        memory = turn.memory
        memory.misses = 0
        if memory.stage == STOPPED:
            signs = memory.profile.plain("red_flag")
            # what was said in the words of a sign was checked with it: it must not come back as a complaint
            words = {(fact.turn, fact.words) for fact in signs}
            memory.profile = Profile(
                tuple(
                    fact
                    for fact in memory.profile.without(["red_flag"]).facts
                    if fact.type not in OF_A_SIGN or fact.type == "pain_site" or (fact.turn, fact.words) not in words
                )
            )
            checked = {fact.value for fact in signs}
            memory.asked += [q.id for q in safety().questions.values() if checked & set(q.asks_about)]
            memory.told, memory.confirmed, memory.pending = [], {}, None
            memory.stage = ASKING
            turn.say("utter_safety_after_check")
            flow.ask_or_advise(turn)
            return
        if memory.pending is not None and turn.answer is None:
            turn.say("utter_safety_after_check")
            memory.pending = None
            flow.ask_or_advise(turn)
            return
        turn.say("utter_safety_after_check")
        memory.stage = ASKING if memory.stage == PAUSED else memory.stage
        if memory.pending is not None:
            flow.back_to_question(turn)
        elif memory.stage == ADVISED:
            flow.how_to_go_on(turn)
        else:
            flow.ask_or_advise(turn)
