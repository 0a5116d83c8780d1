"""One slice of a job: everybody picked is decided for themselves, one after the other, and counted.

A job is a `Work`: a pure function for one of those picked, and what has to be known before it is called.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct, structs

from service.domain.commands import JobSlice
from service.domain.context import Context
from service.domain.jobs.period import Every
from service.domain.jobs.run import JobRun, RunState
from service.domain.kept import Wanted
from service.domain.outcome import Changes, Outcome
from service.domain.person import Person, PersonKey
from service.domain.policy_book import PolicyBook
from service.domain.quota import return_what_ended
from service.domain.refusal import Refused
from service.domain.state import Picked

SLICE = 1000
"""How many keys a slice looks at, at most."""
FAILURES_AT_MOST = 100
"""A run that fails for more than so many is stopped: then the mistake is ours or a policy's, not theirs."""


class Done(Struct, frozen=True):
    """It was done for this one. `sums_fen` is added up over the run, by name (`interest_fen=120`)."""

    sums_fen: dict[str, int] = {}


class Skipped(Struct, frozen=True):
    """It was passed over for a reason of the contract (a word of REFUSALS); what was changed besides still stands."""

    reason: str


Result = Done | Skipped | None
"""None: nothing was to be done any more; it is not counted."""
Take = Callable[[Picked, JobSlice, Changes, Context], Result]


class TooManyFailed(Exception):
    """The run is stopped; its slice is not recorded, and can be run again once the mistake is found."""


def _always(run: JobSlice, book: PolicyBook) -> dict[str, Any]:
    return {}


def _nothing(run: JobSlice, key: str) -> Iterable[Wanted]:
    return ()


class Work(Struct, frozen=True, kw_only=True):
    """A job."""

    take: Take
    """Decides for one of those picked, who is locked and loaded: adds to the changes. A Refused is a skip."""
    every: Every
    asks: Callable[[JobSlice, PolicyBook], dict[str, Any] | None] = _always
    """The parameters of its pick (storage/picks.py) by the rules of the run's day; None: nothing to do here."""
    persons: bool = True
    """Whether the keys are psn_nos of the run's region: they are locked, and their accounts loaded."""
    relations: bool = False
    """Whether their relations are loaded, and the members of those who authorize locked and loaded with them."""
    wants: Callable[[JobSlice, str], Iterable[Wanted]] = _nothing
    """The kept rows to load for a key; whom these concern is locked and loaded, too."""
    due: Callable[[str, str, PolicyBook], datetime] | None = None
    """From when on a period may be run in a region. None: a day from 00:00, a month or a year once it is over."""


def decide_slice(work: Work, command: JobSlice, ctx: Context) -> Outcome:
    """Decide for everybody picked; a slice that could not be filled is the last one."""
    picked = ctx.state.picked[command]
    total, counts = Changes(), _Counts()
    for one in picked:
        changes = Changes()
        try:
            result = work.take(one, command, changes, ctx)
        except Refused as refused:
            result, changes = Skipped(refused.refusal.reason), Changes()
        except Exception as error:  # a mistake: this one is left as it was and reported, nobody else waits for it
            counts.failed[one.key] = type(error).__name__
            continue
        counts.add(result)
        return_what_ended(changes, ctx)
        ctx.state.fold(changes)
        total.add(changes)
    run = counts.onto(_run_before(command, ctx), picked, ctx.now)
    if len(run.failed) > FAILURES_AT_MOST:
        raise TooManyFailed(f"{run.job} {run.region} {run.period}: {sorted(set(run.failed.values()))}")
    total.kept.append(run)
    return Outcome(run, total)


def _run_before(command: JobSlice, ctx: Context) -> JobRun:
    for run in ctx.state.shelf.find(Wanted(JobRun, command.region, "period", command.period)):
        if run.job is command.job:
            return run  # type: ignore[no-any-return]
    return JobRun(
        region=command.region,
        period=command.period,
        job=command.job,
        state=RunState.RUNNING,
        after="",
        started_time=ctx.now,
    )


class _Counts:
    def __init__(self) -> None:
        self.done = 0
        self.skipped = Counter[str]()
        self.sums_fen = Counter[str]()
        self.failed: dict[str, str] = {}

    def add(self, result: Result) -> None:
        if isinstance(result, Done):
            self.done += 1
            self.sums_fen.update(result.sums_fen)
        elif isinstance(result, Skipped):
            self.skipped[result.reason] += 1

    def onto(self, run: JobRun, picked: tuple[Picked, ...], now: datetime) -> JobRun:
        finished = len(picked) < SLICE
        return structs.replace(
            run,
            state=RunState.FINISHED if finished else RunState.RUNNING,
            after=picked[-1].key if picked else run.after,
            looked=run.looked + len(picked),
            done=run.done + self.done,
            skipped=dict(Counter(run.skipped) + self.skipped),
            failed=run.failed | self.failed,
            sums_fen=dict(sorted((Counter(run.sums_fen) + self.sums_fen).items())),
            finished_time=now if finished else None,
        )


def person_of(picked: Picked, run: JobSlice, ctx: Context) -> Person:
    """Whom a key means, where keys are psn_nos."""
    return ctx.state.persons[PersonKey(run.region, picked.key)]
