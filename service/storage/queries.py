"""Reads beside the pipeline, on their own connections: settlements, movements of money, names.

Lists are latest first and paged by the last row seen, never by a number of rows to skip.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Row, Select, and_, literal, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.person import PersonKey
from service.domain.settlement_record import Settlement
from service.domain.terms import AccountKind, Movement, PassThrough, SettlementState
from service.security.personal_data import Vault
from service.storage import tables as t
from service.storage.dialect import among
from service.storage.paging import before, bound, days
from service.storage.places import place_of_name
from service.storage.regions import by_region

_ANSWER = msgspec.json.Decoder(Settlement)


class SettlementCursor(NamedTuple):
    """The last settlement of a page."""

    settle_time: datetime
    setl_id: UUID


class FoundSettlement(NamedTuple):
    """A settlement as it was answered, with today's state, and the id of the request that made it."""

    settlement: Settlement
    request_id: str
    cursor: SettlementCursor


class EntryCursor(NamedTuple):
    """The last entry of a page. `side` tells the two accounts of one movement apart (0 debited, 1 credited)."""

    entry_id: UUID
    line: int
    side: int


class Entry(Struct, frozen=True, kw_only=True):
    """One movement of one account, as its owner sees it: `amount_fen` is negative when money left."""

    cursor: EntryCursor
    account_kind: AccountKind
    movement: Movement
    amount_fen: int
    balance_after_fen: int
    setl_id: UUID | None
    credit_id: str | None
    fixmedins_code: str | None
    posted_time: datetime

    @property
    def balance_before_fen(self) -> int:
        return self.balance_after_fen - self.amount_fen


async def settlement(tx: AsyncConnection, region: str, patient_psn_no: str, setl_id: UUID) -> FoundSettlement | None:
    """One settlement of this patient, or nothing."""
    s = t.settlements.c
    found = await tx.execute(_settlements(region, patient_psn_no).where(s.setl_id == setl_id))
    row = found.one_or_none()
    return row and _settlement(row)


async def settlements(
    tx: AsyncConnection,
    region: str,
    patient_psn_no: str,
    *,
    from_date: date | None = None,
    to_date: date | None = None,
    fixmedins_code: str | None = None,
    after: SettlementCursor | None = None,
    limit: int,
) -> list[FoundSettlement]:
    """A patient's settlements, latest first; the dates are days of settlement, both included."""
    s = t.settlements.c
    wanted = _settlements(region, patient_psn_no).where(*days(s.settle_time, from_date, to_date))
    if fixmedins_code is not None:
        wanted = wanted.where(s.fixmedins_code == fixmedins_code)
    if after is not None:
        wanted = wanted.where(before((s.settle_time, s.setl_id), after))
    wanted = wanted.order_by(s.settle_time.desc(), s.setl_id.desc()).limit(limit)
    return [_settlement(row) for row in await tx.execute(wanted)]


async def entries(
    tx: AsyncConnection,
    owner: PersonKey,
    *,
    account_kind: AccountKind | None = None,
    from_date: date | None = None,
    to_date: date | None = None,
    movements: Iterable[Movement] = (),
    after: EntryCursor | None = None,
    limit: int,
) -> list[Entry]:
    """The movements of a person's accounts, the last written first; the dates are days of booking, both included."""
    p = t.postings.c
    filters = [p.region == owner.region, *days(p.posted_time, from_date, to_date), *_months(from_date, to_date)]
    kinds = list(movements)
    if kinds:
        filters.append(p.movement.in_(kinds))
    sides = []
    for side in (_DEBITED, _CREDITED):
        wanted = _side(side).where(*filters, p[f"{side.name}_owner"] == owner.psn_no)
        if account_kind is not None:
            wanted = wanted.where(p[f"{side.name}_kind"] == account_kind)
        if after is not None:
            wanted = wanted.where(_entry_before(side.number, after))
        # Each side is cut to a page of its own, so that a long history is not sorted to show its end.
        sides.append(wanted.order_by(p.entry_id.desc(), p.line.desc()).limit(limit).subquery())
    both = union_all(*(select(side) for side in sides)).subquery()
    latest = [both.c[name].desc() for name in EntryCursor._fields]
    return [_entry(row) for row in await tx.execute(select(both).order_by(*latest).limit(limit))]


