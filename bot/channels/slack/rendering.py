"""Messages as Slack shows them: blocks (Block Kit) of text, products with their pictures, buttons."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.channels.messaging.delivery import Payload
from bot.channels.messaging.limits import limits
from bot.channels.messaging.offers import as_text, marks
from bot.channels.messaging.owners import owned
from bot.channels.messaging.parts import Button, Card, Part, joined
from bot.channels.messaging.text import marked, pieces, utf16
from bot.channels.messaging.words import say

Block = dict[str, Any]

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""Source: https://api.slack.com/reference/surfaces/formatting#escaping"""


def escaped(text: str) -> str:
    """A text in which nothing is a command of Slack's."""
    return text.translate(_ESCAPED)


def render(parts: Sequence[Part], to: Mapping[str, Any]) -> list[Payload]:
    """The calls of ``chat.postMessage``. ``to`` has the channel and, where one is answered in it, the thread."""
    most = limits("slack")
    payloads = []
    found = [one for part in joined(parts, most["section_characters"], _measure) for one in _split(part)]
    for part in found:
        plain = [escaped(text) for text in _plain(part)] or [say("choose")]
        blocks = [*_sections(part), *(block for card in part.cards for block in _card(card, to)), *_actions(part, to)]
        for number, some in enumerate(_messages(blocks)):
            body = _message(to, say("choose") if number else plain[0])
            payloads.append(Payload({**body, "blocks": some}, body))
    return payloads


def _messages(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks as messages take them: not too many, and not too long together."""
    most = limits("slack")
    found: list[list[Block]] = []
    room = 0
    for block in blocks:
        length = len(json.dumps(block, ensure_ascii=False))  # more than its texts: on the safe side
        if not found or len(found[-1]) >= most["blocks"] or length > room:
            found.append([])
            room = most["blocks_characters"]
        found[-1].append(block)
        room -= length
    return found


def _split(part: Part) -> list[Part]:
    """A part that is too long to be said as one plain text, as several: the last one has its buttons and products."""
    most = limits("slack")
    if _measure(as_text(part)) <= most["text_characters"]:
        return [part]
    places = pieces(part.text, most["section_characters"] - 2 * len(part.strong), _measure)
    texts = [
        Part(
            part.text[start:end],
            part.type,
            tuple((first - start, last - start) for first, last in part.strong if start <= first and last <= end),
        )
        for start, end in places
    ]
    return [*texts[:-1], replace(texts[-1], buttons=part.buttons, cards=part.cards)] if texts else [part]


def _plain(part: Part) -> list[str]:
    text = as_text(part)
    return [text[start:end] for start, end in pieces(text, limits("slack")["text_characters"], _measure)]


def _measure(text: str) -> int:
    return utf16(escaped(text))


def _sections(part: Part) -> Iterator[Block]:
    room = limits("slack")["section_characters"] - 2 * len(part.strong)
    too_long = _too_long(part.buttons)
    text = as_text(part) if too_long else part.text
    for start, end in pieces(text, room, _measure):
        # escaping moves no phrase that stands out out of its line
        shown = _marked(text, part.strong, start, end)
        yield {"type": "section", "text": {"type": "mrkdwn", "text": shown}}


def _marked(text: str, strong: Sequence[tuple[int, int]], start: int, end: int) -> str:
    """Bold phrases between stars, everything escaped."""
    return escaped(marked(text, strong, start, end))


def _too_long(buttons: Sequence[Button]) -> bool:
    return any(utf16(button.title) > limits("slack")["button_characters"] for button in buttons)


def _card(card: Card, to: Mapping[str, Any]) -> Iterator[Block]:
    """A product: its picture beside its name, its buttons."""
    most = limits("slack")
    title = card.titled(card.title)
    buttons = [_button(button, card.titled(button.title), to) for button in card.buttons]
    if card.url and len(card.url) <= most["image_url_characters"]:
        label = {"type": "plain_text", "text": card.titled(say("see"))}
        link = {"type": "button", "text": label, "url": card.url, "action_id": f"link-{card.number}"}
        buttons.insert(0, link)
    if card.picture and len(card.picture) <= most["image_url_characters"]:
        alt = card.title[: most["alt_text_characters"]]
        image = {"type": "image", "image_url": card.picture, "alt_text": alt}
        text = pieces(title, most["section_characters"], _measure)[0]
        shown = {"type": "mrkdwn", "text": escaped(title[text[0] : text[1]])}
        yield {"type": "section", "text": shown, "accessory": image}
    if buttons:
        yield {"type": "actions", "elements": buttons}


def _actions(part: Part, to: Mapping[str, Any]) -> Iterator[Block]:
    """Buttons in blocks; where a title is too long for one, by their marks, as they stand in the text."""
    most = limits("slack")["elements"]
    titles = marks(part) if _too_long(part.buttons) else [button.title for button in part.buttons]
    shown = [_button(button, title, to) for button, title in zip(part.buttons, titles, strict=True)]
    for first in range(0, len(shown), most):
        yield {"type": "actions", "elements": shown[first : first + most]}


def _button(button: Button, title: str, to: Mapping[str, Any]) -> Block:
    label = {"type": "plain_text", "text": title}
    return {"type": "button", "text": label, "value": owned(button.id, to), "action_id": f"choice-{button.id}"}


def _message(to: Mapping[str, Any], text: str) -> dict[str, Any]:
    thread = {"thread_ts": to["thread"]} if to.get("thread") else {}
    return {"channel": to["channel"], "text": text, "unfurl_links": False, **thread}
