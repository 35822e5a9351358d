"""What a message says by where it comes from: a product's page, or a button of a card."""

from __future__ import annotations

import logging
from dataclasses import replace

from actions import wording
from actions.advice.facts import Fact
from actions.advice.memory import ADVISED
from actions.compose.choices import CHANGE, COMPARE, REJECT, WHY, Pressed, pressed, same_words, slot_of_phrase
from actions.named import named_picks, pick_alone
from actions.page_question import asks_elsewhere, asks_whether_it_suits, of_the_product
from actions.topics import Topic
from actions.turn import Turn
from catalog import CatalogueUnavailable

logger = logging.getLogger(__name__)

INTENTS = {WHY: "ask_why_this", COMPARE: "compare", REJECT: "want_another", CHANGE: "change_answer"}
"""What the words of a card's button mean, whatever a product's name makes them sound like."""

LONGEST_NAMING = 60
"""Characters of a message that may do no more than name a pick."""

SHORT = 8
"""Up to so many words, a message that names an attribute ("is this the right size for me?") asks for that."""


def read_page(turn: Turn) -> None:
    """Take in the page's product, a card's button, and a question about that product.

    Without the catalogue all three are as if they weren't there, so that warning signs are heeded all the same.
    """
    try:
        _page(turn)
        _button(turn)
        if turn.button is None:
            _named(turn)
        if turn.button is None:
            _question(turn)
    except CatalogueUnavailable as error:
        logger.warning("the catalogue cannot be reached: %s", error)
        turn.page = ""


def _page(turn: Turn) -> None:
    """Keep the page's product in mind; one that the shop doesn't sell, or sells no longer, is none."""
    if not turn.page:
        return
    product = turn.adviser.catalogue.product_sold_as(turn.page)
    turn.page = turn.memory.product = product.sku if product is not None else ""


def _button(turn: Turn) -> None:
    """Know the words of a card's button again: they are ours, and no facts are to be found in them."""
    found = pressed(turn.text)
    if found is None:
        return
    if found.kind == CHANGE:
        slot = slot_of_phrase(found.what)
        _press(turn, Pressed(CHANGE, slot) if slot else None)
    else:
        sku = _called(turn, found.what)
        _press(turn, Pressed(found.kind, sku) if sku else None)


def _named(turn: Turn) -> None:
    """A message that does no more than name one of the picks shown ("2", "the gel one") asks for its reasons."""
    memory = turn.memory
    if memory.stage != ADVISED or memory.pending is not None or not memory.picks or len(turn.text) > LONGEST_NAMING:
        return
    pick = pick_alone(turn.text, turn.adviser.ranked(memory, memory.picks)[1])
    if pick is not None:
        _press(turn, Pressed(WHY, pick.sku))


def _press(turn: Turn, button: Pressed | None) -> None:
    """Take a message for a button, which says what it says and nothing else."""
    turn.button = button
    if turn.button is not None:
        turn.intent, turn.doubt, turn.topic = INTENTS[turn.button.kind], "", Topic()
        turn.facts, turn.remarks, turn.attributes = [], frozenset(), frozenset()
        turn.known = turn.memory.profile


def _called(turn: Turn, words: str) -> str:
    """The product of this maker and name: the one shown where it is called so, else any of the shop."""
    catalogue = turn.adviser.catalogue
    for sku in dict.fromkeys([*turn.memory.picks, turn.memory.product]):
        product = catalogue.product(sku) if sku else None
        if product is not None and same_words(f"{product.brand} {product.name}") == words:
            return sku
    return next(iter(catalogue.skus_called(words)), "")


def _question(turn: Turn) -> None:
    """Whether the page's product is asked about; it stays asked about until it was judged."""
    memory = turn.memory
    share = turn.ranking[0][1] if turn.ranking else 1.0
    short = len(turn.text.split()) <= SHORT
    if not memory.product or asks_elsewhere(turn.intent, share) or (short and of_the_product(turn.attributes)):
        return
    of_another = memory.focus in memory.picks and memory.focus != memory.product
    if not asks_whether_it_suits(turn.text, of_another):
        return
    picks = turn.adviser.ranked(memory, memory.picks)[1] if memory.picks else []
    if any(pick.sku != memory.product for pick in named_picks(turn.text, picks, by_material=False)):
        return
    turn.asks_of_page, memory.judging, turn.intent = True, memory.product, "ask_about_pick"
    turn.facts = [_stated(fact) for fact in turn.facts if (fact.type, fact.value) != ("side", "right")]


def _stated(fact: Fact) -> Fact:
    """A fact in plain words where it was said by asking: "would this help my heel" is no quotation for a reason."""
    if fact.plain and asks_whether_it_suits(fact.words, of_another=False):
        return replace(fact, words=wording.word(fact.type, fact.value))
    return fact
