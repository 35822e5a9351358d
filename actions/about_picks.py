"""Answers about the picks shown, for whichever action finds that they are what is asked about."""

from __future__ import annotations

import re

from actions.advice.aspects import aspects
from actions.advice.memory import ADVISED
from actions.compose.about_pick import about_message, worth_noting
from actions.compose.why import why_message
from actions.explaining import explain
from actions.named import sibling_named, spoken_of
from actions.turn import Turn

_FOR_VALUES = re.compile(r"^\W*(?:(?:and|so|but|ok|okay)\W+)?how\b|\b\w+est\b", re.IGNORECASE)

_OF_A_THING = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay)\W+)?(?:is|are|does|do|has|have|can|will|what|where|who|how)\b"
    r"(?!.*\b(?:good|best|better|right|recommend\w*|worth|help\w*|suit\w*|work)\b)",
    re.IGNORECASE,
)
"""A question about something of a pair, and not whether it is a good one."""

SHORT = 8
"""Up to so many words, "how thick is it?" after the advice asks about the pick and not about insoles in general."""


def asks_of_shown(turn: Turn) -> bool:
    """Whether a question that sounds general asks for something that the rows of the picks tell."""
    points = bool(turn.remarks & {"pointing", "pronoun"}) and bool(turn.attributes)
    return turn.memory.stage == ADVISED and bool(turn.memory.picks) and points and len(turn.text.split()) <= SHORT


def tell_about_picks(turn: Turn) -> bool:
    """Answer for the pick that is meant, or for each; why it was chosen where nothing particular was asked.

    False where nothing was shown to ask about.
    """
    memory, adviser = turn.memory, turn.adviser
    advice, picks = adviser.ranked(memory, memory.picks)
    if memory.stage != ADVISED or not picks:
        return False
    sibling = sibling_named(adviser, turn.text, picks)
    meant = spoken_of(turn.text, picks, memory.focus)
    products = [sibling] if sibling else [pick.ranked.product for pick in meant]
    attributes = sorted(turn.attributes)
    # "how firm is it?" and "which is the softest?" ask for the values, "is it soft?" for a yes or a no
    values = bool(attributes) and bool(_FOR_VALUES.search(turn.text))
    asked = [fact for fact in turn.asked if not (values and fact.type == "feature")]
    answers = [aspects(adviser.catalogue, adviser.guide, product, asked, attributes) for product in products]
    if len(meant) == 1 and not sibling:
        memory.focus = meant[0].sku
    if not any(answers) and turn.intent == "ask_about_pick" and _OF_A_THING.search(turn.text):
        turn.say("utter_about_not_kept")
        return True
    if not any(answers):
        if sibling:
            explain(turn, sibling.sku, picks)
        else:
            turn.send(why_message(advice, meant[0], memory.said))
        return True
    turn.send(about_message(answers, memory.said))
    known = {(fact.type, fact.value) for fact in memory.profile.facts}
    noted = worth_noting(answers)
    if noted and any((fact.type, fact.value) not in known for fact in turn.asked):
        turn.say("utter_about_take", asked=noted)
    return True
