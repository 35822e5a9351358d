"""Getting a message to a platform: what its answer means, and how long to wait before it is tried again."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Protocol

import aiohttp

TRIES = 10
"""How often a message is offered: with the pauses below, for about five minutes."""

LONGEST_PAUSE = 90.0
LONGEST_WAIT = 3600.0
"""Seconds that a platform may ask us to wait; whoever asks for more has given us up."""

_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5)
_LONGEST_ANSWER = 100_000


class Fate(Enum):
    """What became of a message: the platform took it; it may take it later; it never will as it is; it will take
    nothing for this person any more."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    GONE = "gone"


@dataclass(frozen=True)
class Verdict:
    """A message's fate. ``wait``: seconds asked for; ``reason``: the platform's own code or word, for our records."""

    fate: Fate
    wait: float | None = None
    reason: str = ""


TAKEN = Verdict(Fate.TAKEN)


@dataclass(frozen=True)
class Payload:
    """One call that sends a message: its body, and what to send in its place where the platform doesn't take it."""

    body: dict[str, Any]
    plain: dict[str, Any] | None = None


@dataclass(frozen=True)
class Answer:
    """A platform's answer to a call: status (0: none came), headers with small letters, and its JSON object.

    broken: its body did not come whole, so that only the status tells.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""
    broken: bool = False


class Client(Protocol):
    """A platform's API."""

    async def send(self, body: dict[str, Any], to: Mapping[str, Any]) -> Verdict:
        """Offer one message."""
        ...

    async def close(self) -> None:
        """Let go of what it holds."""
        ...


class Caller:
    """HTTP calls to a platform, on connections that are kept. Made within the event loop's first call."""

    def __init__(self, headers: Mapping[str, str] | None = None, auth: aiohttp.BasicAuth | None = None) -> None:
        self._headers = dict(headers or {})
        self._auth = auth
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, *, json: Any = None, form: Mapping[str, str] | None = None) -> Answer:
        """Call; never raises for what goes wrong on the way."""
        return await self.call("POST", url, json=json, data=form)

    async def call(self, method: str, url: str, **arguments: Any) -> Answer:
        """Call by any method; never raises for what goes wrong on the way."""
        if self._session is None:
            self._session = aiohttp.ClientSession(headers=self._headers, auth=self._auth, timeout=_TIMEOUT)
        try:
            async with self._session.request(method, url, allow_redirects=False, **arguments) as answer:
                headers = {name.lower(): value for name, value in answer.headers.items()}
                raw = await _whole(answer)
                return Answer(answer.status, headers, _object(raw or b""), broken=raw is None)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            return Answer(0, trouble=type(error).__name__)

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None


async def _whole(answer: aiohttp.ClientResponse) -> bytes | None:
    """An answer's body; None where it breaks off or is longer than any answer."""
    raw = b""
    try:
        # one read gives what has come so far, which may be a part
        while piece := await answer.content.read(_LONGEST_ANSWER):
            raw += piece
            if len(raw) > _LONGEST_ANSWER:
                return None
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
        return None
    return raw


def later(answer: Answer) -> Verdict | None:
    """The verdict on answers that mean the same everywhere: nothing came, too much at once, trouble on their side."""
    if answer.status == 0:
        return Verdict(Fate.LATER, reason=answer.trouble)
    if answer.status == 429 or answer.status >= 500 or answer.status == 408:
        return Verdict(Fate.LATER, _seconds(answer.headers.get("retry-after")), f"HTTP {answer.status}")
    return None


def pause(attempt: int, asked: float | None) -> float:
    """Seconds before the next try, after so many: twice the last pause, but at least what the platform asked for, and a
    bit that differs, so that not all come back at once."""
    own = min(LONGEST_PAUSE, 2.0 ** (attempt - 1)) * random.uniform(0.8, 1.2)  # noqa: S311 - no secret
    return max(own, (asked or 0.0) * random.uniform(1.0, 1.3))  # noqa: S311


def _seconds(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None


def _object(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
