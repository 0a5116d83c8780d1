"""Reversals, re-accounts and suspense: a settlement is given back as a whole, once; each payment is given back once."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_CHECKS = {
    "paid_by_others": "fund_pay_sumamt_fen >= 0 AND other_pay_fen >= 0",
    "burden": "psn_part_amt_fen = medfee_sumamt_fen - fund_pay_sumamt_fen - other_pay_fen",
    "burden_paid": "psn_part_amt_fen = acct_pay_fen + psn_cash_pay_fen",
    "cash": "psn_cash_pay_fen >= 0",
    "mutual_aid": "acct_mulaid_pay_fen >= 0 AND acct_mulaid_pay_fen <= acct_pay_fen",
    "state": "state IN ('SETTLED', 'REVERSED')",
}
_ADDED_CHECKS = {
    "refunded": "refunded_fen >= 0 AND refunded_fen <= acct_pay_fen",
    "refunded_whole": "refunded_fen = CASE WHEN state = 'REVERSED' THEN acct_pay_fen ELSE 0 END",
    "reversed_time": "(state = 'REVERSED') = (reversed_time IS NOT NULL)",
    "replaced": "replaced_by_setl_id IS NULL OR state = 'REVERSED'",
}
_REQUEST_KEY = ["region", "request_id", "platform", "method"]
_BY_PATIENT = ["region", "patient_psn_no", "settle_time", "setl_id"]

_instant = sa.DateTime(timezone=True)
_region = sa.String(6)
_psn_no = sa.String(30)
_code = sa.String(30)
_name = sa.String(64)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild([*_columns(), *_added()], _CHECKS | _ADDED_CHECKS)
    else:
        for column in _added():
            op.add_column("settlements", column)
        for name, condition in _ADDED_CHECKS.items():
            op.create_check_constraint(op.f(f"ck_settlements_{name}"), "settlements", condition)
    replaces = sa.text("replaces_setl_id IS NOT NULL")
    _unique("ux_settlements_replaces_setl_id", "settlements", ["region", "replaces_setl_id"], replaces)
    op.add_column("postings", sa.Column("reverses_line", sa.Integer()))
    reverses = sa.text("reverses_line IS NOT NULL")
    _unique("ux_postings_reverses_line", "postings", ["region", "setl_id", "reverses_line"], reverses)
    waits = sa.text("account_kind = 'SUSPENSE'")
    op.create_index(
        "ix_accounts_suspense", "accounts", ["region", "psn_no"], sqlite_where=waits, postgresql_where=waits
    )


def downgrade() -> None:
    """That a settlement was given back stays to be seen in its state; which payment a posting gave back is lost."""
    op.drop_index("ix_accounts_suspense", "accounts")
    op.drop_index("ux_postings_reverses_line", "postings")
    op.drop_column("postings", "reverses_line")
    op.drop_index("ux_settlements_replaces_setl_id", "settlements")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(_columns(), _CHECKS)
        return
    for name in _ADDED_CHECKS:
        op.drop_constraint(op.f(f"ck_settlements_{name}"), "settlements", type_="check")
    for column in reversed(_added()):
        op.drop_column("settlements", column.name)


def _unique(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def _added() -> list[sa.Column[Any]]:
    return [
        sa.Column("refunded_fen", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("reversed_time", _instant),
        sa.Column("replaces_setl_id", sa.Uuid()),
        sa.Column("replaced_by_setl_id", sa.Uuid()),
    ]


def _columns() -> list[sa.Column[Any]]:
    filled: dict[str, Any] = {
        "region": _region,
        "setl_id": sa.Uuid(),
        "entry_id": sa.Uuid(),
        "request_id": _name,
        "platform": _name,
        "method": sa.String(100),
        "patient_psn_no": _psn_no,
        "insutype": _code,
        "clr_type": _code,
        "fixmedins_code": _code,
        "visit_time": _instant,
        "settle_time": _instant,
        "medfee_sumamt_fen": sa.BigInteger(),
        "fund_pay_sumamt_fen": sa.BigInteger(),
        "other_pay_fen": sa.BigInteger(),
        "psn_part_amt_fen": sa.BigInteger(),
        "acct_pay_fen": sa.BigInteger(),
        "acct_mulaid_pay_fen": sa.BigInteger(),
        "psn_cash_pay_fen": sa.BigInteger(),
        "state": _code,
    }
    return [sa.Column(name, type_, nullable=name == "fixmedins_code") for name, type_ in filled.items()]


def _rebuild(columns: list[sa.Column[Any]], checks: dict[str, str]) -> None:
    """SQLite changes no CHECK: the table is made anew and filled from the old one."""
    op.rename_table("settlements", "settlements_before")
    op.create_table(
        "settlements",
        *columns,
        sa.PrimaryKeyConstraint("region", "setl_id", name=op.f("pk_settlements")),
        sa.ForeignKeyConstraint(
            ["region", "patient_psn_no"], ["persons.region", "persons.psn_no"], name=op.f("fk_settlements_persons")
        ),
        sa.ForeignKeyConstraint(
            _REQUEST_KEY, [f"requests.{column}" for column in _REQUEST_KEY], name=op.f("fk_settlements_requests")
        ),
        *(sa.CheckConstraint(condition, name=op.f(f"ck_settlements_{name}")) for name, condition in checks.items()),
    )
    kept = ", ".join(column.name for column in _columns())
    op.execute(f"INSERT INTO settlements ({kept}) SELECT {kept} FROM settlements_before")
    op.drop_table("settlements_before")
    op.create_index(op.f("ix_settlements_region_patient_psn_no_settle_time_setl_id"), "settlements", _BY_PATIENT)
