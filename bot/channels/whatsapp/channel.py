"""The chat on WhatsApp, by Meta's Cloud API."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sanic import Request

from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.limits import limits
from bot.channels.messaging.meta import GraphClient, MetaChannel
from bot.channels.messaging.settings import read
from bot.channels.whatsapp.reading import read_updates
from bot.channels.whatsapp.rendering import render
from bot.channels.whatsapp.settings import VARIABLES


class WhatsAppChannel(MetaChannel):
    """WhatsApp, below /webhooks/whatsapp/."""

    app_secret, verify_token = "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN"
    draw = staticmethod(render)

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        settings = read(VARIABLES, environment)
        super().__init__(settings)
        if settings is not None:
            address = f"{settings['META_API_URL']}/{settings['WHATSAPP_PHONE_NUMBER_ID']}/messages"
            self.client = GraphClient(address, settings["WHATSAPP_TOKEN"], limits("whatsapp")["window_hours"])

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "whatsapp"

    async def read(self, request: Request, body: bytes) -> Sequence[Incoming]:  # noqa: ARG002 - the body says all
        """A call may carry many updates."""
        return list(read_updates(json.loads(body), self.values["WHATSAPP_PHONE_NUMBER_ID"]))
