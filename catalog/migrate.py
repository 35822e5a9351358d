"""Bringing the catalogue's database to a revision of its tables (catalog/migrations), up or down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from catalog.engine import CatalogueUnavailable, reading, writing

_TABLE = "catalogue_revision"
_SCRIPTS = Path(__file__).resolve().parent / "migrations"


def migrate(engine: Any, revision: str = "head") -> tuple[str | None, str | None]:
    """Bring the database to `revision` ("head" is the newest, "base" is before the first), in one
    transaction.

    Returns the revisions before and after; None is an empty database. Raises CatalogueUnavailable, and
    ValueError for a revision that there is not.
    """
    # Imported here, as nothing else needs Alembic and it takes a while to load.
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)

    def current(connection: Any) -> str | None:
        context = MigrationContext.configure(connection, opts={"version_table": _TABLE})
        found: str | None = context.get_current_revision()
        return found

    with writing(engine) as connection:
        _refuse_other_encodings(connection)
        before = current(connection)
        order = [None, *reversed([script.revision for script in scripts.iterate_revisions("head", "base")])]
        if before not in order:
            raise CatalogueUnavailable(f"the catalogue is at {before}, which this version of Solewise does not know")
        target = {"head": order[-1], "base": None}.get(revision, revision)
        if target not in order:
            raise ValueError(f"there is no revision {revision}; they are {', '.join(filter(None, order))}, head, base")
        config.attributes["connection"] = connection
        if order.index(target) > order.index(before):
            command.upgrade(config, revision)
        elif target != before:
            command.downgrade(config, revision)
        return before, target


def _refuse_other_encodings(connection: Any) -> None:
    """SQLite is always UTF-8; a PostgreSQL server set up without a locale makes databases that are not."""
    if connection.dialect.name == "postgresql":
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            name = connection.engine.url.database
            raise CatalogueUnavailable(
                f"the database {name} is kept in {encoding}, in which not every product can be written: "
                f"make it anew with `createdb -E UTF8 -T template0 {name}`"
            )


def bring_to_newest(engine: Any) -> None:
    """As `migrate`, but a database that is at the newest revision already is seen to be so without loading
    Alembic."""
    with reading(engine) as connection:
        if sa.inspect(connection).has_table(_TABLE):
            found = connection.execute(sa.text(f"SELECT version_num FROM {_TABLE}")).scalar()  # noqa: S608 (ours)
            if found == newest():
                return
    migrate(engine)


def newest() -> str:
    """The newest revision: migrations are files named by their number, 0001_what_it_does.py."""
    return max(file.stem.partition("_")[0] for file in (_SCRIPTS / "versions").glob("[0-9]*.py"))
