"""The store below the web channel, on SQLite and PostgreSQL: names, pages, thumbs, endings, older databases."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered

from bot.server import conversation_tables as tables
from bot.server.conversation_tables import open_database
from bot.server.conversations import FORGET, ConversationChangedError, ConversationStore
from tests.catalog.databases import Databases

DOMAIN = Domain.from_dict(
    {"slots": {"memory": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}}}
)
LISTEN = "action_listen"


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    made = databases.new()
    yield made
    databases.remove(made)


@pytest.fixture
def store(url: str) -> Iterator[ConversationStore]:
    made = ConversationStore(url, DOMAIN)
    yield made
    made.close()


async def say(store: ConversationStore, sender: str, name: str, *, forgetting: bool = False) -> None:
    tracker = await store.get_or_create_tracker(sender)
    intent = {"name": "inform", "confidence": 1.0}
    tracker.update(UserUttered(f"says {name}", intent, [], {"intent": intent, "entities": []}, message_id=name))
    tracker.update(ActionExecuted("action_advise"))
    tracker.update(BotUttered(f"answers {name}", {"custom": {"type": "question"}}))
    if forgetting:
        tracker.update(SlotSet("memory", dict(FORGET)))
    tracker.update(ActionExecuted(LISTEN))
    await store.save(tracker)


def rows(url: str) -> dict[str, int]:
    engine = sa.create_engine(url, future=True)
    try:
        with engine.connect() as connection:
            return {
                table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in (tables.conversation, tables.event, tables.message, tables.rating, tables.ended)
            }
    finally:
        engine.dispose()


async def test_a_message_is_found_by_its_name_in_its_conversation_alone(store: ConversationStore) -> None:
    long, other = "x" * 5000, "x" * 4999 + "y"
    for name in ("a" * 16, long, other):
        await say(store, "anna", name)
    places = [await store.spoken.position_of("anna", name) for name in ("a" * 16, long, other)]
    assert len(set(places)) == 3
    assert None not in places
    log = await store.spoken.messages("anna")
    by_place = {said.position: said.event for said in log}
    assert [by_place[place or 0]["message_id"] for place in places] == ["a" * 16, long, other]
    turns = [await store.spoken.turn("anna", name, 100) for name in ("a" * 16, long, other)]
    assert [said for turn in turns for said in turn or []] == log
    assert all(turn is not None and len(turn) == 2 for turn in turns)
    assert await store.spoken.known("anna", long) == (places[1], False)
    assert await store.spoken.turn("bert", "a" * 16, 100) is None
    assert await store.spoken.position_of("anna", "b" * 16) is None
    assert await store.spoken.position_of("bert", "a" * 16) is None


async def test_a_name_is_taken_in_once_and_the_second_time_nothing_is_written(
    store: ConversationStore, url: str
) -> None:
    await say(store, "anna", "m1")
    await say(store, "anna", "m2")
    before = rows(url)
    with pytest.raises(ConversationChangedError):
        await say(store, "anna", "m1")
    assert rows(url) == before
    await say(store, "anna", "m3")
    await say(store, "bert", "m1")
    texts = [said.event["text"] for said in await store.spoken.messages("anna")]
    assert texts == [f"{who} m{number}" for number in (1, 2, 3) for who in ("says", "answers")]


async def test_what_was_said_is_read_in_pages(store: ConversationStore) -> None:
    for number in range(30):
        await say(store, "anna", f"m{number}")
    everything = await store.spoken.messages("anna", limit=200)
    assert len(everything) == 60
    assert [said.position for said in everything] == sorted(said.position for said in everything)
    back = await store.spoken.messages("anna", limit=7)
    assert back == everything[-7:]
    while more := await store.spoken.messages("anna", before=back[0].position, limit=7):
        back = [*more, *back]
    assert back == everything
    forth = await store.spoken.messages("anna", after=-1, limit=7)
    while more := await store.spoken.messages("anna", after=forth[-1].position, limit=7):
        forth += more
    assert forth == everything
    assert await store.spoken.messages("anna", after=999_999_999) == []
    assert await store.spoken.messages("anna", before=0) == []
    assert await store.spoken.messages("nobody") == []


async def test_a_thumb_is_kept_changed_and_taken_back(store: ConversationStore, url: str) -> None:
    await say(store, "anna", "m1")
    (_, answer) = await store.spoken.messages("anna")
    place = answer.position
    for sku, value in (("A", "up"), ("B", "up"), ("A", "down"), ("B", None), ("C", None)):
        await store.spoken.rate("anna", place, sku, value)
    assert await store.spoken.ratings("anna", [place, place + 1]) == {place: {"A": "down"}}
    assert await store.spoken.ratings("bert", [place]) == {}
    assert await store.spoken.ratings("anna", []) == {}
    await store.spoken.rate("anna", place + 50, "A", "up")
    assert rows(url)["conversation_rating"] == 1


async def test_a_thumb_from_two_tabs_at_once_is_kept_once(store: ConversationStore) -> None:
    await say(store, "anna", "m1")
    place = (await store.spoken.messages("anna"))[-1].position
    await asyncio.gather(*(store.spoken.rate("anna", place, "A", ("up", "down")[number % 2]) for number in range(20)))
    found = await store.spoken.ratings("anna", [place])
    assert found[place]["A"] in ("up", "down")


@pytest.mark.parametrize("by", ["forgetting", "ending"])
async def test_nothing_is_left_of_a_conversation_that_is_deleted(store: ConversationStore, url: str, by: str) -> None:
    for sender in ("anna", "bert"):
        await say(store, sender, "m1")
        place = (await store.spoken.messages(sender))[-1].position
        await store.spoken.rate(sender, place, "A", "up")
    if by == "ending":
        await store.spoken.end("anna", time.time() + 60)
    else:
        await say(store, "anna", "m2", forgetting=True)
    left = rows(url)
    assert left.pop("conversation_ended") == (by == "ending")
    assert left == {
        "conversation": 1,
        "conversation_event": len(await full(store, "bert")),
        "conversation_message": 1,
        "conversation_rating": 1,
    }
    assert await store.spoken.messages("anna") == []
    assert await store.spoken.is_ended("anna") == (by == "ending")
    assert not await store.spoken.is_ended("bert")


async def full(store: ConversationStore, sender: str) -> list[object]:
    tracker = await store.retrieve_full_tracker(sender)
    return list(tracker.events) if tracker is not None else []


async def test_an_ending_is_remembered_without_a_name_and_forgotten_in_time(store: ConversationStore, url: str) -> None:
    await store.spoken.end("anna", time.time() + 1)
    await asyncio.gather(*(store.spoken.end("bert", time.time() + 60) for _ in range(10)))
    assert await store.spoken.is_ended("anna")
    await asyncio.sleep(1.1)
    await store.spoken.end("cleo", time.time() + 60)
    assert rows(url)["conversation_ended"] == 2
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        kept = connection.execute(sa.select(tables.ended.c.sender_hash)).scalars().all()
    engine.dispose()
    assert not {"anna", "bert", "cleo"} & set(kept)


OLDER = (
    "CREATE TABLE conversation (sender_id VARCHAR(255) NOT NULL PRIMARY KEY, started_at FLOAT NOT NULL, "
    "updated_at FLOAT NOT NULL, events INTEGER NOT NULL, slots TEXT NOT NULL, last_turns TEXT NOT NULL)",
    "CREATE INDEX ix_conversation_updated_at ON conversation (updated_at)",
    "CREATE TABLE conversation_event (sender_id VARCHAR(255) NOT NULL, position INTEGER NOT NULL, "
    "type_name VARCHAR(64) NOT NULL, timestamp FLOAT, data TEXT NOT NULL, PRIMARY KEY (sender_id, position))",
    "INSERT INTO conversation VALUES ('anna', 1.0, 2.0, 3, '{}', "
    """'[{"event": "action", "timestamp": 1.0, "name": "action_listen"}]')""",
    "INSERT INTO conversation_event VALUES ('anna', 0, 'action', 1.0, "
    """'{"event": "action", "timestamp": 1.0, "name": "action_listen"}')""",
    "INSERT INTO conversation_event VALUES ('anna', 1, 'user', 1.5, "
    """'{"event": "user", "timestamp": 1.5, "text": "old words", "message_id": "m0", "parse_data": {}}')""",
    "INSERT INTO conversation_event VALUES ('anna', 2, 'bot', 2.0, "
    """'{"event": "bot", "timestamp": 2.0, "text": "old answer", "data": {}}')""",
)


async def test_a_database_from_before_these_tables_goes_on(url: str) -> None:
    open_database(url).dispose()  # where it is a file, its folder
    engine = sa.create_engine(url, future=True)
    with engine.begin() as connection:
        for table in ("conversation", "conversation_event", "conversation_message"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        for table in ("conversation_rating", "conversation_ended"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        for statement in OLDER:
            connection.exec_driver_sql(statement)
    engine.dispose()
    store = ConversationStore(url, DOMAIN)
    try:
        await say(store, "anna", "m1")
        texts = [said.event["text"] for said in await store.spoken.messages("anna")]
        assert texts == ["old words", "old answer", "says m1", "answers m1"]
        place = await store.spoken.position_of("anna", "m1")
        assert place is not None
        await store.spoken.rate("anna", place, "A", "up")
        assert await store.spoken.ratings("anna", [place]) == {place: {"A": "up"}}
    finally:
        store.close()


async def test_stores_that_open_a_new_database_at_once_all_open_it(url: str) -> None:
    loop = asyncio.get_running_loop()
    engines = await asyncio.gather(*(loop.run_in_executor(None, open_database, url) for _ in range(8)))
    for engine in engines:
        engine.dispose()
    assert set(rows(url).values()) == {0}
