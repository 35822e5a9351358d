"""The store: everything is kept, a turn reads little, nothing is lost, and what shall be forgotten is gone."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, Restarted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import OperationalError

from bot.server import conversation_tables
from bot.server.conversations import FORGET, ConversationChangedError, ConversationStore, last_turns
from bot.server.settings import ROOT, SettingsError

DOMAIN = Domain.from_dict(
    {
        "intents": ["inform"],
        "slots": {
            "memory": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]},
            "other": {"type": "text", "influence_conversation": False, "mappings": [{"type": "custom"}]},
        },
    }
)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "conversations.db"


@pytest.fixture
def store(database: Path) -> Iterator[ConversationStore]:
    store = ConversationStore(f"sqlite:///{database}", DOMAIN)
    yield store
    store.close()


SESSION_START = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
"""How each conversation begins; the start of a session resets the slots."""


def turn(number: int) -> list[Event]:
    """One turn as Rasa logs it."""
    parsed = {
        "text": f"message {number}",
        "intent": {"name": "inform", "confidence": 1.0},
        "entities": [],
        "intent_ranking": [{"name": "inform", "confidence": 1.0}] * 10,
    }
    return [
        UserUttered(f"message {number}", parsed["intent"], [], parsed),
        ActionExecuted("action_advise"),
        BotUttered(f"answer {number}", {"custom": {"type": "question", "number": number}}),
        SlotSet("memory", {"turns": number}),
        ActionExecuted("action_listen"),
    ]


async def say(store: ConversationStore, sender: str, number: int, events: list[Event] | None = None) -> None:
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    if not tracker.events:
        for event in SESSION_START:
            tracker.update(event)
    for event in events or turn(number):
        tracker.update(event)
    await store.save(tracker)


def texts(tracker: DialogueStateTracker | None) -> list[str]:
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def test_a_conversation_that_is_not_there_is_none(store: ConversationStore) -> None:
    assert await store.retrieve("nobody") is None
    assert await store.retrieve_full_tracker("nobody") is None
    assert not await store.exists("nobody")


async def test_every_event_is_kept_in_order(store: ConversationStore) -> None:
    for number in range(1, 8):
        await say(store, "anna", number)
    full = await store.retrieve_full_tracker("anna")
    assert full is not None
    assert texts(full) == [f"message {number}" for number in range(1, 8)]
    assert len(full.events) == len(SESSION_START) + 7 * len(turn(0))
    assert full.slots["memory"].value == {"turns": 7}
    said = [event for event in full.events if isinstance(event, BotUttered)]
    assert [event.data["custom"]["number"] for event in said] == list(range(1, 8))
    ranked = [event.parse_data for event in full.events if isinstance(event, UserUttered)]
    assert all(len(parsed["intent_ranking"]) == 10 for parsed in ranked)


async def test_a_turn_reads_the_last_turns_and_the_slots_however_long_the_conversation(
    store: ConversationStore,
) -> None:
    sizes = []
    for number in range(1, 41):
        await say(store, "anna", number)
        tracker = await store.retrieve("anna")
        assert tracker is not None
        assert tracker.slots["memory"].value == {"turns": number}
        assert tracker.latest_action_name == "action_listen"
        sizes.append(len(tracker.events))
    assert texts(tracker) == ["message 40"]
    assert sizes[5] == sizes[-1]


async def test_a_slot_set_long_ago_is_still_there(store: ConversationStore) -> None:
    await say(store, "anna", 1, [*turn(1), SlotSet("other", "early")])
    for number in range(2, 10):
        await say(store, "anna", number)
    tracker = await store.retrieve("anna")
    assert tracker is not None
    assert tracker.get_slot("other") == "early"
    assert tracker.copy().get_slot("other") == "early"


async def test_slots_that_were_reset_stay_reset(store: ConversationStore) -> None:
    await say(store, "anna", 1, [*turn(1), SlotSet("other", "early")])
    await say(store, "anna", 2, [Restarted(), *SESSION_START, *turn(2)])
    tracker = await store.retrieve("anna")
    assert tracker is not None
    assert tracker.get_slot("other") is None
    assert tracker.get_slot("memory") == {"turns": 2}
    assert texts(tracker) == ["message 2"]
    for number in range(3, 6):
        await say(store, "anna", number)
    tracker = await store.retrieve("anna")
    assert tracker is not None
    assert tracker.get_slot("other") is None


async def test_saving_twice_writes_once(store: ConversationStore) -> None:
    await say(store, "anna", 1)
    tracker = await store.retrieve("anna")
    assert tracker is not None
    await store.save(tracker)
    tracker.update(SlotSet("other", "more"))
    await store.save(tracker)
    await store.save(tracker)
    full = await store.retrieve_full_tracker("anna")
    assert full is not None
    assert len(full.events) == len(SESSION_START) + len(turn(0)) + 1


async def test_a_full_tracker_can_be_added_to(store: ConversationStore) -> None:
    for number in range(1, 6):
        await say(store, "anna", number)
    full = await store.retrieve_full_tracker("anna")
    assert full is not None
    full.update(SlotSet("other", "added"))
    await store.save(full)
    tracker = await store.retrieve("anna")
    assert tracker is not None
    assert tracker.get_slot("other") == "added"
    assert len(texts(await store.retrieve_full_tracker("anna"))) == 5


async def test_a_tracker_made_elsewhere_adds_only_what_is_new(store: ConversationStore) -> None:
    await say(store, "anna", 1)
    full = await store.retrieve_full_tracker("anna")
    assert full is not None
    elsewhere = DialogueStateTracker.from_events("anna", [*full.events, *turn(2)], DOMAIN.slots)
    await store.save(elsewhere)
    assert texts(await store.retrieve_full_tracker("anna")) == ["message 1", "message 2"]


async def test_forgetting_deletes_everything_and_the_next_message_starts_anew(
    store: ConversationStore, database: Path
) -> None:
    await say(store, "bert", 1)
    for number in range(1, 5):
        await say(store, "anna", number)
    await say(store, "anna", 5, [*turn(5), SlotSet("memory", dict(FORGET))])
    assert await store.retrieve("anna") is None
    assert await store.retrieve_full_tracker("anna") is None
    assert list(await store.keys()) == ["bert"]
    await say(store, "anna", 6)
    assert texts(await store.retrieve_full_tracker("anna")) == ["message 6"]
    store.close()
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert connection.execute(
            "SELECT count(*) FROM conversation_event WHERE data LIKE '%message 3%'"
        ).fetchone() == (0,)
    assert b"message 3" not in database.read_bytes()


async def test_what_was_forgotten_stays_forgotten_when_the_same_turn_goes_on(store: ConversationStore) -> None:
    await say(store, "anna", 1)
    tracker = await store.retrieve("anna")
    assert tracker is not None
    tracker.update(SlotSet("memory", dict(FORGET)))
    await store.save(tracker)
    assert await store.retrieve("anna") is None
    tracker.update(ActionExecuted("action_listen"))
    await store.save(tracker)
    full = await store.retrieve_full_tracker("anna")
    assert full is not None
    assert texts(full) == []


async def test_many_conversations_at_once_do_not_mix(store: ConversationStore) -> None:
    async def converse(sender: str) -> None:
        for number in range(1, 9):
            await say(store, sender, number, [*turn(number), SlotSet("other", sender)])

    senders = [f"person-{index}" for index in range(25)]
    await asyncio.gather(*(converse(sender) for sender in senders))
    assert sorted(await store.keys()) == sorted(senders)
    for sender in senders:
        full = await store.retrieve_full_tracker(sender)
        assert texts(full) == [f"message {number}" for number in range(1, 9)]
        assert full is not None
        assert full.get_slot("other") == sender


async def test_two_writers_of_one_conversation_cannot_overwrite_each_other(store: ConversationStore) -> None:
    await say(store, "anna", 1)
    one, two = await store.retrieve("anna"), await store.retrieve("anna")
    assert one is not None
    assert two is not None
    for tracker, number in ((one, 2), (two, 3)):
        for event in turn(number):
            tracker.update(event)
    await store.save(one)
    with pytest.raises(ConversationChangedError):
        await store.save(two)
    assert texts(await store.retrieve_full_tracker("anna")) == ["message 1", "message 2"]


async def test_a_locked_database_fails_loudly_and_loses_nothing(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation_tables, "BUSY_SECONDS", 0.2)
    store = ConversationStore(f"sqlite:///{database}", DOMAIN)
    await say(store, "anna", 1)
    with sqlite3.connect(database, isolation_level=None) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OperationalError):
            await say(store, "anna", 2)
        holder.execute("ROLLBACK")
    await say(store, "anna", 3)
    assert texts(await store.retrieve_full_tracker("anna")) == ["message 1", "message 3"]
    store.close()


async def test_errors_do_not_quote_what_people_wrote(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation_tables, "BUSY_SECONDS", 0.1)
    store = ConversationStore(f"sqlite:///{database}", DOMAIN)
    with sqlite3.connect(database, isolation_level=None) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OperationalError) as caught:
            await say(store, "anna", 1)
        holder.execute("ROLLBACK")
    assert "message 1" not in str(caught.value)
    store.close()


@pytest.mark.parametrize(
    "url",
    ["sqlite:////proc/nowhere/conversations.db", "no address", "nosuchdatabase://host/name"],
)
def test_a_database_that_cannot_be_used_is_named_with_the_mend(url: str) -> None:
    with pytest.raises(SettingsError, match="CONVERSATIONS_URL"):
        ConversationStore(url, DOMAIN)


def test_a_file_that_is_no_database_is_named_with_the_mend(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("this is not a database, but it is long enough to be taken for one" * 20)
    with pytest.raises(SettingsError, match="CONVERSATIONS_URL"):
        ConversationStore(f"sqlite:///{path}", DOMAIN)


def test_a_new_file_is_its_owners_alone(database: Path) -> None:
    engine = conversation_tables.open_database(f"sqlite:///{database}")
    with engine.begin() as connection:
        connection.execute(conversation_tables.ended.insert().values(sender_hash="a", until=1.0))
        files = sorted(path.name for path in database.parent.iterdir())
        assert files == ["conversations.db", "conversations.db-shm", "conversations.db-wal"]
        assert {path.stat().st_mode & 0o777 for path in database.parent.iterdir()} == {0o600}
    engine.dispose()


def test_a_file_that_is_there_keeps_what_its_owner_set(database: Path) -> None:
    database.touch()
    database.chmod(0o640)
    conversation_tables.open_database(f"sqlite:///{database}").dispose()
    assert database.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://shop@db.example/c", "no address"])
def test_only_a_file_can_be_known_not_to_be_there(url: str) -> None:
    assert conversation_tables.is_there(url)


def test_a_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as caught:
        ConversationStore("postgresql://shop:very-secret@127.0.0.1:1/nothing", DOMAIN)
    assert "very-secret" not in str(caught.value)


def test_the_last_turns_begin_with_listening() -> None:
    events = [ActionExecuted("action_listen"), *turn(1), *turn(2), *turn(3)]
    kept = last_turns(events, 2)
    assert isinstance(kept[0], ActionExecuted)
    assert [event.text for event in kept if isinstance(event, UserUttered)] == ["message 2", "message 3"]


WRITER = """
import asyncio, sys
sys.path.insert(0, "tests/server")
from bot.server.conversations import ConversationStore
from test_conversations import DOMAIN, say

async def main():
    store = ConversationStore(sys.argv[1], DOMAIN)
    for number in range(1, 100000):
        await say(store, "anna", number)
        print(number, flush=True)

asyncio.run(main())
"""


async def test_a_killed_process_loses_no_message_that_was_answered(database: Path) -> None:
    url = f"sqlite:///{database}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    for _ in range(2):  # the second one goes on where the first was killed
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
        )
        assert writer.stdout is not None
        for _ in range(30):
            assert writer.stdout.readline()
        time.sleep(0.05)
        writer.send_signal(signal.SIGKILL)
        answered = writer.stdout.read().split()
        writer.wait()
    store = ConversationStore(url, DOMAIN)
    kept = texts(await store.retrieve_full_tracker("anna"))
    # At least every message whose answer was given in both runs; one more may have been written but not yet
    # told.
    assert len(kept) >= 60 + len(answered)
    tracker = await store.retrieve("anna")
    assert texts(tracker) == kept[-1:]
    store.close()
