"""What went through a region's clearing accounts in a month, and what has been cleared of it."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, case, cast, distinct, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.clearing import OWN, Clearing, Through
from service.domain.terms import Movement, PassThrough
from service.storage import tables as t
from service.storage.kept import made

_P = t.postings.c
# Written out: what is grouped by has to be the same expression wherever it stands.
_CREDITED = _P.credit_kind == literal_column(f"'{PassThrough.CLEARING}'")
_OTHER = case((_CREDITED, _P.credit_owner), else_=_P.debit_owner)


async def through(tx: AsyncConnection, region: str, month: str) -> list[Through]:
    """What a region and each other came to owe each other in a month, by movement."""
    rows = await tx.execute(summed(), {"region": region, "month": month})
    return [
        Through(
            other_region=row.other_region,
            movement=Movement(row.movement),
            owed_count=row.owed_count,
            owed_fen=row.owed_fen,
            due_count=row.due_count,
            due_fen=row.due_fen,
        )
        for row in rows
    ]


async def cleared(tx: AsyncConnection, region: str, month: str) -> list[Clearing]:
    """With whom a region has cleared a month."""
    c = t.clearings.c
    found = await tx.execute(select(t.clearings).where(c.region == region, c.month == month))
    return [made(Clearing, row) for row in found]


def summed() -> Select[Any]:
    """Acts are counted, not postings: what is one posting in one region's books may be several in the other's."""
    return _moved(
        _OTHER.label("other_region"),
        _P.movement,
        func.count(distinct(case((_CREDITED, _P.entry_id)))).label("owed_count"),
        _sum(case((_CREDITED, _P.amount_fen), else_=0)).label("owed_fen"),
        func.count(distinct(case((_CREDITED, None), else_=_P.entry_id))).label("due_count"),
        _sum(case((_CREDITED, 0), else_=_P.amount_fen)).label("due_fen"),
    ).group_by(_OTHER, _P.movement)


def owing(dialect: str) -> Select[Any]:
    """The job's pick: every other region, and what is owed to it on balance, and of that for accounts carried along; a
    month that is over does not change."""
    signed_fen = case((_CREDITED, _P.amount_fen), else_=-_P.amount_fen)
    own = case((_P.movement.in_(OWN), signed_fen), else_=0)
    return _moved(_OTHER.label("key"), _sum(signed_fen).label("net_fen"), _sum(own).label("own_fen")).group_by(_OTHER)


def _moved(*columns: ColumnElement[Any]) -> Select[Any]:
    """What regions paid each other to clear is no part of what they owe. That a posting went through clearing is said
    as the partial index says it."""
    wanted = (_P.region == bindparam("region"), _P.month == bindparam("month"), t.IS_THROUGH_CLEARING)
    return select(*columns).where(*wanted, _P.movement != Movement.CLEARING)


def _sum(value: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(func.sum(value), BigInteger)
