"""What Meta's platforms share: the handshake, the signature, the Graph API's answers.

Sources: https://developers.facebook.com/docs/graph-api/webhooks/getting-started (handshake, signature),
https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes and
https://developers.facebook.com/docs/messenger-platform/error-codes (errors).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from sanic import Request
from sanic.response import HTTPResponse, text

from bot.channels.messaging.delivery import TAKEN, Answer, Caller, Fate, Verdict, later
from bot.channels.messaging.signatures import same, signed_by_meta
from bot.channels.messaging.webhook import PlatformChannel, RefusedError

SIGNATURE = "x-hub-signature-256"

LONGEST_BODY = 3_000_000
"""Bytes of a call: it may carry a thousand updates where they could not be delivered for a while."""

_LONGEST_CHALLENGE = 200

_LATER = {1, 2, 4, 32, 613, 1200, 80006, 80007, 130429, 131000, 131016, 131048, 131056, 133004}
"""Codes that mean "not now": too much at once, trouble on their side."""

_GONE = {10, 190, 200, 551, 131026, 131045, 131047, 131049, 131050, 131031, 368}
"""Codes that mean that this person takes nothing from us any more, or that we may send nothing."""

_OUTSIDE = "outside the 24 hours in which an answer may be sent"


class GraphClient:
    """Calls of the Graph API that send messages."""

    def __init__(self, address: str, token: str, window_hours: int) -> None:
        self._address = address
        self._window = window_hours * 3600
        self._caller = Caller({"Authorization": f"Bearer {token}"})

    async def send(self, body: dict[str, Any], to: Mapping[str, Any]) -> Verdict:
        """Send a message, unless the time in which that is allowed is over."""
        if time.time() - float(to.get("written") or 0) > self._window:
            return Verdict(Fate.GONE, reason=_OUTSIDE)
        return _verdict(await self._caller.post(self._address, json=body))

    async def call(self, method: str, url: str, **arguments: Any) -> Answer:
        """Any other call."""
        return await self._caller.call(method, url, **arguments)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._caller.close()


def _verdict(answer: Answer) -> Verdict:
    if answer.status == 200:
        return TAKEN
    error = answer.body.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    reason = f"HTTP {answer.status}" + (f", code {code}" if isinstance(code, int) else "")
    trouble = later(answer)
    if trouble is not None:
        return Verdict(trouble.fate, trouble.wait, reason)
    if code in _LATER:
        return Verdict(Fate.LATER, reason=reason)
    return Verdict(Fate.GONE if code in _GONE else Fate.REFUSED, reason=reason)


class MetaChannel(PlatformChannel):
    """A platform of Meta's. ``app_secret`` and ``verify_token`` name the variables that hold them."""

    proof = SIGNATURE
    longest_body = LONGEST_BODY
    app_secret: str
    verify_token: str

    def __init__(self, settings: Mapping[str, str] | None) -> None:
        self.settings = settings
        self.values = settings or {}

    def prove(self, request: Request, body: bytes) -> None:
        """By the signature of the body."""
        if not signed_by_meta(body, request.headers.get(SIGNATURE) or "", self.values[self.app_secret]):
            raise RefusedError

    def handshake(self, request: Request) -> HTTPResponse | None:
        """The answer to Meta's question whether we are who was meant; None where its token is another one."""
        challenge = str(request.args.get("hub.challenge") or "")
        proper = request.args.get("hub.mode") == "subscribe" and challenge.isascii() and challenge.isalnum()
        if not proper or len(challenge) > _LONGEST_CHALLENGE:
            return None
        given = str(request.args.get("hub.verify_token") or "")
        return text(challenge) if same(given, self.values[self.verify_token]) else None
