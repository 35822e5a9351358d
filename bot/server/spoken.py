"""What was said in stored conversations, as channels need it: read in pages, told once, rated, ended.

Works on the tables beside the tracker store, on its threads.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, TypeVar

import sqlalchemy as sa
from rasa.shared.core.events import BotUttered, UserUttered
from sqlalchemy.engine import Engine

from bot.server import conversation_tables as tables

LONGEST_NAME = 64
"""Characters of a message's own name that are kept."""

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Said:
    """One message of a conversation: its place in the log, and its event as Rasa writes it ("user" or "bot")."""

    position: int
    event: dict[str, Any]


class Spoken:
    """The messages of all conversations."""

    def __init__(self, engine: Engine, workers: Executor) -> None:
        self._engine = engine
        self._workers = workers

    async def position_of(self, sender_id: str, message_id: str) -> int | None:
        """Where in the log a message is, by its sender's own name for it; None where it was not taken in."""
        return await self._on_thread(self._read_position, sender_id, message_id)

    async def known(self, sender_id: str, message_id: str) -> tuple[int | None, bool]:
        """`position_of` and `is_ended` at once."""
        return await self._on_thread(self._read_known, sender_id, message_id)

    async def turn(self, sender_id: str, message_id: str, limit: int) -> list[Said] | None:
        """A message, by its sender's own name for it, and what it was answered; None where it was not taken in."""
        return await self._on_thread(self._read_turn, sender_id, message_id, limit)

    async def messages(
        self, sender_id: str, *, after: int | None = None, before: int | None = None, limit: int = 50
    ) -> list[Said]:
        """What was said, oldest first: the first `limit` messages after a position, else the last ones (before one)."""
        return await self._on_thread(self._read_messages, sender_id, after, before, limit)

    async def rate(self, sender_id: str, position: int, sku: str, value: str | None) -> None:
        """Keep a thumb on what a message recommends; None takes it back."""
        await self._on_thread(self._write_rating, sender_id, position, sku, value)

    async def ratings(self, sender_id: str, positions: Iterable[int]) -> dict[int, dict[str, str]]:
        """The thumbs on some messages: position to sku to value."""
        return await self._on_thread(self._read_ratings, sender_id, list(positions))

    async def end(self, sender_id: str, until: float) -> None:
        """Delete a conversation and remember that it is over, until the time (seconds since 1970) when nobody holds a
        key to it any more."""
        await self._on_thread(self._write_end, sender_id, until)

    async def is_ended(self, sender_id: str) -> bool:
        """Whether a conversation was ended for good."""
        return await self._on_thread(self._read_end, sender_id)

    async def _on_thread(self, work: Callable[..., _Result], *arguments: Any) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work, *arguments)

    def _read_position(self, sender_id: str, message_id: str) -> int | None:
        columns = tables.message.c
        name = bounded_name(message_id)
        query = sa.select(columns.position).where(columns.sender_id == sender_id, columns.message_id == name)
        with self._engine.connect() as connection:
            found: int | None = connection.execute(query).scalar_one_or_none()
        return found

    def _read_known(self, sender_id: str, message_id: str) -> tuple[int | None, bool]:
        return self._read_position(sender_id, message_id), self._read_end(sender_id)

    def _read_turn(self, sender_id: str, message_id: str, limit: int) -> list[Said] | None:
        position = self._read_position(sender_id, message_id)
        if position is None:
            return None
        found = self._read_messages(sender_id, position - 1, None, limit)
        if not found or found[0].position != position:
            return None  # deleted in between
        return [found[0], *takewhile(lambda said: said.event["event"] != UserUttered.type_name, found[1:])]

    def _read_messages(self, sender_id: str, after: int | None, before: int | None, limit: int) -> list[Said]:
        columns = tables.event.c
        spoken = columns.type_name.in_([UserUttered.type_name, BotUttered.type_name])
        query = sa.select(columns.position, columns.data).where(columns.sender_id == sender_id, spoken).limit(limit)
        if after is not None:
            query = query.where(columns.position > after).order_by(columns.position)
        else:
            query = query.order_by(columns.position.desc())
        if before is not None:
            query = query.where(columns.position < before)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        found = [Said(row.position, json.loads(row.data)) for row in rows]
        return found if after is not None else found[::-1]

    def _write_rating(self, sender_id: str, position: int, sku: str, value: str | None) -> None:
        columns = tables.rating.c
        one = (columns.sender_id == sender_id, columns.position == position, columns.sku == sku)
        row = {"sender_id": sender_id, "position": position, "sku": sku, "value": value, "rated_at": time.time()}
        events = tables.event.c
        # Only beside its message, which may have been deleted a moment ago.
        message = sa.exists().where(events.sender_id == sender_id, events.position == position)
        new = sa.select(*(sa.literal(row[column.name], column.type) for column in columns)).where(message)
        with self._engine.begin() as connection:
            if value is None:
                connection.execute(sa.delete(tables.rating).where(*one))
            else:
                insert = tables.insert_or_update(self._engine, tables.rating, ("value", "rated_at"))
                connection.execute(insert.from_select([*columns.keys()], new))

    def _read_ratings(self, sender_id: str, positions: list[int]) -> dict[int, dict[str, str]]:
        columns = tables.rating.c
        query = sa.select(columns.position, columns.sku, columns.value).where(
            columns.sender_id == sender_id, columns.position.in_(positions)
        )
        found: dict[int, dict[str, str]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                found.setdefault(row.position, {})[row.sku] = row.value
        return found

    def _write_end(self, sender_id: str, until: float) -> None:
        columns = tables.ended.c
        with self._engine.begin() as connection:
            connection.execute(sa.delete(tables.ended).where(columns.until < time.time()))
            insert = tables.insert_or_update(self._engine, tables.ended, ("until",))
            connection.execute(insert.values(sender_hash=_hashed(sender_id), until=until))
        # After that is known to all processes: a turn that another one writes now either is seen here, or sees it.
        with self._engine.begin() as connection:
            tables.delete_conversation(connection, sender_id)

    def _read_end(self, sender_id: str) -> bool:
        query = sa.select(tables.ended.c.until).where(tables.ended.c.sender_hash == _hashed(sender_id))
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None


def bounded_name(message_id: str) -> str:
    """A message's name as it is kept: a long one becomes its hash, so that two never become one."""
    return message_id if len(message_id) <= LONGEST_NAME else _hashed(message_id)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
