"""The tables can be made, taken back and made again, and are those of the models."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from catalog import Catalogue, CatalogueUnavailable
from catalog.engine import create_engine
from catalog.migrate import bring_to_newest, migrate, newest
from catalog.models import Base


def test_up_down_and_up_again(bare_url: str) -> None:
    # given
    engine = create_engine(bare_url, may_create=True)

    # then
    assert migrate(engine) == (None, newest())
    assert migrate(engine) == (newest(), newest())
    assert migrate(engine, "base") == (newest(), None)
    assert set(sa.inspect(engine).get_table_names()) == {"catalogue_revision"}
    assert migrate(engine, newest()) == (None, newest())
    assert set(Base.metadata.tables) <= set(sa.inspect(engine).get_table_names())


def test_the_migrations_make_what_the_models_say(database_url: str) -> None:
    # given
    engine = create_engine(database_url)

    # when
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "catalogue_revision"})
        differences = compare_metadata(context, Base.metadata)

    # then
    assert differences == []


def test_bringing_to_the_newest_twice_changes_nothing(database_url: str) -> None:
    before = Catalogue(database_url).version()
    bring_to_newest(create_engine(database_url))
    assert Catalogue(database_url).version() == before


def test_a_revision_that_there_is_not(database_url: str) -> None:
    with pytest.raises(ValueError, match="9999"):
        migrate(create_engine(database_url), "9999")


def test_a_catalogue_from_the_future_is_left_alone(database_url: str) -> None:
    # given
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE catalogue_revision SET version_num = '9999'")

    # then
    with pytest.raises(CatalogueUnavailable, match="9999"):
        migrate(engine)
    with pytest.raises(CatalogueUnavailable, match="9999"):
        bring_to_newest(engine)


def test_a_catalogue_made_anew_has_another_version(tmp_path: Path) -> None:
    # given a process that keeps its catalogue open
    file = tmp_path / "catalogue.db"
    migrate(create_engine(f"sqlite:///{file}", may_create=True))
    catalogue = Catalogue(f"sqlite:///{file}")
    before = catalogue.version()

    # when the file is removed and made again
    file.unlink()
    for rest in tmp_path.glob("catalogue.db-*"):
        rest.unlink()
    with pytest.raises(CatalogueUnavailable, match="catalog setup"):
        catalogue.version()
    migrate(create_engine(f"sqlite:///{file}", may_create=True))

    # then it sees the new one
    assert catalogue.version() > before
