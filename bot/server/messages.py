"""What a message from outside may be, on any channel: plain text of bounded length, never a command."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from bot.nlu.words import LONGEST_MESSAGE

MAX_CHARACTERS = LONGEST_MESSAGE
MAX_SENDER_CHARACTERS = 255

# Line breaks and tabs separate words; everything else that controls a device rather than being read goes.
_SPACING = {"\n", "\r", "\t", "\v", "\f", "\x85", "\u2028", "\u2029"}
# Joiners belong to emoji and to some scripts; the other invisible marks can hide or reorder text.
_JOINERS = {"\u200c", "\u200d"}
_LEADING_SLASHES = re.compile(r"^[\s/]+")


def clean_text(text: object) -> str:
    """The text as the assistant may read it; the empty string where nothing is left.

    Rasa takes a message that begins with a slash for a command that skips understanding, so leading slashes
    go: what people type is always text. A longer text is cut to exactly MAX_CHARACTERS, the last one an ellipsis.
    """
    if not isinstance(text, str):
        return ""
    kept = []
    for character in text[: 4 * MAX_CHARACTERS]:  # bounded work, however long the message is
        if character in _SPACING:
            kept.append("\n" if character in "\n\u2028\u2029" else " ")
        elif unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co") or character in _JOINERS:
            kept.append(character)
    read = _LEADING_SLASHES.sub("", "".join(kept)).strip()
    return read if len(read) <= MAX_CHARACTERS else read[: MAX_CHARACTERS - 1] + "…"


def clean_sender(sender: str) -> str:
    """The conversation's name, bounded: a longer one becomes its hash, so that two never become one."""
    if len(sender) <= MAX_SENDER_CHARACTERS and sender.isprintable():
        return sender
    return "sha256-" + hashlib.sha256(sender.encode("utf-8", "surrogatepass")).hexdigest()
