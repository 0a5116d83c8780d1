"""A run of a job: one for each job, region and period, however often it is started."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from msgspec import field

from service.domain.kept import Kept
from service.domain.terms import Job


class RunState(StrEnum):
    RUNNING = "RUNNING"
    """Begun and not finished: being run now, or broken off; whoever runs it goes on from `after`."""
    FINISHED = "FINISHED"


class JobRun(Kept, frozen=True, kw_only=True):
    """What a run has done so far. It is written with each slice, in the slice's transaction, and is its answer."""

    KEY: ClassVar[tuple[str, ...]] = ("period", "job")
    FOUND_BY: ClassVar[tuple[str, ...]] = ("period",)

    period: str
    job: Job
    state: RunState
    after: str
    """The last key that has been looked at; the next slice begins after it."""
    looked: int = 0
    """How many keys have been looked at; those that were in order already are in no other count."""
    done: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    """How many were passed over, by reason."""
    failed: dict[str, str] = field(default_factory=dict)
    """Keys that could not be decided because of a mistake in rules or code, with the kind of error."""
    sums_fen: dict[str, int] = field(default_factory=dict)
    """What a job adds up of those that were done, in fen, by name."""
    started_time: datetime
    finished_time: datetime | None = None

    @property
    def finished(self) -> bool:
        return self.state is RunState.FINISHED
