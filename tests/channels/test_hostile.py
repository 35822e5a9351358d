"""Real servers and whoever means no good: refused with the right status, others not disturbed, memory flat."""

from __future__ import annotations

import time

import jwt
import psutil
import pytest

from tests.channels.client import Answer, Person, new_name, said, send, send_bytes, some_address
from tests.channels.conftest import ORIGIN, SECRET, Pair

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("web")]

WORDS = "my zyxxyheel hurts after long walks"
"""Said by people here; in no log."""


def refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.code) == (status, code), answer.body
    assert answer.headers["cache-control"] == "no-store"
    assert (status != 401) or answer.headers["www-authenticate"] == "Bearer"


PATHS = [
    ("POST", "/chat/messages"),
    ("GET", "/chat/history"),
    ("POST", "/chat/ratings"),
    ("GET", "/chat/calendar?message=1&start=2026-12-01"),
    ("DELETE", "/chat/session"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_without_a_token_of_ours_nothing_is_done(person: Person, method: str, path: str) -> None:
    now = int(time.time())
    claims = {"sub": "web-" + "x" * 32, "aud": "solewise-web-chat", "iat": now, "exp": now + 1000}
    body = b'{"id": "0123456789abcdef", "text": "hi"}'
    refused(send(person.base, method, path, body, X_Forwarded_For=some_address()), 401, "no_token")
    for token, code in (
        (person.token[:-2], "bad_token"),
        (person.token[:40] + "A" + person.token[41:], "bad_token"),
        (jwt.encode(claims, "x" * 32), "bad_token"),
        (jwt.encode(claims, "", algorithm="none"), "bad_token"),
        (jwt.encode({**claims, "exp": now - 600, "iat": now - 900}, SECRET), "expired"),
        ("\xff\xfe", "bad_token"),
        ("x" * 5000, "bad_token"),
    ):
        answer = person.ask(method, path, body, Authorization=f"Bearer {token}")
        refused(answer, 401, code)


@pytest.mark.parametrize(("method", "path"), [*PATHS, ("POST", "/chat/session"), ("OPTIONS", "/chat/messages")])
def test_pages_of_other_origins_are_refused(person: Person, method: str, path: str) -> None:
    for origin in ("https://evil.example", "null", f"{ORIGIN}.evil.example"):
        answer = person.ask(method, path, b"{}", Origin=origin)
        assert (answer.status, answer.code) == (403, "origin")
        assert "access-control-allow-origin" not in answer.headers


def test_one_session_sees_and_changes_nothing_of_another(person: Person) -> None:
    answer = person.say(text=WORDS)
    offered = [message for message in answer if message.get("choices")][-1]
    other = Person(person.base)
    assert other.history() == []
    refused(other.message(choice=offered["choices"][0]["id"]), 404, "unknown")
    refused(
        other.ask("POST", "/chat/ratings", {"message": offered["position"], "sku": "x", "value": "up"}), 404, "unknown"
    )
    refused(other.ask("GET", f"/chat/calendar?message={offered['position']}&start={_today()}"), 404, "unknown")
    # The name that the other one gave a message means nothing here.
    own = other.say(name=answer[0]["id"], text="hello")
    assert own[0]["text"] == "hello"
    assert len(own) > 1
    assert person.history() == answer
    assert other.ask("DELETE", "/chat/session").status == 204
    assert person.history() == answer


def _today() -> str:
    return time.strftime("%Y-%m-%d")


def test_a_token_of_a_deleted_session_is_worth_nothing_on_any_process(servers: Pair, person: Person) -> None:
    name = new_name()
    person.say(name=name, text=WORDS)
    assert person.ask("DELETE", "/chat/session").status == 204
    for base in (servers.one.base, servers.two.base):
        refused(person.message(base, name=name, text=WORDS), 401, "ended")
        refused(person.message(base, text=WORDS), 401, "ended")


def test_a_forged_button_does_nothing_and_an_older_one_still_works(person: Person) -> None:
    first = person.say(text=WORDS)
    offered = [message for message in first if message.get("choices")][-1]
    before = person.history()
    # the question itself has a button beside its answers, to change the answer later
    position, count = offered["position"], len(offered["choices"]) + len(offered["custom"].get("choices", []))
    forged = [f"{position}.{count}", f"{position}.999", f"{position + 1}.0", f"{first[0]['position']}.0", "0.0"]
    for choice in [*forged, "999999999.0", "/restart", "", f"{position}.0 OR 1=1"]:
        refused(person.message(choice=choice), 404, "unknown")
    assert person.history() == before
    person.say(text="what does a podiatrist do?")
    answer = person.say(choice=offered["choices"][0]["id"])
    assert answer[0]["choice"] == offered["choices"][0]["id"]
    assert len(answer) > 1


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "/back",
        "/session_start",
        '/inform{"memory": {"forget": true}}',
        "/utter_goodbye",
        "//restart",
        " /restart",
        'EXTERNAL: {"name": "forget"}',
        '{"buttons": ["/restart"]}',
        "/\ud800\x00",
    ],
)
def test_a_command_is_text(person: Person, text: str) -> None:
    person.say(text=WORDS)
    answer = person.say(text=text)
    assert len(answer) > 1
    kept = person.history()
    assert kept[0]["text"] == WORDS
    assert answer == kept[-len(answer) :]
    if text.strip().isprintable():
        assert answer[0]["text"] == text.strip()


