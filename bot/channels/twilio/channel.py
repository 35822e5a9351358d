"""The chat by SMS, and on WhatsApp by Twilio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from sanic import Request
from sanic.response import HTTPResponse, raw
from twilio.request_validator import RequestValidator

from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.settings import PUBLIC_URL
from bot.channels.messaging.signatures import same
from bot.channels.messaging.webhook import PlatformChannel, RefusedError
from bot.channels.twilio.api import TwilioClient
from bot.channels.twilio.reading import WHATSAPP, read_call
from bot.channels.twilio.rendering import render
from bot.channels.twilio.settings import SMS_FROM, WHATSAPP_FROM, read_settings

NOTHING = b'<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
"""TwiML that answers nothing: the answer is sent by the API, once it is known."""

_MOST_FIELDS = 200


class TwilioChannel(PlatformChannel):
    """SMS and WhatsApp, below /webhooks/twilio/. There are no buttons: numbers and letters stand for them."""

    patience = 11.0  # Twilio waits for 15 s (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides)
    proof = "x-twilio-signature"
    draw = staticmethod(render)

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self.settings = settings = read_settings(environment)
        if settings is not None:
            self._address = f"{settings[PUBLIC_URL]}/webhooks/{self.name()}/webhook"
            self._validator = RequestValidator(settings["TWILIO_AUTH_TOKEN"])
            self._senders = {"sms": settings[SMS_FROM]}
            if settings[WHATSAPP_FROM]:
                self._senders["whatsapp"] = WHATSAPP + settings[WHATSAPP_FROM]
            self.client = TwilioClient(
                settings["TWILIO_API_URL"],
                settings["TWILIO_ACCOUNT_SID"],
                settings["TWILIO_AUTH_TOKEN"],
                told_at=self._address,
            )

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "twilio"

    def prove(self, request: Request, body: bytes) -> None:
        """By Twilio's signature of the address that was typed into its console, and of the fields."""
        query = f"?{request.query_string}" if request.query_string else ""
        # Twilio's own compare takes a length's time; ours takes the same for all
        wanted = self._validator.compute_signature(self._address + query, _form(body))
        if not same(request.headers.get(self.proof) or "", wanted):
            raise RefusedError

    async def read(self, request: Request, body: bytes) -> Sequence[Incoming]:  # noqa: ARG002 - the body says all
        """One message a call, or what became of one of ours."""
        found = read_call(_form(body), self._senders)
        return [found] if found is not None else []

    def taken(self, request: Request, body: bytes) -> HTTPResponse:  # noqa: ARG002 - always the same
        """TwiML without a message."""
        return raw(NOTHING, content_type="text/xml")


def _form(body: bytes) -> dict[str, str]:
    """The fields. Raises ValueError where they are too many, no text, or one stands twice."""
    fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    found = dict(fields)
    if len(found) != len(fields):
        raise ValueError("a field stands twice")
    return found
