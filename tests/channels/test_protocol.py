"""Conversations with real servers by the protocol: whole ones, resent messages, cut streams, killed processes."""

from __future__ import annotations

import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from tests.channels.client import Person, new_name, send
from tests.channels.conftest import ORIGIN, Pair, started

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("web")]

HEEL = "my heel hurts after long walks"


def own(messages: list[dict[str, Any]]) -> list[str]:
    """What the person said."""
    return [message["text"] for message in messages if message["from"] == "user"]


def until(person: Person, kind: str, messages: list[dict[str, Any]]) -> dict[str, Any]:
    """Answer every question with its first button until a structured message of a kind comes."""
    for _ in range(12):
        for message in messages:
            if message.get("custom", {}).get("type") == kind:
                return message
        offered = [message for message in messages if message.get("choices")]
        messages = person.say(choice=offered[-1]["choices"][0]["id"]) if offered else person.say(text="no")
    raise AssertionError(f"no {kind} came")


def test_a_whole_conversation(person: Person) -> None:
    first = person.say(text=HEEL)
    assert (first[0]["from"], first[0]["text"], first[0]["choice"]) == ("user", HEEL, None)
    advice = until(person, "recommendations", first)
    sku = advice["custom"]["items"][0]["sku"]
    assert person.history()[: len(first)] == first

    where = {"message": advice["position"], "sku": sku}
    for value in ("up", "down"):
        assert person.ask("POST", "/chat/ratings", {**where, "value": value}).status == 204
        (shown,) = [message for message in person.history() if message["position"] == advice["position"]]
        assert shown["ratings"] == {sku: value}
    assert person.ask("POST", "/chat/ratings", {**where, "value": None}).status == 204
    assert all("ratings" not in message for message in person.history())
    assert person.ask("POST", "/chat/ratings", {**where, "sku": "another", "value": "up"}).code == "unknown"

    plan = until(person, "trial_plan", person.say(text="how do I get used to them, day by day?"))
    query = f"/chat/calendar?message={plan['position']}&start={date.today().isoformat()}"
    calendar = person.ask("GET", query)
    assert (calendar.status, calendar.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert len(Calendar.from_ical(calendar.body).walk("VEVENT")) >= 3
    assert person.ask("GET", query.replace(f"={plan['position']}", f"={advice['position']}")).status == 404

    everything = person.history()
    newest = person.ask("GET", "/chat/history?limit=3").json
    assert (newest["messages"], newest["more"]) == (everything[-3:], True)
    older = person.ask("GET", f"/chat/history?limit=200&before={everything[-3]['position']}").json
    assert (older["messages"], older["more"]) == (everything[:-3], False)
    newer = person.ask("GET", f"/chat/history?limit=2&after={everything[0]['position']}").json
    assert (newer["messages"], newer["more"]) == (everything[1:3], True)

    assert person.ask("DELETE", "/chat/session").status == 204
    for method, path in (("GET", "/chat/history"), ("DELETE", "/chat/session")):
        ended = person.ask(method, path)
        assert (ended.status, ended.code) == (401, "ended")
    assert (person.message(text=HEEL).status, person.message(text=HEEL).code) == (401, "ended")


def test_a_page_of_an_allowed_origin_can_read_the_answers(person: Person) -> None:
    asked = send(person.base, "OPTIONS", "/chat/messages", Origin=ORIGIN, Access_Control_Request_Method="POST")
    assert asked.status == 204
    answers = [
        asked,
        person.ask("GET", "/chat/history", Origin=ORIGIN),
        person.ask("POST", "/chat/messages", b"{", Origin=ORIGIN),
        person.ask("POST", "/chat/messages", {"id": new_name(), "text": "hello"}, Origin=ORIGIN),
    ]
    assert [answer.status for answer in answers] == [204, 200, 400, 200]
    for answer in answers:
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert answer.headers["vary"] == "Origin"


def test_a_message_sent_again_is_answered_once_and_alike(servers: Pair, person: Person) -> None:
    name = new_name()
    first = person.say(name=name, text=HEEL)
    assert person.say(name=name, text=HEEL) == first
    assert person.say(servers.two.base, name=name, text="something else") == first
    assert person.history() == first


def test_a_message_sent_many_times_at_once_to_both_is_answered_once(servers: Pair, person: Person) -> None:
    name = new_name()
    bases = [servers.one.base, servers.two.base] * 6
    with ThreadPoolExecutor(len(bases)) as threads:
        answers = list(threads.map(lambda base: person.say(base, name=name, text=HEEL), bases))
    assert all(answer == answers[0] for answer in answers)
    assert person.history() == answers[0]


def test_what_is_said_in_two_tabs_over_two_processes_is_all_answered(servers: Pair, person: Person) -> None:
    with ThreadPoolExecutor(2) as threads:
        for number in range(4):
            texts = [(servers.one.base, f"{HEEL} {number}"), (servers.two.base, f"and my knee {number}")]
            answers = list(threads.map(lambda one: person.say(one[0], text=one[1]), texts))
            assert all(len(answer) > 1 for answer in answers)
    assert len(own(person.history())) == 8


def test_a_stream_that_is_cut_is_taken_up_again(person: Person) -> None:
    names = [new_name() for _ in range(5)]
    for name in names:
        with person.started(name, HEEL):
            pass
        answer = person.say(name=name, text=HEEL)
        assert answer[0]["id"] == name
        assert len(answer) > 1
    assert [message["id"] for message in person.history() if message["from"] == "user"] == names


def test_a_turn_goes_on_though_nobody_waits_for_it(person: Person) -> None:
    with person.started(new_name(), HEEL):
        pass
    deadline = time.monotonic() + 20
    while not person.history():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert own(person.history()) == [HEEL]


def test_a_session_deleted_while_a_turn_runs_keeps_nothing_of_it(servers: Pair) -> None:
    names = []
    for base in (servers.one.base, servers.two.base):
        for _ in range(3):
            person = Person(servers.one.base)
            person.say(text="hello")
            names.append(name := new_name())
            with person.started(name, HEEL):
                assert send(base, "DELETE", "/chat/session", None, **person.headers).status == 204
            again = person.message(name=name, text=HEEL)
            assert (again.status, again.code) == (401, "ended")
    time.sleep(0.5)  # what runs on is through
    with closing(sqlite3.connect(servers.folder / "c.db")) as database:
        for name in names:
            for query in ("conversation_message WHERE message_id = ?", "conversation_event WHERE instr(data, ?)"):
                assert database.execute(f"SELECT count(*) FROM {query}", (name,)).fetchone() == (0,)


def test_a_killed_process_is_gone_on_from(servers: Pair) -> None:
    person = Person(servers.two.base)
    person.say(text="hello")
    name = new_name()
    with person.started(name, HEEL):
        servers.two.process.send_signal(signal.SIGKILL)
        servers.two.process.wait()
    person.base = servers.one.base
    answer = person.say(name=name, text=HEEL)
    assert len(answer) > 1
    assert own(person.history()) == ["hello", HEEL]
    servers.two = started(servers.folder, "two")
    assert person.say(servers.two.base, name=name, text=HEEL) == answer
    assert own(person.history()) == ["hello", HEEL]
