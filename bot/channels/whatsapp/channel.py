"""The chat on WhatsApp, by Meta's Cloud API."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sanic import Request
from sanic.response import HTTPResponse

from bot.channels.messaging import meta
from bot.channels.messaging.courier import Renderer
from bot.channels.messaging.delivery import Client
from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.limits import limits
from bot.channels.messaging.settings import read
from bot.channels.messaging.webhook import PlatformChannel
from bot.channels.whatsapp.reading import read_updates
from bot.channels.whatsapp.rendering import render
from bot.channels.whatsapp.settings import VARIABLES


class WhatsAppChannel(PlatformChannel):
    """WhatsApp, below /webhooks/whatsapp/."""

    proof = meta.SIGNATURE
    longest_body = meta.LONGEST_BODY

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self.settings = settings = read(VARIABLES, environment)
        self._settings = settings or {}
        if settings is not None:
            address = f"{settings['META_API_URL']}/{settings['WHATSAPP_PHONE_NUMBER_ID']}/messages"
            self._client = meta.GraphClient(address, settings["WHATSAPP_TOKEN"], limits("whatsapp")["window_hours"])

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "whatsapp"

    def prove(self, request: Request, body: bytes) -> None:
        """By Meta's signature."""
        meta.prove(request, body, self._settings["WHATSAPP_APP_SECRET"])

    def handshake(self, request: Request) -> HTTPResponse | None:
        """Meta's."""
        return meta.handshake(request, self._settings["WHATSAPP_VERIFY_TOKEN"])

    async def read(self, request: Request, body: bytes) -> Sequence[Incoming]:  # noqa: ARG002 - the body says all
        """A call may carry many updates."""
        return list(read_updates(json.loads(body), self._settings["WHATSAPP_PHONE_NUMBER_ID"]))

    def render(self) -> Renderer:
        """Text, reply buttons and lists."""
        return render

    def client(self) -> Client:
        """The Cloud API."""
        return self._client

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()
