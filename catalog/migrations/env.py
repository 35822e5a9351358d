"""Alembic's entry: brings the database of the connection that catalog.migrate hands over to another
revision."""

from __future__ import annotations

from alembic import context

from catalog.engine import create_engine, writing
from catalog.models import Base


def _run(connection: object) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        version_table="catalogue_revision",
    )
    with context.begin_transaction():
        context.run_migrations()


if (_given := context.config.attributes.get("connection")) is not None:
    _run(_given)
else:  # called by the `alembic` program: DATABASE_URL says where
    with writing(create_engine(may_create=True)) as _connection:
        _run(_connection)
