"""The one door for writes: every change to the books goes through `submit`."""

import asyncio
from collections.abc import Awaitable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine
from uuid_utils.compat import uuid7

from service.domain.commands import Command
from service.domain.policy_book import PolicyBook
from service.observability import UNWATCHED, Observer
from service.pipeline import codec
from service.pipeline.batch import Done, run_batch
from service.pipeline.journal import Heads
from service.pipeline.lane import Lane
from service.pipeline.request import Answer, Draining, NotDone, Overloaded, Request
from service.security.personal_data import Vault
from service.storage.records import RequestKey


class Pipeline:
    """Takes commands, joins duplicates in flight, and hands each to the lane of its region."""

    def __init__(
        self,
        engine: AsyncEngine,
        vault: Vault,
        book: PolicyBook,
        observer: Observer = UNWATCHED,
        *,
        batches_at_once: int = 4,
        queue_limit: int = 4096,
    ) -> None:
        self._engine = engine
        self._vault = vault
        self._book = book
        self._observer = observer
        self._slots = asyncio.Semaphore(batches_at_once)
        self._queue_limit = queue_limit
        self._start = uuid7().hex
        self._lanes: dict[str, Lane] = {}
        self._in_flight: dict[RequestKey, Request] = {}
        self._draining = False

    async def submit(
        self, platform: str, request_id: str, command: Command, now: datetime, deadline: float | None = None
    ) -> Answer:
        """Decide a command once, durably, and answer; the same request again gets the same answer.

        `deadline` is on the event loop's clock. Raises NotDone when nothing was decided.
        """
        key = RequestKey(command.home, platform, type(command).__name__, request_id)
        fingerprint = self._vault.fingerprint(codec.content(command))
        while (first := self._in_flight.get(key)) is not None:
            joined = await _joined(first, fingerprint)
            if joined is not None:
                self._observer.replayed(key.method)
                return joined
            self._forget(first)
        taken = asyncio.get_running_loop().time()
        return await self._take(Request(key, command, fingerprint, now, taken, deadline, asyncio.Future()))

    async def _take(self, request: Request) -> Answer:
        if self._draining:
            raise Draining
        if len(self._in_flight) >= self._queue_limit:
            raise Overloaded
        self._in_flight[request.key] = request
        request.answered.add_done_callback(lambda answered: self._done(request, answered))
        self._lane(request.key.region).put(request)
        return await asyncio.shield(request.answered)

    def _forget(self, request: Request) -> None:
        """Take an answered request out of those in flight.

        Its callback may not have run yet when the next of its id looks, and one that only waited for an answer that is
        there already would never let it run. By then another request may stand under the key, which stays.
        """
        if self._in_flight.get(request.key) is request:
            del self._in_flight[request.key]

    def _done(self, request: Request, answered: asyncio.Future[Answer]) -> None:
        self._forget(request)
        answered.exception()  # looked at here, since a caller who has gone does not, and asyncio would complain

    def _lane(self, region: str) -> Lane:
        if region not in self._lanes:

            def run(batch: list[Request], journal: str, heads: Heads) -> Awaitable[Done]:
                return run_batch(batch, journal, heads, self._engine, self._vault, self._book)

            self._lanes[region] = Lane(f"{self._start}/{region}", run, self._slots, self._observer)
        return self._lanes[region]

    @property
    def waiting(self) -> int:
        """Commands that were taken and are not yet answered."""
        return len(self._in_flight)

    async def drain(self) -> None:
        """Take nothing new, and finish what was taken."""
        self._draining = True
        for lane in list(self._lanes.values()):
            await lane.drained()


async def _joined(first: Request, fingerprint: bytes) -> Answer | None:
    """The answer of the same request that is in flight; None where this one has to be looked at for itself.

    That is so when the first was given up, or when the two differ in content: what is remembered then decides, since
    another server may have decided either of them.
    """
    try:
        answer = await asyncio.shield(first.answered)
    except NotDone:
        return None
    reused = answer.refusal is not None and answer.refusal.reason == "REQUEST_ID_REUSED"
    return None if reused or first.fingerprint != fingerprint else Answer(answer.value, replayed=True)
