"""Runs of jobs in a world in memory."""

from collections.abc import Iterable

from service.domain.commands import JobSlice
from service.domain.jobs.run import JobRun
from service.domain.outcome import Outcome
from service.domain.state import Picked
from service.domain.terms import Job
from tests.support.world import HOME, World


def run_job(world: World, job: Job, period: str, keys: Iterable[str], region: str = HOME) -> JobRun:
    """One run over those whom its pick would give, at most a slice of them; its report."""
    command = JobSlice(job=job, region=region, period=period, after="")
    world.state.picked[command] = tuple(Picked(key, {}) for key in keys)
    decided = world.decide(command)
    assert isinstance(decided, Outcome), decided
    report: JobRun = decided.answer
    return report
