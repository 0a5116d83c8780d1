"""Wallets, transfers into them, and how often somebody has sent."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_MAX_FEN = 9999999999999999
_CHECKS = {
    "region": "region IN (sender_region, receiver_region)",
    "not_oneself": "sender_region <> receiver_region OR sender_psn_no <> receiver_psn_no",
    "amount": f"amount_fen > 0 AND amount_fen <= {_MAX_FEN}",
    "state": "state IN ('SENT', 'ACCEPTED', 'RETURNED')",
    "end_time": "(end_time IS NULL) = (state = 'SENT')",
    "pending_of": "pending_of IS NULL OR (state = 'SENT' AND region = sender_region)",
    "waiting_for": "waiting_for IS NULL OR (state = 'SENT' AND region = receiver_region)",
}

_instant = sa.DateTime(timezone=True)
_region = sa.String(6)
_psn_no = sa.String(30)
_code = sa.String(30)
_name = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "wallets",
        *_of_person(),
        sa.Column("use_admdvs", _region, nullable=False),
        sa.Column("opened_time", _instant, nullable=False),
        *_policy(),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        *_keys("wallets"),
    )
    op.create_table(
        "wallet_transfers",
        sa.Column("region", _region, nullable=False),
        sa.Column("wallet_transfer_id", sa.Uuid(), nullable=False),
        sa.Column("sender_region", _region, nullable=False),
        sa.Column("sender_psn_no", _psn_no, nullable=False),
        sa.Column("receiver_region", _region, nullable=False),
        sa.Column("receiver_psn_no", _psn_no, nullable=False),
        sa.Column("relation", _code, nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("state", _code, nullable=False),
        sa.Column("sent_time", _instant, nullable=False),
        sa.Column("return_time", _instant, nullable=False),
        *_policy(),
        sa.Column("end_time", _instant),
        sa.Column("pending_of", _psn_no),
        sa.Column("waiting_for", _psn_no),
        sa.PrimaryKeyConstraint("region", "wallet_transfer_id", name=op.f("pk_wallet_transfers")),
        *(sa.CheckConstraint(told, name=op.f(f"ck_wallet_transfers_{name}")) for name, told in _CHECKS.items()),
    )
    for column in ("pending_of", "waiting_for"):
        waits = sa.text(f"{column} IS NOT NULL")
        name = f"ix_wallet_transfers_{column}"
        op.create_index(name, "wallet_transfers", ["region", column], sqlite_where=waits, postgresql_where=waits)
    op.create_table(
        "wallet_sent_counts",
        *_of_person(),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("that_day", sa.Integer(), nullable=False),
        sa.Column("that_month", sa.Integer(), nullable=False),
        *_keys("wallet_sent_counts"),
        sa.CheckConstraint("that_day > 0 AND that_day <= that_month", name=op.f("ck_wallet_sent_counts_counted")),
    )


def downgrade() -> None:
    for name in ("wallet_sent_counts", "wallet_transfers", "wallets"):
        op.drop_table(name)


def _of_person() -> list[sa.Column[Any]]:
    return [sa.Column("region", _region, nullable=False), sa.Column("psn_no", _psn_no, nullable=False)]


def _policy() -> list[sa.Column[Any]]:
    return [sa.Column(name, _name, nullable=False) for name in ("policy_id", "policy_version")]


def _keys(table: str) -> list[sa.Constraint]:
    """One row a person of the region."""
    return [
        sa.PrimaryKeyConstraint("region", "psn_no", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["region", "psn_no"], ["persons.region", "persons.psn_no"], name=op.f(f"fk_{table}_persons")
        ),
    ]
