"""What is seen of real servers only after all that the other tests did to them; this file comes last."""

from __future__ import annotations

import time
import uuid

import pytest

from tests.channels.client import Person
from tests.channels.conftest import SECRET, Pair
from tests.channels.slow import SLOW_SECONDS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("web")]

WORDS = "my zyxxyheel hurts after long walks"


def test_slow_clients_are_cut_off_and_hold_up_nobody(servers: Pair, person: Person) -> None:
    start = time.monotonic()
    assert len(person.say(text=WORDS)) > 1
    assert time.monotonic() - start < 3
    for client in servers.slow:
        client.join(SLOW_SECONDS)
        assert client.got is not None
        assert client.got == b"" or client.got.startswith((b"HTTP/1.1 408", b"HTTP/1.1 401"))
        assert client.seconds < SLOW_SECONDS - 5


def test_nobodys_words_and_no_token_are_in_a_log(servers: Pair, person: Person) -> None:
    unusual = f"{WORDS} {uuid.uuid4().hex}"
    answer = person.say(text=unusual, product="SKU-" + unusual[-8:])
    assert answer[0]["text"] == unusual
    for server in (servers.one, servers.two):
        printed = server.printed.read_text()
        assert "answers at" in printed
        for secret in (unusual, unusual[-8:], "zyxxyheel", person.token, person.token[:40], "eyJ", SECRET, "Traceback"):
            assert secret not in printed
