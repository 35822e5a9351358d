"""Slack's Web API, as far as it is needed. Source: https://api.slack.com/methods/chat.postMessage"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.messaging.delivery import TAKEN, Answer, Caller, Fate, Verdict, later

_LATER = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)

_REFUSED = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "no_text", "invalid_arguments",
     "invalid_arg_name", "invalid_array_arg", "invalid_json", "json_not_object", "cannot_reply_to_message"}
)  # fmt: skip
"""Errors of a message's form. Whatever else Slack says means that it takes nothing from us here."""


class SlackClient:
    """Calls for one workspace."""

    def __init__(self, base: str, token: str) -> None:
        self._base = base
        self._caller = Caller({"Authorization": f"Bearer {token}"})

    async def send(self, body: dict[str, Any], to: Mapping[str, Any]) -> Verdict:  # noqa: ARG002 - the body says it
        """Post a message."""
        return _verdict(await self.call("chat.postMessage", body))

    async def call(self, method: str, body: Mapping[str, Any]) -> Answer:
        """Call a method."""
        return await self._caller.post(f"{self._base}/{method}", json=body)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._caller.close()


def _verdict(answer: Answer) -> Verdict:
    trouble = later(answer)
    if trouble is not None:
        return trouble
    if answer.body.get("ok") is True or (answer.status == 200 and answer.broken):
        return TAKEN
    error = str(answer.body.get("error") or f"HTTP {answer.status}")[:80]
    fate = Fate.LATER if error in _LATER else Fate.REFUSED if error in _REFUSED else Fate.GONE
    return Verdict(fate, reason=error)
