"""The relay of a process: looks again and again for events without a position, and gives them theirs.

Every process has one. Of those that see the same events, one gets the region's row, and the others find nothing to do.
"""

import asyncio

from sqlalchemy.ext.asyncio import AsyncEngine

from service.observability import log
from service.storage import faults, relay

_PAUSE_SECONDS = 1.0
"""After a fault, which is mostly that the database is away."""


class Relay:
    def __init__(self, engine: AsyncEngine, poll_seconds: float) -> None:
        self._engine = engine
        self._poll_seconds = poll_seconds

    async def run(self) -> None:
        """Until it is cancelled."""
        failed = ""
        while True:
            try:
                await self.stamp_all()
                failed = ""
            except Exception as error:  # whatever it is: followers wait, and nothing else does
                fault = faults.describe(error)
                if fault != failed:
                    log.warning("relay", fault=fault)
                failed = fault
            await asyncio.sleep(_PAUSE_SECONDS if failed else self._poll_seconds)

    async def stamp_all(self) -> None:
        """Give all events that can be seen now their positions, as far as no other relay is at it."""
        for region in await relay.waiting_regions(self._engine):
            while await relay.stamp(self._engine, region) == relay.STAMPED_AT_ONCE:
                pass
