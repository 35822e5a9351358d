"""Twilio's API of messages. Source: https://www.twilio.com/docs/messaging/api/message-resource"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.channels.messaging.delivery import TAKEN, Answer, Caller, Fate, Verdict, later
from bot.channels.messaging.limits import limits

_LATER = frozenset({20429, 21611, 30001, 14107})
_REFUSED = frozenset({21602, 21617, 21619})
"""Errors of a message's form (https://www.twilio.com/docs/api/errors). All others mean that it can't be delivered."""


class TwilioClient:
    """Calls for one account. ``told_at``: the address at which Twilio tells what became of a message."""

    def __init__(self, base: str, account: str, token: str, told_at: str = "") -> None:
        self._more = {"StatusCallback": told_at} if told_at else {}
        self.account_address = f"{base}/2010-04-01/Accounts/{account}"
        self._caller = Caller(auth=aiohttp.BasicAuth(account, token))

    async def send(self, body: dict[str, Any], to: Mapping[str, Any]) -> Verdict:
        """Send a message; on WhatsApp unless the time in which that is allowed is over."""
        window = limits("twilio")["window_hours"] * 3600
        if to.get("whatsapp") and time.time() - float(to.get("written") or 0) > window:
            return Verdict(Fate.GONE, reason="outside the 24 hours in which an answer may be sent")
        return _verdict(await self._caller.post(f"{self.account_address}/Messages.json", form={**body, **self._more}))

    async def call(self, method: str, url: str) -> Answer:
        """Any other call."""
        return await self._caller.call(method, url)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._caller.close()


def _verdict(answer: Answer) -> Verdict:
    if answer.status in (200, 201):
        return TAKEN
    code = answer.body.get("code")
    reason = f"HTTP {answer.status}" + (f", code {code}" if isinstance(code, int) else "")
    trouble = later(answer)
    if trouble is not None:
        return Verdict(trouble.fate, trouble.wait, reason)
    fate = Fate.LATER if code in _LATER else Fate.REFUSED if code in _REFUSED else Fate.GONE
    return Verdict(fate, reason=reason)
