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

_COUNT = 12
"""Characters that "(2 of 3)" takes, with the line that it stands on."""


def render(parts: Sequence[Part], to: Mapping[str, Any]) -> list[Payload]:
    """The forms that send messages: as few as a turn takes, each of a sensible length, counted where there are more.

    ``to`` has the person's address, ours, and whether it is WhatsApp.
    """
    most = limits("twilio")
    text = "\n\n".join(as_text(part) for part in parts)
    if to.get("whatsapp"):
        found = [text[start:end] for start, end in pieces(text, most["body_characters"] - _COUNT, utf16)]
    else:
        text = plainer(text)
        found = [text[start:end] for start, end in pieces(text, most["sms_characters"] - _COUNT, measure)]
    if len(found) > 1:
        found = [
            f"{say('continued', number=number, of=len(found))}\n{one}" for number, one in enumerate(found, start=1)
        ]
    return [Payload({"To": to["person"], **to["from"], "Body": one}) for one in found]
