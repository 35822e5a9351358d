"""What every stand-in of a platform shares: an HTTP server on a thread, a record of what it took, and faults to throw.

A stand-in answers as the platform documents it, and is as strict: what the platform would refuse, it refuses, and
keeps in ``refused`` so that a test can see it. Tests drive people on it by the methods of each stand-in.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

Body = dict[str, Any]


@dataclass
class Fault:
    """One answer that goes wrong: its HTTP status, and the seconds that it asks one to wait."""

    status: int
    retry_after: int | None = None


@dataclass
class Took:
    """One message that was taken: to whom, what people read of it, and the whole request."""

    to: str
    text: str
    body: Body
    choices: list[tuple[str, str]] = field(default_factory=list)
    """Title and data of each button, row or quick reply."""
    at: float = field(default_factory=time.monotonic)
    id: str = ""
    """The platform's own id of it, as the bot was told."""


class StandIn:
    """A local server in place of a platform's API. Subclasses add their routes in ``routes``."""

    def __init__(self) -> None:
        self.taken: list[Took] = []
        self.refused: list[str] = []
        self.faults: deque[Fault] = deque()
        """Thrown at the next calls that send a message, one each, before anything else is looked at."""
        self.gone: set[str] = set()
        """People who blocked the bot, left, or can't be written to any more."""
        self.webhook = ""
        """The address of our server's webhook, set by the test."""
        self.base = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._ready = threading.Event()

    def routes(self) -> list[web.RouteDef]:
        """The platform's methods."""
        raise NotImplementedError

    def start(self) -> str:
        """Serve on a free port; the address, without a slash at its end."""
        self._thread.start()
        assert self._ready.wait(10)
        return self.base

    def stop(self) -> None:
        """Stop serving."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def of(self, person: str) -> list[Took]:
        """What one person was sent, oldest first."""
        return [took for took in list(self.taken) if took.to == person]

    def wait(self, person: str, count: int = 1, seconds: float = 15) -> list[Took]:
        """What a person was sent, once it is at least so many messages and nothing came for 0.2 s."""
        self.until(lambda: len(self.of(person)) >= count, seconds, lambda: f"{self.of(person)} {self.refused}")
        while time.monotonic() - self.of(person)[-1].at < 0.2:
            time.sleep(0.02)
        return self.of(person)

    @staticmethod
    def until(done: Callable[[], bool], seconds: float = 15, shown: Callable[[], str] = lambda: "") -> None:
        """Wait until something is so."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, shown()
            time.sleep(0.02)

    def refuse(self, why: str) -> None:
        """Keep that something was not as the platform takes it."""
        self.refused.append(why)

    def post(self, data: bytes, headers: dict[str, str], url: str = "") -> tuple[int, bytes]:
        """Call our webhook as the platform does; status and body."""
        future = asyncio.run_coroutine_threadsafe(self._post(url or self.webhook, data, headers), self._loop)
        return future.result(30)

    async def _post(self, url: str, data: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(total=20)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(url, data=data, headers=headers) as answer,
        ):
            try:
                return answer.status, await answer.read()
            except (aiohttp.ClientError, ConnectionError):
                # who refuses a long body does not wait for its end
                if answer.status < 400:
                    raise
                return answer.status, b""

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)

        app = web.Application(client_max_size=200_000)
        app.add_routes(self.routes())
        runner = web.AppRunner(app, shutdown_timeout=1)

        async def begin() -> None:
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            assert site._server is not None
            port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
            self.base = f"http://127.0.0.1:{port}"
            self._ready.set()

        self._loop.run_until_complete(begin())
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()
