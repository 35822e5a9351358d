"""Messages as WhatsApp shows them: text with bold phrases, up to three reply buttons, or a list to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.channels.messaging.delivery import Payload
from bot.channels.messaging.limits import limits
from bot.channels.messaging.offers import as_text, marks
from bot.channels.messaging.parts import Button, Part, joined
from bot.channels.messaging.text import marked, pieces, tail, utf16
from bot.channels.messaging.words import say

Row = dict[str, str]


def render(parts: Sequence[Part], to: Mapping[str, Any]) -> list[Payload]:
    """The calls that send messages. ``to`` has the person's number."""
    most = limits("whatsapp")
    payloads: list[Payload] = []
    for part in joined(parts, most["text_characters"]):
        rows = list(_rows(part))
        if not rows:
            payloads += _texts(part, 0, len(part.text), to)
            continue
        start = tail(part.text, most["body_characters"] - 2 * len(part.strong))
        body = marked(part.text, part.strong, start, len(part.text)).strip()
        if start:
            payloads += _texts(part, 0, start, to)
        payloads += _interactive(part, body or say("choose"), rows, to)
    return payloads


def _texts(part: Part, first: int, last: int, to: Mapping[str, Any]) -> Iterator[Payload]:
    """A text, or a part of one, as messages."""
    room = limits("whatsapp")["text_characters"] - 2 * len(part.strong)
    for start, end in pieces(part.text[first:last], room):
        text = marked(part.text, part.strong, first + start, first + end)
        yield Payload(_message(to, "text", {"body": text, "preview_url": False}))


def _rows(part: Part) -> Iterator[tuple[Row, Button]]:
    """Every button as a row of a list: its title, and what it is about below it."""
    most = limits("whatsapp")
    for card in part.cards:
        for button in card.buttons:
            # the number says whose it is where the name doesn't fit
            fits = utf16(card.title) <= most["row_description_characters"]
            yield _row(button, card.titled(button.title), card.title if fits else ""), button
    for mark, button in zip(marks(part), part.buttons, strict=True):
        fits = utf16(button.title) <= most["row_characters"]
        yield _row(button, button.title if fits else mark, "" if fits else button.title), button


def _row(button: Button, title: str, about: str) -> Row:
    row = {"id": button.id, "title": title}
    return {**row, "description": about} if about else row


def _interactive(part: Part, body: str, rows: Sequence[tuple[Row, Button]], to: Mapping[str, Any]) -> Iterator[Payload]:
    most = limits("whatsapp")
    few = len(rows) <= most["buttons"] and not part.cards
    plain = {"body": as_text(Part(body, part.type, (), part.buttons)), "preview_url": False}
    if few and all(utf16(button.title) <= most["button_characters"] for _, button in rows):
        replies = [{"type": "reply", "reply": {"id": button.id, "title": button.title}} for _, button in rows]
        shown = {"type": "button", "body": {"text": body}, "action": {"buttons": replies}}
        yield Payload(_message(to, "interactive", shown), _message(to, "text", plain))
        return
    if not all(_fits(row) for row, _ in rows):
        # too long for a row: all of it as numbered text
        yield from (
            Payload(_message(to, "text", {**plain, "body": plain["body"][start:end]}))  # type: ignore[index]
            for start, end in pieces(str(plain["body"]), most["text_characters"])
        )
        return
    for first in range(0, len(rows), most["rows"]):
        few_rows = [row for row, _ in rows[first : first + most["rows"]]]
        action = {"button": say("list_button"), "sections": [{"title": say("list_button"), "rows": few_rows}]}
        shown = {"type": "list", "body": {"text": say("choose") if first else body}, "action": action}
        yield Payload(_message(to, "interactive", shown), None if first else _message(to, "text", plain))


def _fits(row: Row) -> bool:
    most = limits("whatsapp")
    about = row.get("description", "")
    return utf16(row["title"]) <= most["row_characters"] and utf16(about) <= most["row_description_characters"]


def _message(to: Mapping[str, Any], kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    head = {"messaging_product": "whatsapp", "recipient_type": "individual"}
    whom = {"to": to["number"]} if to.get("number") else {"recipient": to["user"]}
    return {**head, **whom, "type": kind, kind: content}
