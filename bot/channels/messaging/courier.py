"""Answers what waits in the inbox: in each conversation one update after the other, many conversations at once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.messaging import delivery
from bot.channels.messaging.claim import Claim
from bot.channels.messaging.delivery import Client, Fate, Payload, Verdict
from bot.channels.messaging.incoming import FAILED, Incoming
from bot.channels.messaging.pace import Pace, TooManyError
from bot.channels.messaging.parts import Part
from bot.channels.messaging.turns import TurnFailedError, Turns
from bot.server.inbox import Inbox, Update, Waiting
from bot.server.logs import describe_failure

logger = logging.getLogger(__name__)

AT_ONCE = 24
"""Conversations whose turns are worked on at once; the others wait in the inbox."""

SETTLE_SECONDS = 0.1
"""How long a conversation's updates may overtake each other on their way before the first is answered."""

SWEEP_SECONDS = 5.0
"""How often the inbox is looked through for what a process that died has left, or another one gave up."""

TURN_TRIES = 4

NOTE_SECONDS = 1.0
"""How often it is tried to write down what a platform has taken, while the database is away."""

STOP_SECONDS = 8.0
"""How long a stop waits for what is on its way to a platform."""

_Result = TypeVar("_Result")


class Renderer(Protocol):
    """Draws messages within a platform's limits."""

    def __call__(self, parts: Sequence[Part], to: Mapping[str, Any]) -> list[Payload]:
        """The calls that send them."""
        ...


@dataclass(frozen=True)
class Delivered:
    """Writes down that the platform has taken so many messages of an answer."""

    inbox: Inbox
    update: int
    number: int

    async def __call__(self) -> None:
        await self.inbox.delivered(self.update, self.number)


