"""A run of a job: its slices one after the other, each once, however often and by however many it is run.

Each slice is a request under the server's own platform, its id made of job, period and the key that it begins after.
So whoever runs the same run again, after a crash or at the same time, meets the answers that there are, and goes on.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.commands import JobSlice
from service.domain.jobs.registry import due_time
from service.domain.jobs.run import JobRun
from service.domain.policy_book import PolicyBook
from service.domain.refusal import Refused, require
from service.domain.terms import Job
from service.observability import log
from service.pipeline.pipeline import Pipeline
from service.pipeline.request import Draining
from service.security.platforms import OURS
from service.storage import job_runs


class Progress(Struct, frozen=True):
    """Where a run stands. `total` is how many keys it looks at in all, as was counted when it was started."""

    run: JobRun
    total: int


class Runner:
    def __init__(self, pipeline: Pipeline, reading: AsyncEngine, book: PolicyBook, stopping: asyncio.Event) -> None:
        """`stopping` is set when the server stops: a run is then broken off between two slices."""
        self._pipeline = pipeline
        self._reading = reading
        self._book = book
        self._stopping = stopping

    async def run(self, job: Job, region: str, period: str, clock: Callable[[], datetime]) -> AsyncIterator[Progress]:
        """Run it to its end; where it stands, at the start and after each slice. The last one is finished.

        Raises Refused for a run that can't be made (yet), NotDone where the server or its database stops.
        """
        require(self._book.serving(region), "NO_POLICY", region=region)
        due = due_time(job, region, period, self._book)
        require(clock() >= due, "JOB_NOT_DUE", due_time=due.isoformat())
        begun = await job_runs.find(self._reading, region, period, job)
        if begun is not None and begun.finished:
            yield Progress(begun, begun.looked)
            return
        command = JobSlice(job=job, region=region, period=period, after=begun.after if begun else "")
        left = await job_runs.left(self._reading, command, self._book)
        total = left + (begun.looked if begun else 0)
        if begun is not None:
            yield Progress(begun, total)
        while True:
            if self._stopping.is_set():
                raise Draining
            run = await self._slice(command, clock())
            yield Progress(run, max(total, run.looked))
            if run.finished:
                return
            command = JobSlice(job=job, region=region, period=period, after=run.after)

    async def runs(self, region: str, job: Job | None, *, after: job_runs.RunCursor | None, limit: int) -> list[JobRun]:
        """The runs of a region, the one begun last first."""
        require(self._book.served(region), "NO_POLICY", region=region)
        return await job_runs.runs(self._reading, region, job, after=after, limit=limit)

    async def _slice(self, command: JobSlice, now: datetime) -> JobRun:
        answer = await self._pipeline.submit(OURS, command.id, command, now)
        if answer.refusal is not None:
            raise Refused(answer.refusal)
        run: JobRun = answer.value
        if run.finished:
            about = {"job": run.job, "region": run.region, "period": run.period, "looked": run.looked}
            log.info("job.finished", **about, done=run.done, failed=len(run.failed))
        return run
