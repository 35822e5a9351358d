"""What Twilio takes in a message, for SMS and for WhatsApp.

Sources: https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/api/errors and
https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.platforms.meta_checks import length, web_address

BODY, MEDIA = 1600, 10
WHATSAPP = "whatsapp:"

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_SERVICE = re.compile(r"MG[0-9a-f]{32}")
_FIELDS = frozenset({"To", "From", "MessagingServiceSid", "Body", "MediaUrl", "StatusCallback"})

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_DOUBLE = frozenset("\f^{}\\[~]|€")


class Refusal(Exception):  # noqa: N818 - what the platform does, not an accident
    """Twilio doesn't take a request. ``code`` and ``status`` are those of its answer."""

    def __init__(self, why: str, code: int, status: int = 400) -> None:
        super().__init__(why)
        self.why, self.code, self.status = why, code, status


@dataclass(frozen=True)
class Outgoing:
    """A message: its fields as they were sent, of which ``sender`` is a number or a messaging service."""

    to: str
    sender: str
    body: str
    media: tuple[str, ...]
    callback: str

    @property
    def whatsapp(self) -> bool:
        """Whether it goes by WhatsApp."""
        return self.to.startswith(WHATSAPP)


def message(fields: list[tuple[str, str]], sms_from: str, whatsapp_from: str) -> Outgoing:
    """A message of the form's fields. ``sms_from``, ``whatsapp_from``: the senders that the account has."""
    single = dict(fields)
    for name, _ in fields:
        if name not in _FIELDS:
            raise Refusal(f"Unknown parameter {name}", 20001)
        if name != "MediaUrl" and [key for key, _ in fields].count(name) > 1:
            raise Refusal(f"Parameter {name} is given twice", 20001)
    to, body = single.get("To", ""), single.get("Body", "")
    media = tuple(value for name, value in fields if name == "MediaUrl")
    sender = _sender(single, to)
    _check_to(to)
    _check_sender(to, sender, sms_from, whatsapp_from)
    if not body.strip() and not media:
        raise Refusal("Message body is required.", 21602)
    if length(body) > BODY:
        raise Refusal(f"The concatenated message body exceeds the {BODY} character limit", 21617)
    if len(media) > MEDIA:
        raise Refusal("Number of media files exceeds allowed limit", 21623)
    if not all(map(web_address, media)):
        raise Refusal("Invalid media URL(s)", 21620)
    callback = single.get("StatusCallback", "")
    if "StatusCallback" in single and not web_address(callback):
        raise Refusal("The StatusCallback URL is not a valid URL.", 21609)
    return Outgoing(to, sender, body, media, callback)


def _sender(single: dict[str, str], to: str) -> str:
    if not to:
        raise Refusal("A 'To' phone number is required.", 21604)
    if "From" in single and "MessagingServiceSid" in single:
        raise Refusal("From and MessagingServiceSid are both given", 20001)
    sender = single.get("From") or single.get("MessagingServiceSid") or ""
    if not sender:
        raise Refusal("A 'From' phone number is required.", 21603)
    if "MessagingServiceSid" in single and not _SERVICE.fullmatch(sender):
        raise Refusal("The Messaging Service does not exist", 21701)
    return sender


def _check_to(to: str) -> None:
    if not _NUMBER.fullmatch(to.removeprefix(WHATSAPP)):
        raise Refusal(f"The 'To' number {to} is not a valid phone number.", 21211)


def _check_sender(to: str, sender: str, sms_from: str, whatsapp_from: str) -> None:
    if sender.startswith("MG"):
        if sender != sms_from:
            raise Refusal("The Messaging Service does not exist", 21701)
        if to.startswith(WHATSAPP):
            raise Refusal("The Messaging Service does not have a sender for this channel", 21703)
        return
    if to.startswith(WHATSAPP) != sender.startswith(WHATSAPP):
        raise Refusal("Twilio could not find a Channel with the specified From and To: they differ in channel", 21910)
    if to == sender:
        raise Refusal("'To' and 'From' number cannot be the same", 21266)
    if sender.startswith(WHATSAPP) and sender != WHATSAPP + whatsapp_from:
        raise Refusal("Twilio could not find a Channel with the specified From address", 63007)
    if not sender.startswith(WHATSAPP) and sender != sms_from:
        raise Refusal(f"The From phone number {sender} is not a valid, SMS-capable number for your account", 21606)


def segments(text: str) -> int:
    """Into how many SMS a text is cut: of 160 GSM-7 signs (153 when several), else of 70 UTF-16 units (67)."""
    if set(text) <= _GSM | _GSM_DOUBLE:
        size, one, several = len(text) + sum(sign in _GSM_DOUBLE for sign in text), 160, 153
    else:
        size, one, several = length(text), 70, 67
    return 1 if size <= one else -(-size // several)
