"""The tools that the tests stand on."""

import signal

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.support.postgres import PostgresServer, create_database, drop_database, run_sql
from tests.support.waiting import async_until, until


async def test_a_fresh_database_is_empty_and_can_be_written(database_url: str) -> None:
    """Each kind of database starts empty and takes a table and a row."""
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE note (word TEXT PRIMARY KEY)"))
        await connection.execute(text("INSERT INTO note VALUES ('共济')"))
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT word FROM note")) == "共济"
    await engine.dispose()


def test_postgres_is_the_supported_release(postgres_url: str) -> None:
    """The tests run against PostgreSQL 18, the release that the server is made for."""
    assert run_sql(postgres_url, "SHOW server_version_num")[:2] == "18"


def test_a_database_is_cloned_from_a_template(postgres_url: str) -> None:
    """A clone carries what the template has, and changing the clone leaves the template alone."""
    template = create_database(postgres_url)
    run_sql(template, "CREATE TABLE note AS SELECT 1 AS number")
    clone = create_database(postgres_url, template=template)
    run_sql(clone, "INSERT INTO note VALUES (2)")
    assert run_sql(clone, "SELECT count(*) FROM note") == "2"
    assert run_sql(template, "SELECT count(*) FROM note") == "1"
    for url in (clone, template):
        drop_database(postgres_url, url)


def test_a_durable_server_keeps_its_data_over_a_crash() -> None:
    """What a durable server has committed is still there after a crash and a new start."""
    server = PostgresServer(durable=True)
    try:
        run_sql(server.url, "CREATE TABLE note AS SELECT 1 AS number")
        server.stop(signal.SIGQUIT)
        with pytest.raises(ChildProcessError, match="psql failed"):
            run_sql(server.url, "SELECT 1")
        server.start()
        assert run_sql(server.url, "SELECT number FROM note") == "1"
    finally:
        server.remove()


def test_until_returns_what_the_condition_returned() -> None:
    """Waiting goes on over what is false and ends with the first value that is true."""
    answers = iter([None, 0, "ready"])
    assert until(lambda: next(answers), what="the third answer") == "ready"


def test_until_names_what_was_missing() -> None:
    """A wait that fails says what it waited for."""
    with pytest.raises(AssertionError, match="a pig that flies"):
        until(lambda: False, what="a pig that flies", deadline_seconds=0)


async def test_async_until_takes_plain_and_async_conditions() -> None:
    """In an event loop a condition may be awaited or just called."""
    answers = iter([False, True, False, True])

    async def next_answer() -> bool:
        return next(answers)

    assert await async_until(next_answer, what="an awaited answer")
    assert await async_until(lambda: next(answers), what="a plain answer")


async def test_async_until_names_what_was_missing() -> None:
    """A wait in an event loop that fails says what it waited for, too."""
    with pytest.raises(AssertionError, match="a pig that flies"):
        await async_until(lambda: False, what="a pig that flies", deadline_seconds=0)
