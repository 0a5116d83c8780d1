"""Reading events along their positions."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.storage.tables import outbox, relays


class Place(NamedTuple):
    """How far a follower of a region has come."""

    region: str
    position: int


class HappenedEvent(Struct, frozen=True):
    """An event as it was written; `payload` is JSON."""

    position: int
    entry_id: UUID
    line: int
    type: str
    region: str
    psn_no: str
    payload: str
    event_time: datetime


async def events_after(tx: AsyncConnection, place: Place, limit: int) -> list[HappenedEvent]:
    """The next events of a region, in their order."""
    rows = await tx.execute(_after(), {"region": place.region, "position": place.position, "limit": limit})
    return [HappenedEvent(*row) for row in rows]


async def last_place(tx: AsyncConnection, region: str) -> Place:
    """Behind the last event that has a position."""
    position = (await tx.execute(select(relays.c.position).where(relays.c.region == region))).scalar()
    return Place(region, position or 0)


@cache
def _after() -> Select[Any]:
    columns = (outbox.c[field] for field in HappenedEvent.__struct_fields__)
    found = select(*columns).where(outbox.c.region == bindparam("region"), outbox.c.position > bindparam("position"))
    return found.order_by(outbox.c.position).limit(bindparam("limit"))
