"""`python -m bot run` as a real process: starts, answers, refuses what is not for it, stops cleanly."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.server.settings import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("server")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """A server that was started, and what it printed."""

    process: subprocess.Popen[str]
    base: str
    printed: Path

    def ask(
        self, path: str, body: object = None, *, raw: bytes | None = None, kind: str = "application/json"
    ) -> tuple[int, bytes]:
        """Status and body of one request."""
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, headers={"Content-Type": kind})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def say(self, text: str, sender: str) -> list[dict[str, Any]]:
        status, body = self.ask("/webhooks/rest/webhook", {"sender": sender, "message": text})
        assert status == 200
        answer: list[dict[str, Any]] = json.loads(body)
        return answer


def start(folder: Path, **environment: str) -> Running:
    port = free_port()
    printed = folder / "printed.txt"
    variables = {**os.environ, "SOLEWISE_PORT": str(port), "CONVERSATIONS_URL": f"sqlite:///{folder / 'c.db'}"}
    with printed.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env={**variables, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    running = Running(process, f"http://127.0.0.1:{port}", printed)
    deadline = time.monotonic() + 90
    while "answers at" not in printed.read_text():
        assert process.poll() is None, printed.read_text()
        assert time.monotonic() < deadline, printed.read_text()
        time.sleep(0.1)
    return running


def stop(running: Running) -> int:
    running.process.send_signal(signal.SIGINT)
    return running.process.wait(timeout=20)


@pytest.fixture(scope="module")
def server(model_path: Path, catalogue_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start(tmp_path_factory.mktemp("server"))
    yield running
    if running.process.poll() is None:
        stop(running)


def test_a_message_is_answered(server: Running) -> None:
    answer = server.say("my heel hurts after long walks and I have flat feet", uuid.uuid4().hex)
    assert any(message.get("text") for message in answer)


def test_a_message_is_parsed(server: Running) -> None:
    status, body = server.ask("/model/parse", {"text": "my heel hurts"})
    assert status == 200
    assert {"text", "intent", "entities"} <= set(json.loads(body))


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]", b"null", b'{"message": "hi"}', b'{"sender": 7, "message": "hi"}'])
def test_a_body_that_makes_no_sense_is_refused(server: Running, raw: bytes) -> None:
    status, body = server.ask("/webhooks/rest/webhook", raw=raw)
    assert status == 400
    assert b"Traceback" not in body


@pytest.mark.parametrize("message", [None, 7, ["a"], "", "/restart", "x" * 20_000])
def test_an_odd_message_is_answered(server: Running, message: object) -> None:
    status, body = server.ask("/webhooks/rest/webhook", {"sender": uuid.uuid4().hex, "message": message})
    assert status == 200
    assert json.loads(body)[0]["text"]


def test_the_page_and_its_files_are_served_and_ask_nobody_else(server: Running) -> None:
    for path in ("/", "/page/chat.js", "/page/cards.js", "/page/style.css"):
        status, body = server.ask(path)
        assert status == 200
        assert b"://" not in body
        assert b"innerHTML" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/page/..%2f..%2fconfig.yml",
        "/page/%2e%2e/__main__.py",
        "/images/..%2fguide.yml",
        "/images/..%2f..%2fvar%2fcatalogue.db",
        "/images/%2fetc%2fpasswd",
        "/page/README.md",
        "/page/",
        "/images/nothing.svg",
        "/images/a%00.svg",
    ],
)
def test_nothing_else_is_served(server: Running, path: str) -> None:
    assert server.ask(path)[0] == 404


def test_a_product_picture_is_served(server: Running) -> None:
    picture = next((ROOT / "seeds" / "images").glob("*.svg"))
    status, body = server.ask(f"/images/{picture.name}")
    assert status == 200
    assert body == picture.read_bytes()


def test_the_page_speaks_in_a_conversation_of_its_own(server: Running) -> None:
    status, body = server.ask("/page/message", {"conversation": str(uuid.uuid4()), "message": "hello"})
    assert status == 200
    assert json.loads(body)[0]["text"]


@pytest.mark.parametrize(
    "conversation",
    ["anna", "", None, 7, "6c84fb90-12c4-11e1-840d-7b25c5ee775a", "0f842b3b-f3e9-4164-95e4-a24535bd8916x"],
)
def test_the_page_refuses_names_that_could_be_guessed(server: Running, conversation: object) -> None:
    assert server.ask("/page/message", {"conversation": conversation, "message": "hi"})[0] == 400


def test_the_page_refuses_what_another_site_could_send_without_asking(server: Running) -> None:
    body = json.dumps({"conversation": str(uuid.uuid4()), "message": "hi"}).encode()
    assert server.ask("/page/message", raw=body, kind="text/plain")[0] == 415


def test_a_port_in_use_is_one_clear_line(server: Running) -> None:
    port = server.base.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env={**os.environ, "SOLEWISE_PORT": port},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"Port {port} is in use" in done.stderr
    assert f"SOLEWISE_PORT={int(port) + 1}" in done.stderr


def test_it_goes_on_after_kill_9_and_stops_cleanly_printing_nobodys_words(
    model_path: Path, catalogue_url: str, tmp_path: Path
) -> None:
    running = start(tmp_path)
    running.say("my left heel hurts so very badly", "anna")
    running.process.send_signal(signal.SIGKILL)
    running.process.wait()

    running = start(tmp_path)
    running.say("I have flat feet", "anna")
    status, body = running.ask("/conversations/anna/tracker")
    said = [event["text"] for event in json.loads(body)["events"] if event["event"] == "user"]
    assert status == 200
    assert said == ["my left heel hurts so very badly", "I have flat feet"]
    assert stop(running) == 0
    printed = running.printed.read_text()
    assert "Traceback" not in printed
    assert "Warning" not in printed
    assert "badly" not in printed
    assert "flat feet" not in printed


def test_in_production_the_rest_channel_and_the_api_are_off(
    model_path: Path, catalogue_url: str, tmp_path: Path
) -> None:
    running = start(tmp_path, SOLEWISE_ENV="production")
    try:
        assert running.ask("/")[0] == 200
        assert running.ask("/page/message", {"conversation": str(uuid.uuid4()), "message": "hi"})[0] == 200
        assert running.ask("/webhooks/rest/webhook", {"sender": "anna", "message": "hi"})[0] == 404
        assert running.ask("/model/parse", {"text": "hi"})[0] == 404
        assert running.ask("/conversations/anna/tracker")[0] == 404
    finally:
        assert stop(running) == 0


def test_the_terminal_chat_answers_and_takes_numbers(model_path: Path, catalogue_url: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        cwd=ROOT,
        env={**os.environ, "CONVERSATIONS_URL": f"sqlite:///{tmp_path / 'c.db'}"},
        input="my heel hurts after long walks\n1\n\n/quit\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "  1. " in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_check_says_what_is_set_up(model_path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check"],
        cwd=ROOT,
        env={
            **os.environ,
            "SOLEWISE_PORT": str(free_port()),
            "CONVERSATIONS_URL": f"sqlite:///{tmp_path / 'c.db'}",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["ok"] * 5
