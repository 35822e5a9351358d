"""Which web pages may talk to the assistant: its own, and those that are allowed (CORS, by the Fetch standard)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from sanic import Request

from bot.channels.web.errors import RefusedError

_ASKED_ONCE = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "7200",
}


class Origins:
    """The origins that are allowed beside the assistant's own."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = frozenset(allowed)

    def headers(self, request: Request) -> dict[str, str]:
        """What a browser needs to hear so that it hands the answer to the page. Raises RefusedError (403).

        A request without an origin is none of a page on another site: programs may talk, within the same limits.
        """
        origin = request.headers.get("origin")
        if origin is None:
            return {"Vary": "Origin"}
        if origin in self._allowed:
            return {
                "Vary": "Origin",
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Expose-Headers": "Retry-After",
            }
        if _is_own(origin, request.host):
            return {"Vary": "Origin"}
        raise RefusedError(403, "origin", "Pages of this origin may not talk to this assistant (SOLEWISE_ORIGINS).")

    def preflight(self, request: Request) -> dict[str, str]:
        """The answer to a browser that asks beforehand. Raises RefusedError (403)."""
        return {**self.headers(request), **_ASKED_ONCE}


def _is_own(origin: str, host: str) -> bool:
    """Whether a page came from the same host and port as the request goes to."""
    try:
        return bool(host) and urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
