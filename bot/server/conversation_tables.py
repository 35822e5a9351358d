"""The tables of the conversations' database, and how it is opened. SQLite in write-ahead mode or PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.server.settings import ROOT, SettingsError

BUSY_SECONDS = 3.0
"""How long a turn waits for a database that is locked."""

_MAKERS = 5
# "locked": SQLite doesn't wait where two turn a new file's write-ahead log on
_OTHERS_AT_WORK = ("already exists", "database is locked")
_MAKING_SECONDS = 0.1

_metadata = sa.MetaData()

conversation = sa.Table(
    "conversation",
    _metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("started_at", sa.Float, nullable=False),
    sa.Column("updated_at", sa.Float, nullable=False, index=True),
    sa.Column("events", sa.Integer, nullable=False),  # how many the log holds
    sa.Column("slots", sa.Text, nullable=False),  # JSON: those that are set
    sa.Column("last_turns", sa.Text, nullable=False),  # JSON: events of the last turns
)

event = sa.Table(
    "conversation_event",
    _metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("type_name", sa.String(64), nullable=False),
    sa.Column("timestamp", sa.Float),
    sa.Column("data", sa.Text, nullable=False),  # JSON: the event as Rasa writes it
)

# Which messages were taken in, by the name that their sender gave them: none is taken in twice.
message = sa.Table(
    "conversation_message",
    _metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("message_id", sa.String(64), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),  # of its event
)

# Thumbs up and down on what a message recommends.
rating = sa.Table(
    "conversation_rating",
    _metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),  # of the message
    sa.Column("sku", sa.String(255), primary_key=True),
    sa.Column("value", sa.String(8), nullable=False),
    sa.Column("rated_at", sa.Float, nullable=False),
)

# Conversations that were ended for good while somebody may still hold a key to them; nothing of them is left but this.
ended = sa.Table(
    "conversation_ended",
    _metadata,
    sa.Column("sender_hash", sa.String(64), primary_key=True),
    sa.Column("until", sa.Float, nullable=False, index=True),  # when no key is valid any more
)

# What messaging platforms delivered: each update once, with what it says until it is answered, then without.
update = sa.Table(
    "platform_update",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name_hash", sa.String(64), nullable=False, unique=True),  # of the channel and its own id of the update
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("conversation", sa.String(255)),  # until it is answered
    sa.Column("sent_at", sa.Float, nullable=False),  # by the platform: what orders the updates of a conversation
    sa.Column("body", sa.Text),  # JSON, until it is answered
    sa.Column("delivered", sa.Integer, nullable=False),  # how many messages of the answer the platform has taken
    sa.Column("claimed_until", sa.Float, nullable=False),  # by a process that is at it
    sa.Column("finished_at", sa.Float, index=True),
    sa.Column("trouble", sa.String(200)),  # why something of the answer could not be delivered
    sa.Index("platform_update_waiting", "conversation", "finished_at"),
)


def delete_conversation(connection: Connection, sender_id: str) -> None:
    """Delete everything that is stored about a conversation."""
    for table in (event, message, rating, conversation):
        connection.execute(sa.delete(table).where(table.c.sender_id == sender_id))


def insert_or_update(engine: Engine, table: sa.Table, columns: Sequence[str]) -> Any:
    """INSERT for a table, which changes the columns of a row that is there already: two who write it at once both do.

    Values are still to be given to it, from a SELECT with a WHERE or by `values`.
    """
    dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table)
    changes = {name: insert.excluded[name] for name in columns}
    return insert.on_conflict_do_update(index_elements=[*table.primary_key.columns], set_=changes)


PATIENCE = {
    "connect_timeout": 5, "tcp_user_timeout": 10_000,
    "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3,
}  # fmt: skip
"""How long a PostgreSQL that says nothing is waited for, in seconds and (the last) milliseconds: a host that vanished
would hold every thread for minutes. Source: https://www.postgresql.org/docs/current/libpq-connect.html"""


def is_there(url: str) -> bool:
    """Whether the database is there to be opened: False only for a SQLite file that nobody has made yet."""
    with contextlib.suppress(ArgumentError):
        address = sa.engine.make_url(url)
        if address.get_backend_name() == "sqlite" and address.database:
            return bool(address.database == ":memory:" or (ROOT / address.database).exists())
    return True


def open_database(url: str) -> Engine:
    """The conversations' database with its tables, made where it is not there. Raises SettingsError where it is
    unusable."""
    try:
        address = sa.engine.make_url(url)
        # Parameters hold what people wrote: no error message shall show them.
        options: dict[str, Any] = {"future": True, "hide_parameters": True}
        if address.get_backend_name() == "sqlite":
            if address.database and address.database != ":memory:":
                path = ROOT / address.database
                path.parent.mkdir(parents=True, exist_ok=True)
                _make_private(path)
                address = address.set(database=str(path))
            options["connect_args"] = {"timeout": BUSY_SECONDS, "check_same_thread": False}
            options["poolclass"] = sa.pool.QueuePool if address.database else sa.pool.StaticPool
        else:
            options["pool_pre_ping"] = True
            if address.get_driver_name() == "psycopg2":
                options["connect_args"] = PATIENCE
        engine = sa.create_engine(address, **options)
    except (ArgumentError, ImportError, OSError) as error:
        raise SettingsError(
            f"CONVERSATIONS_URL is no database address that can be used ({type(error).__name__}). Use, for "
            "example, sqlite:///var/conversations.db or postgresql://user:password@host/name."
        ) from error
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
    try:
        _make_tables(engine)
    except SQLAlchemyError as error:
        shown = address.render_as_string(hide_password=True)
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise SettingsError(
            f"The conversations' database {shown} cannot be used: {reason}. Check that it exists, may be "
            "written and is not held by another program, or set CONVERSATIONS_URL to another."
        ) from error
    return engine


def _make_private(path: Path) -> None:
    """Make the file that is not there for its owner alone: what people say of their health is nobody else's. SQLite
    gives its logs the permissions of their database."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _make_tables(engine: Engine) -> None:
    """Make the tables that are missing. Of processes that start at once, one makes each; the others find it made."""
    for again in reversed(range(_MAKERS)):
        try:
            _metadata.create_all(engine)
        except SQLAlchemyError as error:
            if not again or not any(sign in str(error) for sign in _OTHERS_AT_WORK):
                raise
            time.sleep(_MAKING_SECONDS)
        else:
            return


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Write-ahead log: readers don't wait for the writer, and a killed process loses nothing."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
