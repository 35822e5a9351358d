"""Talks to a server on this machine like people do: one message after the other, several at once."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from urllib.parse import urlsplit

import aiohttp

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
MAX_MESSAGES = 5_000
MAX_SECONDS = 180.0


@dataclass
class Timings:
    """What a round of messages took. seconds: first message to last answer; times: each one's."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    errors: int = 0

    @property
    def rate(self) -> float:
        """Messages answered a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    @property
    def p50(self) -> float:
        """Median seconds an answer took."""
        return median(self.times) if self.times else 0.0

    @property
    def p95(self) -> float:
        """Seconds within which 95 of 100 answers came."""
        return quantiles(self.times, n=20)[-1] if len(self.times) > 1 else self.p50


class Talker:
    """Sends messages over the REST channel, bounded in number and time, to this machine alone."""

    def __init__(self, base: str, label: str) -> None:
        if urlsplit(base).hostname not in LOOPBACK:
            raise ValueError(f"{base} is not on this machine: the benchmark loads nobody else's server.")
        self._url = f"{base}/webhooks/rest/webhook"
        self._label = label
        self._serial = itertools.count()
        self._deadline = time.monotonic() + MAX_SECONDS

    async def conversations(self, scripts: Sequence[Sequence[str]], users: int, count: int) -> Timings:
        """Hold `count` conversations, `users` at a time, taking the scripts in turn."""
        if sum(len(scripts[index % len(scripts)]) for index in range(count)) > MAX_MESSAGES:
            raise ValueError(f"more than {MAX_MESSAGES} messages were asked for")
        timings = Timings()
        waiting = iter(range(count))
        run = f"{self._label}-{time.time_ns()}"
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:

            async def user() -> None:
                for index in waiting:  # shared: each conversation is taken by one user
                    for text in scripts[index % len(scripts)]:
                        await self._say(session, f"{run}-{index}", text, timings)

            start = time.perf_counter()
            await asyncio.gather(*(user() for _ in range(users)))
            timings.seconds = time.perf_counter() - start
        return timings

    async def long_conversation(self, script: Sequence[str], length: int) -> list[float]:
        """One conversation of `length` messages, the script over and over; gives the seconds of each answer."""
        timings = Timings()
        texts = itertools.islice(itertools.cycle(script), length)
        sender = f"{self._label}-long-{time.time_ns()}"
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
            for text in texts:
                await self._say(session, sender, text, timings)
        return timings.times

    async def _say(self, session: aiohttp.ClientSession, sender: str, text: str, timings: Timings) -> None:
        if time.monotonic() > self._deadline:
            timings.errors += 1
            return
        start = time.perf_counter()
        try:
            async with session.post(self._url, json={"sender": sender, "message": text}) as answer:
                said = await answer.json()
        except (aiohttp.ClientError, asyncio.TimeoutError):
            said = None
        timings.times.append(time.perf_counter() - start)
        if not said:
            timings.errors += 1
