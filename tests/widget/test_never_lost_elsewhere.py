"""The conversation goes on where it was: other tabs, sessions that end, storage that fails, hostile pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext

from tests.widget.standin import Fault, Standin
from tests.widget.talking import Talk, told

OLD = "delete Navigator.prototype.locks; delete window.BroadcastChannel;"
"""A browser without either: plain http, or an old one."""


@pytest.mark.parametrize("before", ["", OLD], ids=["today's browser", "no locks, no channel"])
def test_two_tabs_show_the_same(context: BrowserContext, server: Standin, before: str) -> None:
    one = Talk.begin(context, server.url, before)
    two = Talk.begin(context, server.url, before)
    one.send("a")
    two.idle(3)
    assert two.seen == told("a")
    two.send("b")
    one.idle(6)
    two.idle(6)
    assert one.seen == two.seen == told("a", "b")
    assert len(server.kept) == 1


def test_two_tabs_that_write_at_once(context: BrowserContext, server: Standin) -> None:
    server.turn_seconds = 0.1
    one = Talk.begin(context, server.url)
    two = Talk.begin(context, server.url)
    one.send("a", "b")
    two.send("c", "d")
    one.idle(12)
    two.idle(12)
    assert one.seen == two.seen
    assert sorted(server.said) == ["a", "b", "c", "d"]
    assert len(server.kept) == 1


def test_another_tab_sends_what_a_closed_one_had_not(context: BrowserContext, server: Standin) -> None:
    server.turn_seconds = 0.4
    one = Talk.begin(context, server.url)
    two = Talk.begin(context, server.url)
    one.send("a", "b")
    one.until("writing.at(-1) === true")
    one.page.close()
    two.idle(6)
    assert two.seen == told("a", "b")
    assert server.said == ["a", "b"]


@pytest.mark.parametrize("code", ["expired", "bad_token", "ended"])
def test_a_session_that_is_over(context: BrowserContext, server: Standin, code: str) -> None:
    one = Talk.begin(context, server.url)
    two = Talk.begin(context, server.url)
    one.send("a")
    two.idle(3)
    one.idle(3)
    server.kept["token-0"].ended = code
    one.send("b")
    one.idle(6)
    two.idle(6)
    for talk in (one, two):
        assert talk.seen == told("a", "b")
        assert talk.value("c.messages.length") == 6
        assert talk.value("states.filter((it) => it.state === 'expired').length") == 1
        assert talk.value("resets") == 0
    assert [message["text"] for message in server.kept["token-1"].messages] == told("b")
    assert list(one.value("c.transcript().then((all) => all.map((it) => it.text))")) == told("a", "b")


def test_an_unsent_button_of_a_session_that_is_over_becomes_words(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.idle(3)
    talk.value("void c.choose({ id: '6.0', title: 'Trainers' })")
    talk.idle(6)
    assert server.posts[-1]["choice"] == "6.0"
    server.kept["token-0"].ended = "expired"
    talk.value("void c.choose({ id: '15.0', title: 'Boots' })")
    talk.idle(9)
    assert server.posts[-1]["text"] == "Boots"
    assert "choice" not in server.posts[-1]


def test_a_server_that_takes_no_token_does_not_get_a_flood(context: BrowserContext, server: Standin) -> None:
    server.deny = "bad_token"
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.until("c.state === 'refused'")
    assert server.requests.count("POST /chat/session") == 1
    assert len(server.posts) < 20
    server.deny = ""
    talk.value("c.retry()")
    talk.idle(3)


def test_forgetting_leaves_nothing_in_any_tab(context: BrowserContext, server: Standin) -> None:
    one = Talk.begin(context, server.url)
    two = Talk.begin(context, server.url)
    one.send("a")
    one.idle(3)
    two.idle(3)
    one.value("c.forget()")
    two.until("resets === 1")
    for talk in (one, two):
        assert talk.value("c.messages.length + c.outgoing.length") == 0
        assert talk.stored == []
    assert server.kept["token-0"].ended
    two.send("b")
    two.idle(3)
    one.idle(3)
    assert one.seen == two.seen == told("b")


def test_forgetting_that_fails_says_so_and_keeps_all(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.idle(3)
    server.stop()
    assert talk.value("c.forget().catch((problem) => problem.code)") == "unreachable"
    assert talk.value("c.messages.length") == 3
    server.start()
    talk.send("b")
    talk.idle(6)
    assert talk.seen == told("a", "b")


@pytest.mark.parametrize("faults", [[], [Fault(events=2)]])
def test_a_message_that_deletes_the_conversation(context: BrowserContext, server: Standin, faults: list[Fault]) -> None:
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.idle(3)
    server.faults = faults
    talk.send("delete my data")
    talk.until("resets === 1 && seen.length === 3")
    assert talk.seen == told("delete my data")
    assert talk.stored == []
    talk.send("b")
    talk.idle(6)
    assert talk.seen == told("delete my data", "b")
    assert len(server.kept) == 2


BROKEN = {
    "blocked": "Object.defineProperty(window, 'localStorage', "
    "{ get() { throw new DOMException('no', 'SecurityError'); } });",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    "forgetful": "Storage.prototype.setItem = () => {};",
    "absent": "Object.defineProperty(window, 'localStorage', { value: null });",
}


@pytest.mark.parametrize("before", BROKEN.values(), ids=BROKEN)
def test_storage_that_fails(context: BrowserContext, server: Standin, before: str) -> None:
    talk = Talk.begin(context, server.url, before)
    talk.send("a", "b")
    talk.idle(6)
    assert talk.seen == told("a", "b")
    assert len(server.kept) == 1


NONSENSE = [
    "",
    "{",
    "null",
    "7",
    "[]",
    '{"token": 5}',
    '{"token": "a b\\n", "name": "x"}',
    '{"over": {}}',
    '"' + "x" * 9999,
]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_storage_that_holds_nonsense(context: BrowserContext, server: Standin, nonsense: str) -> None:
    page = context.new_page()
    page.goto(server.url)
    page.evaluate(
        """([prefix, text]) => {
            localStorage.setItem(prefix + "session", text);
            localStorage.setItem(prefix + "out 0123456789abcdef", text);
            localStorage.setItem(prefix + "out ../x", text);
        }""",
        [f"solewise {server.url} ", nonsense],
    )
    talk = Talk(page)
    talk.open()
    assert talk.value("c.outgoing.length") == 0
    talk.send("a")
    talk.idle(3)
    assert talk.seen == told("a")
    assert len(talk.stored) == 1


HOSTILE = """
Array.prototype.toJSON = function () { return "spoilt"; };
Array.prototype.last = function () { return this[this.length - 1]; };
Array.from = function (list) { return list ? Array.prototype.slice.call(list) : []; };
Array.prototype.entries = function () { return this.slice(); };
Array.prototype.reduce = function () { return this.length > 1 ? this : this[0]; };
Object.prototype.extended = "by the page";
"""


def test_a_hostile_page(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url, HOSTILE)
    talk.send("a", "b")
    talk.until("seen.length === 6 && !c.outgoing.length")
    assert talk.value("seen.join()") == ",".join(told("a", "b"))
    talk.reload()
    assert talk.value("seen.join()") == ",".join(told("a", "b"))
    assert "by the page" not in str(server.posts)


def test_bounds(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    assert talk.value("c.send('  ')") is None
    assert talk.value("c.send('x'.repeat(5001))") is None
    server.stop()
    assert talk.value("Array.from({length: 30}, (_, n) => c.send('text ' + n)).filter(Boolean).length") == 20
    talk.until("c.state === 'unreachable'")
    server.start()
    talk.value("c.retry()")
    talk.idle(60)
    assert server.said == [f"text {n}" for n in range(20)]


def test_half_a_character_is_no_reason_to_fail(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    talk.value(r"void c.send('a\ud83d')")
    talk.idle(3)
    assert server.said == ["a\ufffd"]


def test_a_fresh_token_takes_the_old_ones_place(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    server.fresh_token = "fresh.token"
    server.token_of["fresh.token"] = "token-1"  # the session that is about to be made
    talk.send("a")
    talk.idle(3)
    del server.token_of["token-1"]
    talk.reload()
    assert talk.seen == told("a")


def test_older_messages_and_all_of_them(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.idle(3)
    kept = server.kept["token-0"]
    kept.messages[:0] = [{"position": n - 499, "from": "bot", "text": f"old {n}", "time": 1} for n in range(500)]
    talk.reload()
    assert talk.value("c.messages.length + ' ' + c.more") == "50 true"
    assert talk.value("c.earlier().then((all) => all.length + ' ' + all[0].text)") == "50 old 403"
    assert talk.value("c.messages.length + ' ' + c.messages[0].text + ' ' + seen.length") == "100 old 403 50"
    assert talk.value("c.transcript().then((all) => all.length + ' ' + all[0].text)") == "503 old 0"
    talk.value("(async () => { while (c.more) await c.earlier(); })()")
    assert talk.value("c.messages.map((it) => it.text).join()") == ",".join(it["text"] for it in kept.messages)


def test_a_rating_and_a_calendar(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.idle(3)
    talk.value("c.rate(6, 'SL-1', 'up')")
    assert server.posts[-1] == {"message": 6, "sku": "SL-1", "value": "up"}
    assert talk.value("c.messages[1].ratings['SL-1']") == "up"
    talk.value("c.rate(6, 'SL-1', null)")
    assert talk.value("'SL-1' in c.messages[1].ratings") is False
    text = talk.value("c.calendar(6, '2026-12-01').then((blob) => blob.text())")
    assert text == "BEGIN:VCALENDAR message=6&start=2026-12-01"


def test_a_history_that_is_refused_is_said(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.idle(3)
    server.deny_history = 403
    talk.reload()
    assert talk.value("c.state + states.at(-1).code") == "refusedorigin"


def test_a_closed_conversation_is_quiet(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    talk.send("a")
    talk.idle(3)
    before = len(server.requests)
    talk.value("c.close()")
    talk.value("dispatchEvent(new Event('online'))")
    talk.send("b")
    talk.value("new Promise((go) => setTimeout(go, 100))")
    assert len(server.requests) == before


EVENTS = """async () => {
    const { events } = await import("/widget/events.js");
    const bytes = new TextEncoder().encode(
        "\\uFEFF: hello\\r\\nevent: a\\rdata: one\\r\\ndata:two €\\n\\nid: 7\\ndata\\n\\nevent: none\\n\\n" +
        "data: x\\r\\n\\r\\ndata: cut");
    const found = new Set();
    for (let size = 1; size < 20; size++) {
        const body = new ReadableStream({ start(to) {
            for (let at = 0; at < bytes.length; at += size) to.enqueue(bytes.slice(at, at + size));
            to.close();
        } });
        let text = "";
        for await (const { name, data } of events(body)) text += `[${name}|${data}]`;
        found.add(text);
    }
    return [...found];
}"""


def test_events_however_they_are_cut_into_pieces(context: BrowserContext, server: Standin) -> None:
    talk = Talk.begin(context, server.url)
    assert talk.page.evaluate(EVENTS) == ["[a|one\ntwo €][message|][message|x]"]
