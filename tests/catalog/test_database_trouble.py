"""A database that is missing, empty, locked, damaged or not to be written gives one clear error."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from catalog import Catalogue, CatalogueUnavailable, Limits, Want, engine
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


@pytest.mark.parametrize("url", ["nonsense", "nosuch://host/db", ""])
def test_an_address_that_is_none(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", url or f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(CatalogueUnavailable, match="DATABASE_URL"):
        Catalogue().version()


def test_a_password_is_never_said() -> None:
    with pytest.raises(CatalogueUnavailable) as caught:
        Catalogue("postgresql://shop:hunter2@127.0.0.1:1/none").version()
    assert "hunter2" not in str(caught.value)
