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

from catalog.trouble import mend

DEFAULT_URL = "sqlite:///var/catalogue.db"
#: How long to wait for somebody else's change before giving up, in milliseconds.
BUSY_TIMEOUT_MS = 2000
#: How long a PostgreSQL server may take to answer at all, in seconds.
_CONNECT_SECONDS = 10
#: The number of the lock that every writer holds, among PostgreSQL's advisory locks.
WRITERS_LOCK = int.from_bytes(b"Solewise", "big")
_ADDRESSES = "sqlite:///path/to/file.db or postgresql://user:password@host/name"


class CatalogueUnavailable(Exception):  # noqa: N818 (a state of affairs, named so by its users)
    """The catalogue's database is missing, locked, damaged, or not set up. The message says the mend."""


def database_url() -> str:
    """The address of the catalogue's database: DATABASE_URL, or the SQLite file of the project."""
    return os.environ.get("DATABASE_URL", "").strip() or DEFAULT_URL


def create_engine(url: str | None = None, *, may_create: bool = False) -> Any:
    """An engine for the catalogue; pooled, safe to share between threads.

    A SQLite file that is not there is only created if `may_create`. A connection to a file that has since
    been replaced is given up, so that a long-running process sees the new one.
    """
    # What is wrong with an address is told without the address: a password may be in any part of one that is wrong.
    try:
        parsed = make_url(url or database_url())
    except (sa.exc.ArgumentError, ValueError):
        raise CatalogueUnavailable(f"DATABASE_URL is not an address: write {_ADDRESSES}") from None
    backend = parsed.get_backend_name()
    try:
        if backend == "sqlite":
            return _sqlite(parsed, may_create)
        if backend == "postgresql":
            return _postgres(parsed)
    except (sa.exc.NoSuchModuleError, ImportError):
        raise CatalogueUnavailable(
            f"DATABASE_URL asks for the driver {parsed.drivername}, which is not here: write {_ADDRESSES}"
        ) from None
    raise CatalogueUnavailable(f"DATABASE_URL is of {backend}, which cannot hold a catalogue: write {_ADDRESSES}")


def _postgres(parsed: Any) -> Any:
    if "@" in (parsed.host or ""):
        raise CatalogueUnavailable("DATABASE_URL has an @ too many: in a user or password write %40 for @, %3A for :")
    engine = sa.create_engine(
        parsed,
        future=True,
        pool_pre_ping=True,
        pool_size=8,
        # All statements of one reader must see the same catalogue, as they do in SQLite; `writing` has its own level.
        isolation_level="REPEATABLE READ",
        connect_args={
            "connect_timeout": parsed.query.get("connect_timeout", _CONNECT_SECONDS),
            "client_encoding": "utf8",
        },
    )

    def connected(connection: Any, _record: Any) -> None:
        # Our statements are long and their rows few: compiling them takes several times as long as running them.
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
        connection.commit()

    sa.event.listen(engine, "connect", connected)
    return engine


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
        # On the driver's own connection: this happens in every turn, and SQLAlchemy's way costs five times
        # as much.
        driver = connection.connection.dbapi_connection
        wait_ms = connection.get_execution_options().get("wait_ms")
        try:
            if wait_ms is None:
                driver.execute("BEGIN")
                return
            # A writer takes the lock at once: two that both read first could otherwise only fail.
            driver.execute(f"PRAGMA busy_timeout = {wait_ms}")
            try:
                driver.execute("BEGIN IMMEDIATE")
            finally:
                driver.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
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
def writing(engine: Any, wait_ms: int | None = None) -> Iterator[Any]:
    """A connection in one transaction, kept if the block ends well. There is one writer at a time, and each sees what
    those before it did.

    `wait_ms` is how long to wait for another writer, BUSY_TIMEOUT_MS by default. Raises CatalogueUnavailable, also
    where that was too short.
    """
    wait_ms = BUSY_TIMEOUT_MS if wait_ms is None else wait_ms
    options: dict[str, Any] = {"wait_ms": wait_ms}
    on_postgres = engine.dialect.name == "postgresql"
    if on_postgres:
        # A snapshot taken before the lock was got would lack what the writer before has just done.
        options["isolation_level"] = "READ COMMITTED"
    with (
        _explained(engine, wait_ms),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        if on_postgres:
            # A timeout of 0 would be for ever.
            connection.exec_driver_sql(
                f"SET LOCAL lock_timeout = {max(1, wait_ms)}; SELECT pg_advisory_xact_lock({WRITERS_LOCK})"
            )
        yield connection


@contextmanager
def _explained(engine: Any, waited_ms: int | None = None) -> Iterator[None]:
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
        raise CatalogueUnavailable(mend(engine.url, error, waited_ms)) from error
