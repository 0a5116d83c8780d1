"""`gongji-server job`: jobs run in a process of their own, against the database, through the same door."""

import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from service.domain.jobs.period import has_form
from service.domain.jobs.registry import JOBS
from service.domain.jobs.run import JobRun
from service.domain.policy_book import PolicyBook
from service.domain.refusal import REFUSALS, Refused
from service.domain.terms import Job
from service.jobs.runner import Progress, Runner
from service.pipeline.pipeline import Pipeline
from service.pipeline.request import NotDone
from service.preparing import ready
from service.security import keys
from service.security.personal_data import Vault
from service.settings import Settings
from service.signals import stop_on_signal
from service.startup import CannotStart, key_path
from service.storage import faults
from service.storage.engine import make_engine

ALL = "all"
"""Stands for every region that is known and has a policy, one after the other."""
BROKEN_OFF = 3
"""Exit code of a run that goes on when it is started again."""
_LIST_AT_MOST = 100

Clock = Callable[[], datetime]


def job_named(name: str) -> Job:
    """nightly, wallet-return, and so on."""
    try:
        return Job(name.upper().replace("-", "_"))
    except ValueError:
        raise CannotStart(f"no job is called {name!r}: {', '.join(map(word_of, Job))}") from None


def clock_of(settings: Settings, now: str | None) -> Clock:
    """The real clock, or in a sandbox the moment that was given."""
    if now is None:
        return lambda: datetime.now(UTC)
    if not settings.sandbox:
        raise CannotStart("only a sandbox lets the time be set")
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise CannotStart(f"--now is a time with its zone, such as 2022-10-15T09:00:00+08:00, not {now!r}")
    return lambda: moment


def word_of(job: Job) -> str:
    return job.lower().replace("_", "-")


async def run(settings: Settings, job: Job, region: str, period: str, clock: Clock) -> int:
    """Run it to its end, in one region or in all, one after the other, and print the reports.

    Returns 0, 1 if anybody failed, BROKEN_OFF if it has to be run again. Raises CannotStart for what can't be run,
    once the other regions are done.
    """
    if not has_form(period, JOBS[job].every):
        raise CannotStart(f"the period of {word_of(job)} is {JOBS[job].every}, not {period!r}")
    failed, refused = 0, []
    async with _runner(settings) as (runner, book):
        for one in _regions(region, book):
            try:
                async for progress in runner.run(job, one, period, clock):
                    _show(progress)
                    failed += len(progress.run.failed) if progress.run.finished else 0
            except Refused as error:
                refused.append(f"{one}: {_said(error)}")
            except Exception as error:
                if not isinstance(error, NotDone) and not faults.is_unavailable(error):
                    raise
                print("broken off: a signal came, or the database does not answer; run it again", file=sys.stderr)
                return BROKEN_OFF
    if refused:
        raise CannotStart("; ".join(refused))
    return 1 if failed else 0


async def runs(settings: Settings, region: str) -> list[JobRun]:
    """The runs of a region, the one begun last first; or of all regions, region by region."""
    async with _runner(settings) as (runner, book):
        listed = [await runner.runs(one, None, after=None, limit=_LIST_AT_MOST) for one in _regions(region, book)]
    return [run for found in listed for run in found]


def _regions(region: str, book: PolicyBook) -> list[str]:
    if region == ALL:
        return [known for known in book.pooling_regions if book.served(known)]
    if len(region) != 6 or not region.isdecimal():
        raise CannotStart(f"a region is six digits, or {ALL!r}, not {region!r}")
    return [book.pooling_region(region)]


@asynccontextmanager
async def _runner(settings: Settings) -> AsyncIterator[tuple[Runner, PolicyBook]]:
    """A runner of this process, until a signal says stop."""
    book, vault = await ready(settings), Vault(keys.load(key_path(settings)))
    writing, reading = (make_engine(settings.database_url, pool_size=1) for _ in range(2))
    pipeline = Pipeline(writing, vault, book, batches_at_once=1)
    try:
        yield Runner(pipeline, reading, book, stop_on_signal()), book
    except Refused as refused:
        raise CannotStart(_said(refused)) from None
    finally:
        await pipeline.drain()
        for engine in (writing, reading):
            await engine.dispose()


def _said(refused: Refused) -> str:
    refusal = refused.refusal
    about = ", ".join(f"{key} {value}" for key, value in refusal.metadata.items())
    return f"{refusal.reason}: {REFUSALS[refusal.reason].en}" + (f" ({about})" if about else "")


def _show(progress: Progress) -> None:
    """How far a run is, on stderr, in one line that is written anew where somebody looks on; at the end its report."""
    run, total = progress.run, progress.total
    end = "\r" if sys.stderr.isatty() and not run.finished else "\n"
    print(f"{run.looked:,} of {total:,}", end=end, file=sys.stderr, flush=True)
    if run.finished:
        print("\n".join(report(run)), flush=True)


def report(run: JobRun) -> Iterable[str]:
    """The run in lines: how many were done, passed over by reason, and failed; and what was added up."""
    yield f"{word_of(run.job)} {run.region} {run.period}: {run.state.lower()}"
    yield f"looked at {run.looked:,}, done {run.done:,}"
    yield from (f"skipped {count:,}: {reason}: {REFUSALS[reason].en}" for reason, count in sorted(run.skipped.items()))
    yield from (f"failed: {key}: {fault}" for key, fault in run.failed.items())
    yield from (f"{name.removesuffix('_fen')} {fen:,} fen" for name, fen in run.sums_fen.items())
