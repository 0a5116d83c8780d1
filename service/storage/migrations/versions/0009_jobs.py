"""Runs of jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "job_runs",
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("period", sa.String(30), nullable=False),
        sa.Column("job", sa.String(30), nullable=False),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("after", sa.String(64), nullable=False),
        sa.Column("looked", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.Column("failed", sa.Text(), nullable=False),
        sa.Column("sums_fen", sa.Text(), nullable=False),
        sa.Column("started_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_time", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("region", "period", "job", name=op.f("pk_job_runs")),
        sa.CheckConstraint("state IN ('RUNNING', 'FINISHED')", name=op.f("ck_job_runs_state")),
        sa.CheckConstraint("(finished_time IS NULL) = (state = 'RUNNING')", name=op.f("ck_job_runs_finished_time")),
    )
    op.create_index(op.f("ix_job_runs_region_started_time"), "job_runs", ["region", "started_time"])


def downgrade() -> None:
    op.drop_table("job_runs")
