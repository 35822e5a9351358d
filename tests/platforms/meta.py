"""What the stand-ins of Meta's platforms share: Graph's answers and errors, the signature and the handshake.

Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started and .../guides/error-handling
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.platforms.meta_checks import Refusal
from tests.platforms.standin import Fault, StandIn

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
VERSION = "v21.0"
DAY = 24 * 3600.0

TOKEN_INVALID, SERVICE, THROTTLED, UNKNOWN_PATH = 190, 2, 4, 2500


class MetaApi(StandIn):
    """Graph, with one app's token, secret and verify token."""

    token_status = 400
    """HTTP status of "Invalid OAuth access token"."""
    throttled = 613
    """Code of "too much at once"."""
    more_told = ""
    """The product that an error's ``error_data`` names, where there is one."""

    def __init__(self, token: str, app_secret: str, verify_token: str) -> None:
        super().__init__()
        self.token, self.app_secret, self.verify_token = token, app_secret, verify_token
        self.last: tuple[bytes, dict[str, str]] | None = None
        """The newest update: data and headers."""
        self._count = itertools.count(1)
        self._guest: MetaApi | None = None
        self._host: MetaApi | None = None

    @property
    def api(self) -> str:
        """Graph's address with its version, as META_API_URL has it."""
        return f"{(self._host or self).base}/{VERSION}"

    def serve_also(self, guest: MetaApi) -> None:
        """Serve another platform's methods too: a server that has both calls them at one address. Before `start`;
        the other is started as well."""
        self._guest, guest._host = guest, self

    # --- the API's side

    def methods(self) -> list[web.RouteDef]:
        """The platform's methods."""
        raise NotImplementedError

    def routes(self) -> list[web.RouteDef]:
        """The platform's methods, another's if that is served too, and what is said of all else."""
        others = self._guest.methods() if self._guest else []
        return [*others, *self.methods(), web.route("*", "/{path:.*}", self._unknown)]

    async def _unknown(self, request: web.Request) -> web.Response:
        self.refuse(f"{request.method} {request.path} is no method")
        return self.error(f"Unknown path components: {request.path}", UNKNOWN_PATH, 400)

    def guarded(self, handler: Callable[[web.Request], Awaitable[dict[str, Any]]], *, sends: bool = False) -> Handler:
        """A method with the checks that come before it: faults, the token; and its refusals as Graph tells them."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            if sends and self.faults and not _is_sign(await request.read()):
                return self.fail(self.faults.popleft())
            if request.headers.get("Authorization") != f"Bearer {self.token}":
                self.refuse("Authorization is not our token")
                return self.error("Invalid OAuth access token.", TOKEN_INVALID, self.token_status)
            try:
                return web.json_response(await handler(request))
            except Refusal as refusal:
                return self.error(refusal.why, refusal.code, refusal.status, refusal.subcode)

        return guarded

    async def json(self, request: web.Request) -> dict[str, Any]:
        """A request's JSON object."""
        try:
            body = json.loads(await request.read())
        except ValueError:
            body = None
        if request.content_type != "application/json" or not isinstance(body, dict):
            raise self.badly("The body must be a JSON object and say so")
        return body

    def badly(self, why: str) -> Refusal:
        """A refusal that says that we were wrong."""
        self.refuse(why)
        return Refusal(why)

    def error(
        self, why: str, code: int, status: int, subcode: int | None = None, wait: int | None = None
    ) -> web.Response:
        """Graph's form of an error."""
        error: dict[str, Any] = {"message": f"(#{code}) {why}", "type": "OAuthException", "code": code}
        if subcode is not None:
            error["error_subcode"] = subcode
        if code in (SERVICE, THROTTLED):
            error["is_transient"] = True
        if self.more_told:
            error["error_data"] = {"messaging_product": self.more_told, "details": why}
        error["fbtrace_id"] = "AbCdEfGhIjKlMnOpQrStUv"
        headers = {"Retry-After": str(wait)} if wait is not None else {}
        return web.json_response({"error": error}, status=status, headers=headers)

    def fail(self, fault: Fault) -> web.Response:
        """A fault in Graph's form. Status 429 or 400: too much at once (Graph says so with both); 403: the whole app
        called too often; 5xx: trouble on their side."""
        if fault.status >= 500:
            why = "An unexpected error has occurred. Please retry your request later."
            return self.error(why, SERVICE, fault.status, wait=fault.retry_after)
        code = THROTTLED if fault.status == 403 else self.throttled
        return self.error("Rate limit hit", code, fault.status, wait=fault.retry_after)

    # --- the webhook's side

    def sign(self, data: bytes) -> dict[str, str]:
        """An update's headers, with both signatures that Meta sends."""
        key = self.app_secret.encode()
        return {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature": "sha1=" + hmac.new(key, data, hashlib.sha1).hexdigest(),
            "X-Hub-Signature-256": "sha256=" + hmac.new(key, data, hashlib.sha256).hexdigest(),
        }

    def signed(self, update: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        """An update as it goes over the wire: Meta escapes what is not ASCII, and slashes; it signs what it sends."""
        data = json.dumps(update, separators=(",", ":")).replace("/", "\\/").encode()
        return data, self.sign(data)

    def deliver(self, update: dict[str, Any]) -> tuple[int, bytes]:
        """Send an update to our webhook; status and body."""
        self.last = self.signed(update)
        return self.post(*self.last)

    def again(self) -> tuple[int, bytes]:
        """The newest update once more, byte for byte."""
        assert self.last is not None, "nothing was delivered yet"
        return self.post(*self.last)

    def handshake(self, token: str | None = None, challenge: str = "1158201444") -> tuple[int, bytes]:
        """Ask the webhook whether it is ours, as Meta does when its address is set."""
        wanted = self.verify_token if token is None else token
        query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": wanted}
        future = asyncio.run_coroutine_threadsafe(self._get(f"{self.webhook}?{urlencode(query)}"), self._loop)
        return future.result(30)

    async def _get(self, url: str) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(total=20)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
            return answer.status, await answer.read()

    def next(self) -> int:
        """Numbers that rise, for ids."""
        return next(self._count)


def _is_sign(data: bytes) -> bool:
    """Whether a call sends no message but that we type, or have read: such calls leave the faults to messages."""
    try:
        body = json.loads(data)
    except ValueError:
        return False
    return isinstance(body, dict) and not {"sender_action", "status"}.isdisjoint(body)
