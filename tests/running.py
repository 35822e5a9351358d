"""The real server as a process of its own, for tests that need all of it."""

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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.server.settings import ROOT


def free_port() -> int:
    """A port that nobody listens on."""
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
        """Say something on the REST channel; the messages that come back."""
        status, body = self.ask("/webhooks/rest/webhook", {"sender": sender, "message": text})
        assert status == 200
        answer: list[dict[str, Any]] = json.loads(body)
        return answer


def start(folder: Path, port: int | None = None, **environment: str) -> Running:
    """Start the server with a conversations' database in the folder, and wait until it answers."""
    port = port or free_port()
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
    """Stop the server as Ctrl-C does; its exit code."""
    running.process.send_signal(signal.SIGINT)
    return running.process.wait(timeout=20)
