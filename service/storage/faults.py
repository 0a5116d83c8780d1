"""What went wrong in the database, told apart by SQLSTATE (SQLite: result code), never by a constraint's name."""

import asyncio
import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_TRANSIENT = ("40001", "40P01", "08", "57P01", "57P02", "57P03")
_UNAVAILABLE = (*_TRANSIENT, "53", "55P03", "57014", "58030")
_INTEGRITY = ("23",)
_UNDONE = ("40001", "40P01", "55P03", *_INTEGRITY)
_SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_SQLITE_UNAVAILABLE = (*_SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)


class StaleRead(Exception):
    """A balance was no longer what the batch had read: load again, decide again."""


class CommitUnconfirmed(Exception):
    """The commit is on this server only, since no standby confirmed it: read the request again on the primary."""


def is_transient(error: BaseException) -> bool:
    """Whether running the whole transaction again, from reading on, may help."""
    return any(
        isinstance(e, StaleRead | CommitUnconfirmed | ConnectionResetError | BrokenPipeError)
        or (isinstance(e, DBAPIError) and e.connection_invalidated)
        or _sqlstate(e).startswith(_TRANSIENT)
        or _sqlite_code(e) in _SQLITE_BUSY
        for e in _chain(error)
    )


def is_undone(error: BaseException) -> bool:
    """Whether it is certain that nothing was committed; where the connection broke it is not."""
    return any(
        isinstance(e, StaleRead)
        or _sqlstate(e).startswith(_UNDONE)
        or _sqlite_code(e) in (*_SQLITE_BUSY, sqlite3.SQLITE_CONSTRAINT)
        for e in _chain(error)
    )


def is_integrity(error: BaseException) -> bool:
    """Whether the rows broke a rule of the tables: a key that is there already, a CHECK, a missing parent."""
    return any(
        _sqlstate(e).startswith(_INTEGRITY) or _sqlite_code(e) == sqlite3.SQLITE_CONSTRAINT for e in _chain(error)
    )


def is_unavailable(error: BaseException) -> bool:
    """Whether the database can't be reached or can't take work now: the caller may come back later."""
    return is_transient(error) or any(
        isinstance(e, OSError | PoolTimeout | asyncio.TimeoutError)
        or _sqlstate(e).startswith(_UNAVAILABLE)
        or _sqlite_code(e) in _SQLITE_UNAVAILABLE
        for e in _chain(error)
    )


def describe(error: BaseException) -> str:
    """What may be logged of an error: the driver's code or the class, never its text, which can quote a row."""
    codes = (_sqlstate(e) or getattr(e, "sqlite_errorname", "") for e in _chain(error))
    return next(filter(None, codes), type(error).__name__)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it: SQLAlchemy wraps the driver's error, which alone knows the code."""
    while error is not None:
        yield error
        error = error.__cause__ or (error.orig if isinstance(error, DBAPIError) else None)


def _sqlstate(error: BaseException) -> str:
    return getattr(error, "sqlstate", None) or ""


def _sqlite_code(error: BaseException) -> int | None:
    """The primary result code; the extended one says more than is asked here."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
