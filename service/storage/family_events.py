"""Reading what happened in families: the events as they were written, latest first, page by page."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.family import Authorization, Binding
from service.domain.family_events import FamilyEventType
from service.domain.payer_order import OrderSet
from service.domain.terms import Channel, DecidedBy, EndCause
from service.storage import tables as t
from service.storage.paging import before, days


class EventCursor(NamedTuple):
    """The last event of a page."""

    event_time: datetime
    entry_id: UUID
    line: int


class Office(Struct, frozen=True):
    """Where an act was handled. Of what else is kept with an event, proofs and papers, nothing is read here."""

    channel: Channel
    office_admdvs: str | None = None


class FamilyEvent(Struct, frozen=True, kw_only=True):
    """One event; `psn_no` is whose family it is, `about` what it was about, as it was once the act was done.

    What was taken over from an earlier system was not handled here, nor what ended by itself.
    """

    cursor: EventCursor
    type: FamilyEventType
    region: str
    psn_no: str
    about: Authorization | Binding | OrderSet
    handling: Office | None
    decided_by: DecidedBy | None
    end_cause: EndCause | None = None


class _Payload(Struct, frozen=True):
    about: msgspec.Raw
    handling: Office | None = None
    decided_by: DecidedBy | None = None
    end_cause: EndCause | None = None


_T = FamilyEventType
_AUTHORIZATIONS = (
    _T.AUTHORIZED,
    _T.AUTHORIZATION_REVOKED,
    _T.NETWORK_FOUNDED,
    _T.NETWORK_DISSOLVED,
    _T.COMMON_QUOTA_SET,
)
_ORDERS = (_T.PAYER_ORDER_SET, _T.NETWORK_ORDER_SET)
_ABOUT: dict[FamilyEventType, Any] = dict.fromkeys(_T, Binding)
_ABOUT |= dict.fromkeys(_AUTHORIZATIONS, Authorization) | dict.fromkeys(_ORDERS, OrderSet)


async def family_events(
    tx: AsyncConnection,
    region: str,
    psn_no: str | None = None,
    *,
    types: Iterable[FamilyEventType] = (),
    from_date: date | None = None,
    to_date: date | None = None,
    after: EventCursor | None = None,
    limit: int,
) -> list[FamilyEvent]:
    """The events of one person's family, or of all of a region; the dates are both included."""
    o = t.outbox.c
    wanted = latest_first(region, psn_no).where(*days(o.event_time, from_date, to_date)).limit(limit)
    if kinds := list(types):
        wanted = wanted.where(o.type.in_(kinds))
    if after is not None:
        wanted = wanted.where(before((o.event_time, o.entry_id, o.line), after))
    return [_event(row) for row in await tx.execute(wanted)]


def latest_first(region: str, psn_no: str | None) -> Select[Any]:
    """In the order of the index of a person's family, or of that of the region."""
    o = t.outbox.c
    wanted = select(o.entry_id, o.line, o.type, o.region, o.psn_no, o.payload, o.event_time)
    wanted = wanted.where(o.region == region, t.IS_FAMILY_EVENT)
    if psn_no is not None:
        wanted = wanted.where(o.psn_no == psn_no)
    return wanted.order_by(o.event_time.desc(), o.entry_id.desc(), o.line.desc())


def _event(row: Any) -> FamilyEvent:
    kind = FamilyEventType(row.type)
    told = msgspec.json.decode(row.payload, type=_Payload)
    return FamilyEvent(
        cursor=EventCursor(row.event_time, row.entry_id, row.line),
        type=kind,
        region=row.region,
        psn_no=row.psn_no,
        about=msgspec.json.decode(told.about, type=_ABOUT[kind]),
        handling=told.handling,
        decided_by=told.decided_by,
        end_cause=told.end_cause,
    )
