"""Buttons as text, for platforms without them: the answers of a question as numbers, other offers as letters.

Numbers stand for a question's answers and for the products shown (the adviser reads both: "2", "the second"); what
may be asked next has letters, so that no number means two things.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence

from bot.channels.messaging.parts import QUESTION, Button, Part
from bot.channels.messaging.words import say

LONGEST_LETTER = 5
"""Characters of a message that may be a letter: " (A) "."""

_LETTER = re.compile(r"\s*\(?([A-Za-z])[.):!]?\s*")


def marks(part: Part) -> list[str]:
    """What stands for each of a message's buttons: its number or its letter (AA follows Z)."""
    if part.type == QUESTION:
        return [str(number) for number in range(1, len(part.buttons) + 1)]
    letters = string.ascii_uppercase
    return [letters[place % len(letters)] * (place // len(letters) + 1) for place in range(len(part.buttons))]


def listed(part: Part) -> str:
    """A message with its buttons written below it, each behind its mark."""
    lines = [f"{mark} {button.title}" for mark, button in zip(marks(part), part.buttons, strict=True)]
    return "\n".join([part.text, *lines]).lstrip("\n")


def as_text(part: Part) -> str:
    """A message with its buttons written below it, and how to answer."""
    if not part.buttons:
        return part.text
    return f"{listed(part)}\n{say('reply_number' if part.type == QUESTION else 'reply_letter')}"


def meant(text: str, offers: Sequence[Button]) -> str | None:
    """The words of the offer that a letter stands for; None where the text is no letter, or of no offer."""
    found = _LETTER.fullmatch(text)
    if found is None:
        return None
    place = string.ascii_uppercase.index(found[1].upper())
    return offers[place].words if place < len(offers) else None
