"""Giving events their positions: after the commit, by one at a time in each region, in one order for everybody.

An event gets its position only once it can be seen, and positions are committed one batch after the other: so who has
read up to a position has read all that will ever stand before it, however late its transaction was committed.
"""

from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.storage.dialect import How, write
from service.storage.engine import read_transaction, write_transaction
from service.storage.faults import StaleRead
from service.storage.tables import outbox, relays

STAMPED_AT_ONCE = 1000


async def waiting_regions(engine: AsyncEngine) -> list[str]:
    """The regions in which events have no position yet: one look-up each, however many events wait there."""
    found: list[str] = []
    async with read_transaction(engine) as tx:
        while region := (await tx.execute(_next_region(), {"after": found[-1] if found else ""})).scalar():
            found.append(region)
    return found


async def stamp(engine: AsyncEngine, region: str) -> int:
    """Give the next events of a region their positions, and return how many; 0 where there are none, or where
    another holds the region's row and does it."""
    async with write_transaction(engine) as tx:
        position = (await tx.execute(_take(), {"region": region})).scalar()
        if position is None:
            await write(tx, relays, How.IF_NEW, region, [(0,)])
            position = (await tx.execute(_take(), {"region": region})).scalar()
        return 0 if position is None else await _stamp(tx, region, position)


async def _stamp(tx: AsyncConnection, region: str, position: int) -> int:
    events = (await tx.execute(_unstamped(), {"region": region})).all()
    if not events:
        return 0
    places = [
        {"of_region": region, "of_entry_id": entry_id, "of_line": line, "given": position + n}
        for n, (entry_id, line) in enumerate(events, start=1)
    ]
    await tx.execute(_give(), places)
    moved = {"of_region": region, "held": position, "reached": position + len(events)}
    if (await tx.execute(_reach(), moved)).rowcount != 1:
        raise StaleRead  # where the database's locks are best effort: another has been here
    return len(events)


@cache
def _next_region() -> Select[Any]:
    c = outbox.c
    return select(func.min(c.region)).where(c.position.is_(None), c.region > bindparam("after"))


@cache
def _take() -> Select[Any]:
    """The region's last position, and its row's lock until the transaction ends; nothing where another has it."""
    return select(relays.c.position).where(relays.c.region == bindparam("region")).with_for_update(skip_locked=True)


@cache
def _unstamped() -> Select[Any]:
    c = outbox.c
    found = select(c.entry_id, c.line).where(c.region == bindparam("region"), c.position.is_(None))
    return found.order_by(c.region, c.entry_id, c.line).limit(STAMPED_AT_ONCE)


@cache
def _give() -> Update:
    c = outbox.c
    key = (c.region == bindparam("of_region"), c.entry_id == bindparam("of_entry_id"), c.line == bindparam("of_line"))
    return update(outbox).where(*key).values(position=bindparam("given"))


@cache
def _reach() -> Update:
    held = (relays.c.region == bindparam("of_region"), relays.c.position == bindparam("held"))
    return update(relays).where(*held).values(position=bindparam("reached"))
