"""Following a region's events: what has a position is told in its order; then the next is waited for."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator

import msgspec
from sqlalchemy.ext.asyncio import AsyncEngine

from service.storage.engine import read_transaction
from service.storage.events import HappenedEvent, Place, events_after, last_place

_AT_ONCE = 500


class Following:
    """`stopping` is set when the server stops: every stream then ends, without an error."""

    def __init__(self, engine: AsyncEngine, stopping: asyncio.Event, poll_seconds: float) -> None:
        self._engine = engine
        self._stopping = stopping
        self._poll_seconds = poll_seconds

    async def end(self, region: str) -> Place:
        """Behind what has happened so far."""
        async with read_transaction(self._engine) as tx:
            return await last_place(tx, region)

    async def follow(self, place: Place) -> AsyncIterator[tuple[list[HappenedEvent], Place]]:
        """The events from a place on as they come, some at a time, each time with the place behind them."""
        while not self._stopping.is_set():
            async with read_transaction(self._engine) as tx:
                events = await events_after(tx, place, _AT_ONCE)
            if events:
                place = Place(place.region, events[-1].position)
                yield events, place
            if len(events) < _AT_ONCE:
                await self._wait()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self._poll_seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass


def cursor_of(place: Place) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode()


def place_of(cursor: str, region: str) -> Place | None:
    """Where a cursor points to; None for what no stream of this region gave."""
    try:
        place = msgspec.json.decode(base64.b64decode(cursor, altchars=b"-_", validate=True), type=Place)
    except (binascii.Error, ValueError):
        return None
    return place if place.region == region and 0 <= place.position < 2**63 else None
