"""Telegram's Bot API, as far as it is needed. Source: https://core.telegram.org/bots/api"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from bot.channels.messaging.delivery import TAKEN, Answer, Caller, Fate, Verdict, later

_GONE = ("blocked", "deactivated", "kicked", "chat not found", "not enough rights", "have no rights", "not a member")
"""Words of Telegram's errors that mean that this chat takes nothing from us any more."""


class TelegramClient:
    """Calls for one bot. The token is part of the address, so no error may show that."""

    def __init__(self, base: str, token: str) -> None:
        self._address = f"{base}/bot{token}"
        self._caller = Caller()
        self._me: dict[str, Any] | None = None
        self._told: deque[str] = deque(maxlen=1_000)

    async def send(self, body: dict[str, Any], to: Mapping[str, Any]) -> Verdict:
        """Send a message; a button that was pressed stops turning first."""
        query = to.get("query")
        if query and query not in self._told:
            # Only looks: an answer that comes too late, or not, changes nothing.
            self._told.append(query)
            await self.call("answerCallbackQuery", {"callback_query_id": query})
        return _verdict(await self.call("sendMessage", body))

    async def me(self) -> dict[str, Any] | None:
        """Who we are: ``id`` and ``username``; None while Telegram can't be asked."""
        if self._me is None:
            answer = await self.call("getMe", {})
            found = answer.body.get("result")
            self._me = found if isinstance(found, dict) else None
        return self._me

    async def call(self, method: str, body: Mapping[str, Any]) -> Answer:
        """Call a method."""
        return await self._caller.post(f"{self._address}/{method}", json=body)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._caller.close()


def _verdict(answer: Answer) -> Verdict:
    if answer.status == 200 and (answer.broken or answer.body.get("ok") is True):
        return TAKEN
    parameters = answer.body.get("parameters")
    asked = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if answer.status == 429 and isinstance(asked, int | float):
        return Verdict(Fate.LATER, float(asked), "HTTP 429")
    trouble = later(answer)
    if trouble is not None:
        return trouble
    told = str(answer.body.get("description") or "").lower()
    gone = answer.status in (401, 403, 404) or any(words in told for words in _GONE)
    return Verdict(Fate.GONE if gone else Fate.REFUSED, reason=f"HTTP {answer.status}")
