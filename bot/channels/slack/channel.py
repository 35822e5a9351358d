"""The chat on Slack."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from sanic import Request
from sanic.response import HTTPResponse, text
from slack_sdk.signature import SignatureVerifier

from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.settings import read
from bot.channels.messaging.webhook import PlatformChannel, RefusedError
from bot.channels.slack.api import SlackClient
from bot.channels.slack.reading import read_action, read_event
from bot.channels.slack.rendering import render
from bot.channels.slack.settings import VARIABLES


class SlackChannel(PlatformChannel):
    """Slack, below /webhooks/slack/: events, and the buttons that people press."""

    # Slack waits for 3 s, and a pressed button comes only once (https://docs.slack.dev/interactivity/handling-user-interaction)
    patience = 1.5
    proof = "x-slack-signature"
    draw = staticmethod(render)

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self.settings = settings = read(VARIABLES, environment)
        if settings is not None:
            self._verifier = SignatureVerifier(settings["SLACK_SIGNING_SECRET"])
            self.client = SlackClient(settings["SLACK_API_URL"], settings["SLACK_TOKEN"])

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return "slack"

    def prove(self, request: Request, body: bytes) -> None:
        """By Slack's signature, which is good for five minutes."""
        given, timestamp = request.headers.get(self.proof), request.headers.get("x-slack-request-timestamp")
        if not self._verifier.is_valid(body, timestamp, given):
            raise RefusedError

    async def read(self, request: Request, body: bytes) -> Sequence[Incoming]:
        """One event, or one pressed button, a call."""
        found = None
        if _is_form(request):
            found = read_action(json.loads(parse_qs(body.decode())["payload"][0]))
        else:
            event: dict[str, Any] = json.loads(body)
            if event["type"] == "event_callback":
                found = read_event(event)
        return [found] if found is not None else []

    def taken(self, request: Request, body: bytes) -> HTTPResponse:
        """Nothing; the challenge where Slack asks whether the address is ours."""
        if not _is_form(request) and b"url_verification" in body[:1_000]:
            call = json.loads(body)
            if call.get("type") == "url_verification":
                return text(str(call.get("challenge") or "")[:500])
        return super().taken(request, body)


def _is_form(request: Request) -> bool:
    return str(request.headers.get("content-type") or "").startswith("application/x-www-form-urlencoded")
