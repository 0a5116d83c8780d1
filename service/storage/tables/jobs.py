"""Runs of jobs."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    PrimaryKeyConstraint,
    Table,
)

from service.storage.tables.common import (
    metadata,
)
from service.storage.types import Code, Instant, Json, Name, Region

# Runs of jobs. Written with each slice, in its transaction: where a run that was broken off goes on.
job_runs = Table(
    "job_runs",
    metadata,
    Column("region", Region),
    Column("period", Code),
    Column("job", Code),
    Column("state", Code, nullable=False),
    Column("after", Name, nullable=False),
    Column("looked", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("skipped", Json, nullable=False),
    Column("failed", Json, nullable=False),
    Column("sums_fen", Json, nullable=False),
    Column("started_time", Instant, nullable=False),
    Column("finished_time", Instant),
    PrimaryKeyConstraint("region", "period", "job"),
    CheckConstraint("state IN ('RUNNING', 'FINISHED')", name="state"),
    CheckConstraint("(finished_time IS NULL) = (state = 'RUNNING')", name="finished_time"),
    Index(None, "region", "started_time"),
)
