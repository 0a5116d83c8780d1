"""Errors of the database are told apart by their codes."""

import sqlite3
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine

from service.storage import faults
from service.storage.engine import make_engine, ping, write_transaction
from service.storage.faults import CommitUnconfirmed, StaleRead
from tests.support.postgres import run_sql


class _DriverError(Exception):
    def __init__(self, **codes: Any) -> None:
        super().__init__("the row (测试甲, 99010019900101001X)")
        for name, code in codes.items():
            setattr(self, name, code)


def _wrapped(**codes: Any) -> DBAPIError:
    return OperationalError("INSERT", None, _DriverError(**codes))


def _sqlite(code: int) -> DBAPIError:
    return _wrapped(sqlite_errorcode=code, sqlite_errorname="SQLITE_X")


@pytest.mark.parametrize("state", ["40001", "40P01", "08006", "08003", "57P01", "57P02", "57P03"])
def test_passing_faults_of_postgres(state: str) -> None:
    """Conflicts, lost connections and a server going down are worth another run."""
    assert faults.is_transient(_wrapped(sqlstate=state))
    assert faults.is_unavailable(_wrapped(sqlstate=state))
    assert not faults.is_integrity(_wrapped(sqlstate=state))


@pytest.mark.parametrize("state", ["23505", "23514", "23503", "23502"])
def test_broken_rules_of_postgres(state: str) -> None:
    """Broken rules are told from passing faults, whatever the constraint is called."""
    assert faults.is_integrity(_wrapped(sqlstate=state))
    assert not faults.is_unavailable(_wrapped(sqlstate=state))


@pytest.mark.parametrize("state", ["53300", "57014", "55P03"])
def test_a_server_that_is_too_busy(state: str) -> None:
    """Out of connections, out of time: not worth an immediate run, but later."""
    assert faults.is_unavailable(_wrapped(sqlstate=state))
    assert not faults.is_transient(_wrapped(sqlstate=state))


def test_what_is_certain_not_to_be_committed() -> None:
    """What the database refused stands nowhere; where the connection broke, or no standby confirmed, it may."""
    refused = [_wrapped(sqlstate=state) for state in ("40001", "40P01", "55P03", "23505")]
    refused += [_sqlite(sqlite3.SQLITE_BUSY), _sqlite(sqlite3.SQLITE_CONSTRAINT)]
    assert all(map(faults.is_undone, [*refused, StaleRead()]))
    in_doubt = [_wrapped(sqlstate=state) for state in ("08006", "57P01")]
    assert not any(map(faults.is_undone, [*in_doubt, ConnectionResetError(), TimeoutError(), CommitUnconfirmed()]))


@pytest.mark.parametrize("state", ["42P01", "22003", "XX000"])
def test_errors_of_ours(state: str) -> None:
    """A missing table or a number too large is neither passing nor a broken rule."""
    error = _wrapped(sqlstate=state)
    assert not (faults.is_transient(error) or faults.is_integrity(error) or faults.is_unavailable(error))


def test_codes_of_sqlite() -> None:
    """SQLite's codes are read without their extension."""
    assert faults.is_transient(_sqlite(sqlite3.SQLITE_BUSY | 2 << 8))
    assert faults.is_integrity(_sqlite(sqlite3.SQLITE_CONSTRAINT_UNIQUE))
    assert faults.is_unavailable(_sqlite(sqlite3.SQLITE_FULL))
    assert not faults.is_transient(_sqlite(sqlite3.SQLITE_CONSTRAINT_UNIQUE))


def test_faults_without_a_code() -> None:
    """Stale reads and unconfirmed commits call for another run; unreachable servers and full pools for a later one."""
    assert faults.is_transient(StaleRead())
    assert faults.is_transient(CommitUnconfirmed())
    for error in (ConnectionRefusedError(), PoolTimeout(), TimeoutError()):
        assert faults.is_unavailable(error)
        assert not faults.is_transient(error)
    assert not faults.is_unavailable(ValueError())


def test_a_description_quotes_no_row() -> None:
    """What is logged of a fault is its code or class."""
    assert faults.describe(_wrapped(sqlstate="23505")) == "23505"
    assert faults.describe(_sqlite(5)) == "SQLITE_X"
    assert faults.describe(StaleRead()) == "StaleRead"


async def test_a_killed_connection_is_a_passing_fault(engine: AsyncEngine, store_url: str) -> None:
    """A session that the server ended fails as a passing fault, and the next transaction works."""
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no sessions to end")
    kill = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with pytest.raises(DBAPIError) as caught:
        async with write_transaction(engine) as tx:
            await tx.exec_driver_sql("SELECT 1")
            run_sql(store_url, kill)
            await tx.exec_driver_sql("SELECT 1")
    assert faults.is_transient(caught.value)
    await ping(engine)


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    """Nobody listening is told from an error of ours."""
    engine = make_engine("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(OSError) as caught:
        await ping(engine)
    assert faults.is_unavailable(caught.value)
    await engine.dispose()
