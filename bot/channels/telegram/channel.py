"""The chat on Telegram."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sanic import Request

from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.settings import read
from bot.channels.messaging.signatures import same
from bot.channels.messaging.webhook import NotNowError, PlatformChannel, RefusedError
from bot.channels.telegram.api import TelegramClient
from bot.channels.telegram.reading import is_of_group, read_update
from bot.channels.telegram.rendering import render
from bot.channels.telegram.settings import VARIABLES


class TelegramChannel(PlatformChannel):
    """Telegram, below /webhooks/telegram/."""

    proof = "x-telegram-bot-api-secret-token"
    client: TelegramClient
    draw = staticmethod(render)

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self.settings = read(VARIABLES, environment)
        if self.settings is not None:
            self._bot = self.settings["TELEGRAM_TOKEN"].partition(":")[0]
            self.client = TelegramClient(self.settings["TELEGRAM_API_URL"], self.settings["TELEGRAM_TOKEN"])

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "telegram"

    def prove(self, request: Request, body: bytes) -> None:  # noqa: ARG002 - the head alone proves it
        """By the secret that the webhook was set with."""
        if self.settings is None or not same(request.headers.get(self.proof) or "", self.settings["TELEGRAM_SECRET"]):
            raise RefusedError

    async def read(self, request: Request, body: bytes) -> Sequence[Incoming]:  # noqa: ARG002 - the body says all
        """One update a call."""
        update: dict[str, Any] = json.loads(body)
        me = await self.client.me() if is_of_group(update) else None
        if me is None and is_of_group(update):
            raise NotNowError  # whether it names us, nobody can say yet
        found = read_update(update, me)
        return [self._of_this_bot(found)] if found is not None else []

    def _of_this_bot(self, found: Incoming) -> Incoming:
        """Named so that the messages of another bot, which may have had this database before, have other names."""
        return replace(
            found, name=f"{self._bot}.{found.name}", edits=f"{self._bot}.{found.edits}" if found.edits else ""
        )
