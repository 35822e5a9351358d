"""The table that `make benchmark` prints."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from rich.console import Console
from rich.table import Table

from bot.benchmark.load import Timings


@dataclass(frozen=True)
class Measured:
    """One assistant's figures: rounds by the number of users, start in seconds, memory in MB at the end."""

    name: str
    rounds: Mapping[int, Sequence[Timings]]
    start_seconds: float
    megabytes: float

    def rate(self, users: int) -> float:
        """Messages a second, the median of the rounds."""
        return median(timings.rate for timings in self.rounds[users])


def window_p50(conversations: Sequence[Sequence[float]], message: int, width: int = 10) -> float:
    """Median seconds of the `width` answers of each conversation that end with the given message (counted from 1)."""
    return median(seconds for times in conversations for seconds in times[message - width : message])


def machine() -> str:
    """What the figures were measured on."""
    python = platform.python_version()
    return f"{date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} cores, Python {python}"


def print_report(ours: Measured, default: Measured, long: Sequence[Sequence[float]], console: Console) -> bool:
    """Print the table and how the goals are met; whether all are."""
    table = Table(title=f"REST, conversations of ten messages ({machine()})", title_justify="left")
    for heading in ("", "users", "messages/s", "p50 ms", "p95 ms", "errors", "memory MB", "start s"):
        table.add_column(heading, justify="left" if not heading else "right")
    for one in (ours, default):
        for users, rounds in one.rounds.items():
            table.add_row(
                one.name,
                str(users),
                f"{one.rate(users):.0f}",
                f"{1000 * median(timings.p50 for timings in rounds):.1f}",
                f"{1000 * median(timings.p95 for timings in rounds):.1f}",
                str(sum(timings.errors for timings in rounds)),
                f"{one.megabytes:.0f}",
                f"{one.start_seconds:.1f}",
            )
    console.print(table)
    early, late = window_p50(long, 10), window_p50(long, len(long[0]))
    goals = {
        f"at {users} users {ours.rate(users) / default.rate(users):.1f} times the default's messages a "
        f"second "
        "(goal: 2.5)": ours.rate(users) >= 2.5 * default.rate(users)
        for users in ours.rounds
    }
    goals[
        f"long conversations: p50 {1000 * early:.1f} ms up to message 10, {1000 * late:.1f} ms up to message "
        f"{len(long[0])}, the same ten messages, "
        f"{late / early:.2f} times (goal: at most 1.5)"
    ] = late <= 1.5 * early
    goals[f"memory {ours.megabytes:.0f} MB (goal: under 800)"] = ours.megabytes < 800
    errors = sum(timings.errors for rounds in ours.rounds.values() for timings in rounds)
    goals[f"{errors} messages without an answer (goal: 0)"] = errors == 0
    for words, met in goals.items():
        console.print(f"{'met   ' if met else 'MISSED'}  {words}")
    return all(goals.values())
