"""Bulk: corrections among the credits, and the bindings that were taken over from an earlier system."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_MAX_FEN = 9999999999999999
_AMOUNT = f"amount_fen > 0 AND amount_fen <= {_MAX_FEN}"
_SIGNED_AMOUNT = f"amount_fen <> 0 AND amount_fen BETWEEN -{_MAX_FEN} AND {_MAX_FEN}"
_CHECKS = {
    "amount": _SIGNED_AMOUNT,
    "below_zero": "amount_fen > 0 OR corrects_credit_id IS NOT NULL",
    "approved": "(corrects_credit_id IS NULL) = (approved_by IS NULL)",
}
_OLD_COLUMNS = "region, credit_id, psn_no, account_kind, amount_fen, credit_type, credited_time, entry_id"

_instant = sa.DateTime(timezone=True)
_region = sa.String(6)
_psn_no = sa.String(30)
_code = sa.String(30)
_name = sa.String(64)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(_CHECKS, sa.Column("corrects_credit_id", _name), sa.Column("approved_by", _name))
    else:
        for name in ("corrects_credit_id", "approved_by"):
            op.add_column("credits", sa.Column(name, _name))
        op.drop_constraint(op.f("ck_credits_amount"), "credits", type_="check")
        for name, condition in _CHECKS.items():
            op.create_check_constraint(op.f(f"ck_credits_{name}"), "credits", condition)
    is_correction = sa.text("corrects_credit_id IS NOT NULL")
    op.create_index(
        "ix_credits_corrects_credit_id",
        "credits",
        ["region", "corrects_credit_id"],
        sqlite_where=is_correction,
        postgresql_where=is_correction,
    )
    op.create_table(
        "binding_imports",
        sa.Column("region", _region, nullable=False),
        sa.Column("binding_key", _name, nullable=False),
        sa.Column("binding_id", sa.Uuid(), nullable=False),
        sa.Column("content_sha256", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("region", "binding_key", name=op.f("pk_binding_imports")),
    )


def downgrade() -> None:
    """Corrections are lost as such; there is no place for them in the earlier table."""
    op.drop_table("binding_imports")
    op.drop_index("ix_credits_corrects_credit_id", "credits")
    op.execute("DELETE FROM credits WHERE corrects_credit_id IS NOT NULL")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild({"amount": _AMOUNT})
    else:
        for name in _CHECKS:
            op.drop_constraint(op.f(f"ck_credits_{name}"), "credits", type_="check")
        for name in ("approved_by", "corrects_credit_id"):
            op.drop_column("credits", name)
        op.create_check_constraint(op.f("ck_credits_amount"), "credits", _AMOUNT)


def _rebuild(checks: dict[str, str], *added: sa.Column[Any]) -> None:
    """SQLite changes no CHECK: the table is made anew and filled from the old one."""
    op.rename_table("credits", "credits_before")
    op.create_table(
        "credits",
        sa.Column("region", _region, nullable=False),
        sa.Column("credit_id", _name, nullable=False),
        sa.Column("psn_no", _psn_no, nullable=False),
        sa.Column("account_kind", _code, nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("credit_type", _code, nullable=False),
        sa.Column("credited_time", _instant, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        *added,
        sa.PrimaryKeyConstraint("region", "credit_id", name=op.f("pk_credits")),
        sa.ForeignKeyConstraint(
            ["region", "psn_no"], ["persons.region", "persons.psn_no"], name=op.f("fk_credits_persons")
        ),
        *(sa.CheckConstraint(condition, name=op.f(f"ck_credits_{name}")) for name, condition in checks.items()),
    )
    op.execute(f"INSERT INTO credits ({_OLD_COLUMNS}) SELECT {_OLD_COLUMNS} FROM credits_before")
    op.drop_table("credits_before")
