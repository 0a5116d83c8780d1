"""The whole of a database, as something to compare."""

import sqlite3

from sqlalchemy import make_url

from service.storage.tables import metadata
from tests.support.postgres import run_sql
from tests.support.waiting import until

REMEMBERED = ("requests", "journal")
"""Where a refusal that was decided is remembered; nothing else may change by one."""

_WAITING = "SELECT count(*) FROM outbox WHERE position IS NULL"


def snapshot(database_url: str, *, without: tuple[str, ...] = ()) -> dict[str, str]:
    """Every table's rows, in an order of their own, but for the tables that may differ.

    Taken once every event has its position, which is given after the commit, and so changes rows behind one's back.
    """
    until(lambda: _count(database_url, _WAITING) == 0, what="every event to have its position")
    url = make_url(database_url)
    read = _sqlite if url.get_backend_name() == "sqlite" else _postgres
    return {table: rows for table, rows in read(database_url).items() if table not in without}


def waits_for_lock(database_url: str) -> bool:
    """Whether somebody waits for a lock; asked from outside any transaction, which would see one answer for ever."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    return run_sql(database_url, waiting) != "0"


def _count(database_url: str, sql: str) -> int:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        return int(run_sql(database_url, sql))
    with sqlite3.connect(f"file:{url.database}?mode=ro", uri=True) as books:
        return int(books.execute(sql).fetchone()[0])


def _sqlite(database_url: str) -> dict[str, str]:
    with sqlite3.connect(f"file:{make_url(database_url).database}?mode=ro", uri=True) as books:
        return {table: repr(sorted(map(repr, books.execute(f'SELECT * FROM "{table}"')))) for table in metadata.tables}


def _postgres(database_url: str) -> dict[str, str]:
    """One statement, since each is a process of its own."""
    rows = "SELECT '{0}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {0} t"
    digests = run_sql(database_url, " UNION ALL ".join(rows.format(table) for table in metadata.tables))
    return dict(line.split("|") for line in digests.splitlines())
