"""How each database is opened."""

import asyncio
import signal

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from service.storage import faults
from service.storage.engine import make_engine, normalized, ping, read_transaction, write_transaction
from service.storage.faults import CommitUnconfirmed
from tests.support.postgres import PostgresServer, run_sql
from tests.support.waiting import async_until


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///books.sqlite", "sqlite+aiosqlite:///books.sqlite"),
        ("sqlite+aiosqlite:///books.sqlite", "sqlite+aiosqlite:///books.sqlite"),
        ("postgresql://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("postgresql+asyncpg://u@h:1/d", "postgresql+asyncpg://u@h:1/d"),
    ],
)
def test_plain_urls_get_their_driver(given: str, used: str) -> None:
    """A URL without a driver, or with another one, gets the one that is used."""
    assert normalized(given).render_as_string() == used


@pytest.mark.parametrize("url", ["mysql://h/d", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_refused(url: str) -> None:
    """What could not work is refused with a reason, memory that no two connections share included."""
    with pytest.raises(ValueError, match=r"not supported|needs a file"):
        make_engine(url)


async def test_every_database_answers_a_ping(engine: AsyncEngine) -> None:
    """A database that is there answers."""
    await ping(engine)


async def test_sqlite_is_opened_durably(sqlite_database_url: str) -> None:
    """On SQLite a commit is on the disk, readers do not stop the writer, and foreign keys hold."""
    engine = make_engine(sqlite_database_url)
    async with engine.connect() as connection:
        settings = [
            await connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert settings == ["wal", 2, 1]
    await engine.dispose()


async def test_sqlite_writers_take_turns_from_the_start(sqlite_store_url: str) -> None:
    """A second writer waits before it reads, so that what it reads can't be out of date when it writes."""
    engine = make_engine(sqlite_store_url)
    order: list[str] = []

    async def second() -> None:
        async with write_transaction(engine):
            order.append("second")

    async with write_transaction(engine) as tx:
        waiting = asyncio.create_task(second())
        async with read_transaction(engine) as reader:
            await reader.execute(text("SELECT count(*) FROM persons"))
        await tx.execute(text("SELECT 1"))
        order.append("first")
    await waiting
    assert order == ["first", "second"]
    await engine.dispose()


async def test_an_error_rolls_back(engine: AsyncEngine) -> None:
    """A transaction that an error leaves has written nothing."""
    with pytest.raises(ZeroDivisionError):
        async with write_transaction(engine) as tx:
            await tx.execute(text("INSERT INTO policy_digests VALUES ('p', '1', 'd')"))
            raise ZeroDivisionError
    async with read_transaction(engine) as tx:
        assert await tx.scalar(text("SELECT count(*) FROM policy_digests")) == 0


async def test_a_commit_that_no_standby_confirmed_is_not_acknowledged() -> None:
    """When PostgreSQL gives up waiting for its standby, the commit is reported as unconfirmed, a passing fault."""
    server = PostgresServer(durable=True)
    engine = make_engine(server.url)
    try:
        async with write_transaction(engine) as tx:
            await tx.execute(text("CREATE TABLE note (n INTEGER)"))
        run_sql(server.url, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        run_sql(server.url, "SELECT pg_reload_conf()")
        await async_until(
            lambda: run_sql(server.url, "SHOW synchronous_standby_names") == "nobody",
            what="the server to want a standby",
        )

        async def write() -> None:
            async with write_transaction(engine) as tx:
                await tx.execute(text("INSERT INTO note VALUES (1)"))

        writing = asyncio.create_task(write())
        waits = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        await async_until(
            lambda: asyncio.to_thread(run_sql, server.url, f"SELECT pid {waits}"),
            what="the commit to wait for a standby",
        )
        run_sql(server.url, f"SELECT pg_cancel_backend(pid) {waits}")
        with pytest.raises(CommitUnconfirmed) as caught:
            await writing
        assert faults.is_transient(caught.value)
        async with read_transaction(engine) as tx:
            assert await tx.scalar(text("SELECT count(*) FROM note")) == 1
    finally:
        await engine.dispose()
        server.stop(signal.SIGQUIT)
        server.remove()
