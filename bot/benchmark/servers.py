"""Starts and stops the two assistants, each in a process of its own on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

import psutil

from bot.server.progress import waiting
from bot.server.settings import ROOT, SettingsError

FOLDER = ROOT / "var" / "benchmark"
_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}
_START_SECONDS = 120.0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One assistant, running for the length of a `with` block. start_seconds: until it first answered."""

    def __init__(self, name: str, command: list[str], folder: Path, port: int, env: dict[str, str]) -> None:
        self.name = name
        self.base = f"http://127.0.0.1:{port}"
        self.start_seconds = 0.0
        self._command = command
        self._folder = folder
        self._environment = {**os.environ, **_QUIET, **env}
        self._log = FOLDER / f"{name}.log"

    def __enter__(self) -> Server:
        FOLDER.mkdir(parents=True, exist_ok=True)
        start = time.monotonic()
        with self._log.open("w") as log, waiting(f"starting {self.name}"):
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
            try:
                while not self._answers():
                    late = time.monotonic() - start > _START_SECONDS
                    if late or self._process.poll() is not None:
                        raise SettingsError(f"{self.name} did not start; {self._log} says why.")
                    time.sleep(0.05)
            except BaseException:
                self._stop()
                raise
        self.start_seconds = time.monotonic() - start
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._stop()

    def megabytes(self) -> float:
        """Resident memory of the process and its children. Raises SettingsError where it no longer runs."""
        if self._process.poll() is not None:
            raise SettingsError(f"{self.name} ended while it was measured; {self._log} may say why.")
        process = psutil.Process(self._process.pid)
        family = [process, *process.children(recursive=True)]
        return float(sum(member.memory_info().rss for member in family)) / 2**20

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base}/webhooks/rest/", timeout=1) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def our_assistant() -> Server:
    """Ours as `make run` starts it, with both databases on disk in a folder that is made anew."""
    data = FOLDER / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    port = free_port()
    env = {
        "SOLEWISE_PORT": str(port),
        "SOLEWISE_HOST": "127.0.0.1",
        "SOLEWISE_ENV": "development",
        "DATABASE_URL": f"sqlite:///{data / 'catalogue.db'}",
        "CONVERSATIONS_URL": f"sqlite:///{data / 'conversations.db'}",
    }
    return Server("solewise", [sys.executable, "-m", "bot", "run"], ROOT, port, env)


def default_assistant() -> Server:
    """What `rasa init` makes, trained once and kept, started as `rasa run` starts it."""
    project = FOLDER / "rasa-init"
    if not any(project.glob("models/*.tar.gz")):
        shutil.rmtree(project, ignore_errors=True)
        project.mkdir(parents=True)
        command = [sys.executable, "-m", "rasa", "init", "--no-prompt", "--init-dir", str(project)]
        with waiting("making and training Rasa's default assistant (once, about two minutes)"):
            made = subprocess.run(
                command,
                cwd=project,
                env={**os.environ, **_QUIET},
                capture_output=True,
                text=True,
                check=False,
            )
        if made.returncode != 0 or not any(project.glob("models/*.tar.gz")):
            (FOLDER / "rasa-init.log").write_text(made.stdout + made.stderr)
            raise SettingsError(f"Rasa's default assistant could not be made; see {FOLDER / 'rasa-init.log'}.")
    port = free_port()
    command = [sys.executable, "-m", "rasa", "run", "--port", str(port), "-i", "127.0.0.1"]
    return Server("rasa-init", command, project, port, {})