async def names(tx: AsyncConnection, vault: Vault, keys: Iterable[PersonKey]) -> dict[PersonKey, str]:
    """The names of these persons, in clear: to be masked before they leave, and never logged."""
    p = t.persons.c
    found = {}
    for region, psn_nos in by_region(keys):
        wanted = select(p.psn_no, p.name_sealed).where(p.region == region, among(tx.dialect.name, p.psn_no, "psn_nos"))
        for psn_no, sealed in await tx.execute(wanted, {"psn_nos": psn_nos}):
            key = PersonKey(region, psn_no)
            found[key] = vault.open(sealed, *place_of_name(key))
    return found


def _settlements(region: str, patient_psn_no: str) -> Select[Any]:
    s, r = t.settlements.c, t.requests.c
    its_request = and_(*(s[name] == r[name] for name in t.REQUEST_KEY))
    found = select(r.answer, s.state, s.request_id, s.settle_time, s.setl_id).join_from(
        t.settlements, t.requests, its_request
    )
    return found.where(s.region == region, s.patient_psn_no == patient_psn_no)


def _settlement(row: Row[Any]) -> FoundSettlement:
    answered = _ANSWER.decode(row.answer)
    today = msgspec.structs.replace(answered, state=SettlementState(row.state))
    return FoundSettlement(today, row.request_id, SettlementCursor(row.settle_time, row.setl_id))


class _Side(NamedTuple):
    name: str
    other: str
    number: int
    sign: int


_DEBITED = _Side("debit", "credit", 0, -1)
_CREDITED = _Side("credit", "debit", 1, 1)


def _side(side: _Side) -> Select[Any]:
    """One side of the postings. That it has a balance is said as the partial index says it."""
    p = t.postings.c
    balance = p[f"{side.name}_balance_after_fen"]
    return select(
        p.entry_id,
        p.line,
        literal(side.number).label("side"),
        p[f"{side.name}_kind"].label("account_kind"),
        (p.amount_fen * side.sign).label("amount_fen"),
        balance.label("balance_after_fen"),
        p[f"{side.other}_kind"].label("other_kind"),
        p[f"{side.other}_owner"].label("other_owner"),
        p.movement,
        p.setl_id,
        p.credit_id,
        p.posted_time,
    ).where(balance.is_not(None))


def _entry(row: Row[Any]) -> Entry:
    paid_institution = row.other_kind == PassThrough.INSTITUTION
    return Entry(
        cursor=EntryCursor(row.entry_id, row.line, row.side),
        account_kind=AccountKind(row.account_kind),
        movement=Movement(row.movement),
        amount_fen=row.amount_fen,
        balance_after_fen=row.balance_after_fen,
        setl_id=row.setl_id,
        credit_id=row.credit_id,
        fixmedins_code=row.other_owner if paid_institution else None,
        posted_time=row.posted_time,
    )


def _entry_before(side: int, last: EntryCursor) -> ColumnElement[bool]:
    p = t.postings.c
    place = (p.entry_id, p.line)
    if side < last.side:
        return tuple_(*place) <= bound(place, last[:2])
    return before(place, last[:2])


def _months(from_date: date | None, to_date: date | None) -> list[ColumnElement[bool]]:
    """The dates as months of the key, so that months that are out of the question need not be looked at."""
    month = t.postings.c.month
    since = [] if from_date is None else [month >= _month(from_date)]
    return since + ([] if to_date is None else [month <= _month(to_date)])


def _month(day: date) -> str:
    return day.isoformat()[:7]
