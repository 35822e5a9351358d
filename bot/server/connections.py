"""Corrections of Sanic 21.12's connections, for clients that mean no good.

- Each byte that comes gives a request all its time anew, so that a byte a second holds a connection for ever. Here the
  time runs from the request's first byte.
- A length that is negative or no number is taken for one: the body then has no end and no limit. Here it is refused.
- Sanic's loggers write tracebacks, with what the error quotes, past our own formatter. Here they go through it.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from sanic import Sanic
from sanic.http import Stage
from sanic.server.protocols.http_protocol import HttpProtocol

_LENGTH = re.compile(rb"\ncontent-length:[ \t]*([^\r\n]*)", re.IGNORECASE)
_PLAIN = re.compile(rb"[0-9]{1,15}[ \t]*")
_LOGGERS = ("sanic.root", "sanic.error", "sanic.access")

_original_received = HttpProtocol.data_received


def _received(self: Any, data: bytes) -> None:
    """As in Sanic; what comes while a request is under way gives it no more time."""
    http, since = getattr(self, "_http", None), self._time  # a new connection has no _http yet
    under_way = http is not None and http.stage is not Stage.IDLE
    _original_received(self, data)
    if under_way:
        self._time = since


async def _check_length(head: bytes) -> None:
    """Raise ValueError, which Sanic answers with 400, for a length that is none or that stands twice."""
    lengths = _LENGTH.findall(head)
    if len(lengths) > 1 or not all(_PLAIN.fullmatch(length) for length in lengths):
        raise ValueError("a content length that is none")


def guard_connections(app: Sanic) -> None:
    """Put the corrections in place, before the app is started."""
    HttpProtocol.data_received = _received  # type: ignore[method-assign]
    app.add_signal(_check_length, "http.lifecycle.read_head")


def take_over_logs() -> None:
    """Let Sanic's loggers speak through ours, once it has set up its own."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.WARNING)
