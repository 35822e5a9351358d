"""The buttons of stored messages: each has a number, by which it is named where its words stay here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.server.spoken import Said

_CHOICE = re.compile(r"([0-9]{1,9})\.([0-9]{1,3})(?:\.([0-9a-f]{6}))?")


@dataclass(frozen=True)
class Choice:
    """A button: the place of the message that offers it, and which of its buttons it is.

    mark: by which its words are known again, where a conversation that was deleted may begin anew under the same name;
    then another message stands at the same place.
    """

    position: int
    index: int
    mark: str = ""

    def __str__(self) -> str:
        return f"{self.position}.{self.index}" + (f".{self.mark}" if self.mark else "")


def mark(words: str) -> str:
    """Six letters by which words are known again."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def read_choice(text: object) -> Choice | None:
    """The button that an id names; None where it is no id."""
    found = _CHOICE.fullmatch(text) if isinstance(text, str) else None
    return Choice(int(found[1]), int(found[2]), found[3] or "") if found else None


def words_of(said: Said, choice: Choice) -> str | None:
    """What a button of a message stands for; None where the message has no such button, or one with other words."""
    buttons = list(offered(said.event.get("data") or {})) if said.event["event"] == "bot" else []
    if choice.index >= len(buttons):
        return None
    words = said_by(buttons[choice.index])
    return None if words is None or choice.mark not in ("", mark(words)) else words


def said_by(button: Mapping[str, Any]) -> str | None:
    """What a button says in the place of whoever presses it."""
    words = button.get("payload") or button.get("title")
    return words if isinstance(words, str) else None


def offered(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every button of a message, in the order of their numbers: its own, the card's, those of the card's products."""
    yield from dicts(data.get("buttons"))
    custom = custom_part(data)
    yield from dicts(custom.get("choices"))
    for item in items(custom):
        yield from dicts(item.get("choices"))


def items(custom: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The products of a card: `item`, then `items`."""
    if isinstance(custom.get("item"), dict):
        yield custom["item"]
    yield from dicts(custom.get("items"))


def custom_part(data: Mapping[str, Any]) -> dict[str, Any]:
    """The structured part of a message; empty where it has none."""
    custom = data.get("custom")
    return custom if isinstance(custom, dict) else {}


def dicts(value: object) -> list[dict[str, Any]]:
    """The objects of a list; none where it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
