"""Refusals of the web channel: a status, a code for programs, a sentence for people."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sanic.response import HTTPResponse, json

NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""Headers of every answer: what was said is nobody's to keep."""


class RefusedError(Exception):
    """A request that is not done, and why. ``field`` names what is wrong in it, ``retry_after`` is in seconds."""

    def __init__(
        self, status: int, code: str, message: str, *, field: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.retry_after = retry_after

    @property
    def body(self) -> dict[str, object]:
        """As it is told: ``{"error": {"code", "message", "field"?}}``."""
        error = {"code": self.code, "message": self.message}
        return {"error": {**error, "field": self.field} if self.field else error}

    def response(self, headers: Mapping[str, str]) -> HTTPResponse:
        """The answer to the request."""
        own = {} if self.retry_after is None else {"Retry-After": str(max(1, math.ceil(self.retry_after)))}
        if self.status == 401:
            own["WWW-Authenticate"] = "Bearer"
        return json(self.body, status=self.status, headers={**NO_STORE, **headers, **own})


def invalid(field: str, message: str) -> RefusedError:
    """A body or a parameter that makes no sense."""
    return RefusedError(400, "invalid", message, field=field)
