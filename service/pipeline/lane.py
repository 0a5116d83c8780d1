"""Group commit: commands that arrive while a batch is under way ride in the next one. No timer is involved."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable

from service.observability import Observer, log
from service.pipeline.batch import Done
from service.pipeline.journal import Heads
from service.pipeline.request import Answer, DeadlinePassed, Request, StoreUnavailable
from service.storage import faults

BATCH_LIMIT = 128
ROWS_LIMIT = 1000
"""A batch takes nothing more once it decides so many rows: an import is not to make others wait for long."""
ATTEMPTS = 12
"""How often a transaction is run anew on a passing fault: with the pauses below, some three seconds in all."""

RunBatch = Callable[[list[Request], str, Heads], Awaitable[Done]]


class Lane:
    """The queue of one region in this process, and its journal's heads."""

    def __init__(self, name: str, run: RunBatch, slots: asyncio.Semaphore, observer: Observer) -> None:
        self._name = name
        self._run = run
        self._slots = slots
        self._observer = observer
        self._journal = name
        self._heads: Heads = {}
        self._doubts = 0
        self._waiting: deque[Request] = deque()
        self._flusher: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, request: Request) -> None:
        self._waiting.append(request)
        if self._flusher is None or self._flusher.done():
            self._flusher = asyncio.create_task(self._flush())

    async def drained(self) -> None:
        """Wait until everything that was taken has been answered."""
        if self._flusher is not None:
            await self._flusher

    async def _flush(self) -> None:
        while self._waiting:
            async with self._slots:
                batch = self._take()
                if batch:
                    now = asyncio.get_running_loop().time()
                    self._observer.batch_began([now - request.taken for request in batch])
                    await self._answer(batch)

    def _take(self) -> list[Request]:
        """The next batch, without those whose caller has stopped waiting."""
        now = asyncio.get_running_loop().time()
        batch: list[Request] = []
        rows = 0
        while self._waiting and len(batch) < BATCH_LIMIT and rows < ROWS_LIMIT:
            request = self._waiting.popleft()
            if request.deadline is not None and request.deadline <= now:
                request.answered.set_exception(DeadlinePassed())
            else:
                batch.append(request)
                rows += request.command.weight
        return batch

    async def _answer(self, batch: list[Request]) -> None:
        """Run a batch; where it breaks as a whole, run each alone, so that one that must fail fails alone."""
        try:
            done = await self._run_with_retry(batch)
        except Exception as error:
            if len(batch) > 1 and not isinstance(error, StoreUnavailable):
                for request in batch:
                    await self._answer([request])
            else:
                _fail(batch, error)
            return
        self._heads = done.heads
        self._waiting.extendleft(reversed(done.later))
        self._tell(done)
        for request, answer in done.answers:
            _resolve(request, answer)

    def _tell(self, done: Done) -> None:
        """Before anybody is answered, so that what a caller knows of has been counted."""
        for request, outcome in done.decided:
            self._observer.decided(request.key.method, outcome)
        for request, answer in done.answers:
            if answer.replayed:
                self._observer.replayed(request.key.method)

    async def _run_with_retry(self, batch: list[Request]) -> Done:
        """Run the whole transaction again on a passing fault; each run reads the remembered requests first.

        A broken constraint is a passing fault for a request alone: another server wrote the same request id.
        """
        for attempt in range(ATTEMPTS):
            began = time.perf_counter()
            try:
                done = await self._run(batch, self._journal, self._heads)
                self._observer.batch_committed(time.perf_counter() - began)
                return done
            except Exception as error:
                if not faults.is_undone(error):
                    self._begin_journal()
                written_elsewhere = len(batch) == 1 and faults.is_integrity(error) and attempt < 2
                if not (faults.is_unavailable(error) or written_elsewhere):
                    raise
                fault = faults.describe(error)
                log.info("batch.retry", attempt=attempt + 1, commands=len(batch), fault=fault)
                self._observer.batch_retried(fault)
                await asyncio.sleep(random.uniform(0, min(0.01 * 2**attempt, 0.5)))
        raise StoreUnavailable

    def _begin_journal(self) -> None:
        """The links of a transaction whose fate is unknown may stand, so nothing can be linked to those before."""
        self._doubts += 1
        self._journal, self._heads = f"{self._name}/{self._doubts}", {}


def _resolve(request: Request, answer: Answer) -> None:
    if not request.answered.done():
        request.answered.set_result(answer)


def _fail(batch: list[Request], error: Exception) -> None:
    for request in batch:
        if not request.answered.done():
            request.answered.set_exception(error)
