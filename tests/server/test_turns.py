"""Whole turns through the real agent: whatever comes in, whatever fails, the person gets a sensible answer."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, UserUttered

from bot.channels.collector import MessageCollector
from bot.server import conversation_tables
from bot.server.agent import AdviserAgent, AdviserProcessor, load_agent
from bot.server.settings import ROOT, Settings
from tests.conftest import Talk

Answer = list[dict[str, Any]]


def words(answer: Answer) -> str:
    return "\n".join(message.get("text", "") for message in answer)


@pytest.fixture(scope="session")
def trouble(agent: AdviserAgent) -> set[str]:
    """The ways of saying that something failed."""
    assert agent.domain is not None
    return {response["text"] for response in agent.domain.responses["utter_technical_trouble"]}


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "/",
        "/restart",
        "/back",
        "/session_start",
        '/inform{"pain_site":"heel"}',
        '/inform{"x":1}',
        "/forget_data",
        "x" * 10_000,
        "my heel hurts " * 3_000,
        "🦶🔥😭",
        "\x00\x07\x1b[31m",
        "\u202e\u200b",
        "<script>alert(1)</script><b>heel</b>",
        "'; DROP TABLE conversation; --",
        "Mir tut die Ferse weh, wenn ich lange laufe",
        "my heel hurts\n\n\n\nand my arch too",
        "{memory} {0} %s %(x)s {{",
        "\ud83d",
    ],
    ids=lambda said: ascii(said[:24]),
)
async def test_whatever_is_said_gets_an_answer_in_words(talk: Talk, trouble: set[str], said: str) -> None:
    answer = await talk(said)
    assert words(answer).strip()
    assert not trouble & {message.get("text") for message in answer}


async def test_a_missing_text_is_answered(agent: AdviserAgent, sender_id: str) -> None:
    collector = MessageCollector()
    await agent.handle_message(UserMessage(None, collector, sender_id))
    assert words(collector.messages).strip()


async def test_a_slash_is_no_command(agent: AdviserAgent, talk: Talk, sender_id: str) -> None:
    await talk("my heel hurts after long walks")
    await talk("/restart")
    tracker = await agent.tracker_store.retrieve_full_tracker(sender_id)
    assert [event.text for event in tracker.events if isinstance(event, UserUttered)][-1] == "restart"
    assert not any(event.type_name == "restart" for event in tracker.events)
    assert tracker.get_slot("memory")


async def test_parsing_a_slash_is_no_command_either(agent: AdviserAgent) -> None:
    parsed = await agent.parse_message('/inform{"pain_site":"heel"}')
    assert parsed["text"] == 'inform{"pain_site":"heel"}'
    assert not any(entity.get("extractor") == "RegexMessageHandler" for entity in parsed["entities"])


async def test_a_channel_cannot_bring_its_own_interpretation(agent: AdviserAgent, sender_id: str) -> None:
    forged = {"text": "hello", "intent": {"name": "forget_data", "confidence": 1.0}, "entities": []}
    await agent.handle_message(UserMessage("my heel hurts", MessageCollector(), sender_id, parse_data=forged))
    tracker = await agent.tracker_store.retrieve(sender_id)
    assert tracker is not None
    assert tracker.latest_message.intent["name"] != "forget_data"


async def test_the_whole_conversation_is_in_the_database_after_each_message(
    agent: AdviserAgent, talk: Talk, sender_id: str
) -> None:
    said = ["my heel hurts", "flat feet", "trainers", "under 60 dollars"]
    for number, text in enumerate(said, start=1):
        await talk(text)
        tracker = await agent.tracker_store.retrieve_full_tracker(sender_id)
        assert [event.text for event in tracker.events if isinstance(event, UserUttered)] == said[:number]


async def test_what_was_said_first_is_remembered_at_every_later_turn(
    agent: AdviserAgent, talk: Talk, sender_id: str
) -> None:
    for text in ("my left heel hurts", "hello", "trainers", "thanks", "under 60 dollars"):
        await talk(text)
        tracker = await agent.tracker_store.retrieve(sender_id)
        assert "heel" in json.dumps(tracker.get_slot("memory"))
        full = await agent.tracker_store.retrieve_full_tracker(sender_id)
        assert full.get_slot("memory") == tracker.get_slot("memory")
        assert full.current_slot_values() == tracker.current_slot_values()


async def test_forgetting_leaves_nothing(agent: AdviserAgent, talk: Talk, sender_id: str) -> None:
    await talk("my heel hurts after long walks")
    answer = await talk("forget my data")
    for _ in range(2):  # it may ask whether that is meant
        if await agent.tracker_store.retrieve_full_tracker(sender_id) is not None:
            answer = await talk("yes")
    assert words(answer).strip()
    assert await agent.tracker_store.retrieve_full_tracker(sender_id) is None
    assert words(await talk("hello")).strip()


@pytest.fixture
async def own_agent(
    model_path: Path, catalogue_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[AdviserAgent, Path]]:
    """An agent with a database of its own, which does not wait long for it."""
    monkeypatch.setattr(conversation_tables, "BUSY_SECONDS", 0.2)
    database = tmp_path / "own.db"
    agent = load_agent(model_path, Settings(conversations_url=f"sqlite:///{database}"))
    yield agent, database
    agent.tracker_store.close()


async def test_a_locked_database_is_answered_politely_and_no_fact_is_lost(
    own_agent: tuple[AdviserAgent, Path], trouble: set[str]
) -> None:
    agent, database = own_agent
    await agent.handle_text("my left heel hurts", sender_id="anna")
    before = (await agent.tracker_store.retrieve("anna")).get_slot("memory")
    with sqlite3.connect(database, isolation_level=None) as holder:
        holder.execute("BEGIN IMMEDIATE")
        answer = await agent.handle_text("I have flat feet", sender_id="anna")
        holder.execute("ROLLBACK")
    # Nothing but the apology: what could not be noted was not answered as if it had been.
    assert {message["text"] for message in answer} <= trouble
    assert len(answer) == 1
    assert (await agent.tracker_store.retrieve("anna")).get_slot("memory") == before
    assert not trouble & {m.get("text") for m in await agent.handle_text("I have flat feet", sender_id="anna")}


async def test_a_database_that_vanished_is_answered_politely(
    own_agent: tuple[AdviserAgent, Path], trouble: set[str]
) -> None:
    agent, database = own_agent
    await agent.handle_text("hello", sender_id="anna")
    with sqlite3.connect(database) as connection:
        connection.execute("DROP TABLE conversation")
    answer = await agent.handle_text("my heel hurts", sender_id="anna")
    assert {message["text"] for message in answer} <= trouble
    assert len(answer) == 1


async def test_an_action_server_that_is_down_is_answered_politely(
    model_path: Path, tmp_path: Path, trouble: set[str]
) -> None:
    settings = Settings(
        conversations_url=f"sqlite:///{tmp_path / 'c.db'}", action_endpoint_url="http://127.0.0.1:1/webhook"
    )
    agent = load_agent(model_path, settings)
    answer = await agent.handle_text("my heel hurts", sender_id="anna")
    assert len(answer) == 1
    assert answer[0]["text"] in trouble
    agent.tracker_store.close()


async def test_people_who_talk_at_once_get_their_own_answers(agent: AdviserAgent, sender_id: str) -> None:
    async def talk(person: int) -> list[str]:
        sender = f"{sender_id}-{person}"
        for text in ("my heel hurts", f"at most {30 + person} dollars"):
            await agent.handle_text(text, sender_id=sender)
        tracker = await agent.tracker_store.retrieve_full_tracker(sender)
        return [event.text for event in tracker.events if isinstance(event, UserUttered)]

    said = await asyncio.gather(*(talk(person) for person in range(12)))
    assert said == [["my heel hurts", f"at most {30 + person} dollars"] for person in range(12)]


async def test_the_runner_gives_what_rasas_own_gives(agent: AdviserAgent, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["my left heel hurts after long walks", "flat feet, under 50", "what is the weather", "yes"]
    ours = [await agent.parse_message(text) for text in texts]
    runner = agent.processor.graph_runner
    monkeypatch.setattr(type(runner), "run", DaskGraphRunner.run)
    assert [await agent.parse_message(text) for text in texts] == ours


def test_every_rule_is_one_intent_and_one_action() -> None:
    """The agent asks the policies once for each intent and listens after an action: right while this holds."""
    rules = yaml.safe_load((ROOT / "nlu_data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    assert rules
    for rule in rules:
        assert [set(step) for step in rule["steps"]] == [{"intent"}, {"action"}], rule["rule"]
        assert set(rule) == {"rule", "steps"}, rule["rule"]


async def test_the_policies_too_would_listen_after_an_action(agent: AdviserAgent, talk: Talk, sender_id: str) -> None:
    await talk("my heel hurts")
    tracker = await agent.tracker_store.retrieve(sender_id)
    assert tracker is not None
    assert isinstance(tracker.events[-1], ActionExecuted)
    assert tracker.latest_action_name == ACTION_LISTEN_NAME
    before = tracker.init_copy()
    for event in list(tracker.events)[:-1]:
        before.update(event)
    before.clear_followup_action()
    assert before.latest_action_name in agent.domain.user_actions
    policies = super(AdviserProcessor, agent.processor)._predict_next_with_tracker(before)
    assert agent.domain.action_names_or_texts[policies.max_confidence_index] == ACTION_LISTEN_NAME


async def test_a_remembered_choice_is_the_policies_own(
    agent: AdviserAgent, talk: Talk, sender_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With and without asking the policies, the same events are logged."""

    def logged(tracker: Any) -> list[tuple[Any, ...]]:
        return [
            (event.type_name, getattr(event, "action_name", None), getattr(event, "use_text_for_featurization", None))
            for event in tracker.events
        ]

    said = ["hello", "my heel hurts", "why", "thanks", "my heel hurts"]
    for text in said:
        await talk(text)
    remembered = await agent.tracker_store.retrieve_full_tracker(sender_id)
    assert agent.processor._actions_by_intent
    monkeypatch.setattr(
        AdviserProcessor, "_predict_next_with_tracker", MessageProcessor._predict_next_with_tracker, raising=True
    )
    other = f"{sender_id}-other"
    for text in said:
        await agent.handle_text(text, sender_id=other)
    assert logged(await agent.tracker_store.retrieve_full_tracker(other)) == logged(remembered)
