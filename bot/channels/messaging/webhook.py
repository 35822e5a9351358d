"""A platform's webhook: prove who calls, write down what came, answer at once.

Whatever is wrong with a call, it is refused alike, without a word about why, and before anything else is done for it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, empty

from bot.channels.messaging.courier import Courier, Renderer
from bot.channels.messaging.delivery import Client
from bot.channels.messaging.incoming import Incoming
from bot.channels.messaging.pace import Pace
from bot.channels.messaging.turns import OnMessage, Turns
from bot.server.logs import describe_failure

logger = logging.getLogger(__name__)


USUAL_BODY = 100_000
"""Bytes of a body; an update has some thousands."""

MOST_LONG_BODIES = 4
"""Longer bodies, where a platform may send them, that are read at once: who fills the memory with them fills that."""


class RefusedError(Exception):
    """The call doesn't come from the platform, or not as the platform sends it."""


class NotNowError(Exception):
    """An update can't be read before the platform has answered something; the platform is to deliver it again."""


class PlatformChannel(InputChannel):  # type: ignore[misc]
    """A messaging platform. Subclasses say how its calls are proved, read and answered.

    ``settings`` is None where the platform is not configured; then there are no routes. Else ``client`` is its API.
    """

    settings: Mapping[str, str] | None = None
    client: Client
    _long_bodies = 0
    draw: Renderer
    """Draws messages for this platform; a function, wrapped by ``staticmethod``."""

    longest_body = USUAL_BODY
    """Bytes of a body. More than the usual needs a length that is told."""

    patience = 0.0
    """Seconds that a call is kept waiting while the database is away: for platforms that don't deliver again."""

    proof = ""
    """The header that proves who calls."""

    def prove(self, request: Request, body: bytes) -> None:
        """Raise RefusedError unless the platform sent this. What else it raises counts as the same."""
        raise NotImplementedError

    async def read(self, request: Request, body: bytes) -> Sequence[Incoming]:
        """The updates of a body that was proved. Raises ValueError, KeyError or TypeError for what is none, NotNowError
        where it has to come again."""
        raise NotImplementedError

    def taken(self, request: Request, body: bytes) -> HTTPResponse:  # noqa: ARG002 - for those who need them
        """The answer to a call that was taken."""
        return empty(status=200)

    def handshake(self, request: Request) -> HTTPResponse | None:  # noqa: ARG002 - for those who need it
        """The answer to a platform that asks by GET whether we are who was meant; None where it never asks."""
        return None

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The routes of this channel: none where it is not configured."""
        blueprint = Blueprint(f"{self.name()}_webhook")
        if self.settings is None:
            return blueprint
        couriers: list[Courier] = []

        async def begin(app: Sanic, _loop: object) -> None:
            store = app.ctx.agent.tracker_store
            turns = Turns(on_new_message, self.name(), store.spoken)
            courier = Courier(self.name(), store.inbox, turns, self.draw, self.client, Pace())
            couriers.append(courier)
            courier.start()

        async def end(_app: Sanic, _loop: object) -> None:
            for courier in couriers:
                await courier.stop()
            await self.client.close()

        blueprint.listener("after_server_start")(begin)
        blueprint.listener("before_server_stop")(end)

        @blueprint.post("/webhook", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            try:
                if not request.headers.get(self.proof):
                    raise RefusedError  # before anything of its body is read
                body = await self._body(request)
                self.prove(request, body)
            except RefusedError:
                return empty(status=403)
            except SanicException:
                raise
            except Exception as error:  # whatever a caller makes fail here is no platform's doing
                logger.debug("a call could not be proved: %s", describe_failure(error))
                return empty(status=403)
            try:
                found = await self.read(request, body)
            except NotNowError:
                logger.warning("%s: an update can't be read yet", self.name())
                return empty(status=503)
            except Exception as error:
                # It would come again and again; nobody else will read it better.
                logger.error("%s: an update could not be read: %s", self.name(), describe_failure(error))
                return self.taken(request, body)
            until = time.monotonic() + self.patience
            while True:
                try:
                    await couriers[0].take(found)
                    return self.taken(request, body)
                except Exception as error:
                    if time.monotonic() >= until:
                        logger.error("%s: an update could not be taken: %s", self.name(), describe_failure(error))
                        return empty(status=503)
                await asyncio.sleep(0.5)

        @blueprint.get("/webhook")
        async def greet(request: Request) -> HTTPResponse:
            return self.handshake(request) or empty(status=403)

        return blueprint

    async def _body(self, request: Request) -> bytes:
        """A call's body. Raises RefusedError where it is too long, or too many long ones are being read."""
        told = request.headers.get("content-length") or "0"
        length = int(told) if told.isdecimal() and len(told) < 12 else self.longest_body + 1
        if length > self.longest_body:
            raise RefusedError
        if length <= USUAL_BODY:
            return await _read(request, USUAL_BODY)
        if self._long_bodies >= MOST_LONG_BODIES:
            raise RefusedError
        self._long_bodies += 1
        try:
            return await _read(request, length)
        finally:
            self._long_bodies -= 1


async def _read(request: Request, most: int) -> bytes:
    """What comes, up to so many bytes. Raises RefusedError for more."""
    stream = request.stream
    if stream is None:
        raise RefusedError
    stream.request_max_size = most  # in place of the server's own limit, which is that of a person's request
    chunks: list[bytes] = []
    size = 0
    while True:
        chunk = await stream.read()
        if not chunk:
            return b"".join(chunks)
        size += len(chunk)
        if size > most:
            raise RefusedError
        chunks.append(chunk)
