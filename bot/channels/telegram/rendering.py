"""Messages as Telegram shows them: text with bold phrases, buttons below it (an inline keyboard)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.channels.messaging.delivery import Payload
from bot.channels.messaging.limits import limits
from bot.channels.messaging.offers import as_text
from bot.channels.messaging.owners import owned
from bot.channels.messaging.parts import Button, Part, joined
from bot.channels.messaging.text import pieces, utf16
from bot.channels.messaging.words import say

_NARROW = 14
"""Characters of titles that still go two in a row on a phone; of three in a row, half that and a bit."""

_THREE = 12

Row = list[dict[str, str]]


def render(parts: Sequence[Part], to: Mapping[str, Any]) -> list[Payload]:
    """The calls of ``sendMessage``. ``to`` has the chat and, in groups, the message that is answered."""
    most = limits("telegram")["text_characters"]
    payloads = []
    for part in joined(parts, most):
        rows, left_over = _keyboard(part, to)
        shown = Part(part.text, part.type, part.strong, left_over) if left_over else part
        text = as_text(shown) if left_over else part.text
        found = pieces(text, most)
        for number, (start, end) in enumerate(found, start=1):
            body: dict[str, Any] = {"chat_id": to["chat"], "text": text[start:end]}
            if to.get("message"):
                body["reply_parameters"] = {"message_id": to["message"], "allow_sending_without_reply": True}
            body["link_preview_options"] = {"is_disabled": True}
            plain = dict(body)
            entities = [_bold(text, start, *span) for span in _within(part.strong, start, end)]
            if entities:
                body["entities"] = entities
            if rows and number == len(found):
                body["reply_markup"] = {"inline_keyboard": rows}
                plain["text"] = _with_buttons(plain["text"], part, most)
            payloads.append(Payload(body, plain if plain != body else None))
    return payloads


def _with_buttons(text: str, part: Part, most: int) -> str:
    longer = as_text(Part(text, part.type, (), part.buttons))
    return longer if utf16(longer) <= most else text


def _within(spans: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """What of the spans lies in a piece."""
    for first, last in spans:
        if max(first, start) < min(last, end):
            yield max(first, start), min(last, end)


def _bold(text: str, start: int, first: int, last: int) -> dict[str, Any]:
    """A bold phrase; Telegram counts in UTF-16 units."""
    return {"type": "bold", "offset": utf16(text[start:first]), "length": utf16(text[first:last])}


def _keyboard(part: Part, to: Mapping[str, Any]) -> tuple[list[Row], tuple[Button, ...]]:
    """The rows of buttons: a product's in one row, others as many in a row as can be read; and the buttons that have
    to be written out instead, where there are too many or a title is too long to be one."""
    most = limits("telegram")
    if len(part.buttons) > most["buttons"] or any(utf16(b.title) > most["button_characters"] for b in part.buttons):
        return [], part.buttons
    rows: list[Row] = []
    for card in part.cards:
        row: Row = [{"text": card.titled(say("see")), "url": card.url}] if card.url else []
        row += [_button(button, card.titled(button.title), to) for button in card.buttons]
        rows += _rows(row)
    rows += _rows([_button(button, button.title, to) for button in part.buttons])
    kept: list[Row] = []
    for row in rows:
        if sum(len(one) for one in kept) + len(row) <= most["buttons"]:
            kept.append(row)
    return kept, ()


def _button(button: Button, title: str, to: Mapping[str, Any]) -> dict[str, str]:
    return {"text": title, "callback_data": owned(button.id, to)}


def _rows(buttons: Row) -> list[Row]:
    """Buttons in rows of three, two or one, by the longest title."""
    longest = max((len(button["text"]) for button in buttons), default=0)
    width = 3 if longest <= _THREE else 2 if longest <= _NARROW else 1
    return [buttons[first : first + width] for first in range(0, len(buttons), width)]
