"""Connections and transactions: the one place that knows how each database is opened."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from sqlalchemy import URL, Connection, QueuePool, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from service.storage.faults import CommitUnconfirmed

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_WRITES = "gongji_writes"
_WARNED = "gongji_warned"
_WARNING = "01000"

_SQLITE_PRAGMAS = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)
# A statement that takes longer than this is lost anyway, and would hold its locks against everybody else.
_POSTGRES_SETTINGS = {
    "application_name": "gongji",
    "timezone": "UTC",
    "lock_timeout": "5s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
    "jit": "off",
    # Every statement has its index. A plan made while a table was small must not scan it when it has grown.
    "enable_seqscan": "off",
}
_CONNECT_SECONDS = 10
_COMMAND_SECONDS = 40  # The last resort where the network is gone and the server's own limits can't reach us.


def normalized(url: str) -> URL:
    """The URL with the driver that is used; ValueError for a database that is not supported."""
    parsed = make_url(url)
    driver = _DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise ValueError(f"a database of the kind {parsed.get_backend_name()!r} is not supported")
    if driver == _DRIVERS["sqlite"] and parsed.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file: sqlite:///path/to/gongji.sqlite")
    return parsed.set(drivername=driver)


def make_engine(url: str, *, pool_size: int = 8) -> AsyncEngine:
    """An engine for SQLite or PostgreSQL. Made after a process starts, never carried over a fork."""
    parsed = normalized(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_async_engine(parsed, pool_size=pool_size, max_overflow=0, hide_parameters=True)
        event.listen(engine.sync_engine, "connect", _open_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    engine = create_async_engine(
        parsed,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_CONNECT_SECONDS,
        pool_recycle=1800,
        isolation_level="READ COMMITTED",
        # The parameters of a failed statement may be personal data, and errors get logged.
        hide_parameters=True,
        connect_args={
            "timeout": _CONNECT_SECONDS,
            "command_timeout": _COMMAND_SECONDS,
            "server_settings": _POSTGRES_SETTINGS,
        },
    )
    event.listen(engine.sync_engine, "connect", _open_postgres)
    return engine


def is_sqlite(engine: AsyncEngine) -> bool:
    return engine.dialect.name == "sqlite"


@asynccontextmanager
async def write_transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that may write; committed at the end, rolled back on an error.

    Raises CommitUnconfirmed when PostgreSQL committed but gave up waiting for its standby.
    """
    async with engine.connect() as tx:
        await tx.execution_options(**{_WRITES: True})
        tx.info.pop(_WARNED, None)
        async with tx.begin():
            yield tx
            # Warnings before the commit have nothing to do with it.
            tx.info.pop(_WARNED, None)
        if tx.info.pop(_WARNED, False):
            raise CommitUnconfirmed


@asynccontextmanager
async def read_transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction that only reads, and sees one snapshot throughout."""
    async with engine.connect() as tx:
        if not is_sqlite(engine):
            await tx.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        async with tx.begin():
            yield tx


def in_use(engine: AsyncEngine) -> int:
    """How many of its connections are in use now."""
    return cast(QueuePool, engine.pool).checkedout()


async def ping(engine: AsyncEngine) -> None:
    """Returns when the database answers; raises what it raises."""
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))


def _open_sqlite(connection: Any, record: object) -> None:
    # The driver's own BEGIN comes too late and is never IMMEDIATE: transactions are begun below.
    connection.isolation_level = None
    # SQLite has it from 3.41 on.
    connection.create_function("unhex", 1, bytes.fromhex, deterministic=True)
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: taken later, it could be refused after the batch has been read."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _open_postgres(connection: Any, record: Any) -> None:
    def note(driver_connection: object, message: Any) -> None:
        if message.sqlstate == _WARNING:
            record.info[_WARNED] = True

    connection.driver_connection.add_log_listener(note)
