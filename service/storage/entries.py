"""Movements of accounts, of one person or over a region, the last written first, page by page."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, Row, Select, literal, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.terms import AccountKind, Movement, PassThrough
from service.storage import tables as t
from service.storage.paging import before, bound, days


class EntryCursor(NamedTuple):
    """The last entry of a page. `side` tells the two accounts of one movement apart (0 debited, 1 credited)."""

    month: str
    entry_id: UUID
    line: int
    side: int


class Entry(Struct, frozen=True, kw_only=True):
    """One movement of one account, as its owner sees it: `amount_fen` is negative when money left."""

    cursor: EntryCursor
    region: str
    psn_no: str
    account_kind: AccountKind
    movement: Movement
    amount_fen: int
    balance_after_fen: int
    setl_id: UUID | None
    credit_id: str | None
    fixmedins_code: str | None
    posted_time: datetime
    cause: str | None = None

    @property
    def balance_before_fen(self) -> int:
        return self.balance_after_fen - self.amount_fen


class Wanted(Struct, frozen=True, kw_only=True):
    """Which movements: those of a person's accounts, or of all in a region (`psn_no` None); the dates are days of
    booking, both included."""

    region: str
    psn_no: str | None = None
    account_kind: AccountKind | None = None
    from_date: date | None = None
    to_date: date | None = None
    movements: tuple[Movement, ...] = ()


async def entries(tx: AsyncConnection, wanted: Wanted, *, after: EntryCursor | None = None, limit: int) -> list[Entry]:
    """A person's in the order in which they were written, a region's within their months; the last first."""
    return [_entry(row) for row in await tx.execute(latest_first(wanted, after, limit))]


def latest_first(wanted: Wanted, after: EntryCursor | None, limit: int) -> Select[Any]:
    """Each side is cut to a page of its own, so that a long history is not sorted to show its end."""
    order = _order(wanted)
    sides = []
    for side in (_DEBITED, _CREDITED):
        one = _side(side).where(*_filters(wanted, side))
        if after is not None:
            one = one.where(_before(order, side.number, after))
        sides.append(one.order_by(*(t.postings.c[name].desc() for name in order)).limit(limit).subquery())
    both = union_all(*(select(side) for side in sides)).subquery()
    return select(both).order_by(*(both.c[name].desc() for name in (*order, "side"))).limit(limit)


class _Side(NamedTuple):
    name: str
    other: str
    number: int
    sign: int


_DEBITED = _Side("debit", "credit", 0, -1)
_CREDITED = _Side("credit", "debit", 1, 1)


def _order(wanted: Wanted) -> tuple[str, ...]:
    """As the index has them that is gone along: that of the owner, or the key of the table."""
    return ("entry_id", "line") if wanted.psn_no is not None else ("month", "entry_id", "line")


def _side(side: _Side) -> Select[Any]:
    """One side of the postings. That it has a balance is said as the partial index says it."""
    p = t.postings.c
    balance = p[f"{side.name}_balance_after_fen"]
    return select(
        p.region,
        p.month,
        p.entry_id,
        p.line,
        literal(side.number).label("side"),
        p[f"{side.name}_owner"].label("owner"),
        p[f"{side.name}_kind"].label("account_kind"),
        (p.amount_fen * side.sign).label("amount_fen"),
        balance.label("balance_after_fen"),
        p[f"{side.other}_kind"].label("other_kind"),
        p[f"{side.other}_owner"].label("other_owner"),
        p.movement,
        p.setl_id,
        p.credit_id,
        p.posted_time,
        p.cause,
    ).where(balance.is_not(None))


def _filters(wanted: Wanted, side: _Side) -> Iterable[Any]:
    p = t.postings.c
    yield p.region == wanted.region
    yield from days(p.posted_time, wanted.from_date, wanted.to_date)
    yield from _months(wanted.from_date, wanted.to_date)
    if wanted.psn_no is not None:
        yield p[f"{side.name}_owner"] == wanted.psn_no
    if wanted.account_kind is not None:
        yield p[f"{side.name}_kind"] == wanted.account_kind
    if wanted.movements:
        yield p.movement.in_(wanted.movements)
    if wanted.psn_no is None and wanted.movements and not set(wanted.movements) & set(t.FREQUENT):
        yield t.IS_INFREQUENT


def _entry(row: Row[Any]) -> Entry:
    paid_institution = row.other_kind == PassThrough.INSTITUTION
    return Entry(
        cursor=EntryCursor(row.month, row.entry_id, row.line, row.side),
        region=row.region,
        psn_no=row.owner,
        account_kind=AccountKind(row.account_kind),
        movement=Movement(row.movement),
        amount_fen=row.amount_fen,
        balance_after_fen=row.balance_after_fen,
        setl_id=row.setl_id,
        credit_id=row.credit_id,
        fixmedins_code=row.other_owner if paid_institution else None,
        posted_time=row.posted_time,
        cause=row.cause,
    )


def _before(order: tuple[str, ...], side: int, last: EntryCursor) -> ColumnElement[bool]:
    place = tuple(t.postings.c[name] for name in order)
    values = tuple(getattr(last, name) for name in order)
    return tuple_(*place) <= bound(place, values) if side < last.side else before(place, values)


def _months(from_date: date | None, to_date: date | None) -> list[ColumnElement[bool]]:
    """The dates as months of the key, so that months that are out of the question need not be looked at."""
    month = t.postings.c.month
    since = [] if from_date is None else [month >= _month(from_date)]
    return since + ([] if to_date is None else [month <= _month(to_date)])


def _month(day: date) -> str:
    return day.isoformat()[:7]
