"""Messages as plain text, with numbers and letters in place of buttons: SMS, and WhatsApp by Twilio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.messaging.delivery import Payload
from bot.channels.messaging.limits import limits
from bot.channels.messaging.offers import as_text
from bot.channels.messaging.parts import Part
from bot.channels.messaging.text import pieces, utf16
from bot.channels.messaging.words import say
from bot.channels.twilio.gsm import measure, plainer

_MOST = 99
"""Messages of a turn for whose count there is room."""


def render(parts: Sequence[Part], to: Mapping[str, Any]) -> list[Payload]:
    """The forms that send messages: as few as a turn takes, each of a sensible length, counted where there are more.

    ``to`` has the person's address, ours, and whether it is WhatsApp.
    """
    most = limits("twilio")
    text = "\n\n".join(as_text(part) for part in parts)
    room, length = (most["body_characters"], utf16) if to.get("whatsapp") else (most["sms_characters"], measure)
    if not to.get("whatsapp"):
        text = plainer(text)
    # in other alphabets the count, too, takes more room
    found = [text[start:end] for start, end in pieces(text, room, lambda one: length(_counted(one, _MOST, _MOST)))]
    if len(found) > 1:
        found = [_counted(one, number, len(found)) for number, one in enumerate(found, start=1)]
    return [Payload({"To": to["person"], **to["from"], "Body": one}) for one in found]


def _counted(text: str, number: int, of: int) -> str:
    return f"{say('continued', number=number, of=of)}\n{text}"
