"""Tokens: what was signed by us, for this, and is not over, opens a conversation; nothing else does."""

from __future__ import annotations

import base64
import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jwt
import pytest

from bot.channels.web.errors import RefusedError
from bot.channels.web.sessions import Sessions, machine_key
from bot.server.settings import ROOT, SettingsError

KEY, OLD = "a" * 64, "b" * 64
DAY = 86_400


def refused(sessions: Sessions, header: str | None) -> str:
    with pytest.raises(RefusedError) as caught:
        sessions.read(header)
    assert caught.value.status == 401
    return caught.value.code


def signed(key: str = KEY, algorithm: str = "HS256", without: str = "", **claims: Any) -> str:
    now = int(time.time())
    plain = {"sub": "web-" + "x" * 32, "aud": "solewise-web-chat", "iat": now, "exp": now + DAY}
    given = {name: value for name, value in (plain | claims).items() if name != without}
    return f"Bearer {jwt.encode(given, key, algorithm=algorithm)}"


def test_a_token_opens_the_conversation_that_it_was_made_for() -> None:
    sessions = Sessions((KEY,), 90)
    tokens = [sessions.new() for _ in range(200)]
    found = [sessions.read(f"Bearer {token}") for token, _ in tokens]
    assert len({session.conversation for session in found}) == 200
    assert all(len(session.conversation) == len("web-") + 32 for session in found)
    assert all(session.fresh is None for session in found)
    assert [session.expires for session in found] == [expires for _, expires in tokens]


def test_the_scheme_is_read_as_the_standard_says() -> None:
    sessions = Sessions((KEY,), 90)
    token, _ = sessions.new()
    assert sessions.read(f"bearer {token}").conversation
    for header in (None, "", "Bearer", "Bearer ", token, f"Basic {token}"):
        assert refused(sessions, header) == "no_token"


def test_every_altered_character_is_noticed() -> None:
    sessions = Sessions((KEY,), 90)
    token, _ = sessions.new()
    for place in range(len(token) - 1):  # the last character holds bits that mean nothing
        other = "A" if token[place] != "A" else "B"
        changed = f"{token[:place]}{other}{token[place + 1 :]}"
        if changed != token:
            assert refused(sessions, f"Bearer {changed}") == "bad_token"


def test_claims_of_somebody_elses_choosing_are_refused() -> None:
    sessions = Sessions((KEY,), 90)
    assert sessions.read(signed()).conversation == "web-" + "x" * 32
    assert refused(sessions, signed(OLD)) == "bad_token"
    assert refused(sessions, signed(algorithm="HS512")) == "bad_token"
    assert refused(sessions, signed(aud="another")) == "bad_token"
    assert refused(sessions, signed(sub="anna")) == "bad_token"
    for missing in ("sub", "aud", "iat", "exp"):
        assert refused(sessions, signed(without=missing)) == "bad_token"


def test_a_token_without_a_signature_is_refused() -> None:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    claims = {"sub": "web-x", "aud": "solewise-web-chat", "iat": 0, "exp": 10**10}
    for algorithm in ("none", "None", "NONE", "HS256"):
        header = part({"alg": algorithm, "typ": "JWT"})
        assert refused(Sessions((KEY,), 90), f"Bearer {header}.{part(claims)}.") == "bad_token"


@pytest.mark.parametrize("token", ["x" * 1001, "a.b.c", "...", "\udcff\udcfe", "é.é.é", "\x00", "eyJ" + "A" * 900])
def test_what_is_no_token_is_refused(token: str) -> None:
    assert refused(Sessions((KEY,), 90), f"Bearer {token}") == "bad_token"


def test_a_session_that_is_over_is_told_apart() -> None:
    sessions = Sessions((KEY, OLD), 90)
    past = int(time.time()) - 120
    assert refused(sessions, signed(exp=past)) == "expired"
    assert refused(sessions, signed(OLD, exp=past)) == "expired"
    assert refused(sessions, signed("c" * 64, exp=past)) == "bad_token"


def test_the_clocks_of_two_machines_may_differ_a_little() -> None:
    sessions = Sessions((KEY,), 90)
    assert sessions.read(signed(iat=int(time.time()) + 20)).conversation
    assert refused(sessions, signed(iat=int(time.time()) + 600)) == "bad_token"


def test_a_session_is_renewed_in_the_second_half_of_its_life() -> None:
    sessions = Sessions((KEY,), 10)
    now = time.time()
    assert sessions.read(signed(exp=int(now + 6 * DAY))).fresh is None
    renewed = sessions.read(signed(exp=int(now + 4 * DAY)))
    assert renewed.fresh is not None
    again = sessions.read(f"Bearer {renewed.fresh}")
    assert again.conversation == renewed.conversation
    assert again.expires == pytest.approx(now + 10 * DAY, abs=5)


def test_a_key_can_be_changed_without_ending_a_conversation() -> None:
    token, _ = Sessions((OLD,), 90).new()
    session = Sessions((KEY, OLD), 90).read(f"Bearer {token}")
    assert session.fresh is not None
    assert Sessions((KEY,), 90).read(f"Bearer {session.fresh}").conversation == session.conversation
    assert refused(Sessions((KEY,), 90), f"Bearer {token}") == "bad_token"


def test_an_ended_session_is_remembered_for_as_long_as_any_token_of_it_could_be_used() -> None:
    shorter = Sessions((KEY,), 1)
    old = shorter.read(signed(exp=int(time.time() + 90 * DAY)))
    assert shorter.last_expiry(old) > old.expires
    fresh = shorter.read(f"Bearer {shorter.new()[0]}")
    assert shorter.last_expiry(fresh) > time.time() + DAY


def test_a_session_needs_a_key() -> None:
    with pytest.raises(ValueError, match="key"):
        Sessions((), 90)


def test_the_key_of_a_machine_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "web.key"
    key = machine_key(path)
    assert len(key) == 64
    assert machine_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    assert machine_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 64])
def test_a_broken_key_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "web.key"
    path.write_bytes(content)
    key = machine_key(path)
    assert len(key) == 64
    assert machine_key(path) == key


def test_a_key_that_cannot_be_kept_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match="SOLEWISE_SECRET"):
        machine_key(tmp_path / "file" / "web.key")
    (tmp_path / "web.key").mkdir()
    with pytest.raises(SettingsError, match="SOLEWISE_SECRET"):
        machine_key(tmp_path / "web.key")


@pytest.mark.slow
def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    source = (
        "import sys, time; from pathlib import Path; from bot.channels.web.sessions import machine_key\n"
        "print('there', flush=True); sys.stdin.readline(); print(machine_key(Path(sys.argv[1])))"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", source, str(tmp_path / "web.key")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        for _ in range(4)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline()
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    assert len({process.communicate()[0] for process in started}) == 1
