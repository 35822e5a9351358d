"""The tables that `python -m actions.benchmark` prints, and whether the goals are met."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import date
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from actions.benchmark.measure import Figures

GOALS = {1_000: 0.030, 100_000: 0.150}
"""At most so many seconds (p95) for advice and the next question together, by the products of the shop."""

FLAT = 1.10
"""How much of the memory after the first advice may be in use after all changes: more is no longer flat."""


def p95(times: Sequence[float]) -> float:
    """The time that 95 of 100 don't exceed. Needs at least two times."""
    return quantiles(times, n=100, method="inclusive")[94]


def print_report(found: Sequence[Figures], console: Console) -> bool:
    """Print the figures and the goals; whether all are met."""
    python = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    people = len(found[0].advise)
    console.print(f"{people} people, shops in SQLite on disk ({date.today().isoformat()}, {python})")
    times = Table()
    for heading in ("products", "", "p50 ms", "p95 ms", "most ms"):
        times.add_column(heading, justify="right" if heading else "left")
    for one in found:
        both = [sum(pair) for pair in zip(one.advise, one.ask, strict=True)]
        for name, measured in (("advice", one.advise), ("next question", one.ask), ("both", both)):
            row = [f"{1000 * value:.1f}" for value in (median(measured), p95(measured), max(measured))]
            times.add_row(f"{one.products:,}", name, *row)
    console.print(times)
    rest = Table()
    for heading in (
        "products", "import s", "change s", "fit table ms", "first turn after a change ms",
        "no pick", "MB before", "after people", "after changes",
    ):  # fmt: skip
        rest.add_column(heading, justify="right")
    for one in found:
        rest.add_row(
            f"{one.products:,}",
            f"{one.load:.1f}",
            f"{median(one.updates):.1f}",
            f"{1000 * one.table:.0f}",
            f"{1000 * median(one.firsts):.0f}",
            str(one.nothing),
            *(f"{one.memory[n]:.0f}" for n in (0, 1, -1)),
        )
    console.print(rest)
    goals = goals_met(found)
    for words, met in goals.items():
        console.print(f"{'met   ' if met else 'MISSED'}  {words}")
    return all(goals.values())


def goals_met(found: Sequence[Figures]) -> dict[str, bool]:
    """Each goal with its figure, and whether it is met."""
    goals = {}
    for one in found:
        both = 1000 * p95([sum(pair) for pair in zip(one.advise, one.ask, strict=True)])
        most = GOALS.get(one.products)
        if most is not None:
            words = f"{one.products:,} products: advice and next question p95 {both:.1f} ms (goal: {1000 * most:.0f})"
            goals[words] = both <= 1000 * most
        grown = max(one.memory[2:], default=one.memory[1]) / one.memory[1]
        words = (
            f"{one.products:,} products: {grown:.2f} times the memory after {len(one.updates)} changes (goal: {FLAT})"
        )
        goals[words] = grown <= FLAT
    return goals
