"""The conversation goes on where it was, nothing doubled, nothing missing: network, server, reloads."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import BrowserContext

from tests.widget.standin import Fault, Standin
from tests.widget.talking import Talk, told


def test_the_first_message_makes_the_session(context: BrowserContext, server: Standin) -> None:
    server.turn_seconds = 0.3
    talk = Talk.begin(context, server.url, product="SL-104")
    assert server.requests == []
    assert talk.stored == []
    talk.send("my heel hurts")
    assert talk.value("c.outgoing.length") == 1
    talk.idle(3)
    assert talk.seen == told("my heel hurts")
    assert server.requests == ["POST /chat/session", "POST /chat/messages"]
    assert server.posts[0]["product"] == "SL-104"
    assert talk.value("writing.join()") == "true,false"


def test_messages_are_sent_one_after_the_other(context: BrowserContext, server: Standin) -> None:
    server.turn_seconds = 0.05
    talk = Talk.begin(context, server.url)
    talk.send("a", "b", "c")
    talk.idle(9)
    assert talk.seen == told("a", "b", "c")


def test_a_reload_and_the_next_page_go_on(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.idle(3)
    talk.reload()
    assert talk.seen == told("a")
    talk.page.goto(server.url + "other")
    talk.open()
    assert talk.seen == told("a")
    talk.send("b")
    talk.idle(6)
    assert talk.seen == told("a", "b")
    assert server.said == ["a", "b"]
    assert len(server.kept) == 1


@pytest.mark.parametrize(
    "fault", [*(Fault(events=n) for n in range(5)), *(Fault(bytes=n) for n in (0, 1, 9, 60, 190, 333, 480))]
)
def test_a_cut_stream_is_begun_anew(context: BrowserContext, server: Standin, fault: Fault) -> None:
    server.faults = [fault, Fault(events=1)]
    talk = Talk.begin(context, server.url)
    talk.send("grüß € 😀")
    talk.idle(3)
    assert talk.seen == told("grüß € 😀")
    # all of it was seen before the server said that it was all: then it is asked once more
    talk.until("!Object.keys(localStorage).some((key) => key.includes('out '))")
    assert talk.seen == told("grüß € 😀")
    assert server.said == ["grüß € 😀"]
    assert len(server.posts) == 3
    assert len({post["id"] for post in server.posts}) == 1


def test_what_comes_twice_is_told_once(context: BrowserContext, server: Standin) -> None:
    server.twice = True
    talk = Talk.begin(context, server.url)
    talk.send("a", "b")
    talk.idle(6)
    assert talk.seen == told("a", "b")
    assert talk.value("c.messages.length") == 6


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(status=502),
        Fault(status=503, code="busy"),
        Fault(status=408),
        Fault(failed=True),
        Fault(page=True),
    ],
)
def test_passing_trouble_is_waited_out(context: BrowserContext, server: Standin, fault: Fault) -> None:
    server.faults = [fault]
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.idle(3)
    assert talk.seen == told("a")
    assert len({post["id"] for post in server.posts}) == 1
    assert len(server.posts) == 2


def test_retry_after_is_respected_even_when_the_page_wakes(context: BrowserContext, server: Standin) -> None:
    server.faults = [Fault(status=429, code="too_many", retry_after=1)]
    talk = Talk.begin(context, server.url, pauses={"giveUp": 10_000})
    talk.send("a")
    talk.until("states.some((it) => it.state === 'connecting' && it.code === 'too_many' && it.retryAfter === 1)")
    talk.value("dispatchEvent(new Event('online'))")
    talk.idle(3)
    assert server.at[1] - server.at[0] >= 1


def test_a_long_retry_after_is_said_at_once(context: BrowserContext, server: Standin) -> None:
    server.faults = [Fault(status=429, code="too_many", retry_after=3600)]
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.until("c.state === 'refused'")
    assert talk.value("states.at(-1).retryAfter") == 3600
    assert talk.value("c.outgoing[0].state + c.outgoing[0].code") == "failedtoo_many"


@pytest.mark.parametrize(("status", "code"), [(400, "invalid"), (404, "unknown"), (413, "too_large")])
def test_a_refused_message_fails_and_the_next_goes_on(
    context: BrowserContext, server: Standin, status: int, code: str
) -> None:
    server.faults = [Fault(status=status, code=code)]
    talk = Talk.begin(context, server.url)
    talk.send("a", "b")
    talk.until("seen.length === 3")
    assert talk.seen == told("b")
    assert talk.value("c.outgoing[0].state + c.outgoing[0].code") == f"failed{code}"
    talk.reload()
    assert talk.value("c.outgoing.length") == 1
    assert talk.value("c.discard(c.outgoing[0].id)") == "a"
    assert talk.value("c.outgoing.length") == 0
    assert len(server.posts) == 2


def test_a_page_that_may_not_be_here_is_told_so(context: BrowserContext, server: Standin) -> None:
    server.faults = [Fault(status=403, code="origin")]
    talk = Talk.begin(context, server.url)
    talk.send("a", "b")
    talk.until("c.state === 'refused' && states.at(-1).code === 'origin'")
    assert len(server.posts) == 1


def test_a_server_that_stays_away_is_said_and_tried_again_when_asked(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    server.stop()
    talk.send("a", "b")
    talk.until("c.state === 'unreachable'")
    assert talk.value("c.outgoing.map((it) => it.state + it.code).join()") == "failedunreachable,failedunreachable"
    server.start()
    talk.value("c.retry()")
    talk.idle(6)
    assert talk.seen == told("a", "b")
    assert server.said == ["a", "b"]


@pytest.mark.parametrize("how", ["dispatchEvent(new Event('online'))", "c.send('c')"])
def test_what_failed_goes_first_when_there_is_hope(context: BrowserContext, server: Standin, how: str) -> None:
    talk = Talk.begin(context, server.url)
    server.stop()
    talk.send("a", "b")
    talk.until("c.state === 'unreachable'")
    server.start()
    talk.value(f"void {how}")
    talk.idle(6)
    talk.until("!c.outgoing.length")
    assert talk.seen[:6] == told("a", "b")


def test_half_a_minute_without_a_network(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url, pauses={"first": 300, "most": 30_000, "giveUp": 45_000})
    talk.send("a")
    talk.idle(3)
    context.set_offline(True)
    talk.send("b")
    talk.until("c.state === 'offline' && c.outgoing.length === 1")
    time.sleep(0.7)  # the next pauses are longer than this test: only `online` can end them
    context.set_offline(False)
    talk.idle(6)
    assert talk.seen == told("a", "b")
    assert server.said == ["a", "b"]


def test_a_restart_in_mid_reply(context: BrowserContext, server: Standin) -> None:
    server.turn_seconds = 30
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.until("writing.at(-1) === true")
    server.stop()
    talk.until("writing.at(-1) === false")
    server.turn_seconds = 0
    server.start()
    talk.idle(3)
    assert talk.seen == told("a")
    assert server.said == ["a"]


def test_a_reload_in_mid_reply(context: BrowserContext, server: Standin) -> None:
    server.turn_seconds = 0.5
    talk = Talk.begin(context, server.url)
    talk.send("a", "b")
    talk.until("writing.at(-1) === true")
    talk.reload()
    talk.idle(6)
    assert talk.seen == told("a", "b")
    assert server.said == ["a", "b"]


def test_a_stream_that_falls_silent_is_begun_anew(context: BrowserContext, server: Standin) -> None:
    server.faults = [Fault(silent=20)]
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.idle(3)
    assert len(server.posts) == 2
    assert server.said == ["a"]


def test_waking_up_fetches_what_is_newer_and_begins_a_dead_stream_anew(
    context: BrowserContext, server: Standin
) -> None:
    talk = Talk.begin(context, server.url, pauses={"quiet": 60_000})
    server.faults = [Fault(silent=20)]
    talk.send("a")
    talk.until("writing.at(-1) === true")
    talk.value("new Promise((go) => setTimeout(go, 30))")
    talk.value("dispatchEvent(new Event('pagehide'))")
    talk.until("writing.at(-1) === false")
    talk.value("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    talk.idle(3)
    assert talk.seen == told("a")
    next(iter(server.kept.values())).messages.append({"position": 50, "from": "bot", "text": "by the way", "time": 1})
    talk.value("dispatchEvent(new Event('pagehide'))")
    talk.value("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    talk.idle(4)
    assert talk.seen == [*told("a"), "by the way"]


def test_the_back_button(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.idle(3)
    talk.page.goto(server.url + "other")
    talk.open()
    talk.send("b")
    talk.idle(6)
    talk.page.go_back()
    if not talk.value("'c' in window"):
        talk.open()
    talk.idle(6)
    assert talk.seen == told("a", "b")
