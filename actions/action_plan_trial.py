"""How to try a pair: breaking in, trial and return terms, fitting and trimming."""

from __future__ import annotations

from actions import flow
from actions.advice.trial import plan_for
from actions.base import AdviceAction
from actions.compose.trial import fitting_message, returns_text, trial_message
from actions.message import Message
from actions.named import named_picks
from actions.signs import urgent_concerns
from actions.turn import Turn


class ActionPlanTrial(AdviceAction):
    """The action for questions about trying a pair: for the pick shown where there is one, else in general."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_plan_trial"

    def reply(self, turn: Turn) -> None:
        """What was asked of the pick that was named, or the first; the general answer without picks."""
        memory = turn.memory
        picks = turn.adviser.ranked(memory, memory.picks)[1]
        if picks:
            named = [pick.ranked.product for pick in named_picks(turn.text, picks) or picks]
            plans = [(plan_for(memory.profile, product), product) for product in named]
            if turn.intent == "ask_trial_returns":
                turn.send(Message("\n".join(returns_text(plan, product) for plan, product in plans)))
            elif turn.intent == "ask_fitting":
                turn.send(fitting_message(plans[0][0]))
            elif urgent_concerns(turn):
                turn.say("utter_safety_no_plan")
            else:
                turn.send(trial_message(*plans[0], memory.said))
        else:
            turn.say(f"utter_{turn.intent}")
        flow.back_to_question(turn)