class Courier:
    """The work of one channel, after its webhook has answered."""

    def __init__(self, channel: str, inbox: Inbox, turns: Turns, render: Renderer, client: Client, pace: Pace) -> None:
        self._channel = channel
        self._inbox = inbox
        self._turns = turns
        self._render = render
        self._client = client
        self._pace = pace
        self._at_work: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._sending: set[asyncio.Task[Any]] = set()
        self._stopped = False
        self._sweeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Take up what an earlier process has left, now and then."""
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Stop; what is not delivered stays in the inbox, and what is on its way to a platform is written down."""
        self._stopped = True
        tasks = [task for task in (self._sweeper, *self._at_work.values()) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._sending:
            await asyncio.wait(self._sending, timeout=STOP_SECONDS)

    async def take(self, found: Sequence[Incoming]) -> None:
        """Write updates down and see to it that they are answered. Raises what the database raises."""
        if not found:
            return
        await self._inbox.add(
            [Update(self._channel, one.name, one.conversation, one.sent_at, one.as_json()) for one in found]
        )
        for conversation in dict.fromkeys(one.conversation for one in found):
            self._wake(conversation, SETTLE_SECONDS)

    def _wake(self, conversation: str, after: float = 0.0) -> None:
        if self._stopped:
            return  # the next process takes it up
        if conversation in self._at_work:
            self._again.add(conversation)
            return
        self._at_work[conversation] = asyncio.create_task(self._work(conversation, after))

    async def _work(self, conversation: str, after: float) -> None:
        """Answer a conversation's updates until none is left."""
        try:
            await asyncio.sleep(after)
            while True:
                self._again.discard(conversation)
                waiting = await self._inbox.next(self._channel, conversation)
                if waiting is not None:
                    await self._answer(waiting)
                elif conversation not in self._again:
                    return
        except Exception as error:
            # It stays in the inbox, claimed for a little while; the sweeper takes it up again.
            logger.error("an update waits: %s", describe_failure(error))
        finally:
            del self._at_work[conversation]
            if conversation in self._again:
                self._again.discard(conversation)
                self._wake(conversation, SWEEP_SECONDS)

    async def _answer(self, waiting: Waiting) -> None:
        claim = Claim(self._inbox, waiting)
        keeping = asyncio.create_task(claim.keep())
        try:
            trouble = await self._tried(waiting, claim)
            if trouble:
                logger.warning("%s: not delivered as it should be: %s", self._channel, trouble)
            await self._noted(lambda: self._inbox.finish(waiting.id, trouble))
        finally:
            keeping.cancel()

    async def _tried(self, waiting: Waiting, claim: Claim) -> str:
        try:
            return await self._answered(waiting, claim)
        except TooManyError:
            return "not answered: too many messages in a day"
        except (SQLAlchemyError, OSError):
            raise  # the database is away, or the claim is lost: it waits
        except Exception as error:
            # What fails here fails the next time too, and would hold up all that comes after it.
            logger.error("%s: an update could not be answered: %s", self._channel, describe_failure(error))
            return f"not answered: {type(error).__name__}"

    async def _noted(self, write: Callable[[], Awaitable[None]]) -> None:
        """Write down what has happened, once the database takes it: forgotten, it would happen again."""
        while True:
            try:
                return await write()
            except (SQLAlchemyError, OSError) as error:
                logger.error("%s: waiting for the database: %s", self._channel, describe_failure(error))
                await asyncio.sleep(NOTE_SECONDS)

    async def _answered(self, waiting: Waiting, claim: Claim) -> str:
        """Answer an update; why something could not be delivered, empty where all was."""
        incoming = Incoming.from_json(waiting.body)
        if incoming.kind == FAILED:
            return incoming.text
        # What is too much at once waits; it isn't lost.
        await self._pace.wait(waiting.conversation)
        async with self._room:
            parts = await self._said(incoming, claim)
        payloads = self._render(parts, incoming.to)
        troubles: list[str] = []
        for number, payload in enumerate(payloads[waiting.delivered :], start=waiting.delivered + 1):
            done = Delivered(self._inbox, waiting.id, number)
            fate, reason = await self._deliver(payload, incoming.to, claim, done)
            if reason:
                troubles.append(reason)
            if fate is Fate.GONE:
                break
            if fate is not Fate.TAKEN:
                await self._noted(done)
        return "; ".join(dict.fromkeys(troubles))

    async def _said(self, incoming: Incoming, claim: Claim) -> list[Part]:
        """What the turn said; a turn that fails is run again before that is told. Raises what the database raises
        where that is why."""
        for attempt in range(1, TURN_TRIES + 1):
            try:
                return await self._turns.answer(incoming)
            except TurnFailedError as failed:
                if attempt == TURN_TRIES:
                    await claim.renew()  # where nothing can be written, it waits for that in place of an apology
                    return failed.parts
                await asyncio.sleep(delivery.pause(attempt, None))
        return []

    async def _deliver(
        self, payload: Payload, to: Mapping[str, Any], claim: Claim, done: Delivered
    ) -> tuple[Fate, str]:
        """Offer a message until it is taken or given up; its fate, and why it was not taken as it was."""
        body, plain, trouble = payload.body, payload.plain, ""
        attempt = 0
        while True:
            attempt += 1
            claim.check()
            verdict = await self._finished(self._offer(body, to, done))
            if verdict.fate is Fate.TAKEN:
                return Fate.TAKEN, trouble
            if verdict.fate is Fate.REFUSED and plain is not None:
                body, plain, trouble = plain, None, f"sent as plain text: {verdict.reason}"
                continue
            if verdict.fate is not Fate.LATER:
                return verdict.fate, verdict.reason or verdict.fate.value
            wait = delivery.pause(attempt, verdict.wait)
            if attempt >= delivery.TRIES or (verdict.wait or 0.0) > delivery.LONGEST_WAIT:
                return Fate.GONE, f"given up after {attempt} tries: {verdict.reason}"
            await asyncio.sleep(wait)

    async def _offer(self, body: dict[str, Any], to: Mapping[str, Any], done: Delivered) -> Verdict:
        verdict = await self._client.send(body, to)
        if verdict.fate is Fate.TAKEN:
            await self._noted(done)
        return verdict

    async def _finished(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        """Do what must not be left half done when the server stops."""
        task = asyncio.create_task(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return await asyncio.shield(task)

    async def _sweep(self) -> None:
        rounds = 0
        while True:
            with contextlib.suppress(Exception):  # the database may be away; the next round tells
                for conversation in await self._inbox.waiting(self._channel):
                    self._wake(conversation)
                if rounds % 720 == 0:
                    await self._inbox.clear()
            rounds += 1
            await asyncio.sleep(SWEEP_SECONDS)
