"""The import command run on a feed and watched from outside: time, processor time, memory of all that it starts."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

_EVERY = 0.2


@dataclass(frozen=True)
class Run:
    """One run of the command: seconds by the clock and of all processors, the most memory at once (MiB, what processes
    share counted once), and what it said it did."""

    seconds: float
    processor: float
    memory: float
    counts: dict[str, int]


def measure(feed: Path, database: Path) -> Run:
    """Import a feed into a SQLite catalogue with the real command. Raises CalledProcessError if that fails."""
    command = [sys.executable, "-m", "catalog", "import", str(feed), "--json", "--errors", f"{feed}.errors.csv"]
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}"}
    began = time.monotonic()
    used: dict[int, float] = {}
    most = 0
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        watched = psutil.Process(running.pid)
        while running.poll() is None:
            most = max(most, _look(watched, used))
            # What it says fits into the pipe's buffer only in part.
            if _said_all(running):
                break
            time.sleep(_EVERY)
        said, _ = running.communicate()
    seconds = time.monotonic() - began
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    told = json.loads(said)
    counts = {name: told[name] for name in ("entries", "added", "changed", "unchanged", "left", "set_aside")}
    return Run(seconds, sum(used.values()), most / 2**20, counts)


def _said_all(running: subprocess.Popen[str]) -> bool:
    """Whether it has begun to tell what it did, which is the last thing that it does."""
    assert running.stdout is not None  # noqa: S101 (asked for above)
    return bool(select.select([running.stdout], [], [], 0)[0])


def _look(watched: psutil.Process, used: dict[int, float]) -> int:
    """The bytes of memory that a process and those below it use now; notes the processor time of each."""
    total = 0
    try:
        for process in [watched, *watched.children(recursive=True)]:
            try:
                total += process.memory_full_info().pss
                times = process.cpu_times()
                used[process.pid] = times.user + times.system
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
    except psutil.NoSuchProcess:
        return 0
    return total
