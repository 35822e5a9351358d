"""What only a PostgreSQL server does: it is down, asks for a password, lacks a database or a right, or only reads."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from catalog import Catalogue, CatalogueUnavailable, Limits
from catalog.engine import create_engine, reading, writing
from catalog.migrate import migrate, newest
from catalog.store import save
from tests.catalog.databases import PostgresDatabases, settled

SECRET = "hunter2"


@pytest.fixture
def url(postgres: PostgresDatabases, make: Any) -> Iterator[str]:
    """The address of a catalogue with one product."""
    address = postgres.new()
    engine = create_engine(address)
    migrate(engine)
    save(engine, [make(sku="A")], "USD")
    settled(engine)
    yield address
    postgres.remove(address)


@pytest.fixture
def guest(postgres: PostgresDatabases, url: str) -> Iterator[str]:
    """The address of the same catalogue for a user without any rights on it."""
    name = f"guest_{uuid.uuid4().hex}"
    postgres.run(f"CREATE ROLE {name} LOGIN PASSWORD '{SECRET}'")
    yield with_(url, username=name, password=SECRET)
    postgres.remove(url)
    postgres.run(f"DROP ROLE {name}")


def with_(url: str, **parts: Any) -> str:
    return str(make_url(url).set(**parts).render_as_string(hide_password=False))


def complaint(url: str) -> str:
    with pytest.raises(CatalogueUnavailable) as caught:
        Catalogue(url).version()
    assert SECRET not in str(caught.value)
    return str(caught.value)


def test_a_server_that_is_down() -> None:
    said = complaint(f"postgresql://shop:{SECRET}@127.0.0.1:1/none")
    assert "is the server running" in said
    assert "postgresql://shop@127.0.0.1:1/none" in said


def test_a_server_that_never_answers() -> None:
    # given somebody who takes calls and is silent
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        said = complaint(f"postgresql://shop:{SECRET}@127.0.0.1:{port}/none?connect_timeout=2")
    assert "cannot be reached" in said


def test_a_wrong_password(postgres: PostgresDatabases, url: str) -> None:
    if make_url(url).host is not None:
        pytest.skip("the role that needs a password is of the private server")
    postgres.run("CREATE ROLE guarded LOGIN PASSWORD 'right'")
    try:
        for password in (SECRET, ""):
            said = complaint(with_(url, username="guarded", password=password))
            assert "mend the user and password of DATABASE_URL" in said
        with create_engine(with_(url, username="guarded", password="right")).connect() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1
    finally:
        postgres.run("DROP ROLE guarded")


def test_a_user_that_there_is_not(url: str) -> None:
    assert "DATABASE_URL" in complaint(with_(url, username="nobody_here", password=SECRET))


def test_a_database_that_there_is_not(url: str) -> None:
    said = complaint(with_(url, database="no_such_shop"))
    assert "`createdb no_such_shop`" in said
    assert "python -m catalog setup" in said


def test_a_database_that_is_not_set_up(postgres: PostgresDatabases) -> None:
    bare = postgres.new()
    assert "is not set up: run `python -m catalog setup`" in complaint(bare)
    postgres.remove(bare)


def test_a_database_in_another_encoding_is_refused(postgres: PostgresDatabases) -> None:
    ascii_only = postgres.new("TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'")
    with pytest.raises(CatalogueUnavailable, match=r"SQL_ASCII.*createdb -E UTF8"):
        migrate(create_engine(ascii_only))
    postgres.remove(ascii_only)


def test_a_user_without_rights(guest: str, url: str, make: Any) -> None:
    # given nothing, then what reading takes
    assert "lacks a right" in complaint(guest)
    with writing(create_engine(url)) as connection:
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {make_url(guest).username}")

    # then it reads, and cannot write
    assert [ranked.product.sku for ranked in Catalogue(guest).search([], Limits())] == ["A"]
    with pytest.raises(CatalogueUnavailable, match="lacks a right"):
        save(create_engine(guest), [make(sku="B")], "USD")


def test_a_server_that_only_reads(url: str, make: Any) -> None:
    # given a server such as a standby, where every transaction is read-only
    engine = create_engine(url)
    with writing(engine) as connection:
        database = make_url(url).database
        connection.exec_driver_sql(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    engine.dispose()

    # then
    assert Catalogue(url).version()
    with pytest.raises(CatalogueUnavailable, match="may not be written"):
        save(engine, [make(sku="B")], "USD")


def test_a_server_that_is_restarted_is_found_again(postgres: PostgresDatabases, url: str) -> None:
    # given a catalogue in use whose connections the server ends
    catalogue = Catalogue(url)
    version = catalogue.version()
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{make_url(url).database}'")

    # then the next who asks is answered
    assert catalogue.version() == version


def test_a_connection_that_is_lost_in_the_middle_of_a_change(postgres: PostgresDatabases, url: str, make: Any) -> None:
    # given
    engine = create_engine(url)
    version = Catalogue(url).version()

    def change() -> None:
        with writing(engine) as connection:
            connection.exec_driver_sql("UPDATE catalogue_state SET version = version + 1")
            name = make_url(url).database
            postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
            connection.exec_driver_sql("UPDATE catalogue_state SET version = version + 1")

    # when the server ends it
    with pytest.raises(CatalogueUnavailable, match="cannot be reached"):
        change()

    # then nothing has changed, and the next change goes well
    assert Catalogue(url).version() == version
    assert save(engine, [make(sku="B")], "USD").version == version + 1


def test_readers_keep_one_state_and_writers_see_the_newest(url: str) -> None:
    engine = create_engine(url)
    for _ in range(2):
        with reading(engine) as connection:
            assert connection.exec_driver_sql("SHOW transaction_isolation").scalar_one() == "repeatable read"
        with writing(engine) as connection:
            assert connection.exec_driver_sql("SHOW transaction_isolation").scalar_one() == "read committed"
            assert connection.exec_driver_sql("SHOW lock_timeout").scalar_one() == "2s"
        with reading(engine) as connection:
            assert connection.exec_driver_sql("SHOW lock_timeout").scalar_one() == "0"


def test_a_change_of_the_tables_waits_no_longer_than_told_for_a_reader(url: str) -> None:
    # given somebody who reads for long
    engine = create_engine(url)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM products").scalar_one() == 1

        # then
        with pytest.raises(CatalogueUnavailable, match="another program"), writing(engine, 50) as other:
            other.exec_driver_sql("DROP TABLE products CASCADE")
    assert migrate(engine) == (newest(), newest())
