"""Updates of messaging platforms, from the moment they are taken until their answer is delivered.

An update is written down before its webhook is answered, so that a process that is killed loses none; its name is kept
for some days after, so that one that is delivered again runs once. What it says is deleted as soon as it is answered.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine

from bot.server import conversation_tables as tables

KEPT_SECONDS = 8 * 86_400
"""How long an update's name is kept: Meta delivers again for up to seven days."""

CLAIM_SECONDS = 10.0
"""How long a process has an update for itself before others may take it over; it renews that while it is at it."""

_LONGEST_TROUBLE = 200

_columns = tables.update.c

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Update:
    """What a platform delivered. ``name``: its own id of it; ``sent_at`` (seconds) orders those of a conversation."""

    channel: str
    name: str
    conversation: str
    sent_at: float
    body: dict[str, Any]


@dataclass(frozen=True)
class Waiting:
    """An update that is to be answered; so many messages of its answer are delivered already.

    claimed_until: by this process (seconds since 1970).
    """

    id: int
    conversation: str
    body: dict[str, Any]
    delivered: int
    claimed_until: float


@dataclass(frozen=True)
class Undelivered:
    """An answer of which something could not be delivered: when that was (seconds since 1970), and why."""

    channel: str
    at: float
    trouble: str


class Inbox:
    """The updates of all platforms."""

    def __init__(self, engine: Engine, workers: Executor) -> None:
        self._engine = engine
        self._workers = workers

    async def add(self, updates: Sequence[Update]) -> None:
        """Write down those that are new, all or none."""
        await self._on_thread(self._add, updates)

    async def next(self, channel: str, conversation: str) -> Waiting | None:
        """The conversation's earliest update that waits, claimed for this process; None where none waits or another
        process is at it."""
        return await self._on_thread(self._next, channel, conversation)

    async def waiting(self, channel: str) -> list[str]:
        """The conversations of a channel with updates that wait and that no process is at."""
        return await self._on_thread(self._waiting, channel)

    async def renew(self, update: int, claimed_until: float) -> float | None:
        """Go on claiming an update that was claimed until then: until when it is now, None where that claim is lost."""
        return await self._on_thread(self._renew, update, claimed_until)

    async def delivered(self, update: int, count: int) -> None:
        """Keep how many messages of its answer the platform has taken."""
        await self._on_thread(self._change, update, {"delivered": count})

    async def finish(self, update: int, trouble: str = "") -> None:
        """It is answered: forget what it said. ``trouble``: why something could not be delivered."""
        values = {"conversation": None, "body": None, "finished_at": time.time()}
        await self._on_thread(self._change, update, {**values, "trouble": trouble[:_LONGEST_TROUBLE] or None})

    async def clear(self) -> None:
        """Forget what is older than any second delivery."""
        await self._on_thread(self._clear)

    async def _on_thread(self, work: Callable[..., _Result], *arguments: Any) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work, *arguments)

    def _add(self, updates: Sequence[Update]) -> None:
        rows = [
            {
                "name_hash": hashlib.sha256(f"{update.channel} {update.name}".encode()).hexdigest(),
                "channel": update.channel,
                "conversation": update.conversation,
                "sent_at": update.sent_at,
                "body": json.dumps(update.body),
                "delivered": 0,
                "claimed_until": 0.0,
            }
            for update in updates
        ]
        insert = (sqlite if self._engine.dialect.name == "sqlite" else postgresql).insert(tables.update)
        with self._engine.begin() as connection:
            connection.execute(insert.on_conflict_do_nothing(index_elements=[_columns.name_hash]), rows)

    def _next(self, channel: str, conversation: str) -> Waiting | None:
        query = (
            sa.select(_columns.id, _columns.body, _columns.delivered)
            .where(_columns.conversation == conversation, _columns.finished_at.is_(None), _columns.channel == channel)
            .order_by(_columns.sent_at, _columns.id)
            .limit(1)
        )
        with self._engine.begin() as connection:
            row = connection.execute(query).one_or_none()
            until = self._claim(connection, row.id, channel, conversation) if row is not None else None
        if row is None or until is None:
            return None
        return Waiting(row.id, conversation, json.loads(row.body), row.delivered, until)

    @staticmethod
    def _claim(connection: sa.engine.Connection, update: int, channel: str, conversation: str) -> float | None:
        """Until when it is ours; None where somebody is at it, or at another one of the conversation."""
        now = time.time()
        until = now + CLAIM_SECONDS
        other = tables.update.alias()
        taken = sa.exists().where(
            other.c.channel == channel,
            other.c.conversation == conversation,
            other.c.finished_at.is_(None),
            other.c.claimed_until > now,
        )
        change = (
            sa.update(tables.update)
            .where(_columns.id == update, _columns.claimed_until <= now, _columns.finished_at.is_(None), ~taken)
            .values(claimed_until=until)
        )
        return until if connection.execute(change).rowcount else None

    def _renew(self, update: int, claimed_until: float) -> float | None:
        until = time.time() + CLAIM_SECONDS
        change = (
            sa.update(tables.update)
            .where(
                _columns.id == update,
                # a database may keep fewer digits
                _columns.claimed_until.between(claimed_until - 0.001, claimed_until + 0.001),
                _columns.finished_at.is_(None),
            )
            .values(claimed_until=until)
        )
        with self._engine.begin() as connection:
            return until if connection.execute(change).rowcount else None

    def _waiting(self, channel: str) -> list[str]:
        query = (
            sa.select(_columns.conversation)
            .where(_columns.channel == channel, _columns.finished_at.is_(None))
            .group_by(_columns.conversation)
            .having(sa.func.max(_columns.claimed_until) <= time.time())
        )
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def _change(self, update: int, values: dict[str, Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.update(tables.update).where(_columns.id == update).values(**values))

    def _clear(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.delete(tables.update).where(_columns.finished_at < time.time() - KEPT_SECONDS))


def undelivered(engine: Engine) -> list[Undelivered]:
    """The answers of the last days of which something could not be delivered, oldest first."""
    query = (
        sa.select(_columns.channel, _columns.finished_at, _columns.trouble)
        .where(_columns.trouble.is_not(None), _columns.finished_at.is_not(None))
        .order_by(_columns.finished_at)
    )
    with engine.connect() as connection:
        return [Undelivered(row.channel, row.finished_at, row.trouble) for row in connection.execute(query)]
