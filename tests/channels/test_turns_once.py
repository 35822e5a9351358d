"""Turns in one process: one for each message, however many wait for it and whoever of them goes away."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.web import turns as turns_module
from bot.channels.web.errors import RefusedError
from bot.channels.web.turns import Turns
from bot.server.once import NamedMessage, Outcome


class Assistant:
    """Answers when it is let to."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.seen: list[UserMessage] = []
        self.error: BaseException | None = None

    async def answer(self, message: UserMessage) -> None:
        """Take a message."""
        self.seen.append(message)
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        await message.output_channel.send_response(message.sender_id, {"text": "answer"})
        if isinstance(message, NamedMessage):
            message.outcome = Outcome.ANSWERED


@pytest.fixture
def assistant() -> Assistant:
    return Assistant()


@pytest.fixture
def turns(assistant: Assistant) -> Turns:
    return Turns(assistant.answer, "web")


async def emptied(turns: Turns) -> bool:
    await asyncio.sleep(0.01)
    return not turns._running and not turns._of_conversation


async def test_many_who_wait_for_one_message_share_its_turn(assistant: Assistant, turns: Turns) -> None:
    tasks = [turns.begin("one", "m", "hi", {"product": "x"}) for _ in range(50)]
    await asyncio.sleep(0)
    assistant.gate.set()
    answers = await asyncio.gather(*tasks)
    assert len(assistant.seen) == 1
    assert {id(answer) for answer in answers} == {id(answers[0])}
    assert answers[0].outcome is Outcome.ANSWERED
    assert [message["text"] for message in answers[0].messages] == ["answer"]
    message = assistant.seen[0]
    assert (message.text, message.sender_id, message.message_id) == ("hi", "one", "m")
    assert (message.input_channel, message.metadata) == ("web", {"product": "x"})
    assert await emptied(turns)


async def test_a_turn_goes_on_when_whoever_waits_for_it_goes_away(assistant: Assistant, turns: Turns) -> None:
    running = turns.begin("one", "m", "hi", {})

    async def wait() -> None:
        await asyncio.wait({running}, timeout=10)

    waiter = asyncio.create_task(wait())
    await asyncio.sleep(0)
    waiter.cancel()
    await asyncio.gather(waiter, return_exceptions=True)
    assert waiter.cancelled()
    assert turns.begin("one", "m", "hi", {}) is running
    assistant.gate.set()
    assert (await running).outcome is Outcome.ANSWERED
    assert await emptied(turns)


async def test_one_conversation_has_a_bound_and_others_go_on(assistant: Assistant, turns: Turns) -> None:
    begun = [turns.begin("one", f"m{number}", "hi", {}) for number in range(turns_module.MOST_OF_ONE)]
    with pytest.raises(RefusedError) as caught:
        turns.begin("one", "another", "hi", {})
    assert (caught.value.status, caught.value.code) == (429, "too_many")
    assert turns.begin("one", "m0", "hi", {}) is begun[0]
    begun.append(turns.begin("two", "m0", "hi", {}))
    assistant.gate.set()
    await asyncio.gather(*begun)
    assert await emptied(turns)


async def test_all_together_have_a_bound(assistant: Assistant, turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_module, "MOST_TURNS", 5)
    begun = [turns.begin(f"person {number}", "m", "hi", {}) for number in range(5)]
    with pytest.raises(RefusedError) as caught:
        turns.begin("one more", "m", "hi", {})
    assert (caught.value.status, caught.value.code, caught.value.retry_after) == (503, "busy", 2)
    assistant.gate.set()
    await asyncio.gather(*begun)
    assert (await turns.begin("one more", "m", "hi", {})).outcome is Outcome.ANSWERED
    assert await emptied(turns)


async def test_a_turn_that_fails_is_told_so_and_can_be_run_again(assistant: Assistant, turns: Turns) -> None:
    assistant.gate.set()
    assistant.error = RuntimeError("my heel hurts")
    failed = await turns.begin("one", "m", "hi", {})
    assert (failed.outcome, failed.messages) == (Outcome.FAILED, [])
    assert await emptied(turns)
    assistant.error = None
    assert (await turns.begin("one", "m", "hi", {})).outcome is Outcome.ANSWERED
