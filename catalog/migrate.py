"""Bringing the catalogue's database to a revision of its tables (catalog/migrations), up or down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from catalog.engine import writing

_SCRIPTS = Path(__file__).resolve().parent / "migrations"


def migrate(engine: Any, revision: str = "head") -> tuple[str | None, str | None]:
    """Bring the database to `revision` ("head" is the newest, "base" is before the first), in one transaction.

    Returns the revisions before and after; None is an empty database. Raises CatalogueUnavailable.
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
        context = MigrationContext.configure(connection, opts={"version_table": "catalogue_revision"})
        found: str | None = context.get_current_revision()
        return found

    with writing(engine) as connection:
        before = current(connection)
        config.attributes["connection"] = connection
        wanted = None if revision == "base" else scripts.get_revision(revision)
        target = None if wanted is None else wanted.revision
        if target is None or before is not None and before in _below(scripts, target, include=False):
            up = target is not None
        else:
            up = before is None
        if target != before:
            (command.upgrade if up else command.downgrade)(config, revision)
        return before, current(connection)


def _below(scripts: Any, revision: str, *, include: bool) -> set[str]:
    found = {script.revision for script in scripts.iterate_revisions(revision, "base")}
    return found if include else found - {revision}
