"""How to try a pair: breaking in with its dates, where in it today is, trial and return terms, fitting and trimming."""

from __future__ import annotations

from actions import flow, wording
from actions.advice.dates import asks_for_today, of_trouble
from actions.advice.trial import TrialPlan, calendar_for, plan_for
from actions.base import AdviceAction
from actions.compose.trial import fitting_message, returns_text, today_message, trial_message
from actions.message import Message
from actions.own_pair import named_products, product_of, take_days
from actions.signs import urgent_concerns
from actions.turn import Turn
from catalog import Product

START = "start_trial"
"""The intent of a message that says when a pair comes or when it is begun."""


WHOLE = "plan:whole"
"""Under this it is remembered that the plan was given with all that goes with it."""


class ActionPlanTrial(AdviceAction):
    """The action for questions about trying a pair, and for its days.

    It speaks of the pair that was named, else of the one that they took, else of the first pick; without picks the
    answer is general, or for any pair once a day is known.
    """

    def name(self) -> str:
        """The name that the rules use."""
        return "action_plan_trial"

    def reply(self, turn: Turn) -> None:
        """Take in the days that were said, then what was asked."""
        memory, today = turn.memory, turn.today
        if turn.intent == START and of_trouble(turn.text):
            flow.go_on(turn)  # "the pain started on Monday"
            return
        dated = take_days(turn, started=turn.intent == START)
        product = product_of(turn)
        plan = plan_for(memory.profile, product)
        calendar = calendar_for(plan, memory.pair)
        if calendar is None and not dated and (turn.intent == START or asks_for_today(turn.text)):
            turn.say("utter_trial_when")
        elif turn.intent == START and not dated and calendar is not None:
            turn.send(today_message(plan, product, calendar, today))
        elif dated == ["bought"]:
            self._say_bought(turn, plan, product)
        elif product is None and calendar is None:
            turn.say("utter_ask_breaking_in" if turn.intent == START else f"utter_{turn.intent}")
        elif product is not None and turn.intent == "ask_trial_returns":
            named = named_products(turn) or [product]
            texts = [returns_text(plan_for(memory.profile, item), item, memory.pair, today) for item in named]
            turn.send(Message("\n".join(texts)))
        elif turn.intent == "ask_fitting":
            turn.send(fitting_message(plan)) if product is not None else turn.say("utter_ask_fitting")
        elif turn.intent == "ask_trial_returns":
            turn.say("utter_ask_trial_returns")
        elif urgent_concerns(turn):
            turn.say("utter_safety_no_plan")
        elif calendar is not None and asks_for_today(turn.text) and not dated:
            turn.send(today_message(plan, product, calendar, today))
        else:
            if calendar is not None and memory.pair.day(today):
                turn.send(today_message(plan, product, calendar, today, alone=False))
            # with new dates only what they change, once the whole plan was given
            whole = turn.intent != START or WHOLE not in memory.said
            memory.said[WHOLE] = 1
            turn.send(trial_message(plan, product, memory.said, whole, calendar, today))
        flow.back_to_question(turn)

    def _say_bought(self, turn: Turn, plan: TrialPlan, product: Product | None) -> None:
        """Bought, but not yet begun: what that means for sending them back."""
        pair = turn.memory.pair
        if pair.bought is not None:
            response = "utter_trial_bought_noted" if pair.start is None else "utter_trial_bought"
            turn.say(response, day=wording.day(pair.bought, turn.today))
        if product is not None:
            turn.send(Message(returns_text(plan, product, pair, turn.today)))
