"""The REST channel for development and tests: the client names the sender, so it is off in production.

`POST /webhooks/rest/webhook` with `{"sender": "...", "message": "..."}` answers with a list of messages. As
Rasa's own, with messages kept whole, and with a clear answer to a body that is not such an object.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from bot.channels.collector import MessageCollector

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class RestChannel(InputChannel):  # type: ignore[misc]
    """JSON in, JSON out."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, and its place below /webhooks/."""
        return "rest"

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The routes of this channel."""
        blueprint = Blueprint("rest_channel")

        @blueprint.get("/")
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @blueprint.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            body = request.json  # sanic answers 400 to what is no JSON
            sender = body.get("sender") if isinstance(body, dict) else None
            if not isinstance(sender, str) or not sender.strip():
                return json({"error": 'send {"sender": "a name", "message": "what is said"}'}, status=400)
            message = body.get("message")
            collector = MessageCollector()
            text = message if isinstance(message, str) else ""
            await on_new_message(UserMessage(text, collector, sender, input_channel=self.name()))
            return json(collector.messages)

        return blueprint
