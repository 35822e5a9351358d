"""The chat on Messenger."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sanic import Request

from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.limits import limits
from bot.channels.messaging.meta import GraphClient, MetaChannel
from bot.channels.messaging.settings import read
from bot.channels.messenger.reading import read_updates
from bot.channels.messenger.rendering import render
from bot.channels.messenger.settings import VARIABLES


class MessengerChannel(MetaChannel):
    """Messenger, below /webhooks/messenger/."""

    app_secret, verify_token = "MESSENGER_APP_SECRET", "MESSENGER_VERIFY_TOKEN"
    draw = staticmethod(render)

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        settings = read(VARIABLES, environment)
        super().__init__(settings)
        if settings is not None:
            address = f"{settings['META_API_URL']}/me/messages"
            self.client = GraphClient(address, settings["MESSENGER_TOKEN"], limits("messenger")["window_hours"])

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "messenger"

    async def read(self, request: Request, body: bytes) -> Sequence[Incoming]:  # noqa: ARG002 - the body says all
        """A call may carry many updates."""
        return list(read_updates(json.loads(body)))
