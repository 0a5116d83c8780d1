"""Looking at runs of jobs, beside the pipeline."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.commands import JobSlice
from service.domain.jobs.run import JobRun
from service.domain.policy_book import PolicyBook
from service.domain.terms import Job
from service.storage import kept, picks
from service.storage.engine import read_transaction
from service.storage.paging import before
from service.storage.tables import job_runs


class RunCursor(NamedTuple):
    """The last run of a page."""

    started_time: datetime
    period: str
    job: Job


async def find(engine: AsyncEngine, region: str, period: str, job: Job) -> JobRun | None:
    """The run, if it was ever begun."""
    c = job_runs.c
    found = _runs(region).where(c.period == period, c.job == job)
    return next(iter(await _read(engine, found)), None)


async def runs(
    engine: AsyncEngine, region: str, job: Job | None, *, after: RunCursor | None, limit: int
) -> list[JobRun]:
    """The runs of a region, the one started last first."""
    c = job_runs.c
    by = (c.started_time, c.period, c.job)
    found = _runs(region).order_by(*(column.desc() for column in by)).limit(limit)
    found = found if job is None else found.where(c.job == job)
    return await _read(engine, found if after is None else found.where(before(by, after)))


async def left(engine: AsyncEngine, command: JobSlice, book: PolicyBook) -> int:
    """How many keys a run has still to look at, from this slice on."""
    async with read_transaction(engine) as tx:
        return await picks.count(tx, command, book)


def _runs(region: str) -> Select[Any]:
    return select(*job_runs.columns).where(job_runs.c.region == region)


async def _read(engine: AsyncEngine, found: Select[Any]) -> list[JobRun]:
    async with read_transaction(engine) as tx:
        return [kept.made(JobRun, row) for row in await tx.execute(found)]
