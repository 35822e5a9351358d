"""Updates wait once, in order, for one process at a time, and leave nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.server import inbox as module
from bot.server.conversation_tables import update
from bot.server.conversations import ConversationStore
from bot.server.inbox import Inbox, Update, undelivered
from tests.catalog.databases import Databases


@pytest.fixture
def store(databases: Databases) -> Iterator[ConversationStore]:
    url = databases.new()
    made = ConversationStore(url)
    yield made
    made.close()
    databases.remove(url)


def one(name: str, sent_at: float = 0.0, conversation: str = "telegram:1", channel: str = "telegram") -> Update:
    return Update(channel, name, conversation, sent_at, {"said": name})


async def said(inbox: Inbox, conversation: str = "telegram:1") -> list[str]:
    """Everything that waits in a conversation, answered one after the other."""
    found = []
    while (waiting := await inbox.next("telegram", conversation)) is not None:
        found.append(str(waiting.body["said"]))
        await inbox.finish(waiting.id)
    return found


def rows(store: ConversationStore) -> list[dict[str, object]]:
    with store._engine.connect() as connection:
        return [dict(row) for row in connection.execute(sa.select(update)).mappings()]


async def test_each_runs_once_in_the_order_of_sending(store: ConversationStore) -> None:
    inbox = store.inbox
    await inbox.add([one("c", 3.0), one("a", 1.0)])
    await inbox.add([one("b", 2.0), one("a", 1.0), one("other", 0.0, "telegram:2")])
    assert await said(inbox) == ["a", "b", "c"]
    await inbox.add([one("b", 2.0)])  # delivered again, late
    assert await said(inbox) == []
    assert await said(inbox, "telegram:2") == ["other"]
    assert all(row["body"] is None and row["conversation"] is None for row in rows(store))


async def test_of_two_processes_one_has_it(store: ConversationStore) -> None:
    await store.inbox.add([one("a"), one("b", 1.0)])
    both = await asyncio.gather(*(store.inbox.next("telegram", "telegram:1") for _ in range(8)))
    assert [found.body["said"] for found in both if found] == ["a"]
    assert await store.inbox.waiting("telegram") == []


async def test_an_earlier_one_waits_for_the_one_that_is_being_answered(store: ConversationStore) -> None:
    await store.inbox.add([one("later", 2.0), one("of another", 2.0, "telegram:2")])
    taken = await store.inbox.next("telegram", "telegram:1")
    assert taken is not None
    await store.inbox.add([one("earlier", 1.0)])
    assert await store.inbox.next("telegram", "telegram:1") is None
    assert await store.inbox.next("telegram", "telegram:2") is not None
    await store.inbox.finish(taken.id)
    assert await said(store.inbox) == ["earlier"]


async def test_a_claim_is_renewed_by_its_owner_alone(store: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.inbox.add([one("a")])
    first = await store.inbox.next("telegram", "telegram:1")
    assert first is not None
    until = await store.inbox.renew(first.id, first.claimed_until)
    assert until is not None
    assert await store.inbox.renew(first.id, first.claimed_until - 1) is None
    monkeypatch.setattr("bot.server.inbox.time.time", lambda: until + 1)
    second = await store.inbox.next("telegram", "telegram:1")
    assert second is not None
    assert await store.inbox.renew(first.id, until) is None
    assert await store.inbox.renew(second.id, second.claimed_until) is not None


async def test_what_a_dead_process_left_is_taken_up(store: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CLAIM_SECONDS", 0.05)
    await store.inbox.add([one("a")])
    first = await store.inbox.next("telegram", "telegram:1")
    assert first is not None
    await store.inbox.delivered(first.id, 2)
    await asyncio.sleep(0.1)
    assert await store.inbox.waiting("telegram") == ["telegram:1"]
    again = await store.inbox.next("telegram", "telegram:1")
    assert again is not None
    assert (again.id, again.delivered) == (first.id, 2)


async def test_trouble_is_kept_without_what_was_said(store: ConversationStore) -> None:
    await store.inbox.add([one("a"), one("b", 1.0)])
    first = await store.inbox.next("telegram", "telegram:1")
    assert first is not None
    await store.inbox.finish(first.id, "HTTP 403" + "x" * 500)
    assert [(one.channel, one.trouble[:8], len(one.trouble)) for one in undelivered(store._engine)] == [
        ("telegram", "HTTP 403", 200)
    ]


async def test_old_names_are_forgotten(store: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    await store.inbox.add([one("a"), one("b")])
    first = await store.inbox.next("telegram", "telegram:1")
    assert first is not None
    await store.inbox.finish(first.id)
    await store.inbox.clear()
    assert len(rows(store)) == 2
    monkeypatch.setattr(module, "KEPT_SECONDS", -1)
    await store.inbox.clear()
    assert len(rows(store)) == 1  # what waits stays


async def test_the_same_name_on_two_platforms_is_two(store: ConversationStore, tmp_path: Path) -> None:
    await store.inbox.add([one("a"), one("a", 0.0, "slack:1", "slack")])
    assert len(rows(store)) == 2
