"""Settlements as they are reconciled: added up, or row by row in the order of their ids. What was undone counts against
them on the day it was undone."""

from collections.abc import AsyncGenerator, Callable
from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Column, Row, Select, func, literal_column, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.reconciliation import StatementRow
from service.domain.totals import Figures, Totals
from service.storage import tables as t
from service.storage.paging import days

_ROWS_AT_ONCE = 2000
_PAUSE = text("SET LOCAL idle_in_transaction_session_timeout = '10min'")
"""While rows of the other side are compared that have no counterpart, nothing is asked of the database."""


class Scope(Struct, frozen=True, kw_only=True):
    """Which settlements are meant: those of a region's patients, settled or undone on these days, both included."""

    region: str
    from_date: date
    to_date: date
    fixmedins_code: str | None = None
    insutype: str | None = None
    clr_type: str | None = None


_AMOUNTS = (
    "medfee_sumamt_fen",
    "fund_pay_sumamt_fen",
    "other_pay_fen",
    "acct_pay_fen",
    "acct_mulaid_pay_fen",
    "psn_cash_pay_fen",
)
_GROUP = ("fixmedins_code", "insutype", "clr_type")
_ROW = ("setl_id", "mdtrt_id", "patient_psn_no", *(_AMOUNTS[i] for i in (0, 1, 3, 4)), "request_id")


async def totals(tx: AsyncConnection, scope: Scope) -> list[Totals]:
    """By institution (claims that name none first), scheme and kind for clearing, as far as there are settlements."""
    s = t.settlements.c
    found: dict[tuple[str | None, str, str], Figures] = {}
    for moment, sign in ((s.settle_time, 1), (s.reversed_time, -1)):
        for row in await tx.execute(summed(scope, moment)):
            key = (row.fixmedins_code, row.insutype, row.clr_type)
            found[key] = found.get(key, Figures()) + _figures(row, sign)
    return [
        Totals(fixmedins_code=code, insutype=insutype, clr_type=clr_type, figures=found[code, insutype, clr_type])
        for code, insutype, clr_type in sorted(found, key=lambda key: (key[0] or "", *key[1:]))
    ]


async def rows(
    tx: AsyncConnection, scope: Scope, text_of: Callable[[UUID], str]
) -> AsyncGenerator[list[StatementRow], None]:
    """The settlements and their refunds in ascending order of id, some at a time; `text_of` writes an id as text that
    sorts as the ids do. The database sorts, and keeps what does not fit into its memory on disk."""
    if tx.dialect.name == "postgresql":
        await tx.execute(_PAUSE)
    found = await tx.stream(in_order(scope), execution_options={"yield_per": _ROWS_AT_ONCE})
    async for part in found.partitions():
        yield [_row(row, text_of) for row in part]


def summed(scope: Scope, moment: Column[Any]) -> Select[Any]:
    """What was settled, or undone, on the days of the scope."""
    s = t.settlements.c
    group = [s[name] for name in _GROUP]
    sums = [func.sum(s[name]).label(name) for name in _AMOUNTS]
    return select(*group, func.count().label("count"), *sums).where(*_of(scope, moment)).group_by(*group)


def in_order(scope: Scope) -> Select[Any]:
    """Every settlement of the days of the scope, and every refund, which stands after its settlement."""
    s = t.settlements.c
    sides = [
        select(*(s[name] for name in _ROW), literal_column(refund).label("refund")).where(*_of(scope, moment))
        for moment, refund in ((s.settle_time, "0"), (s.reversed_time, "1"))
    ]
    both = union_all(*sides).subquery()
    return select(both).order_by(both.c.setl_id, both.c.refund)


def _of(scope: Scope, moment: Column[Any]) -> list[Any]:
    s = t.settlements.c
    wanted = [(s[name], getattr(scope, name)) for name in _GROUP]
    narrower = [column == value for column, value in wanted if value is not None]
    # Said as the partial index of reversals says it; of settle_time it is always so.
    there = [moment.is_not(None)] if moment.nullable else []
    return [s.region == scope.region, *there, *days(moment, scope.from_date, scope.to_date), *narrower]


def _figures(row: Row[Any], sign: int) -> Figures:
    """Sums come back as the database's own kind of number."""
    count = {"settled_count" if sign > 0 else "reversed_count": int(row._mapping["count"])}
    return Figures(**count, **{name: sign * int(row._mapping[name]) for name in _AMOUNTS})


def _row(row: Any, text_of: Callable[[UUID], str]) -> StatementRow:
    setl_id, mdtrt_id, psn_no, medfee, fund, acct_pay, mutual_aid, request_id, refund = row
    sign = -1 if refund else 1
    return StatementRow(
        setl_id=text_of(setl_id),
        refund=bool(refund),
        mdtrt_id=mdtrt_id,
        psn_no=psn_no,
        medfee_sumamt_fen=sign * medfee,
        fund_pay_sumamt_fen=sign * fund,
        acct_pay_fen=sign * acct_pay,
        acct_mulaid_pay_fen=sign * mutual_aid,
        request_id=request_id,
    )
