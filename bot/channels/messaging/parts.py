"""The adviser's messages as platforms draw them: text with what stands out in it, buttons, pictures of products.

The text says everything; what else there is makes it easier to read and to answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.channels.choices import Choice, custom_part, dicts, items, mark, said_by
from bot.channels.messaging.text import utf16
from bot.channels.messaging.words import say
from bot.server.spoken import Said

CHANGE = "change"
"""Buttons that change an answer given earlier: they belong to cards that stay in sight, which messages do not."""

QUESTION = "question"

_BETWEEN = "\n\n"

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


@dataclass(frozen=True)
class Button:
    """A button: its title, its id (``choices.py``), and the words that a person may write instead."""

    title: str
    id: str
    words: str = ""


@dataclass(frozen=True)
class Card:
    """A product of a message: its name, what it is here, its page and picture (http addresses or empty), its buttons.

    ``number``: its place in the message; 0 where it is the only one.
    """

    number: int
    title: str
    subtitle: str
    url: str
    picture: str
    buttons: tuple[Button, ...]

    def titled(self, title: str) -> str:
        """A title among those of other products, so that one sees whose it is."""
        return say("of_product", number=self.number, title=title) if self.number else title


@dataclass(frozen=True)
class Part:
    """One message. ``strong``: start and end of what stands out in the text. ``type`` is the contract's, or empty."""

    text: str
    type: str = ""
    strong: tuple[tuple[int, int], ...] = ()
    buttons: tuple[Button, ...] = ()
    cards: tuple[Card, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether something is drawn below its text: buttons, or products, whose pictures and links are drawn too."""
        return bool(self.buttons or self.cards)


def part_of(said: Said) -> Part:
    """A stored message of the adviser's."""
    return _part(said.event.get("data") or {}, str(said.event.get("text") or ""), said.position)


def unkept_part(message: Mapping[str, Any]) -> Part:
    """A message of a turn that is not stored (the conversation was deleted). It has no buttons."""
    return Part(str(message.get("text") or ""))


def joined(parts: Sequence[Part], limit: int, measure: Callable[[str], int] = utf16) -> list[Part]:
    """Messages that follow each other as one, as long as it fits and up to one with buttons or products."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if last is None or last.closed or measure(last.text) + len(_BETWEEN) + measure(part.text) > limit:
            found.append(part)
        else:
            found[-1] = _both(last, part)
    return found


def _both(first: Part, second: Part) -> Part:
    shift = len(first.text) + len(_BETWEEN)
    strong = (*first.strong, *((start + shift, end + shift) for start, end in second.strong))
    return Part(f"{first.text}{_BETWEEN}{second.text}", second.type or first.type, strong, second.buttons, second.cards)


def _part(data: Mapping[str, Any], text: str, position: int) -> Part:
    numbers = iter(range(10_000))
    custom = custom_part(data)
    own = tuple(_buttons(data.get("buttons"), position, numbers))
    tuple(_buttons(custom.get("choices"), position, numbers))  # of answers given earlier; their numbers count
    cards = []
    products = list(items(custom))
    for number, item in enumerate(products, start=1):
        buttons = tuple(_buttons(item.get("choices"), position, numbers))
        if item.get("sku"):
            cards.append(_card(number if len(products) > 1 else 0, item, buttons))
    type_ = custom.get("type")
    strong = tuple(_found(text, _standing_out(custom)))
    if type_ == "trial_plan" and custom.get("whole"):
        strong = tuple((text.rfind("\n", 0, start) + 1, end) for start, end in strong)  # "Day 1:", not just "1:"
    return Part(text, type_ if isinstance(type_, str) else "", strong, own, tuple(cards))


def _buttons(value: object, position: int, numbers: Iterator[int]) -> Iterator[Button]:
    for button in dicts(value):
        number = next(numbers)
        title = button.get("title")
        if isinstance(title, str) and title.strip() and button.get("kind") != CHANGE:
            words = said_by(button) or title
            yield Button(title, str(Choice(position, number, mark(words))), words)


def _card(number: int, item: Mapping[str, Any], buttons: tuple[Button, ...]) -> Card:
    name = " ".join(str(item.get(key) or "") for key in ("brand", "name")).strip()
    return Card(
        number,
        name or str(item["sku"]),
        str(item.get("title") or ""),
        _address(item.get("url")),
        _address(item.get("image"), _PICTURES),
        buttons,
    )


def _address(value: object, endings: tuple[str, ...] = ()) -> str:
    """An http(s) address, of a file of one of these kinds; else empty."""
    if not isinstance(value, str) or any(character.isspace() for character in value):
        return ""
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return value if not endings or parts.path.lower().endswith(endings) else ""


def _standing_out(custom: Mapping[str, Any]) -> Iterator[str]:
    """The phrases of a message that stand out, in the order of the text."""
    type_ = custom.get("type")
    if type_ == QUESTION:
        yield str(custom.get("text") or "")
        return
    yield str(custom.get("intro") or "")
    if type_ == "comparison":
        yield from (f"{row.get('attribute')}:" for row in dicts(custom.get("rows")))
        yield str(custom.get("verdict") or "")
    elif type_ == "trial_plan" and custom.get("whole"):
        for row in dicts(custom.get("days")):
            yield f"{row.get('day')}:"
    else:
        for item in items(custom):
            yield " ".join(str(item.get(key) or "") for key in ("brand", "name")).strip()


def _found(text: str, phrases: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where phrases stand in a text, each behind the one before."""
    behind = 0
    for phrase in phrases:
        start = text.find(phrase, behind) if phrase.strip() else -1
        if start >= 0:
            behind = start + len(phrase)
            yield start, behind
