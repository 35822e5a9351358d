"""The connection to the catalogue's database, and the one error that says it cannot be reached."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool, StaticPool

DEFAULT_URL = "sqlite:///var/catalogue.db"
#: How long to wait for somebody else's change before giving up, in milliseconds.
BUSY_TIMEOUT_MS = 2000


class CatalogueUnavailable(Exception):  # noqa: N818 (a state of affairs, named so by its users)
    """The catalogue's database is missing, locked, damaged, or not set up. The message says the mend."""


def database_url() -> str:
    """The address of the catalogue's database: DATABASE_URL, or the SQLite file of the project."""
    return os.environ.get("DATABASE_URL") or DEFAULT_URL


def create_engine(url: str | None = None, *, may_create: bool = False) -> Any:
    """An engine for the catalogue; pooled, safe to share between threads.

    A SQLite file that is not there is only created if `may_create`. A connection to a file that has since
    been replaced is given up, so that a long-running process sees the new one.
    """
    try:
        parsed = make_url(url or database_url())
        if parsed.get_backend_name() != "sqlite":
            # All statements of one connection must see the same catalogue, as they do in SQLite.
            return sa.create_engine(
                parsed, future=True, pool_pre_ping=True, pool_size=8, isolation_level="REPEATABLE READ"
            )
        return _sqlite(parsed, may_create)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
        raise CatalogueUnavailable(f"DATABASE_URL is not an address that can be used: {error}") from error


def _sqlite(parsed: Any, may_create: bool) -> Any:
    timeout = BUSY_TIMEOUT_MS / 1000
    if parsed.database in (None, "", ":memory:"):
        engine = sa.create_engine(
            parsed,
            future=True,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False, "timeout": timeout},
        )
        _prepare_sqlite(engine, None)
        return engine
    file = Path(parsed.database)
    if may_create:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CatalogueUnavailable(f"the folder {file.parent} cannot be made: {error.strerror}") from error

    engine = sa.create_engine(
        parsed,
        future=True,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=24,
        connect_args={"check_same_thread": False, "timeout": timeout},
        query_cache_size=1000,
    )

    def refuse_missing(_dialect: Any, _record: Any, _arguments: Any, _keywords: Any) -> None:
        if not may_create and not file.is_file():
            raise CatalogueUnavailable(
                f"there is no catalogue at {file}: run `python -m catalog setup`, or set DATABASE_URL"
            )

    sa.event.listen(engine, "do_connect", refuse_missing)
    _prepare_sqlite(engine, file)
    return engine


def _prepare_sqlite(engine: Any, file: Path | None) -> None:
    def identity() -> tuple[int, int] | None:
        if file is None:
            return None
        try:
            status = file.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def connected(connection: Any, record: Any) -> None:
        # SQLAlchemy begins and ends the transactions itself (see `begin`), the driver must not.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA foreign_keys = ON")
        if cursor.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.close()
        record.info["file"] = identity()

    def same_file(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get("file") != identity():
            raise sa.exc.DisconnectionError("the database file was replaced")

    def begin(connection: Any) -> None:
        # A writer takes the lock at once: two that both read first could otherwise only fail.
        writes = connection.get_execution_options().get("writes")
        # On the driver's own connection: this happens in every turn, and SQLAlchemy's way costs five times
        # as much.
        try:
            connection.connection.dbapi_connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        except sqlite3.Error as error:
            raise sa.exc.OperationalError("BEGIN", None, error) from error

    sa.event.listen(engine, "connect", connected)
    sa.event.listen(engine, "checkout", same_file)
    sa.event.listen(engine, "begin", begin)


@contextmanager
def reading(engine: Any) -> Iterator[Any]:
    """A connection whose statements all see the same state of the catalogue. Raises CatalogueUnavailable."""
    with _explained(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Any) -> Iterator[Any]:
    """A connection in one transaction, kept if the block ends well. Raises CatalogueUnavailable."""
    with (
        _explained(engine),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def _explained(engine: Any) -> Iterator[None]:
    try:
        yield
    except sa.exc.IntegrityError:
        raise
    except (
        sa.exc.OperationalError,
        sa.exc.DatabaseError,
        sa.exc.InterfaceError,
        sa.exc.TimeoutError,
    ) as error:
        raise CatalogueUnavailable(_mend(engine, error)) from error


def _mend(engine: Any, error: Exception) -> str:
    place = engine.url.database if engine.url.get_backend_name() == "sqlite" else engine.url.render_as_string()
    said = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    low = said.lower()
    if "locked" in low or "busy" in low:
        return f"the catalogue at {place} is locked by another program; try again later ({said})"
    if "no such table" in low or "no such column" in low or "does not exist" in low:
        return f"the catalogue at {place} is not set up: run `python -m catalog setup` ({said})"
    if "malformed" in low or "not a database" in low or "corrupt" in low or "encrypted" in low:
        mend = "put a copy back, or remove it and run `python -m catalog setup`"
        return f"the catalogue at {place} is damaged: {mend} ({said})"
    if "readonly" in low or "read-only" in low:
        return f"the catalogue at {place} may not be written ({said})"
    return f"the catalogue at {place} cannot be reached: {said}"
