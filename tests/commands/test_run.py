"""`python -m bot run` as a real process: starts, answers, refuses what is not for it, stops cleanly."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.server.settings import ROOT
from tests.running import Running, free_port, start, stop

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("server")]


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


def test_the_shop_and_the_widget_are_served_and_ask_nobody_else(server: Running) -> None:
    for path in ("/", "/demo/shop.css", "/widget/types.js", "/widget/strings/en.js"):
        status, body = server.ask(path)
        assert status == 200, path
        assert b"://" not in body.replace(b"https://www.w3.org", b""), path
        assert b"innerHTML" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/widget/..%2f..%2fconfig.yml",
        "/widget/%2e%2e/__main__.py",
        "/widget/strings/..%2fadvice.yml",
        "/demo/..%2f..%2fconfig.yml",
        "/demo/channel.py",
        "/images/..%2fguide.yml",
        "/images/..%2f..%2fvar%2fcatalogue.db",
        "/images/%2fetc%2fpasswd",
        "/widget/README.md",
        "/widget/",
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


def say_on_the_web(server: Running, text: str) -> tuple[int, str]:
    """Start a session of the web chat and say something in it; status and events of the answer."""
    started = urllib.request.Request(server.base + "/chat/session", data=b"", method="POST")  # noqa: S310
    with urllib.request.urlopen(started, timeout=30) as answer:  # noqa: S310 - our own server
        token = json.load(answer)["token"]
    body = json.dumps({"id": uuid.uuid4().hex, "text": text}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    request = urllib.request.Request(server.base + "/chat/messages", data=body, headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
        return answer.status, answer.read().decode()


def test_the_web_chat_answers(server: Running) -> None:
    status, events = say_on_the_web(server, "my heel hurts after long walks")
    assert status == 200
    assert events.startswith("event: accepted")
    assert "event: done" in events


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
    running = start(tmp_path, SOLEWISE_ENV="production", SOLEWISE_SECRET="x" * 32)
    try:
        assert running.ask("/")[0] == 200
        assert say_on_the_web(running, "hi")[0] == 200
        assert running.ask("/products/SAMPLE-BF-01")[0] == 404
        assert running.ask("/webhooks/rest/webhook", {"sender": "anna", "message": "hi"})[0] == 404
        assert running.ask("/model/parse", {"text": "hi"})[0] == 404
        assert running.ask("/conversations/anna/tracker")[0] == 404
    finally:
        assert stop(running) == 0


def test_production_without_a_secret_says_so_in_one_line(model_path: Path, catalogue_url: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env={
            **os.environ,
            "SOLEWISE_ENV": "production",
            "SOLEWISE_PORT": str(free_port()),
            "CONVERSATIONS_URL": f"sqlite:///{tmp_path / 'c.db'}",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert done.returncode == 1
    assert "SOLEWISE_SECRET is not set" in done.stderr
    assert "Traceback" not in done.stderr


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
