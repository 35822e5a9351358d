"""Buttons inside a card: what they say, and knowing their words again when they come back.

The words are what a person would write, so that they work on every channel; read here, they are sure to be understood
whatever a product is called.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from actions import wording
from actions.message import Button
from catalog import Product

WHY, COMPARE, REJECT, CHANGE = "why", "compare", "reject", "change"


@dataclass(frozen=True)
class Pressed:
    """The words of a button: its kind, and what stands in them: a product's maker and name, or a slot's name."""

    kind: str
    what: str


def product_choices(product: Product, comparable: bool) -> list[dict[str, str]]:
    """The buttons of a product's card; to compare only where there is something to compare it with."""
    kinds = [WHY, COMPARE, REJECT] if comparable else [WHY, REJECT]
    return [
        {
            "kind": kind,
            "title": wording.say(f"utter_choice_{kind}"),
            "payload": wording.say(f"utter_choice_{kind}_says", brand=product.brand, name=product.name),
        }
        for kind in kinds
    ]


def change_choices(slots: Sequence[str]) -> list[dict[str, str]]:
    """The buttons that change an answer given to a question about these slots; none for those without a name."""
    named = [slot for slot in slots if slot in _slot_phrases()]
    return [
        {
            "kind": CHANGE,
            "title": wording.say("utter_choice_change")
            if len(named) == 1
            else wording.say("utter_choice_change_one", slot=_slot_phrases()[slot]),
            "payload": change_button(slot).payload,
        }
        for slot in named
    ]


def change_button(slot: str) -> Button:
    """The button that changes one answer, among others of its kind."""
    phrase = _slot_phrases()[slot]
    return Button(phrase[:1].upper() + phrase[1:], wording.say("utter_choice_change_says", slot=phrase))


def slot_of_phrase(phrase: str) -> str | None:
    """The answer that a button's words name."""
    return next((slot for slot, own in _slot_phrases().items() if same_words(own) == phrase), None)


def _slot_phrases() -> dict[str, str]:
    return dict(wording.labels()["slot_phrases"])


def pressed(text: str) -> Pressed | None:
    """The button whose words these are; None where they are none's."""
    plain = same_words(text)
    for kind, pattern in _patterns():
        found = pattern.fullmatch(plain)
        if found:
            return Pressed(kind, found[1])
    return None


def same_words(text: str) -> str:
    """A text without what makes no difference: capitals, spaces, stops at its end."""
    return " ".join(text.casefold().split()).rstrip("?!. ")


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """How each kind of button speaks, from the wording."""
    found = []
    for kind in (WHY, COMPARE, REJECT, CHANGE):
        said = same_words(wording.responses()[f"utter_choice_{kind}_says"][0])
        before, _, after = re.sub(r"\{brand\} \{name\}|\{slot\}", "\0", said).partition("\0")
        found.append((kind, re.compile(re.escape(before) + r"(\S.{0,300})" + re.escape(after))))
    return found
