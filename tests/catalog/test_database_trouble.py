"""A database that is missing, empty, locked, damaged or not to be written gives one clear error."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from catalog import Catalogue, CatalogueUnavailable, Limits, Want, engine, trouble
from catalog.store import save


def complaint(catalogue: Catalogue) -> str:
    """What every way to ask says, which is the same."""
    said = set()
    for ask in (
        catalogue.version,
        catalogue.currency,
        catalogue.fit_table,
        lambda: catalogue.product("x"),
        lambda: list(catalogue.products()),
        lambda: catalogue.count(Limits()),
        lambda: catalogue.search([Want("firm", 1.0)], Limits()),
        lambda: catalogue.loosen([], Limits(width="wide")),
    ):
        with pytest.raises(CatalogueUnavailable) as caught:
            ask()
        said.add(str(caught.value))
    assert len(said) == 1
    return said.pop()


def test_missing(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.db"
    assert "python -m catalog setup" in complaint(Catalogue(f"sqlite:///{file}"))
    assert not file.exists()


def test_not_set_up(tmp_path: Path) -> None:
    file = tmp_path / "bare.db"
    sqlite3.connect(file).close()
    file.touch()
    assert "not set up" in complaint(Catalogue(f"sqlite:///{file}"))


def test_not_a_database(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear shop, " * 500)
    assert "damaged" in complaint(Catalogue(f"sqlite:///{file}"))


def test_damaged_while_running(sqlite_file: Path) -> None:
    # given a catalogue whose pages were overwritten
    content = bytearray(sqlite_file.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    sqlite_file.write_bytes(content)

    # then
    assert "damaged" in complaint(Catalogue(f"sqlite:///{sqlite_file}"))


def test_locked(sqlite_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given somebody who holds the whole database
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 50)
    catalogue = Catalogue(f"sqlite:///{sqlite_file}")
    holder = sqlite3.connect(sqlite_file)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    holder.execute("UPDATE catalogue_state SET version = version")

    # then
    assert "locked" in complaint(catalogue)

    # and when it is let go, all is well again
    holder.rollback()
    holder.close()
    assert catalogue.search([], Limits()) == []


def test_a_writer_does_not_keep_readers_waiting(database_url: str) -> None:
    # given somebody in the middle of a change
    catalogue = Catalogue(database_url)
    before = catalogue.version()
    with engine.writing(engine.create_engine(database_url)) as writer:
        writer.exec_driver_sql("UPDATE catalogue_state SET version = version + 1")

        # then readers see what was there before
        assert catalogue.version() == before

    # and afterwards the change
    assert catalogue.version() == before + 1


def test_a_save_that_fails_half_way_changes_nothing(database_url: str, make: Any) -> None:
    # given
    writer = engine.create_engine(database_url)
    catalogue = Catalogue(database_url)
    save(writer, [make(sku="A", name="before")], "USD")
    version = catalogue.version()

    # when the second product cannot be stored
    with pytest.raises(Exception, match="not a"):
        save(writer, [make(sku="A", name="after"), make(sku="B", insole_type="sock")], "USD")

    # then
    assert [product.name for product in catalogue.products()] == ["before"]
    assert catalogue.version() == version


#: addresses with a mistake, and what the message must say
ADDRESSES = [
    ("nonsense", "DATABASE_URL is not an address: write sqlite:///"),
    ("postgresql//shop:hunter2@host/shop", "DATABASE_URL is not an address"),
    ("postgresql://shop@host:hunter2/shop", "DATABASE_URL is not an address"),
    ("postgresql://shop:hun@ter2@host/shop", "%40"),
    ("postgres://shop:hunter2@host/shop", "write sqlite:///path/to/file.db or postgresql://"),
    ("mysql://shop:hunter2@host/shop", "DATABASE_URL is of mysql"),
    ("postgresql+nosuch://shop:hunter2@host/shop", r"driver postgresql\+nosuch"),
    ("", "DATABASE_URL"),
]


@pytest.mark.parametrize(("url", "named"), ADDRESSES)
def test_an_address_that_is_none(url: str, named: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", url or f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(CatalogueUnavailable, match=named) as caught:
        Catalogue().version()
    assert "ter2" not in str(caught.value)


@pytest.mark.parametrize("said", ["no entry for hunter2", "connection to postgresql://shop:hunter2@host failed"])
@pytest.mark.parametrize("url", ["postgresql://shop:hunter2@host/shop", "postgresql://host/shop?password=hunter2"])
def test_a_password_is_never_said(url: str, said: str) -> None:
    error = sa.exc.OperationalError("SELECT 1", None, Exception(said))
    assert "hunter2" not in trouble.mend(make_url(url), error)


def test_a_writer_that_waits_too_long_says_who_is_in_the_way(database_url: str) -> None:
    # given somebody in the middle of a change
    writers, two_at_once = engine.create_engine(database_url), False
    with engine.writing(writers):
        # then others give up after the time that they are ready to wait
        with (
            pytest.raises(CatalogueUnavailable, match="another program is changing the catalogue") as caught,
            engine.writing(writers, 40),
        ):
            two_at_once = True
        assert "0.04 s" in str(caught.value)
    assert not two_at_once

    # and afterwards all is as before
    with engine.writing(writers) as connection:
        connection.exec_driver_sql("UPDATE catalogue_state SET version = version + 1")


def test_a_writer_that_waits_long_enough_sees_what_the_one_before_did(database_url: str) -> None:
    # given somebody in the middle of a change
    writers, begun, seen = engine.create_engine(database_url), Event(), []

    def after() -> None:
        begun.set()
        with engine.writing(writers, 20_000) as connection:
            seen.append(connection.exec_driver_sql("SELECT version FROM catalogue_state").scalar_one())

    with ThreadPoolExecutor(1) as pool:
        with engine.writing(writers) as connection:
            waiting = pool.submit(after)
            begun.wait()
            time.sleep(0.1)
            assert not waiting.done()
            connection.exec_driver_sql("UPDATE catalogue_state SET version = 7")
        waiting.result()

    # then
    assert seen == [7]


def test_a_long_wait_is_for_one_change_only(sqlite_file: Path) -> None:
    files = engine.create_engine(f"sqlite:///{sqlite_file}")
    with engine.writing(files, 60_000):
        pass
    with engine.reading(files) as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == engine.BUSY_TIMEOUT_MS
