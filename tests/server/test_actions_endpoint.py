"""Actions run in this process or on a server; what fails becomes a polite answer and a log without words."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from aiohttp import web

from bot.server.actions_endpoint import (
    TROUBLE_RESPONSE,
    InProcessEndpoint,
    RemoteEndpoint,
    create_endpoint,
    trouble_answer,
)
from bot.server.settings import SettingsError
from tests.server.conftest import ActionsMaker


def call(name: str, text: str = "my heel hurts") -> dict[str, Any]:
    """What Rasa sends for an action."""
    tracker = {
        "sender_id": "anna",
        "slots": {"memory": {"turns": 1}},
        "latest_message": {"text": text, "intent": {"name": "inform"}, "entities": []},
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    return {"next_action": name, "sender_id": "anna", "tracker": tracker}


SOURCE = """
import asyncio, threading, time

class Say(Action):
    def name(self): return "action_say"
    def run(self, dispatcher, tracker, domain):
        name = threading.current_thread().name
        dispatcher.utter_message(text=tracker.latest_message["text"], json_message={"thread": name})
        return [SlotSet("memory", {"turns": tracker.get_slot("memory")["turns"] + 1})]

class SayAsync(Action):
    def name(self): return "action_say_async"
    async def run(self, dispatcher, tracker, domain):
        await asyncio.sleep(0)
        dispatcher.utter_message(text="async")

class Fail(Action):
    def name(self): return "action_fail"
    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="half an answer")
        raise ValueError("cannot read " + tracker.latest_message["text"])

class Slow(Action):
    def name(self): return "action_slow"
    def run(self, dispatcher, tracker, domain):
        time.sleep(0.3)
        dispatcher.utter_message(text="slow")
"""


async def test_an_action_runs_on_a_thread_and_answers(make_actions: ActionsMaker) -> None:
    endpoint = InProcessEndpoint(make_actions(SOURCE))
    answer = await endpoint.request(json=call("action_say"))
    assert answer["events"] == [{"event": "slot", "timestamp": None, "name": "memory", "value": {"turns": 2}}]
    assert answer["responses"][0]["text"] == "my heel hurts"
    assert answer["responses"][0]["custom"]["thread"].startswith("actions")


async def test_an_asynchronous_action_runs_too(make_actions: ActionsMaker) -> None:
    answer = await InProcessEndpoint(make_actions(SOURCE)).request(json=call("action_say_async"))
    assert answer["responses"][0]["text"] == "async"


@pytest.mark.parametrize("name", ["action_fail", "action_that_nobody_wrote"])
async def test_a_failing_action_is_answered_politely_and_whole(make_actions: ActionsMaker, name: str) -> None:
    assert await InProcessEndpoint(make_actions(SOURCE)).request(json=call(name)) == trouble_answer()


async def test_a_slow_action_is_not_waited_for(make_actions: ActionsMaker) -> None:
    endpoint = InProcessEndpoint(make_actions(SOURCE), timeout=0.05)
    assert await endpoint.request(json=call("action_slow")) == trouble_answer()


async def test_a_slow_action_holds_nobody_else_up(make_actions: ActionsMaker) -> None:
    endpoint = InProcessEndpoint(make_actions(SOURCE))
    slow = asyncio.create_task(endpoint.request(json=call("action_slow")))
    await asyncio.sleep(0.05)
    await endpoint.request(json=call("action_say"))
    assert not slow.done()
    assert (await slow)["responses"][0]["text"] == "slow"


async def test_the_log_tells_the_kind_of_failure_and_nobodys_words(
    make_actions: ActionsMaker, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await InProcessEndpoint(make_actions(SOURCE)).request(json=call("action_fail", "my secret ache"))
    assert "ValueError" in caplog.text
    assert "action_fail" in caplog.text
    assert "secret" not in caplog.text


def test_a_package_that_cannot_be_imported_is_named() -> None:
    with pytest.raises(SettingsError, match="no_such_package"):
        InProcessEndpoint("no_such_package")


async def serve(handler: Any) -> tuple[web.AppRunner, str]:
    application = web.Application()
    application.router.add_post("/webhook", handler)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"


async def test_an_action_server_is_asked() -> None:
    async def answer(request: web.Request) -> web.Response:
        body = await request.json()
        return web.json_response({"events": [], "responses": [{"text": body["next_action"]}]})

    runner, url = await serve(answer)
    said = await RemoteEndpoint(url).request(json=call("action_say"))
    assert said == {"events": [], "responses": [{"text": "action_say"}]}
    await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, json.dumps({"error": "x"})), (400, json.dumps({"action_name": "x"})), (200, "no json"), (200, "[]")],
)
async def test_an_action_server_that_errs_is_answered_politely(status: int, body: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=body, content_type="application/json")

    runner, url = await serve(answer)
    assert await RemoteEndpoint(url).request(json=call("action_say")) == trouble_answer()
    await runner.cleanup()


async def test_an_action_server_that_never_answers_is_given_up() -> None:
    async def answer(_: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    runner, url = await serve(answer)
    assert await RemoteEndpoint(url, timeout=0.1).request(json=call("action_say")) == trouble_answer()
    await runner.cleanup()


async def test_an_action_server_that_is_down_is_answered_politely() -> None:
    endpoint = create_endpoint("http://127.0.0.1:1/webhook", 1.0)
    assert await endpoint.request(json=call("action_say")) == trouble_answer()


def test_the_polite_answer_is_a_named_response() -> None:
    assert trouble_answer()["responses"] == [{"response": TROUBLE_RESPONSE}]
