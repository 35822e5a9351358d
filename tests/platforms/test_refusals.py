"""Forged, replayed, stale, truncated and oversized calls of the webhooks: refused alike, without a word."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.platforms.servers import Platforms, serving

ALL = ("telegram", "whatsapp", "messenger", "slack", "twilio")

PROOFS = {
    "telegram": "X-Telegram-Bot-Api-Secret-Token",
    "whatsapp": "X-Hub-Signature-256",
    "messenger": "X-Hub-Signature-256",
    "slack": "X-Slack-Signature",
    "twilio": "X-Twilio-Signature",
}


@pytest.fixture(scope="module")
def platforms(model_path: object, catalogue_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platforms]:
    """A server with all five."""
    with serving(tmp_path_factory.mktemp("refusals"), *ALL) as running:
        yield running


def prepared(api: Any, name: str) -> tuple[bytes, dict[str, str]]:
    """A proper call, not sent."""
    people = {"slack": "U0FORGED", "twilio": "+16505557777", "whatsapp": "16505557777"}
    data, headers = api.prepare(people.get(name, "777777"), "my heel hurts")
    return data, dict(headers)


def named(headers: dict[str, str], name: str) -> str:
    """The proof's header as the stand-in writes it."""
    return next(key for key in headers if key.lower() == PROOFS[name].lower())


FORGED = ["missing", "empty", "another", "of_another_length", "not_ascii", "body_changed", "truncated", "twice"]


OF_THE_BODY = ("body_changed", "truncated", "twice")
"""What Telegram, which proves itself by a secret alone, can't tell."""


@pytest.mark.parametrize(
    ("name", "way"), [(name, way) for name in ALL for way in FORGED if name != "telegram" or way not in OF_THE_BODY]
)
def test_what_the_platform_did_not_send_is_refused(platforms: Platforms, name: str, way: str) -> None:
    api = platforms.apis[name]
    data, headers = prepared(api, name)
    proof = named(headers, name)
    if way == "missing":
        del headers[proof]
    elif way == "empty":
        headers[proof] = ""
    elif way == "another":
        headers[proof] = headers[proof][:-1] + ("a" if headers[proof][-1] != "a" else "b")
    elif way == "of_another_length":
        headers[proof] += "0"
    elif way == "not_ascii":
        headers[proof] = "sha256=é"
    elif way == "body_changed":
        data = data.replace(b"heel", b"hand")
    elif way == "truncated":
        data = data[: len(data) // 2]
    else:
        data += data
    assert api.post(data, headers) == (403, b"")


@pytest.mark.parametrize("seconds", [-301, 301, 10**12])
def test_slack_replayed_after_five_minutes(platforms: Platforms, seconds: int) -> None:
    api = platforms.apis["slack"]
    data, headers = prepared(api, "slack")
    stale = api.sign(data, time.time() + seconds)
    assert api.post(data, {**headers, **stale}) == (403, b"")


def test_slack_odd_times(platforms: Platforms) -> None:
    api = platforms.apis["slack"]
    data, headers = prepared(api, "slack")
    key = next(key for key in headers if key.lower() == "x-slack-request-timestamp")
    for odd in ("", "now", "1e9", "-1", "9" * 5000):
        assert api.post(data, {**headers, key: odd}) == (403, b"")


def test_twilio_signed_for_another_address(platforms: Platforms) -> None:
    api = platforms.apis["twilio"]
    data, headers = prepared(api, "twilio")
    assert api.post(data, headers, api.webhook + "?x=1") == (403, b"")
    fields = "".join(sorted(f"{pair.split('=')[0]}" for pair in data.decode().split("&")))
    wrong = base64.b64encode(hmac.new(b"guess", fields.encode(), hashlib.sha1).digest()).decode()
    assert api.post(data, {**headers, named(headers, "twilio"): wrong}) == (403, b"")


@pytest.mark.parametrize("name", ALL)
def test_what_is_too_long_is_refused(platforms: Platforms, name: str) -> None:
    api = platforms.apis[name]
    data, headers = prepared(api, name)
    longest = 3_000_000 if name in ("whatsapp", "messenger") else 100_000
    status, body = api.post(data + b" " * (longest + 1 - len(data)), headers)
    assert (status, body) == (403, b"")


def test_only_some_long_bodies_are_read_at_once(platforms: Platforms) -> None:
    api = platforms.apis["whatsapp"]
    head = "POST /webhooks/whatsapp/webhook HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: sha256=00\r\n"
    connections = [socket.create_connection(("127.0.0.1", platforms.port), 10) for _ in range(30)]
    for one in connections:
        one.sendall(f"{head}Content-Length: 3000000\r\n\r\n".encode() + b" " * 1000)
    time.sleep(0.5)
    refused = 0
    for one in connections:
        one.setblocking(False)
        with contextlib.suppress(BlockingIOError):  # it is still being read
            refused += b" 403 " in one.recv(100)
        one.close()
    assert refused == 26
    assert api.handshake() == (200, b"1158201444")


@pytest.mark.parametrize("name", ["whatsapp", "messenger"])
def test_metas_handshake(platforms: Platforms, name: str) -> None:
    api = platforms.apis[name]
    assert api.handshake() == (200, b"1158201444")
    for token, challenge in (("guess", "1"), ("", "1"), (None, "<script>"), (None, "x" * 500)):
        assert api.handshake(token, challenge) == (403, b"")


def test_slacks_handshake(platforms: Platforms) -> None:
    api = platforms.apis["slack"]
    status, body = api.handshake()
    assert (status, body.decode()) == (200, api.challenge)


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"7", b'{"entry": 3}', b'{"entry": [null]}', b"{" * 5000, b'{"object":"page"}'],
)
@pytest.mark.parametrize("name", ["telegram", "whatsapp", "messenger", "slack"])
def test_signed_nonsense_is_taken_and_does_nothing(platforms: Platforms, name: str, body: bytes) -> None:
    """Refused, it would be delivered again and again."""
    api = platforms.apis[name]
    _, headers = prepared(api, name)
    if name != "telegram":
        headers = {**headers, **api.sign(body)}
    assert api.post(body, headers)[0] == 200
    assert not api.taken


def test_a_thousand_updates_in_one_call(platforms: Platforms) -> None:
    """After an outage Meta delivers what it kept, up to a thousand at once; each is answered once."""
    api = platforms.apis["whatsapp"]
    messages = [api.written(f"1650666{number:04d}", "hello") for number in range(1000)]
    assert api.batch(*messages[:1])[0] == 200
    assert api.batch(*messages)[0] == 200
    api.until(lambda: len(api.taken) >= 1000, 90, lambda: str(len(api.taken)))
    time.sleep(1)
    assert sorted(took.to for took in api.taken) == sorted(f"1650666{number:04d}" for number in range(1000))
