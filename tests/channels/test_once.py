"""The agent takes a named message in once: at the same time, again, in another process, after the end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.collector import MessageCollector
from bot.server.agent import AdviserAgent, load_agent
from bot.server.once import NamedMessage, Outcome
from bot.server.settings import Settings


@pytest.fixture(scope="module")
def agents(agent: AdviserAgent, model_path: Path) -> Iterator[list[AdviserAgent]]:
    """Two agents with locks of their own over one database, as two processes are."""
    other = load_agent(model_path, Settings.from_environment())
    yield [agent, other]
    other.tracker_store.close()


def message(text: str, sender: str, name: str) -> NamedMessage:
    return NamedMessage(text, MessageCollector(), sender, input_channel="web", message_id=name)


async def said(agent: AdviserAgent, sender: str) -> list[str]:
    """What the person said, by the log."""
    found = await agent.tracker_store.spoken.messages(sender, limit=200)
    return [one.event["text"] for one in found if one.event["event"] == "user"]


async def test_one_message_fifty_times_at_once_is_one_turn(agents: list[AdviserAgent], sender_id: str) -> None:
    agent = agents[0]
    await agent.handle_message(message("hello", sender_id, "first"))
    sent = [message("my heel hurts", sender_id, "second") for _ in range(50)]
    await asyncio.gather(*(agent.handle_message(one) for one in sent))
    assert {one.outcome for one in sent} == {Outcome.ANSWERED}
    assert await said(agent, sender_id) == ["hello", "my heel hurts"]
    late = message("something else", sender_id, "second")
    await agent.handle_message(late)
    assert (late.outcome, late.output_channel.messages) == (Outcome.ANSWERED, [])
    assert await said(agent, sender_id) == ["hello", "my heel hurts"]


async def test_one_message_to_two_processes_at_once_is_one_turn(agents: list[AdviserAgent], sender_id: str) -> None:
    for number in range(10):
        sent = [message(f"my heel hurts {number}", sender_id, f"m{number}") for _ in range(6)]
        await asyncio.gather(*(agents[index % 2].handle_message(one) for index, one in enumerate(sent)))
        assert {one.outcome for one in sent} == {Outcome.ANSWERED}
    for agent in agents:
        assert await said(agent, sender_id) == [f"my heel hurts {number}" for number in range(10)]


async def test_two_processes_answer_one_conversation_at_the_same_time(
    agents: list[AdviserAgent], sender_id: str
) -> None:
    for number in range(10):
        sent = [message(f"my heel hurts {number}", sender_id, f"{index}-{number}") for index in range(2)]
        await asyncio.gather(*(agent.handle_message(one) for agent, one in zip(agents, sent, strict=True)))
        assert [one.outcome for one in sent] == [Outcome.ANSWERED] * 2
        assert all(one.output_channel.messages for one in sent)
    assert sorted(await said(agents[0], sender_id)) == sorted(
        f"my heel hurts {number}" for number in range(10) for _ in "ab"
    )
    tracker = await agents[0].tracker_store.retrieve_full_tracker(sender_id)
    assert tracker is not None
    names = [one.message_id for one in tracker.events if hasattr(one, "message_id")]
    assert len(set(names)) == len(names) == 20


async def test_a_message_without_a_name_is_answered_anew_too(agents: list[AdviserAgent], sender_id: str) -> None:
    sent = [UserMessage(f"my heel hurts {index}", MessageCollector(), sender_id) for index in range(2)]
    trouble = {response["text"] for response in agents[0].domain.responses["utter_technical_trouble"]}
    await asyncio.gather(*(agent.handle_message(one) for agent, one in zip(agents, sent, strict=True)))
    for one in sent:
        words = [part.get("text") for part in one.output_channel.messages]
        assert words
        assert not trouble & set(words)
    assert len(await said(agents[0], sender_id)) == 2


async def test_nothing_is_kept_of_a_message_to_a_conversation_that_is_over(
    agents: list[AdviserAgent], sender_id: str
) -> None:
    await agents[0].handle_message(message("my heel hurts", sender_id, "m1"))
    await agents[0].end_conversation(sender_id, time.time() + 60)
    for agent in agents:
        late = message("and my knee", sender_id, "m2")
        await agent.handle_message(late)
        assert (late.outcome, late.output_channel.messages) == (Outcome.ENDED, [])
        assert not await agent.tracker_store.exists(sender_id)


async def test_a_turn_that_ran_while_another_process_ended_its_conversation_leaves_nothing(
    agents: list[AdviserAgent], sender_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both for the conversation's first message and for a later one."""
    one, other = agents
    for number in range(2):
        sender = f"{sender_id}-{number}"
        for before in range(number):
            await one.handle_message(message("hello", sender, f"before {before}"))
        save = one.tracker_store.save

        async def save_late(tracker: object, sender: str = sender, save: Any = save) -> None:
            await other.end_conversation(sender, time.time() + 60)
            await save(tracker)

        with monkeypatch.context() as patch:
            patch.setattr(one.tracker_store, "save", save_late)
            late = message("my heel hurts", sender, "late")
            await one.handle_message(late)
        assert late.outcome is Outcome.ENDED
        assert await other.tracker_store.spoken.messages(sender) == []
        assert not await other.tracker_store.exists(sender)
        assert await other.tracker_store.spoken.is_ended(sender)
