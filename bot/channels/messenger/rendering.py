"""Messages as Messenger shows them: text, products as cards (a generic template), quick replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.messaging.delivery import Payload
from bot.channels.messaging.limits import limits
from bot.channels.messaging.offers import as_text, listed, marks
from bot.channels.messaging.parts import Card, Part, joined
from bot.channels.messaging.text import pieces, utf16
from bot.channels.messaging.words import say

Replies = list[dict[str, str]]


def render(parts: Sequence[Part], to: Mapping[str, Any]) -> list[Payload]:
    """The calls that send messages. ``to`` has the person's id on this page."""
    most = limits("messenger")["text_characters"]
    payloads: list[Payload] = []
    for part in joined(parts, most):
        replies, text = _quick_replies(part)
        cards = [_element(card) for card in part.cards]
        template = [card for card in cards if card is not None][: limits("messenger")["elements"]]
        found = pieces(text, most)
        for number, (start, end) in enumerate(found, start=1):
            message: dict[str, Any] = {"text": text[start:end]}
            plain = _message(to, dict(message))
            if replies and not template and number == len(found):
                message["quick_replies"] = replies
            payloads.append(Payload(_message(to, message), plain if "quick_replies" in message else None))
        if template:
            shown = {"type": "template", "payload": {"template_type": "generic", "elements": template}}
            message = {"attachment": shown, **({"quick_replies": replies} if replies else {})}
            # what the cards say was said in the text already; their buttons are words that anybody may write
            plain = _message(to, {"text": say("choose"), "quick_replies": replies})
            payloads.append(Payload(_message(to, message), plain if replies else None))
    return payloads


def _quick_replies(part: Part) -> tuple[Replies, str]:
    """The quick replies, and the text: with the titles in it where one is too long, or where there are too many."""
    most = limits("messenger")
    if len(part.buttons) > most["quick_replies"]:
        return [], as_text(part)
    fits = all(utf16(button.title) <= most["quick_reply_characters"] for button in part.buttons)
    titles = [button.title for button in part.buttons] if fits else marks(part)
    return [
        {"content_type": "text", "title": title, "payload": button.id}
        for title, button in zip(titles, part.buttons, strict=True)
    ], part.text if fits else listed(part)


def _element(card: Card) -> dict[str, Any] | None:
    """A product as a card; None where its name is too long for one, or it would be a name alone."""
    most = limits("messenger")
    title = card.titled(card.title)
    url, picture = (one if utf16(one) <= most["address_characters"] else "" for one in (card.url, card.picture))
    buttons = [
        {"type": "postback", "title": button.title, "payload": button.id}
        for button in card.buttons
        if utf16(button.title) <= most["button_characters"]
    ]
    if utf16(title) > most["element_title_characters"] or not (buttons or url or picture):
        return None
    element: dict[str, Any] = {"title": title}
    if card.subtitle and utf16(card.subtitle) <= most["element_subtitle_characters"]:
        element["subtitle"] = card.subtitle
    if picture:
        element["image_url"] = picture
    if url:
        element["default_action"] = {"type": "web_url", "url": url}
        if len(buttons) < most["element_buttons"]:
            buttons.insert(0, {"type": "web_url", "title": say("see"), "url": url})
    if buttons:
        element["buttons"] = buttons[: most["element_buttons"]]
    return element


def _message(to: Mapping[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    return {"recipient": {"id": to["person"]}, "messaging_type": "RESPONSE", "message": message}
