"""Events get their positions after the commit: all of them, once, in one order, whoever writes, relays or dies."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from uuid_utils.compat import uuid7

from service.pipeline.relay import Relay
from service.storage import relay, tables
from service.storage.dialect import How, write
from service.storage.engine import make_engine, read_transaction, write_transaction
from service.storage.events import Place, events_after, last_place
from tests.support.waiting import async_until

REGION, OTHER = "990100", "990200"
POLL_SECONDS = 0.005


async def happen(tx: AsyncConnection, region: str = REGION, lines: int = 1) -> UUID:
    """An act with as many events; written, and not committed."""
    entry_id = uuid7()
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    rows = [(entry_id, line, "SETTLED", "p1", "{}", moment, None) for line in range(lines)]
    await write(tx, tables.outbox, How.INSERT, region, rows)
    return entry_id


async def happened(engine: AsyncEngine, region: str = REGION, lines: int = 1) -> UUID:
    async with write_transaction(engine) as tx:
        return await happen(tx, region, lines)


on_postgres = pytest.mark.parametrize("store_url", ["postgres_shared_url", "partitioned_shared_url"], indirect=True)
"""On SQLite a writer is alone: nothing is committed late, and nobody holds a row against others."""


class Follower:
    """Reads on from where it stopped, as a watcher does."""

    def __init__(self, engine: AsyncEngine, region: str = REGION) -> None:
        self._engine = engine
        self.place = Place(region, 0)
        self.seen: list[tuple[UUID, int]] = []
        self.positions: list[int] = []

    async def read(self) -> None:
        async with read_transaction(self._engine) as tx:
            for event in await events_after(tx, self.place, 7):
                self.seen.append((event.entry_id, event.line))
                self.positions.append(event.position)
                self.place = Place(self.place.region, event.position)


@pytest.fixture
async def others(engine: AsyncEngine, store_url: str) -> AsyncIterator[list[AsyncEngine]]:
    """Two more processes' engines on the same books."""
    opened = [make_engine(store_url, pool_size=2) for _ in range(2)]
    yield opened
    for one in opened:
        await one.dispose()


async def test_positions_are_given_in_order_and_once(engine: AsyncEngine) -> None:
    """Positions count from one in each region, in the order of the acts and their lines, and stay as they are."""
    acts = [await happened(engine, lines=2) for _ in range(3)]
    await happened(engine, OTHER)
    relaying = Relay(engine, POLL_SECONDS)
    await relaying.stamp_all()
    await relaying.stamp_all()
    acts.append(await happened(engine, lines=2))
    await relaying.stamp_all()
    follower = Follower(engine)
    await follower.read()
    await follower.read()
    assert follower.seen == [(act, line) for act in acts for line in range(2)]
    assert follower.positions == list(range(1, 9))
    async with read_transaction(engine) as tx:
        assert (await last_place(tx, REGION), await last_place(tx, OTHER)) == (Place(REGION, 8), Place(OTHER, 1))


async def test_many_at_once_are_stamped_in_turns(engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """More events than one transaction stamps get their positions all the same, without a gap."""
    monkeypatch.setattr(relay, "STAMPED_AT_ONCE", 4)
    relay._unstamped.cache_clear()
    await happened(engine, lines=10)
    await Relay(engine, POLL_SECONDS).stamp_all()
    relay._unstamped.cache_clear()
    follower = Follower(engine)
    await follower.read()
    await follower.read()
    assert follower.positions == list(range(1, 11))


@on_postgres
async def test_what_is_committed_late_is_not_skipped(engine: AsyncEngine, others: list[AsyncEngine]) -> None:
    """An act that was begun first and committed last comes after those that were told already, and is not lost."""
    follower = Follower(engine)
    async with write_transaction(others[0]) as late:
        first = await happen(late)
        second = await happened(engine)
        await Relay(others[1], POLL_SECONDS).stamp_all()
        await follower.read()
        assert follower.seen == [(second, 0)]
    await Relay(others[1], POLL_SECONDS).stamp_all()
    await follower.read()
    assert follower.seen == [(second, 0), (first, 0)]


async def test_all_are_seen_whoever_writes_and_relays(engine: AsyncEngine, others: list[AsyncEngine]) -> None:
    """Three relays, three writers whose commits come late, at once: a follower sees each event once, in order."""
    engines = [engine, *others]
    relays = [asyncio.create_task(Relay(one, POLL_SECONDS).run()) for one in engines]
    written: list[UUID] = []

    async def write_some(one: AsyncEngine, chance: random.Random) -> None:
        for _ in range(20):
            async with write_transaction(one) as tx:
                entry_id = await happen(tx)
                await asyncio.sleep(chance.random() * 0.01)
            written.append(entry_id)

    follower = Follower(engine)
    writing = asyncio.gather(*(write_some(one, random.Random(i)) for i, one in enumerate(engines)))

    async def all_seen() -> bool:
        await follower.read()
        return writing.done() and len(follower.seen) >= 60

    await async_until(all_seen, what="every event to be told", deadline_seconds=30)
    for task in relays:
        task.cancel()
    await asyncio.wait(relays)
    assert sorted(entry_id for entry_id, _ in follower.seen) == sorted(written)
    assert follower.positions == list(range(1, 61))


@on_postgres
async def test_another_relay_takes_over(engine: AsyncEngine, others: list[AsyncEngine]) -> None:
    """As long as one relay holds a region's row, others leave it alone; when it is gone, they go on without a gap."""
    act = await happened(engine)
    holding = others[0].connect()
    holder = await holding.start()
    await holder.begin()
    await relay.stamp(engine, REGION)
    await happened(engine)
    await holder.execute(relay._take(), {"region": REGION})
    assert await relay.stamp(engine, REGION) == 0
    await holder.invalidate()  # as if its process had died
    await holding.close()

    async def stamped() -> bool:
        return await relay.stamp(engine, REGION) == 1

    await async_until(stamped, what="the row to be free")
    follower = Follower(engine)
    await follower.read()
    assert follower.positions == [1, 2] and follower.seen[0] == (act, 0)


async def test_a_relay_outlives_a_fault(engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relay that the database fails once goes on by itself, and has stamped nothing twice."""
    await happened(engine)
    real, failures = relay.stamp, [ConnectionResetError()]

    async def failing(*given: object) -> int:
        if failures:
            raise failures.pop()
        return await real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(relay, "stamp", failing)
    monkeypatch.setattr("service.pipeline.relay._PAUSE_SECONDS", POLL_SECONDS)
    running = asyncio.create_task(Relay(engine, POLL_SECONDS).run())
    follower = Follower(engine)

    async def told() -> bool:
        await follower.read()
        return bool(follower.positions)

    await async_until(told, what="the event to be told")
    running.cancel()
    await asyncio.wait([running])
    assert follower.positions == [1]
