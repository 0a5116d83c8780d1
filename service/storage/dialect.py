"""The one difference between the databases that the rest does not see: how many rows travel in one statement.

PostgreSQL takes each column as an array and stays one prepared statement however many rows there are; SQLite runs
one statement for each row, in the same process. Statements are made once for each database and table.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto
from functools import cache
from typing import Any

import msgspec
from msgspec.structs import astuple
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Dialect,
    LargeBinary,
    Select,
    String,
    Table,
    Update,
    and_,
    any_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.dialects.sqlite import aiosqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeDecorator, TypeEngine

from service.domain.account import Account
from service.storage.tables import KEEP_IF_ABSENT, NEVER_OLDER, accounts, settlements

Rows = Sequence[tuple[Any, ...]]
_REGION = "region"
_POSTGRES: Dialect = asyncpg.dialect()  # type: ignore[no-untyped-call]
_SQLITE: Dialect = aiosqlite.dialect()


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
        return column.in_(_listed(column, name))
    return column == any_(bindparam(name, type_=_array(column.type)))


def look_up(dialect: str, found: Select[Any], column: Column[Any], name: str) -> Select[Any]:
    """The rows whose column is one of the list given as parameter `name`, each by the column's own index.

    Where a table has several indexes `among` is not enough: PostgreSQL, as long as it has no statistics, would rather
    read a whole region by another index, and compare every row with the whole list.
    """
    if dialect == "sqlite":
        return found.where(among(dialect, column, name))
    wanted = func.unnest(bindparam(name, type_=_array(column.type))).table_valued("one").render_derived()
    each = found.where(column == wanted.c.one).offset(literal_column("0")).lateral()
    return select(*each.c).select_from(wanted.join(each, true()))


def _listed(column: Column[Any], name: str) -> Select[Any]:
    """A list as one parameter: a parameter for each item would be a new statement for each length of the list."""
    process = column.type.dialect_impl(_SQLITE).bind_processor(_SQLITE)
    items = func.json_each(bindparam(name, type_=_JsonList(column.type, process))).table_valued("value")
    is_bytes = isinstance(column.type, LargeBinary)
    return select(func.unhex(items.c.value) if is_bytes else items.c.value)


class _JsonList(TypeDecorator[Any]):
    """A list of a column's values, as JSON of what the database keeps of each; bytes in hexadecimal."""

    impl = String
    cache_ok = True

    def __init__(self, item: TypeEngine[Any], process: Callable[[Any], Any] | None) -> None:
        super().__init__()
        self._item = item
        self._process = process

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        if isinstance(self._item, LargeBinary):
            return json.dumps([item.hex() for item in value])
        return json.dumps(list(map(self._process, value)) if self._process else value)


async def write(tx: AsyncConnection, table: Table, how: How, region: str | None, rows: Rows) -> int:
    """Write rows of one region (None: a reference table), values in the order of the table's columns after
    `region`; returns how many were written. Of rows with one key that are upserted, the last counts."""
    if how is How.UPSERT:
        length = len(_key_after_region(table))
        last = {row[:length]: row for row in rows}
        # In one order for everybody, so that two who write the same new rows wait for each other, but never in a ring.
        rows = [last[key] for key in sorted(last)]
    # The SQL as it is, on the driver's prepared statement: compiling it again would cost more than the rows.
    if tx.dialect.name == "sqlite":
        insert, processes = _sqlite_insert(table, how)
        told: list[Sequence[Any]] = list(zip(*rows, strict=True))
        if region is not None:
            told.insert(0, [region] * len(rows))
        kept = (map(process, values) if process else values for process, values in zip(processes, told, strict=True))
        return (await tx.exec_driver_sql(insert, list(zip(*kept, strict=True)))).rowcount
    columns = (c.name for c in _after_region(table))
    arrays = {f"p_{name}": list(values) for name, values in zip(columns, zip(*rows, strict=True), strict=True)}
    sql, order = _postgres_insert(table, how)
    values = tuple(region if name == "p_region" else arrays[name] for name in order)
    return (await tx.exec_driver_sql(sql, values)).rowcount


async def update_balances(tx: AsyncConnection, region: str, rows: Rows) -> int:
    """Set balances, and what of them is frozen, where they still are what was read: rows of psn_no, account_kind,
    the account before and after. Returns how many still were."""
    if tx.dialect.name == "sqlite":
        told = [(psn_no, kind, *astuple(before), *astuple(after)) for psn_no, kind, before, after in rows]
        values = [dict(zip(_MOVE, row, strict=True)) | {"p_region": region} for row in told]
        return (await tx.execute(_sqlite_balances(), values)).rowcount
    moved = {
        "p_region": region,
        "p_psn_nos": [psn_no for psn_no, *_ in rows],
        "p_before": _by_place((psn_no, kind, before) for psn_no, kind, before, _ in rows),
        "p_after": _by_place((psn_no, kind, after) for psn_no, kind, _, after in rows),
    }
    sql, names = _postgres_balances()
    return (await tx.exec_driver_sql(sql, tuple(moved[name] for name in names))).rowcount


async def mark_reversed(tx: AsyncConnection, region: str, rows: Rows) -> int:
    """Mark settlements as given back, as a whole, that have not been: rows of setl_id, the time, and the settlement
    in its place or None. Returns how many had not been."""
    if tx.dialect.name == "sqlite":
        values = [dict(zip(_REVERSED, row, strict=True)) | {"p_region": region} for row in rows]
        return (await tx.execute(_sqlite_reversed(), values)).rowcount
    told = {name: list(values) for name, values in zip(_REVERSED, zip(*rows, strict=True), strict=True)}
    sql, names = _postgres_reversed()
    return (await tx.exec_driver_sql(sql, tuple((told | {"p_region": region})[name] for name in names))).rowcount


