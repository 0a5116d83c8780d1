"""Reading events along their positions."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct
from sqlalchemy import BigInteger, Select, bindparam, select
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
    """The next events of a region, in their order.

    Positions have no gaps, so a range of them is as good as a limit; and it is read along its index even where
    PostgreSQL has no statistics yet, and would rather sort all that follow.
    """
    rows = await tx.execute(_after(), {"region": place.region, "position": place.position, "limit": limit})
    return [HappenedEvent(*row) for row in rows]


async def last_place(tx: AsyncConnection, region: str) -> Place:
    """Behind the last event that has a position."""
    position = (await tx.execute(select(relays.c.position).where(relays.c.region == region))).scalar()
    return Place(region, position or 0)


@cache
def _after() -> Select[Any]:
    columns = (outbox.c[field] for field in HappenedEvent.__struct_fields__)
    position = bindparam("position", type_=BigInteger)
    next_ones = (outbox.c.position > position, outbox.c.position <= position + bindparam("limit", type_=BigInteger))
    return select(*columns).where(outbox.c.region == bindparam("region"), *next_ones).order_by(outbox.c.position)
