"""The product of the page, in the course of a conversation: judged where that was asked, else named in a line."""

from __future__ import annotations

from actions.advice.adviser import Advice
from actions.advice.judging import Judgement, judge_product
from actions.compose.judgement import judgement_message, standing_message
from actions.compose.naming import product_name
from actions.compose.recommendations import recommendations_message
from actions.turn import Turn
from catalog import Product


def asked_about(turn: Turn) -> Judgement | None:
    """The judgement that is owed. None where none is, or where the shop no longer sells the product."""
    memory = turn.memory
    sku, memory.judging = memory.judging, ""
    return judge_product(turn.adviser, memory, sku) if sku else None


def tell(turn: Turn, judgement: Judgement) -> None:
    """Say how the product suits, with the better one beside it; both are what was shown from now on."""
    memory = turn.memory
    turn.send(judgement_message(judgement, memory.said))
    shown = [judgement.pick]
    if judgement.better is not None:
        turn.send(recommendations_message(judgement.better, "utter_judge_better", memory.said, beside=1))
        shown += judgement.better.picks
    memory.picks = [pick.sku for pick in shown]
    memory.labels = [pick.label for pick in shown]
    memory.focus = judgement.pick.sku


def to_try(judgement: Judgement) -> Product | None:
    """The product that a trial plan may be for: none that shouldn't be taken."""
    if judgement.verdict != "unfit":
        return judgement.product
    return judgement.better.picks[0].ranked.product if judgement.better is not None else None


def announce(turn: Turn) -> None:
    """Before a question: say that the product will be judged, where this message asked for it."""
    product = turn.adviser.catalogue.product(turn.memory.judging) if turn.asks_of_page else None
    if product is not None:
        turn.say("utter_judge_first", name=product_name(product))


def tell_standing(turn: Turn, advice: Advice) -> None:
    """After picks: how the product of the page stands among them."""
    found = judge_product(turn.adviser, turn.memory, turn.page) if turn.page and advice.picks else None
    if found is not None:
        turn.send(standing_message(found, turn.memory.said))
