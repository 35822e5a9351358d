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


def as_text(part: Part) -> str:
    """A message with its buttons written below it."""
    if not part.buttons:
        return part.text
    if part.type == QUESTION:
        lines = [f"{number} {button.title}" for number, button in enumerate(part.buttons, start=1)]
        return "\n".join([part.text, *lines, say("reply_number")])
    lines = [f"{letter} {button.title}" for letter, button in zip(string.ascii_uppercase, part.buttons, strict=False)]
    return "\n".join([part.text, *lines, say("reply_letter")])


def meant(text: str, offers: Sequence[Button]) -> str | None:
    """The words of the offer that a letter stands for; None where the text is no letter, or of no offer."""
    found = _LETTER.fullmatch(text)
    if found is None:
        return None
    place = string.ascii_uppercase.index(found[1].upper())
    return offers[place].words if place < len(offers) else None
