"""Whom the next slice of a job concerns: one statement a job, regional, along an index, after the last key.

Picked without a lock, so that it is known whom to lock; the job then judges each for itself under the lock.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.commands import Command, JobSlice
from service.domain.jobs.registry import JOBS
from service.domain.jobs.slice import SLICE
from service.domain.policy_book import PolicyBook
from service.domain.state import Picked, State
from service.domain.terms import Job
from service.storage import account_picks, clearing, expiring, suspense, wallets

PICKS: dict[Job, Callable[[str], Select[Any]]] = {
    Job.NIGHTLY: suspense.waiting,
    Job.PRESET: account_picks.presets,
    Job.EXPIRY: expiring.expired,
    Job.YEAR_END: account_picks.year_end,
    Job.CHANGE_OVER: account_picks.change_over,
    Job.CLEARING: clearing.owing,
    Job.WALLET_RETURN: wallets.overdue,
}
"""For a dialect's name: the keys of all whom a job concerns in `region`, from the parameters that its `asks` gives.

The first column is the key (labelled `key`), text, each once; further columns are told to the job.
"""


async def pick(tx: AsyncConnection, commands: Iterable[Command], book: PolicyBook, state: State) -> None:
    """Load whom each slice concerns."""
    for command in commands:
        if isinstance(command, JobSlice):
            state.picked[command] = await _picked(tx, command, book)


async def count(tx: AsyncConnection, command: JobSlice, book: PolicyBook) -> int:
    """How many keys the run has still to look at, from this slice on, as things stand."""
    asked = JOBS[command.job].asks(command, book)
    if asked is None:
        return 0
    after = {"region": command.region, "after": command.after}
    return int((await tx.execute(_rest(tx.dialect.name, command.job), asked | after)).scalar_one())


async def _picked(tx: AsyncConnection, command: JobSlice, book: PolicyBook) -> tuple[Picked, ...]:
    asked = JOBS[command.job].asks(command, book)
    if asked is None:
        return ()
    after = {"region": command.region, "after": command.after, "slice": SLICE}
    rows = await tx.execute(_next(tx.dialect.name, command.job), asked | after)
    return tuple(Picked(row[0], dict(zip(row._fields[1:], row[1:], strict=True))) for row in rows)


def here(table: Table) -> Any:
    """That a row is of the run's region."""
    return table.c.region == bindparam("region")


@cache
def _next(dialect: str, job: Job) -> Select[Any]:
    found = _after(dialect, job)
    return found.order_by(found.selected_columns[0]).limit(bindparam("slice"))


@cache
def _rest(dialect: str, job: Job) -> Select[Any]:
    return select(func.count()).select_from(_after(dialect, job).subquery())


def _after(dialect: str, job: Job) -> Select[Any]:
    """The condition stands inside, on the column itself, so that an index that begins with it is gone along."""
    found = PICKS[job](dialect)
    key = found.selected_columns[0]
    return found.where(getattr(key, "element", key) > bindparam("after"))