def test_bodies_that_are_none(person: Person) -> None:
    for body, status, code in (
        (b"", 400, "invalid"),
        (b"{", 400, "invalid"),
        (b"[" * 16_000, 400, "invalid"),
        (b"\xff" * 100, 400, "invalid"),
        (b'{"id": NaN}', 400, "invalid"),
        (b"x" * 16_385, 413, "too_large"),
        (b"x" * 99_000, 413, "too_large"),
    ):
        refused(person.ask("POST", "/chat/messages", body), status, code)
    refused(
        person.ask("POST", "/chat/messages", said(None, text="x"), **{"Content-Type": "text/plain"}), 415, "not_json"
    )
    packed = person.ask("POST", "/chat/messages", b"\x1f\x8b\x08", **{"Content-Encoding": "gzip"})
    refused(packed, 400, "invalid")
    assert person.history() == []


def test_what_is_far_too_large_is_cut_off(person: Person) -> None:
    head = f"POST /chat/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {person.token}\r\n".encode()
    json_kind = b"Content-Type: application/json\r\n"
    chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    for request in (
        head + json_kind + b"Content-Length: 1000000\r\n\r\n" + b"x" * 1_000_000,
        head + json_kind + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 62 + b"0\r\n\r\n",
        head + b"X-Long: " + b"x" * 200_000 + b"\r\n\r\n",
    ):
        answer = send_bytes(person.base, request)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 413"), answer[:200]
    assert person.history() == []


@pytest.mark.parametrize(
    "request_",
    [
        b"GARBAGE\r\n\r\n",
        b"\x00" * 1000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 500 + b"\r\n\r\n",
        b"POST /chat/messages HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /chat/messages HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        b"POST /chat/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_request_is_refused(base: str, request_: bytes) -> None:
    answer = send_bytes(base, request_)
    assert answer == b"" or answer.split()[1].startswith(b"4"), answer[:200]


def test_a_flood_from_one_session_is_refused_and_disturbs_nobody(person: Person) -> None:
    name = new_name()
    answers = [person.message(name=name, text=WORDS) for _ in range(30)]
    refused_ones = [answer for answer in answers if answer.status == 429]
    assert len(refused_ones) >= 10
    assert {answer.status for answer in answers} == {200, 429}
    for answer in refused_ones:
        assert answer.code == "too_many"
        assert 1 <= int(answer.headers["retry-after"]) <= 60
    other = Person(person.base)
    start = time.monotonic()
    assert len(other.say(text=WORDS)) > 1
    assert time.monotonic() - start < 3


def test_a_flood_of_sessions_from_one_address_is_refused(base: str) -> None:
    address = some_address()
    answers = [send(base, "POST", "/chat/session", X_Forwarded_For=address) for _ in range(200)]
    assert {answer.status for answer in answers} == {201, 429}
    # Whoever puts addresses of their own in front gains nothing: what our own proxy adds comes last.
    forged = send(base, "POST", "/chat/session", X_Forwarded_For=f"{some_address()}, {address}")
    assert forged.status == 429
    assert Person(base).history() == []


def test_memory_stays_flat_however_many_sessions_are_opened(servers: Pair) -> None:
    process = psutil.Process(servers.one.process.pid)

    def open_sessions(count: int) -> None:
        for _ in range(count):
            Person(servers.one.base)

    open_sessions(300)
    before = process.memory_info().rss
    open_sessions(2_000)
    assert process.memory_info().rss - before < 32 * 2**20
