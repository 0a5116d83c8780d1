"""Which jobs there are. Each has its module here, and its pick in storage/picks.py."""

from collections.abc import Iterable
from datetime import datetime

from service.domain.commands import JobSlice
from service.domain.context import Context
from service.domain.jobs import change_over, clearing, expiry, nightly, preset, wallet_return, year_end
from service.domain.jobs import slice as slices
from service.domain.jobs.period import begins
from service.domain.jobs.run import JobRun
from service.domain.kept import Wanted
from service.domain.outcome import Outcome
from service.domain.policy_book import PolicyBook
from service.domain.state import State
from service.domain.terms import Job

JOBS: dict[Job, slices.Work] = {
    Job.NIGHTLY: nightly.WORK,
    Job.PRESET: preset.WORK,
    Job.EXPIRY: expiry.WORK,
    Job.YEAR_END: year_end.WORK,
    Job.CHANGE_OVER: change_over.WORK,
    Job.CLEARING: clearing.WORK,
    Job.WALLET_RETURN: wallet_return.WORK,
}


def decide_slice(command: JobSlice, ctx: Context) -> Outcome:
    return slices.decide_slice(JOBS[command.job], command, ctx)


def wanted_by_slice(command: JobSlice, state: State) -> Iterable[Wanted]:
    """The kept rows that a slice reads or changes: the run itself, and what its job wants for each key."""
    yield Wanted(JobRun, command.region, "period", command.period)
    work = JOBS[command.job]
    for picked in state.picked[command]:
        yield from work.wants(command, picked.key)


def due_time(job: Job, region: str, period: str, book: PolicyBook) -> datetime:
    """From when on a period of a job may be run in a region."""
    work = JOBS[job]
    return work.due(period, region, book) if work.due else begins(period, work.every)
