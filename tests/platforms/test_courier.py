"""The courier: order within a conversation, tries and pauses, giving up, going on after a crash."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from throttled.asyncio import rate_limiter

from bot.channels.messaging import courier as module
from bot.channels.messaging import delivery
from bot.channels.messaging.courier import Courier
from bot.channels.messaging.delivery import TAKEN, Fate, Payload, Verdict
from bot.channels.messaging.incoming import FAILED, TEXT, Incoming
from bot.channels.messaging.pace import Pace
from bot.channels.messaging.parts import Part
from bot.channels.messaging.turns import TurnFailedError
from bot.server import inbox as inbox_module
from bot.server.conversations import ConversationStore
from bot.server.inbox import undelivered
from tests.conftest import sqlite_url

LATER = Verdict(Fate.LATER, reason="HTTP 500")


class Turns:
    """Answers each update with two messages that name it; keeps the order."""

    def __init__(self) -> None:
        self.run: list[str] = []
        self.failing = 0
        self.at_once = self.most_at_once = 0

    async def answer(self, incoming: Incoming) -> list[Part]:
        self.run.append(incoming.text)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0.005)
        self.at_once -= 1
        if self.failing:
            self.failing -= 1
            raise TurnFailedError([Part("sorry")])
        return [Part(f"{incoming.text} one"), Part(f"{incoming.text} two")]


class Client:
    """Takes what it is sent, but for the verdicts that are laid ready for it."""

    def __init__(self) -> None:
        self.verdicts: list[Verdict] = []
        self.got: list[tuple[str, str]] = []

    async def send(self, body: dict[str, Any], to: Mapping[str, Any]) -> Verdict:
        verdict = self.verdicts.pop(0) if self.verdicts else TAKEN
        if verdict.fate is Fate.TAKEN:
            self.got.append((str(to["chat"]), str(body["text"])))
        return verdict

    async def close(self) -> None:
        """Nothing is held."""


def render(parts: Sequence[Part], _: Mapping[str, Any]) -> list[Payload]:
    return [Payload({"text": part.text}, {"text": f"plain {part.text}"}) for part in parts]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ConversationStore]:
    made = ConversationStore(sqlite_url(tmp_path / "c.db"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "pause", lambda _, asked: 0.001 if asked is None else asked)
    monkeypatch.setattr(module, "SETTLE_SECONDS", 0.02)
    monkeypatch.setattr(module, "SWEEP_SECONDS", 0.05)
    monkeypatch.setattr(inbox_module, "CLAIM_SECONDS", 0.3)


def told(name: str, sent_at: float = 0.0, chat: str = "1", kind: str = TEXT) -> Incoming:
    return Incoming(name, f"telegram:{chat}", sent_at, kind, name, to={"chat": chat})


async def until(done: Callable[[], bool]) -> None:
    for _ in range(500):
        if done():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("that never came")


def made(store: ConversationStore, turns: Turns, client: Client, pace: Pace | None = None) -> Courier:
    return Courier("telegram", store.inbox, turns, render, client, pace or Pace())  # type: ignore[arg-type]


async def test_each_is_answered_once_in_the_order_of_sending(store: ConversationStore) -> None:
    turns, client = Turns(), Client()
    courier = made(store, turns, client)
    await courier.take([told("late", 2.0)])
    await courier.take([told("early", 1.0), told("late", 2.0)])
    await until(lambda: len(client.got) == 4)
    await courier.take([told("early", 1.0)])
    await asyncio.sleep(0.1)
    assert [text for _, text in client.got] == ["early one", "early two", "late one", "late two"]
    await courier.stop()


async def test_many_conversations_at_once_each_in_its_order(store: ConversationStore) -> None:
    turns, client = Turns(), Client()
    courier = made(store, turns, client)
    for number in range(4):
        await courier.take([told(f"{chat}-{number}", number, str(chat)) for chat in range(30)])
    await until(lambda: len(client.got) == 240)
    for chat in range(30):
        wanted = [f"{chat}-{number} {which}" for number in range(4) for which in ("one", "two")]
        assert [text for to, text in client.got if to == str(chat)] == wanted
    assert 1 < turns.most_at_once <= module.AT_ONCE
    await courier.stop()


async def test_later_is_tried_again_and_nothing_is_doubled(store: ConversationStore) -> None:
    turns, client = Turns(), Client()
    client.verdicts = [LATER, Verdict(Fate.LATER, 0.05), TAKEN, LATER]
    courier = made(store, turns, client)
    await courier.take([told("a")])
    await until(lambda: len(client.got) == 2)
    assert client.got == [("1", "a one"), ("1", "a two")]
    assert turns.run == ["a"]
    await courier.stop()
    assert undelivered(store._engine) == []


async def test_what_is_refused_goes_as_plain_text(store: ConversationStore) -> None:
    client = Client()
    client.verdicts = [Verdict(Fate.REFUSED, reason="HTTP 400"), TAKEN]
    courier = made(store, Turns(), client)
    await courier.take([told("a")])
    await until(lambda: len(client.got) == 2)
    assert client.got == [("1", "plain a one"), ("1", "a two")]
    await until(lambda: len(undelivered(store._engine)) == 1)
    assert undelivered(store._engine)[0].trouble == "sent as plain text: HTTP 400"
    await courier.stop()


@pytest.mark.parametrize(
    "verdicts", [[Verdict(Fate.GONE, reason="HTTP 403")], [LATER] * delivery.TRIES, [Verdict(Fate.LATER, 1e9)]]
)
async def test_who_takes_nothing_is_given_up_and_the_next_message_tried(
    store: ConversationStore, verdicts: list[Verdict]
) -> None:
    client = Client()
    client.verdicts = list(verdicts)
    courier = made(store, Turns(), client)
    await courier.take([told("a")])
    await until(lambda: len(undelivered(store._engine)) == 1)
    assert client.got == []
    await courier.take([told("b", 1.0)])
    await until(lambda: len(client.got) == 2)
    await courier.stop()


async def test_a_turn_that_fails_is_run_again_and_then_told(store: ConversationStore) -> None:
    turns, client = Turns(), Client()
    courier = made(store, turns, client)
    turns.failing = 2
    await courier.take([told("a")])
    await until(lambda: len(client.got) == 2)
    assert turns.run == ["a"] * 3
    turns.failing = 99
    await courier.take([told("b", 1.0)])
    await until(lambda: len(client.got) == 3)
    assert client.got[-1] == ("1", "sorry")
    await courier.stop()


async def test_after_a_crash_it_goes_on_where_it_was(store: ConversationStore) -> None:
    turns, client = Turns(), Client()
    client.verdicts = [TAKEN, Verdict(Fate.LATER, 60.0)]
    first = made(store, turns, client)
    await first.take([told("a"), told("b", 1.0)])
    await until(lambda: len(client.got) == 1 and not client.verdicts)
    await first.stop()  # waits for its second message
    second = made(store, turns, client)
    second.start()
    await until(lambda: len(client.got) == 4)
    assert [text for _, text in client.got] == ["a one", "a two", "b one", "b two"]
    await second.stop()


async def test_what_is_too_much_at_once_waits_and_is_not_lost(store: ConversationStore) -> None:
    client = Client()
    courier = made(store, Turns(), client, Pace(rate_limiter.per_sec(20, burst=2)))
    begin = time.monotonic()
    await courier.take([told(str(number), number) for number in range(8)])
    await until(lambda: len(client.got) == 16)
    assert time.monotonic() - begin > 0.2
    assert [text for _, text in client.got][::2] == [f"{number} one" for number in range(8)]
    await courier.stop()


async def test_who_writes_more_than_a_person_can_is_not_answered(store: ConversationStore) -> None:
    client = Client()
    courier = made(store, Turns(), client, Pace(a_day=rate_limiter.per_day(2, burst=2)))
    await courier.take([told(str(number), number) for number in range(5)] + [told("other", chat="2")])
    await until(lambda: len(client.got) == 6 and len(undelivered(store._engine)) == 3)
    assert {one.trouble for one in undelivered(store._engine)} == {"not answered: too many messages in a day"}
    await courier.stop()


async def test_one_that_cannot_be_answered_holds_up_nobody(store: ConversationStore) -> None:
    class Broken(Turns):
        async def answer(self, incoming: Incoming) -> list[Part]:
            if incoming.text == "bad":
                raise KeyError("a fault of ours")
            return await super().answer(incoming)

    client = Client()
    courier = made(store, Broken(), client)
    await courier.take([told("bad"), told("good", 1.0)])
    await until(lambda: len(client.got) == 2)
    assert [one.trouble for one in undelivered(store._engine)] == ["not answered: KeyError"]
    await courier.stop()


async def test_what_a_platform_could_not_deliver_after_all_is_recorded(store: ConversationStore) -> None:
    turns, client = Turns(), Client()
    courier = made(store, turns, client)
    await courier.take([told("code 131047", kind=FAILED)])
    await until(lambda: len(undelivered(store._engine)) == 1)
    assert not turns.run
    assert not client.got
    await courier.stop()


async def test_a_database_that_fails_loses_nothing(store: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    turns, client = Turns(), Client()
    courier = made(store, turns, client)
    courier.start()
    real, failing = store.inbox.next, [True, True]

    async def sometimes(*arguments: str) -> Any:
        if failing:
            failing.pop()
            raise OSError("away")
        return await real(*arguments)

    monkeypatch.setattr(store.inbox, "next", sometimes)
    await courier.take([told("a")])
    await until(lambda: len(client.got) == 2)
    await courier.stop()


def away(*_: Any) -> Any:
    raise OperationalError("select", {}, Exception("away"))


async def test_while_the_database_is_away_nobody_gets_an_apology(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns, client = Turns(), Client()
    courier = made(store, turns, client)
    courier.start()
    turns.failing = 2 * module.TURN_TRIES
    with monkeypatch.context() as patch:
        patch.setattr(store.inbox, "_renew", away)
        await courier.take([told("a")])
        await until(lambda: turns.failing == 0)
    await until(lambda: len(client.got) == 2)
    assert client.got == [("1", "a one"), ("1", "a two")]
    await courier.stop()


async def test_what_was_taken_is_not_sent_again_because_it_could_not_be_written_down(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "NOTE_SECONDS", 0.01)
    turns, client = Turns(), Client()
    courier = made(store, turns, client)
    courier.start()
    tries: list[int] = []
    real = store.inbox._change

    def sometimes(update: int, values: dict[str, Any]) -> None:
        tries.append(update)
        if len(tries) % 3:
            away()
        real(update, values)

    monkeypatch.setattr(store.inbox, "_change", sometimes)
    await courier.take([told("a")])
    await until(lambda: len(tries) == 9)  # two messages and the end of it
    await asyncio.sleep(0.2)
    assert client.got == [("1", "a one"), ("1", "a two")]
    assert turns.run == ["a"]
    await courier.stop()


async def test_who_lost_the_claim_sends_nothing(store: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.verdicts = [TAKEN, Verdict(Fate.LATER, 0.6)]
    slow, quick = made(store, Turns(), client), made(store, Turns(), client)
    with monkeypatch.context() as patch:
        patch.setattr(store.inbox, "renew", lambda *_: asyncio.sleep(0))  # its renewals come too late
        await slow.take([told("a")])
        await until(lambda: not client.verdicts)
        await asyncio.sleep(0.35)  # the claim is over
    quick.start()
    await until(lambda: len(client.got) == 2)
    await asyncio.sleep(0.5)  # the slow one wakes
    assert client.got == [("1", "a one"), ("1", "a two")]
    await slow.stop()
    await quick.stop()


async def test_a_stop_waits_for_what_is_on_its_way(store: ConversationStore) -> None:
    class Slow(Client):
        async def send(self, body: dict[str, Any], to: Mapping[str, Any]) -> Verdict:
            verdict = await super().send(body, to)
            await asyncio.sleep(0.1)
            return verdict

    client = Slow()
    first = made(store, Turns(), client)
    await first.take([told("a")])
    await until(lambda: len(client.got) == 1)
    await first.stop()
    await first.take([told("b", 1.0)])  # comes while the server stops: nobody works on it any more
    await asyncio.sleep(0.2)
    assert client.got == [("1", "a one")]
    second = made(store, Turns(), client)
    second.start()
    await until(lambda: len(client.got) == 4)
    assert [text for _, text in client.got] == ["a one", "a two", "b one", "b two"]
    await second.stop()


async def test_an_answer_that_had_to_wait_is_counted_too() -> None:
    pace = Pace(rate_limiter.per_sec(20, burst=2))
    begin = time.monotonic()
    for _ in range(10):
        await pace.wait("telegram:1")
    assert time.monotonic() - begin >= 0.35  # eight beyond the burst, 50 ms each


def test_pauses_grow_and_what_is_asked_for_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    own = [delivery.pause(attempt, None) for attempt in range(1, 12)]
    assert all(0.8 * 2 ** (n) <= seconds <= 1.2 * 2 ** (n) for n, seconds in enumerate(own[:6]))
    assert max(own) <= 1.2 * delivery.LONGEST_PAUSE
    assert 240 < sum(min(delivery.LONGEST_PAUSE, 2.0 ** (n - 1)) for n in range(1, delivery.TRIES)) < 400
    assert 7 <= delivery.pause(3, 7.0) <= 9.1
    assert delivery.pause(8, 0.0) >= 70, "a short wish of theirs doesn't use up the tries"
