"""The buttons of stored messages: each has a number, by which it is named where its words stay here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.server.spoken import Said

_CHOICE = re.compile(r"([0-9]{1,9})\.([0-9]{1,3})")


@dataclass(frozen=True)
class Choice:
    """A button: the place of the message that offers it, and which of its buttons it is."""

    position: int
    index: int

    def __str__(self) -> str:
        return f"{self.position}.{self.index}"


def read_choice(text: object) -> Choice | None:
    """The button that an id names; None where it is no id."""
    found = _CHOICE.fullmatch(text) if isinstance(text, str) else None
    return Choice(int(found[1]), int(found[2])) if found else None


def words_of(said: Said, choice: Choice) -> str | None:
    """What a button of a message stands for; None where the message has no such button."""
    buttons = list(offered(said.event.get("data") or {})) if said.event["event"] == "bot" else []
    if choice.index >= len(buttons):
        return None
    payload = buttons[choice.index].get("payload") or buttons[choice.index].get("title")
    return payload if isinstance(payload, str) else None


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
