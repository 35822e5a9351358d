"""How to try a pair: breaking in, trial and return terms, fitting and trimming."""

from __future__ import annotations

from actions import flow
from actions.advice.trial import plan_for
from actions.base import AdviceAction
from actions.compose.trial import trial_message
from actions.named import named_picks
from actions.turn import Turn


class ActionPlanTrial(AdviceAction):
    """The action for questions about trying a pair: for the pick shown where there is one, else in general."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_plan_trial"

    def reply(self, turn: Turn) -> None:
        """The whole plan for the pick that was named, or the first; the general answer without picks."""
        memory = turn.memory
        memory.misses = 0
        picks = turn.adviser.ranked(memory, memory.picks)[1]
        if picks:
            product = (named_picks(turn.text, picks) or picks)[0].ranked.product
            turn.send(trial_message(plan_for(memory.profile, product), product, memory.said))
        else:
            turn.say(f"utter_{turn.intent}")
        flow.back_to_question(turn)
