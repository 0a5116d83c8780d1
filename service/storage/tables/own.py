"""What owners laid down about their own accounts: presets, transfers of a month, liquidations."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from service.domain.account import MAX_FEN
from service.storage.tables.common import (
    metadata,
    of_person,
)
from service.storage.types import Code, Fen, Id, Instant, Name, PsnNo, Region

# One a person: the amount that moves every year, the last one fixed, ended or not.
presets = Table(
    "presets",
    metadata,
    Column("region", Region),
    Column("psn_no", PsnNo),
    Column("amount_fen", Fen, nullable=False),
    Column("policy_id", Name, nullable=False),
    Column("policy_version", Name, nullable=False),
    Column("state", Code, nullable=False),
    Column("set_time", Instant, nullable=False),
    Column("end_time", Instant),
    PrimaryKeyConstraint("region", "psn_no"),
    of_person(),
    CheckConstraint(f"amount_fen > 0 AND amount_fen <= {MAX_FEN}", name="amount"),
    CheckConstraint("state IN ('ACTIVE', 'ENDED')", name="state"),
    CheckConstraint("(end_time IS NULL) = (state = 'ACTIVE')", name="end_time"),
)

# How many transfers a person made in the last month in which there was one.
transfer_months = Table(
    "transfer_months",
    metadata,
    Column("region", Region),
    Column("psn_no", PsnNo),
    Column("month", String(7), nullable=False),
    Column("made", Integer, nullable=False),
    PrimaryKeyConstraint("region", "psn_no"),
    of_person(),
    CheckConstraint("made > 0", name="made"),
)

liquidations = Table(
    "liquidations",
    metadata,
    Column("region", Region),
    Column("liquidation_id", Id),
    Column("psn_no", PsnNo, nullable=False),
    Column("cause", Code, nullable=False),
    Column("to_region", Region),
    Column("balance_fen", Fen, nullable=False),
    Column("interest_fen", Fen, nullable=False),
    Column("paid_out_fen", Fen, nullable=False),
    Column("carried_fen", Fen, nullable=False),
    Column("liquidated_time", Instant, nullable=False),
    Column("policy_id", Name, nullable=False),
    Column("policy_version", Name, nullable=False),
    Column("reopened_time", Instant),
    PrimaryKeyConstraint("region", "liquidation_id"),
    of_person(),
    CheckConstraint("balance_fen + interest_fen = paid_out_fen + carried_fen", name="all_of_it"),
    CheckConstraint("interest_fen >= 0 AND paid_out_fen >= 0 AND carried_fen >= 0", name="amounts"),
    CheckConstraint("carried_fen = 0 OR to_region IS NOT NULL", name="to_region"),
    CheckConstraint("cause IN ('DEATH', 'MOVE')", name="cause"),
    Index(None, "region", "psn_no"),
)
