"""Premiums of members."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_MAX_FEN = 9999999999999999
_CHECKS = {
    "region": "region IN (insured_region, payer_region)",
    "amount": f"amount_fen > 0 AND amount_fen <= {_MAX_FEN}",
    "due": "amount_fen = standard_fen - subsidy_fen - set_off_fen",
    "less": "subsidy_fen >= 0 AND set_off_fen >= 0",
    "cover": "cover_start <= cover_end",
    "state": "state IN ('PAID', 'REFUNDED')",
    "refunded_time": "(refunded_time IS NULL) = (state = 'PAID')",
}

_instant = sa.DateTime(timezone=True)
_region = sa.String(6)
_psn_no = sa.String(30)
_code = sa.String(30)
_name = sa.String(64)


def upgrade() -> None:
    op.create_table(
        "premiums",
        sa.Column("region", _region, nullable=False),
        sa.Column("premium_id", sa.Uuid(), nullable=False),
        sa.Column("insured_region", _region, nullable=False),
        sa.Column("insured_psn_no", _psn_no, nullable=False),
        sa.Column("cover_year", sa.Integer(), nullable=False),
        sa.Column("payer_region", _region, nullable=False),
        sa.Column("payer_psn_no", _psn_no, nullable=False),
        sa.Column("tier", sa.Integer()),
        *(
            sa.Column(f"{name}_fen", sa.BigInteger(), nullable=False)
            for name in ("standard", "subsidy", "set_off", "amount")
        ),
        sa.Column("category", _code),
        sa.Column("cover_start", sa.Date()),
        sa.Column("cover_end", sa.Date(), nullable=False),
        sa.Column("payments", sa.Text(), nullable=False),
        sa.Column("policy_id", _name, nullable=False),
        sa.Column("policy_version", _name, nullable=False),
        sa.Column("binding_id", sa.Uuid()),
        sa.Column("state", _code, nullable=False),
        sa.Column("paid_time", _instant, nullable=False),
        sa.Column("refunded_time", _instant),
        sa.PrimaryKeyConstraint("region", "premium_id", name=op.f("pk_premiums")),
        *(sa.CheckConstraint(condition, name=op.f(f"ck_premiums_{name}")) for name, condition in _CHECKS.items()),
    )
    for role in ("insured", "payer"):
        columns = ["region", f"{role}_psn_no", "paid_time", "premium_id"]
        op.create_index(f"ix_premiums_{'_'.join(columns)}", "premiums", columns)
    is_paid = sa.text("state = 'PAID'")
    op.create_index(
        "uq_premiums_paid_once",
        "premiums",
        ["region", "insured_region", "insured_psn_no", "cover_year"],
        unique=True,
        sqlite_where=is_paid,
        postgresql_where=is_paid,
    )


def downgrade() -> None:
    op.drop_table("premiums")
