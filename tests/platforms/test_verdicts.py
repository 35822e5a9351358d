"""What each platform's answers mean: taken, later, not as it is, not any more."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.channels.messaging import delivery, meta
from bot.channels.messaging.delivery import Answer, Caller, Fate
from bot.channels.slack import api as slack
from bot.channels.telegram import api as telegram
from bot.channels.twilio import api as twilio

AWAY = Answer(0, trouble="ClientConnectorError")


def error(status: int, code: int) -> Answer:
    return Answer(status, {}, {"error": {"message": "x", "code": code}})


@pytest.mark.parametrize(
    ("module", "answer", "fate", "wait"),
    [
        (telegram, Answer(200, {}, {"ok": True}), Fate.TAKEN, None),
        (telegram, AWAY, Fate.LATER, None),
        (telegram, Answer(502), Fate.LATER, None),
        (telegram, Answer(429, {}, {"ok": False, "parameters": {"retry_after": 7}}), Fate.LATER, 7.0),
        (telegram, Answer(400, {}, {"ok": False, "description": "Bad Request: parse entities"}), Fate.REFUSED, None),
        (telegram, Answer(400, {}, {"ok": False, "description": "Bad Request: chat not found"}), Fate.GONE, None),
        (telegram, Answer(403, {}, {"ok": False, "description": "Forbidden: bot was blocked"}), Fate.GONE, None),
        (telegram, Answer(401, {}, {"ok": False}), Fate.GONE, None),
        (meta, Answer(200, {}, {"messages": []}), Fate.TAKEN, None),
        (meta, AWAY, Fate.LATER, None),
        (meta, Answer(429, {"retry-after": "3"}), Fate.LATER, 3.0),
        (meta, error(400, 130429), Fate.LATER, None),
        (meta, error(403, 4), Fate.LATER, None),
        (meta, error(400, 613), Fate.LATER, None),
        (meta, error(400, 100), Fate.REFUSED, None),
        (meta, error(400, 131047), Fate.GONE, None),
        (meta, error(403, 10), Fate.GONE, None),
        (meta, error(401, 190), Fate.GONE, None),
        (meta, Answer(400, {}, {"error": "odd"}), Fate.REFUSED, None),
        (slack, Answer(200, {}, {"ok": True}), Fate.TAKEN, None),
        (slack, Answer(429, {"retry-after": "30"}), Fate.LATER, 30.0),
        (slack, Answer(200, {}, {"ok": False, "error": "ratelimited"}), Fate.LATER, None),
        (slack, Answer(200, {}, {"ok": False, "error": "invalid_blocks"}), Fate.REFUSED, None),
        (slack, Answer(200, {}, {"ok": False, "error": "channel_not_found"}), Fate.GONE, None),
        (slack, Answer(200, {}, {}), Fate.GONE, None),
        (twilio, Answer(201, {}, {"sid": "SM1"}), Fate.TAKEN, None),
        (twilio, Answer(429, {}, {"code": 20429}), Fate.LATER, None),
        (twilio, Answer(503, {"retry-after": "soon"}), Fate.LATER, None),
        (twilio, Answer(400, {}, {"code": 21617}), Fate.REFUSED, None),
        (twilio, Answer(400, {}, {"code": 21610}), Fate.GONE, None),
        (twilio, Answer(401, {}, {"code": 20003}), Fate.GONE, None),
    ],
)  # fmt: skip
def test_what_an_answer_means(module: Any, answer: Answer, fate: Fate, wait: float | None) -> None:
    found = module._verdict(answer)
    assert (found.fate, found.wait) == (fate, wait)


def test_a_yes_that_breaks_off_is_a_yes() -> None:
    for module in (telegram, slack):
        assert module._verdict(Answer(200, broken=True)).fate is Fate.TAKEN
        assert module._verdict(Answer(200)).fate is not Fate.TAKEN
        assert module._verdict(Answer(500, broken=True)).fate is Fate.LATER


@pytest.mark.parametrize(("pieces", "broken"), [([b'{"ok": ', b"true}"], False), ([b'{"ok": '], True)])
async def test_an_answer_that_comes_in_pieces(pieces: list[bytes], broken: bool) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n")
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.05)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    caller = Caller()
    found = await caller.post(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", json={})
    await caller.close()
    server.close()
    assert (found.status, found.body, found.broken) == (200, {} if broken else {"ok": True}, broken)


async def test_outside_the_window_nothing_is_offered() -> None:
    old = {"written": time.time() - 25 * 3600, "whatsapp": True}
    clients: list[delivery.Client] = [
        meta.GraphClient("http://127.0.0.1:9/", "token", 24),
        twilio.TwilioClient("http://127.0.0.1:9", "AC", "token"),
    ]
    for client in clients:
        found = await client.send({}, old)
        assert found.fate is Fate.GONE
        assert "24 hours" in found.reason
        await client.close()


async def test_who_cannot_be_reached_raises_nothing_and_shows_no_address() -> None:
    caller = Caller()
    found = await caller.post("http://127.0.0.1:9/botSECRET/sendMessage", json={})
    assert found.status == 0
    assert "SECRET" not in found.trouble
    await caller.close()
