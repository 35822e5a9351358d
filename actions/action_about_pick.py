"""Questions about the picks shown, answered from their rows."""

from __future__ import annotations

from actions import flow
from actions.advice.aspects import aspects
from actions.advice.memory import ADVISED
from actions.base import AdviceAction
from actions.compose.about_pick import about_message, worth_noting
from actions.compose.why import why_message
from actions.named import spoken_of
from actions.turn import Turn


class ActionAboutPick(AdviceAction):
    """The action for "is the first one good for wide feet?". What it asks about is not taken as said of the person."""

    def name(self) -> str:
        """The name that the rules use."""
        return "action_about_pick"

    def reply(self, turn: Turn) -> None:
        """Answer for the pick that is meant, or for each; where nothing particular was asked, say why it was chosen."""
        memory, adviser = turn.memory, turn.adviser
        advice, picks = adviser.ranked(memory, memory.picks)
        if memory.stage != ADVISED or not picks:
            if turn.said_something:
                flow.go_on(turn)
                return
            turn.say("utter_why_nothing_yet")
            flow.back_to_question(turn)
            return
        meant = spoken_of(turn.text, picks, memory.focus)
        attributes = sorted(turn.attributes)
        answers = [
            aspects(adviser.catalogue, adviser.guide, pick.ranked.product, turn.asked, attributes) for pick in meant
        ]
        if len(meant) == 1:
            memory.focus = meant[0].sku
        if not any(answers):
            turn.send(why_message(advice, meant[0], memory.said))
        else:
            turn.send(about_message(answers, memory.said))
            known = {(fact.type, fact.value) for fact in memory.profile.facts}
            if any((fact.type, fact.value) not in known for fact in turn.asked) and (noted := worth_noting(answers)):
                turn.say("utter_about_take", asked=noted)
        flow.back_to_question(turn)
