"""The one difference between the databases that the rest does not see: how many rows travel in one statement.

PostgreSQL takes each column as an array and stays one prepared statement however many rows there are; SQLite runs
one statement for each row, in the same process. Statements are made once for each database and table.
"""

from collections.abc import Sequence
from enum import Enum, auto
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Dialect,
    Executable,
    String,
    Table,
    TableValuedAlias,
    Update,
    and_,
    any_,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from service.storage.tables import KEEP_IF_ABSENT, NEVER_OLDER, accounts

Rows = Sequence[tuple[Any, ...]]
_REGION = "region"
_POSTGRES: Dialect = asyncpg.dialect()  # type: ignore[no-untyped-call]


class How(Enum):
    """What becomes of a row whose key is there already."""

    INSERT = auto()
    """It is an error (an integrity fault)."""
    UPSERT = auto()
    """It becomes the new row."""
    IF_NEW = auto()
    """It stays, and is not counted."""


def among(dialect: str, column: Column[Any], name: str) -> ColumnElement[bool]:
    """Whether the column is one of the list given as parameter `name`."""
    if dialect == "sqlite":
        return column.in_(bindparam(name, expanding=True))
    return column == any_(bindparam(name, type_=_array(column.type)))


async def write(tx: AsyncConnection, table: Table, how: How, region: str | None, rows: Rows) -> int:
    """Write rows of one region (None: a reference table), values in the order of the table's columns after
    `region`; returns how many were written. Of rows with one key that are upserted, the last counts."""
    if how is How.UPSERT:
        length = len(_key_after_region(table))
        rows = list({row[:length]: row for row in rows}.values())
    if tx.dialect.name == "sqlite":
        names = [c.name for c in _after_region(table)]
        fixed = {} if region is None else {_REGION: region}
        result = await tx.execute(_sqlite_insert(table, how), [fixed | dict(zip(names, r, strict=True)) for r in rows])
        return result.rowcount
    return await _run(tx, *_postgres_insert(table, how), region, rows)


async def update_balances(tx: AsyncConnection, region: str, rows: Rows) -> int:
    """Set balances where they still are what was read: rows of psn_no, account_kind, before and after in fen.
    Returns how many still were."""
    if tx.dialect.name == "sqlite":
        values = [dict(zip(_MOVE, row, strict=True)) | {"p_region": region} for row in rows]
        return (await tx.execute(_sqlite_balances(), values)).rowcount
    return await _run(tx, *_postgres_balances(), region, rows)


async def _run(tx: AsyncConnection, sql: str, order: tuple[int, ...], region: str | None, rows: Rows) -> int:
    arrays = ([] if region is None else [region]) + [list(column) for column in zip(*rows, strict=True)]
    # The SQL as it is, on the driver's prepared statement: going through the compiler again costs more than the rows.
    return (await tx.exec_driver_sql(sql, tuple(arrays[i] for i in order))).rowcount


@cache
def _sqlite_insert(table: Table, how: How) -> Executable:
    insert: Executable = _on_conflict(sqlite.insert(table), table, how)
    return insert


@cache
def _postgres_insert(table: Table, how: How) -> tuple[str, tuple[int, ...]]:
    columns = _after_region(table)
    source = _rows([c.name for c in columns], [c.type for c in columns])
    regional = [bindparam("p_region", type_=String)] if _REGION in table.columns else []
    names = [c.name for c in table.columns]
    insert = postgresql.insert(table).from_select(names, select(*regional, *source.c))
    return _compiled(_on_conflict(insert, table, how), [c.name for c in columns], bool(regional))


def _on_conflict(insert: Any, table: Table, how: How) -> Any:
    key = list(table.primary_key.columns)
    if how is How.INSERT:
        return insert
    if how is How.IF_NEW:
        return insert.on_conflict_do_nothing(index_elements=key)
    changed = {c.name: _new_value(insert, c) for c in table.columns if not c.primary_key}
    not_older = [insert.excluded[c.name] >= c for c in table.columns if c.info.get(NEVER_OLDER)]
    return insert.on_conflict_do_update(index_elements=key, set_=changed, where=and_(*not_older) if not_older else None)


def _new_value(insert: Any, column: Column[Any]) -> ColumnElement[Any]:
    new: ColumnElement[Any] = insert.excluded[column.name]
    return func.coalesce(new, column) if column.info.get(KEEP_IF_ABSENT) else new


_MOVE = ("p_psn_no", "p_account_kind", "p_before_fen", "p_after_fen")
_MOVE_TYPES = [accounts.c.psn_no.type, accounts.c.account_kind.type, *[accounts.c.balance_fen.type] * 2]


@cache
def _sqlite_balances() -> Update:
    return _balances(*(bindparam(name) for name in _MOVE))


@cache
def _postgres_balances() -> tuple[str, tuple[int, ...]]:
    moves = _rows(list(_MOVE), _MOVE_TYPES)
    return _compiled(_balances(*moves.c), list(_MOVE), True)


def _balances(psn_no: Any, kind: Any, before: Any, after: Any) -> Update:
    held = accounts.c
    return (
        update(accounts)
        .values(balance_fen=after)
        .where(held.region == bindparam("p_region", type_=String))
        .where(held.psn_no == psn_no, held.account_kind == kind, held.balance_fen == before)
    )


def _rows(names: list[str], types: list[TypeEngine[Any]]) -> TableValuedAlias:
    arrays = (bindparam(f"a_{name}", type_=_array(type_)) for name, type_ in zip(names, types, strict=True))
    return func.unnest(*arrays).table_valued(*names).render_derived()


def _compiled(statement: Any, names: list[str], regional: bool) -> tuple[str, tuple[int, ...]]:
    """The SQL, and for each of its parameters the place of its value among the region and the columns."""
    compiled = statement.compile(dialect=_POSTGRES)
    places = (["p_region"] if regional else []) + [f"a_{name}" for name in names]
    return str(compiled), tuple(places.index(name) for name in compiled.positiontup)


def _array(type_: TypeEngine[Any]) -> ARRAY[Any]:
    # A cast to VARCHAR(n) would cut a value that is too long; without a length the column refuses it.
    return ARRAY(String() if isinstance(type_, String) else type_)


def _after_region(table: Table) -> list[Column[Any]]:
    return [c for c in table.columns if c.name != _REGION]


def _key_after_region(table: Table) -> list[Column[Any]]:
    return [c for c in table.primary_key.columns if c.name != _REGION]
