"""Databases for tests, on SQLite and on PostgreSQL alike: made from a template in a moment, and removed afterwards.

PostgreSQL is the server at SOLEWISE_TEST_POSTGRES (the address of a database there, with a user who may create
databases and roles), or else a private one that `private_server` starts from Debian's programs.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import make_url

#: The environment's name for a server that the tests may use instead of one of their own.
SERVER = "SOLEWISE_TEST_POSTGRES"
MISSING = f"there is no PostgreSQL here: install the package postgresql, or give the address of a server in {SERVER}"
_PROGRAMS = "/usr/lib/postgresql"
_START_SECONDS = 30
#: Nothing here has to survive a power cut; a crash of the server would be a failed test anyway.
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "listen_addresses": "",
}


class Databases(Protocol):
    """A maker of databases of one kind. All addresses are SQLAlchemy's."""

    def new(self) -> str:
        """The address of a database that holds nothing, or that is not there yet and is made at its first use."""

    def copy(self, template: str) -> str:
        """The address of a new database that holds what `template` does, to which nobody may be connected."""

    def remove(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""


class SqliteDatabases:
    """Databases that are files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new(self) -> str:
        """See Databases."""
        return f"sqlite:///{self._folder / uuid.uuid4().hex / 'catalogue.db'}"

    def copy(self, template: str) -> str:
        """See Databases."""
        url = self.new()
        path(url).parent.mkdir()
        shutil.copyfile(path(template), path(url))
        return url

    def remove(self, url: str) -> None:
        """See Databases."""
        shutil.rmtree(path(url).parent, ignore_errors=True)


class PostgresDatabases:
    """Databases of one PostgreSQL server."""

    def __init__(self, server: str) -> None:
        self.server = make_url(server)
        self._engine = sa.create_engine(self.server, future=True, isolation_level="AUTOCOMMIT", pool_size=1)

    def run(self, statement: str) -> None:
        """Run a statement outside of any transaction, in the database that SOLEWISE_TEST_POSTGRES names."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def new(self, options: str = "TEMPLATE template0 ENCODING 'UTF8'") -> str:
        """See Databases; `options` are those of CREATE DATABASE."""
        name = f"solewise_test_{uuid.uuid4().hex}"
        self.run(f"CREATE DATABASE {name} {options}")
        return str(self.server.set(database=name).render_as_string(hide_password=False))

    def copy(self, template: str) -> str:
        """See Databases."""
        return self.new(f"TEMPLATE {make_url(template).database}")

    def remove(self, url: str) -> None:
        """See Databases."""
        self.run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def close(self) -> None:
        """Give back the connection."""
        self._engine.dispose()


def path(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(str(make_url(url).database))


def settled(engine: Any) -> None:
    """Give up the connections of a database that is to be copied, so that all it holds is in its file."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs on this machine; None where there is none."""
    found = sorted(Path(_PROGRAMS).glob("*/bin/initdb"), key=lambda program: float(program.parts[-3]))
    return found[-1].parent if found and shutil.which("setpriv") else None


@contextmanager
def private_server(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL server in the block, from the programs in `folder`; gives the address of a database there.

    It can be reached by its socket only, and ends with this process even where that is killed. The role `guarded`
    needs a password, everybody else does not. Raises RuntimeError, with what the server said, where it does not start.
    """
    # Not below pytest's folder: root's is closed to the server's user, and a socket's path must be short.
    home = Path(tempfile.mkdtemp(prefix="solewise-pg-"))
    user: list[str] = []
    if os.geteuid() == 0:
        user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
        shutil.chown(home, "postgres", "postgres")
    settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
    data = str(home / "data")
    make = [
        folder / "initdb",
        "-D",
        data,
        "-U",
        "solewise",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    serve = [folder / "postgres", "-D", data, "-k", str(home), *settings]
    url = f"postgresql://solewise@/postgres?host={home}"
    server = None
    try:
        with (home / "log").open("wb") as log:
            made = subprocess.run(["setpriv", *user, *map(str, make)], stdout=log, stderr=log, check=False, cwd=home)
            if made.returncode == 0:
                rules = home / "data" / "pg_hba.conf"
                rules.write_text(f"local all guarded scram-sha-256\n{rules.read_text()}")
                # SIGINT is PostgreSQL's fast shutdown.
                command = ["setpriv", *user, "--pdeathsig=INT", *map(str, serve)]
                server = subprocess.Popen(command, stdout=log, stderr=log, cwd=home)
        if server is None or not _answers(url, server):
            raise RuntimeError(f"PostgreSQL does not start:\n{(home / 'log').read_text(errors='replace')}")
        yield url
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            server.wait(_START_SECONDS)
        shutil.rmtree(home, ignore_errors=True)


def _answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    until = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            engine.connect().close()
        except sa.exc.OperationalError:
            time.sleep(0.02)
        else:
            return True
    return False
