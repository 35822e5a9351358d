"""Many conversations ask while the shop changes: each sees the old shop or the new one, never a mixture. Several who
change it at once do so one after the other, and one who is killed leaves it as it was."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from threading import Event
from typing import Any

import pytest

import seeds
from catalog import Catalogue, Limits, Want, engine, repository
from catalog.engine import create_engine
from catalog.store import save
from tests.catalog.writer import PRODUCTS, turn


@pytest.mark.parametrize("large", [4096, 0])
def test_readers_see_the_old_or_the_new_shop(
    database_url: str, make: Any, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given, also where the shop counts as large, one whose products all change their name, price and firmness together
    monkeypatch.setattr(repository, "_LARGE", large)
    shop, catalogue, done = create_engine(database_url), Catalogue(database_url), Event()

    def change(n: int) -> None:
        firmness = "firm" if n % 2 else "soft"
        price = Decimal(20 + n)
        save(shop, [make(sku=f"S{i}", name=str(n), price=price, firmness=firmness) for i in range(6)], "USD")

    change(0)

    def read() -> int:
        seen, last = 0, 0
        while not done.is_set():
            found = catalogue.search([Want("firm", 1.0)], Limits())
            # then all products of one answer are of one turn, and the scores go with them
            names = {ranked.product.name for ranked in found}
            assert len(found) == 6
            assert len(names) == 1
            now = int(names.pop())
            assert {ranked.score for ranked in found} == {float(now % 2)}
            assert {ranked.product.price for ranked in found} == {Decimal(20 + now)}
            assert now >= last
            assert len(set(catalogue.fit_table().prices.tolist())) == 1
            seen, last = seen + 1, now
        return seen

    # when several readers ask while it changes
    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            for n in range(1, 13):
                change(n)
        finally:
            done.set()
        seen = [reader.result() for reader in readers]

    # then
    assert all(count > 0 for count in seen)
    assert catalogue.search([], Limits())[0].product.name == "12"


def state(catalogue: Catalogue) -> str:
    """The writer and the turn that all products are of, as every way to ask says."""
    found = catalogue.search([Want("firm", 1.0)], Limits(), count=100)
    names = {ranked.product.name for ranked in found}
    assert len(found) == PRODUCTS
    assert len(names) == 1
    name = names.pop()
    number = int(name.split()[1])
    assert {ranked.score for ranked in found} == {float(number % 2)}
    assert {ranked.product.price for ranked in found} == {Decimal(20 + number)}
    assert {ranked.product.sizes for ranked in found} == {(f"EU {36 + number % 9}",)}
    prices = catalogue.fit_table().prices.tolist()
    assert len(prices) == PRODUCTS
    assert len(set(prices)) == 1
    return name


def watch(catalogue: Catalogue, running: Callable[[], bool]) -> set[str]:
    """Ask again and again while somebody writes; gives all that was seen."""
    seen = {state(catalogue)}
    while running():
        seen.add(state(catalogue))
    return seen


@contextmanager
def writer(url: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process that changes the shop, ready to do so (writer.py)."""
    command = [sys.executable, "-m", "tests.catalog.writer", url, *arguments]
    process = subprocess.Popen(command, cwd=seeds.path("..").resolve(), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def test_threads_that_write_at_once_do_so_one_after_the_other(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 60_000)
    shop, catalogue = create_engine(database_url), Catalogue(database_url)
    before = save(shop, turn("nobody", 0), "USD").version
    names = ("left", "right", "middle")

    def change(name: str) -> list[int]:
        return [save(shop, turn(name, n), "USD").version for n in range(5)]

    # when
    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(change, name) for name in names]
        seen = watch(catalogue, lambda: not all(future.done() for future in writers))
        versions = [version for future in writers for version in future.result()]

    # then every change has a version of its own, and the last one is what is left
    assert sorted(versions) == list(range(before + 1, before + 16))
    assert catalogue.version() == before + 15
    assert state(catalogue) in {f"{name} 4" for name in names}
    assert seen <= {"nobody 0", *(f"{name} {n}" for name in names for n in range(5))}


@pytest.mark.slow
def test_processes_that_write_at_once_do_so_one_after_the_other(database_url: str) -> None:
    # given
    catalogue = Catalogue(database_url)
    before = save(create_engine(database_url), turn("nobody", 0), "USD").version

    # when
    with writer(database_url, "left", "6") as left, writer(database_url, "right", "6") as right:
        watch(catalogue, lambda: left.poll() is None or right.poll() is None)
        codes = (left.returncode, right.returncode)

    # then
    assert codes == (0, 0)
    assert catalogue.version() == before + 12
    assert state(catalogue) in ("left 5", "right 5")


@pytest.mark.slow
def test_a_writer_killed_half_way_leaves_the_shop_as_it_was(database_url: str) -> None:
    # given somebody who has written all of a change, and not yet kept it
    shop, catalogue = create_engine(database_url), Catalogue(database_url)
    before = save(shop, turn("nobody", 0), "USD").version
    with writer(database_url, "killed", "1", "stop") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half-way\n"
        assert state(catalogue) == "nobody 0"

        # when it is killed
        process.kill()
        process.wait()

    # then all is as before, for those who read and for whoever writes next
    assert (state(catalogue), catalogue.version()) == ("nobody 0", before)
    assert save(shop, turn("next", 1), "USD").version == before + 1
    assert state(catalogue) == "next 1"


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_leaves_a_whole_change_or_none(database_url: str) -> None:
    # given somebody who changes the shop without end
    shop, catalogue = create_engine(database_url), Catalogue(database_url)
    before = save(shop, turn("nobody", 0), "USD").version
    with writer(database_url, "killed", "10000") as process:
        until = time.monotonic() + 30
        while catalogue.version() < before + 3 and time.monotonic() < until:
            time.sleep(0.001)

        # when it is killed
        process.kill()
        process.wait()

    # then the shop is as after one of the changes, and open to others
    with engine.writing(shop, 60_000):
        pass  # a server may still be at the last thing it was told
    later = catalogue.version()
    assert later >= before + 3
    assert state(catalogue) == f"killed {later - before - 1}"
    assert save(shop, turn("next", 1), "USD").version == later + 1
    assert state(catalogue) == "next 1"
