"""Requests as Sanic hands them to the channel, made without a server."""

from __future__ import annotations

import json
from typing import cast

from sanic import Request, Sanic
from sanic.compat import Header
from sanic.models.protocol_types import TransportProtocol

_app = Sanic("solewise-tests-of-the-web-channel")


class _Unsent:
    """The connection of a request that came over none."""

    def get_extra_info(self, _: str) -> None:
        """Nothing is known of it."""


def made(
    body: object = b"", *, kind: str | None = "application/json", query: str = "", headers: dict[str, str] | None = None
) -> Request:
    """A request with this body (bytes as they are, anything else as JSON)."""
    own = ({} if kind is None else {"content-type": kind}) | {"host": "bot.example"} | (headers or {})
    request = Request(
        f"/chat/messages?{query}".encode(), Header(own), "1.1", "POST", cast(TransportProtocol, _Unsent()), _app
    )
    request.body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return request
