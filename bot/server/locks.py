"""One turn at a time in each conversation, in this process.

Rasa's own locks look once a second whether it is their turn, so that whoever waits, waits a second for each one before.
These are told at once. Between processes the store sees to it that none overwrites another (`conversations.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from rasa.core.constants import DEFAULT_LOCK_LIFETIME
from rasa.core.lock_store import LockError, LockStore


class ConversationLocks(LockStore):  # type: ignore[misc]
    """Locks that are kept for as long as somebody holds or waits for them."""

    def __init__(self) -> None:
        super().__init__()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = DEFAULT_LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,  # noqa: ARG002 - Rasa's own, who ask again and again
    ) -> AsyncIterator[asyncio.Lock]:
        """Hold a conversation's lock, in the order of asking. Raises LockError after `lock_lifetime` seconds."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        try:
            await asyncio.wait_for(lock.acquire(), lock_lifetime)
        except asyncio.TimeoutError as error:
            raise LockError("An earlier message of this conversation is still being answered.") from error
        try:
            yield lock
        finally:
            lock.release()
