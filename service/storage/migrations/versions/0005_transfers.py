"""Presets, transfers counted, liquidations; and what caused a posting that neither a settlement nor a credit did."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_MAX_FEN = 9999999999999999

_instant = sa.DateTime(timezone=True)
_region = sa.String(6)
_psn_no = sa.String(30)
_code = sa.String(30)
_name = sa.String(64)


def upgrade() -> None:
    op.add_column("postings", sa.Column("cause", _name))
    _make(
        "presets",
        ["region", "psn_no"],
        [
            sa.Column("region", _region, nullable=False),
            sa.Column("psn_no", _psn_no, nullable=False),
            sa.Column("amount_fen", sa.BigInteger(), nullable=False),
            sa.Column("policy_id", _name, nullable=False),
            sa.Column("policy_version", _name, nullable=False),
            sa.Column("state", _code, nullable=False),
            sa.Column("set_time", _instant, nullable=False),
            sa.Column("end_time", _instant),
        ],
        {
            "amount": f"amount_fen > 0 AND amount_fen <= {_MAX_FEN}",
            "state": "state IN ('ACTIVE', 'ENDED')",
            "end_time": "(end_time IS NULL) = (state = 'ACTIVE')",
        },
    )
    _make(
        "transfer_months",
        ["region", "psn_no"],
        [
            sa.Column("region", _region, nullable=False),
            sa.Column("psn_no", _psn_no, nullable=False),
            sa.Column("month", sa.String(7), nullable=False),
            sa.Column("made", sa.Integer(), nullable=False),
        ],
        {"made": "made > 0"},
    )
    _make(
        "liquidations",
        ["region", "liquidation_id"],
        [
            sa.Column("region", _region, nullable=False),
            sa.Column("liquidation_id", sa.Uuid(), nullable=False),
            sa.Column("psn_no", _psn_no, nullable=False),
            sa.Column("cause", _code, nullable=False),
            sa.Column("to_region", _region),
            sa.Column("balance_fen", sa.BigInteger(), nullable=False),
            sa.Column("interest_fen", sa.BigInteger(), nullable=False),
            sa.Column("paid_out_fen", sa.BigInteger(), nullable=False),
            sa.Column("carried_fen", sa.BigInteger(), nullable=False),
            sa.Column("liquidated_time", _instant, nullable=False),
            sa.Column("policy_id", _name, nullable=False),
            sa.Column("policy_version", _name, nullable=False),
            sa.Column("reopened_time", _instant),
        ],
        {
            "all_of_it": "balance_fen + interest_fen = paid_out_fen + carried_fen",
            "amounts": "interest_fen >= 0 AND paid_out_fen >= 0 AND carried_fen >= 0",
            "to_region": "carried_fen = 0 OR to_region IS NOT NULL",
            "cause": "cause IN ('DEATH', 'MOVE')",
        },
    )
    op.create_index("ix_liquidations_region_psn_no", "liquidations", ["region", "psn_no"])


def downgrade() -> None:
    for name in ("liquidations", "transfer_months", "presets"):
        op.drop_table(name)
    op.drop_column("postings", "cause")


def _make(name: str, key: list[str], columns: list[sa.Column[Any]], checks: dict[str, str]) -> None:
    """A table of rows about persons of the region."""
    op.create_table(
        name,
        *columns,
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(
            ["region", "psn_no"], ["persons.region", "persons.psn_no"], name=op.f(f"fk_{name}_persons")
        ),
        *(sa.CheckConstraint(condition, name=op.f(f"ck_{name}_{check}")) for check, condition in checks.items()),
    )