def _by_place(accounts: Iterable[tuple[str, str, Account]]) -> str:
    """Balance and frozen part of accounts, by what names the account in a region."""
    return msgspec.json.encode({f"{psn_no}/{kind}": astuple(held) for psn_no, kind, held in accounts}).decode()


@cache
def _sqlite_insert(table: Table, how: How) -> tuple[str, list[Callable[[Any], Any] | None]]:
    """The SQL for the driver, and what makes of each column's values what the database keeps."""
    compiled = _on_conflict(sqlite.insert(table), table, how).compile(dialect=_SQLITE)
    assert list(compiled.positiontup) == [c.name for c in table.columns]
    return str(compiled), [c.type.dialect_impl(_SQLITE).bind_processor(_SQLITE) for c in table.columns]


@cache
def _postgres_insert(table: Table, how: How) -> tuple[str, list[str]]:
    columns = _after_region(table)
    arrays = (bindparam(f"p_{c.name}", type_=_array(c.type)) for c in columns)
    rows = func.unnest(*arrays).table_valued(*(c.name for c in columns)).render_derived()
    regional = [bindparam("p_region", type_=String)] if _REGION in table.columns else []
    insert = postgresql.insert(table).from_select([c.name for c in table.columns], select(*regional, *rows.c))
    return _compiled(_on_conflict(insert, table, how))


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


_MOVE = ("p_psn_no", "p_account_kind", "p_before_fen", "p_frozen_before_fen", "p_after_fen", "p_frozen_after_fen")


@cache
def _sqlite_balances() -> Update:
    held = accounts.c
    key = (held.region == bindparam("p_region"), held.psn_no == bindparam("p_psn_no"))
    as_read = (held.balance_fen == bindparam("p_before_fen"), held.frozen_fen == bindparam("p_frozen_before_fen"))
    moved = update(accounts).where(*key, held.account_kind == bindparam("p_account_kind"), *as_read)
    return moved.values(balance_fen=bindparam("p_after_fen"), frozen_fen=bindparam("p_frozen_after_fen"))


@cache
def _postgres_balances() -> tuple[str, list[str]]:
    """Old and new balances travel as two JSON objects and are looked up row by row. A join with arrays would depend
    on the planner, which without statistics (a new database) reads the whole region to find a few accounts."""
    held = accounts.c
    place = held.psn_no + literal_column("'/'") + held.account_kind
    told = {name: bindparam(name, type_=postgresql.JSONB) for name in ("p_before", "p_after")}
    (before, frozen_before), (after, frozen_after) = (
        [cast(func.jsonb_extract_path_text(one, place, literal_column(i)), BigInteger) for i in ("'0'", "'1'")]
        for one in told.values()
    )
    moved = update(accounts).values(balance_fen=after, frozen_fen=frozen_after)
    touched = held.psn_no == any_(bindparam("p_psn_nos", type_=_array(held.psn_no.type)))
    as_read = (held.balance_fen == before, held.frozen_fen == frozen_before)
    return _compiled(moved.where(held.region == bindparam("p_region", type_=String), touched, *as_read))


_REVERSED = ("p_setl_id", "p_reversed_time", "p_replaced_by_setl_id")


@cache
def _sqlite_reversed() -> Update:
    s = settlements.c
    time, replaced_by = (bindparam(name, type_=s[name[2:]].type) for name in _REVERSED[1:])
    standing = (s.region == bindparam("p_region"), s.setl_id == bindparam("p_setl_id"), s.state == "SETTLED")
    marked = update(settlements).where(*standing).values(state="REVERSED", refunded_fen=s.acct_pay_fen)
    return marked.values(reversed_time=time, replaced_by_setl_id=replaced_by)


@cache
def _postgres_reversed() -> tuple[str, list[str]]:
    s = settlements.c
    arrays = [bindparam(name, type_=_array(s[name[2:]].type)) for name in _REVERSED]
    gone = func.unnest(*arrays).table_valued(*(name[2:] for name in _REVERSED)).render_derived()
    marked = update(settlements).values(
        state=literal_column("'REVERSED'"),
        refunded_fen=s.acct_pay_fen,
        reversed_time=gone.c.reversed_time,
        replaced_by_setl_id=gone.c.replaced_by_setl_id,
    )
    # The list twice: compared with it the ids are looked up by their key, whatever the planner makes of the join.
    looked_up = s.setl_id == any_(bindparam("p_setl_id", type_=_array(s.setl_id.type)))
    here = (s.region == bindparam("p_region", type_=String), looked_up, s.setl_id == gone.c.setl_id)
    return _compiled(marked.where(*here, s.state == literal_column("'SETTLED'")))


def _compiled(statement: Any) -> tuple[str, list[str]]:
    """The SQL for the driver, and the names of its parameters in their order."""
    compiled = statement.compile(dialect=_POSTGRES)
    return str(compiled), list(compiled.positiontup)


def _array(type_: TypeEngine[Any]) -> ARRAY[Any]:
    # A cast to VARCHAR(n) would cut a value that is too long; without a length the column refuses it.
    return ARRAY(String() if isinstance(type_, String) else type_)


def _after_region(table: Table) -> list[Column[Any]]:
    return [c for c in table.columns if c.name != _REGION]


def _key_after_region(table: Table) -> list[Column[Any]]:
    return [c for c in table.primary_key.columns if c.name != _REGION]
