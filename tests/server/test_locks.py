"""Locks: one at a time in a conversation, in the order of asking, at once; other conversations are not held up."""

from __future__ import annotations

import asyncio
import gc
import time

import pytest
from rasa.core.lock_store import LockError

from bot.server.locks import ConversationLocks


async def test_one_at_a_time_in_order_and_at_once() -> None:
    locks = ConversationLocks()
    order: list[int] = []
    inside = 0

    async def turn(number: int) -> None:
        nonlocal inside
        async with locks.lock("anna"):
            inside += 1
            assert inside == 1
            await asyncio.sleep(0.001)
            inside -= 1
            order.append(number)

    start = time.perf_counter()
    await asyncio.gather(*(turn(number) for number in range(50)))
    assert order == list(range(50))
    assert time.perf_counter() - start < 1
    gc.collect()
    assert len(locks._locks) == 0


async def test_others_are_not_held_up_and_a_wait_has_an_end() -> None:
    locks = ConversationLocks()
    async with locks.lock("anna"):
        async with locks.lock("bert"):
            pass
        with pytest.raises(LockError):
            async with locks.lock("anna", lock_lifetime=0.01):
                pass
    async with locks.lock("anna", lock_lifetime=0.01):
        pass


async def test_a_turn_that_fails_or_is_given_up_lets_the_next_one_in() -> None:
    locks = ConversationLocks()
    with pytest.raises(RuntimeError):
        async with locks.lock("anna"):
            raise RuntimeError
    async with locks.lock("anna"):

        async def wait() -> None:
            async with locks.lock("anna"):
                pass

        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with locks.lock("anna", lock_lifetime=0.01):
        pass
