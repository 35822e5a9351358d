"""One shop measured: how long advice and the next question take, the first turn after a change, and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from actions.advice.adviser import Adviser
from actions.advice.memory import Memory
from actions.benchmark.people import people
from actions.benchmark.shops import changed, invented, write
from catalog import Catalogue

SEED = 1
"""Of the shop; the people have the one after it."""

CHANGED = 3
"""How many products each new version of the catalogue changes."""

AGAIN = 20
"""People who are advised again at each new version, so that memory could grow."""


@dataclass(frozen=True)
class Figures:
    """What was measured on one shop of so many products. Times are in seconds.

    advise, ask: Adviser.advise and Adviser.next_questions for each person. nothing: people who got no pick.
    load, updates: the command that imports all products, and those that import each change. table: reading the
    fit table at the start. firsts: the first advice and question after each change, with reading the table anew.
    memory: MB resident of this process before anything was read, after all people, and after each change.
    """

    products: int
    advise: Sequence[float]
    ask: Sequence[float]
    nothing: int
    load: float
    updates: Sequence[float]
    table: float
    firsts: Sequence[float]
    memory: Sequence[float]


def measure(products: int, count: int, versions: int) -> Figures:
    """Measure a shop of `products` with `count` people, and then with `versions` changes of the shop.

    Call it in a process of its own: memory is that of the whole process. Raises subprocess.CalledProcessError if
    the shop cannot be loaded.
    """
    with tempfile.TemporaryDirectory(prefix="solewise_benchmark_") as folder:
        url, file = f"sqlite:///{Path(folder) / 'catalogue.db'}", Path(folder) / "shop.csv"
        write(file, invented(products, SEED))
        _catalog(url, "migrate")
        load = _seconds(lambda: _catalog(url, "load", str(file)))
        catalogue = Catalogue(url)
        adviser = Adviser(catalogue)
        memories = [Memory(profile=profile) for profile in people(count, SEED + 1)]
        # What is read once and for all, such as the guide, is no part of a turn.
        adviser.advise(memories[0])
        memory = [_megabytes()]
        table = _seconds(catalogue.fit_table)
        advise, ask, nothing = [], [], 0
        for one in memories:
            begun = time.perf_counter()
            advice = adviser.advise(one)
            advised = time.perf_counter()
            adviser.next_questions(one)
            ask.append(time.perf_counter() - advised)
            advise.append(advised - begun)
            nothing += not advice.picks
        memory.append(_megabytes())
        updates, firsts = [], []
        for version in range(versions):
            write(file, changed(products, SEED, CHANGED, version))
            updates.append(_seconds(lambda: _catalog(url, "load", str(file))))
            firsts.append(_seconds(lambda: _turns(adviser, memories[:1])))
            _turns(adviser, memories[1:AGAIN])
            memory.append(_megabytes())
        catalogue.close()
    return Figures(products, advise, ask, nothing, load, updates, table, firsts, memory)


def _turns(adviser: Adviser, memories: Sequence[Memory]) -> None:
    for one in memories:
        adviser.advise(one)
        adviser.next_questions(one)


def _catalog(url: str, *arguments: str) -> None:
    """Run a command of the catalogue on a database, as the owner of a shop does."""
    subprocess.run(
        [sys.executable, "-m", "catalog", *arguments],
        check=True,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
    )


def _seconds(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def _megabytes() -> float:
    return float(psutil.Process().memory_info().rss) / 2**20
