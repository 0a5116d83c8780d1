"""Quotas of bindings, and of all members of an authorization together; the event of setting one; dated bindings."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_MAX_FEN = 9999999999999999
_QUOTA_CHECKS = {
    "quota": f"quota_fen >= 0 AND quota_fen <= {_MAX_FEN}",
    "quota_used": "quota_used_fen >= 0 AND quota_used_fen <= coalesce(quota_fen, 0)",
    "quota_freezes": "NOT quota_freezes OR quota_fen IS NOT NULL",
}
_CHECKS = {
    "authorizations": {
        "state": "state IN ('ACTIVE', 'ENDED')",
        "end_time": "end_time IS NULL OR state = 'ENDED'",
        "payer_order": "payer_order >= 1",
    },
    "bindings": {
        "region": "region IN (authorizer_region, member_region)",
        "not_oneself": "authorizer_region <> member_region OR authorizer_psn_no <> member_psn_no",
        "state": "state IN ('PENDING', 'ACTIVE', 'ENDED')",
        "unbound_time": "unbound_time IS NULL OR state = 'ENDED'",
        "dates": "end_date >= start_date",
        "payer_order": "payer_order >= 1",
    },
}
_INDEXES = {
    "authorizations": ("authorizer_psn_no",),
    "bindings": ("authorizer_psn_no", "member_psn_no", "authorization_id"),
}
_DATED = "ix_bindings_live_and_dated"
_FAMILY_EVENTS = (
    "'AUTHORIZED', 'AUTHORIZATION_REVOKED', 'BOUND', 'UNBOUND', 'PAYER_ORDER_SET', 'NETWORK_FOUNDED', "
    "'NETWORK_DISSOLVED', 'NETWORK_JOINED', 'NETWORK_LEFT', 'NETWORK_ORDER_SET', 'BINDING_REQUESTED', "
    "'BINDING_APPROVED', 'BINDING_REFUSED', 'BINDING_WITHDRAWN'"
)
_EVENT_INDEXES = {
    "ix_outbox_family": ["region", "event_time", "entry_id", "line"],
    "ix_outbox_family_psn_no": ["region", "psn_no", "event_time", "entry_id", "line"],
}

_instant = sa.DateTime(timezone=True)
_region = sa.String(6)
_psn_no = sa.String(30)
_code = sa.String(30)
_name = sa.String(64)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild("authorizations", [*_authorization_columns(), *_quota_columns()], _QUOTA_CHECKS)
        _rebuild("bindings", [*_binding_columns(), *_quota_columns()], _QUOTA_CHECKS)
    else:
        for table in _CHECKS:
            for column in _quota_columns():
                op.add_column(table, column)
            for name, condition in _QUOTA_CHECKS.items():
                op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)
    only = sa.text("end_date IS NOT NULL AND state <> 'ENDED'")
    columns = ["region", "authorizer_psn_no"]
    op.create_index(_DATED, "bindings", columns, sqlite_where=only, postgresql_where=only)
    _index_events(f"{_FAMILY_EVENTS}, 'QUOTA_SET', 'COMMON_QUOTA_SET'")


def downgrade() -> None:
    """What was frozen for quotas is free again: nothing says any more what it is frozen for."""
    op.execute("UPDATE accounts SET frozen_fen = 0 WHERE frozen_fen > 0")
    _index_events(_FAMILY_EVENTS)
    op.drop_index(_DATED, "bindings")
    if op.get_bind().dialect.name == "sqlite":
        _rebuild("authorizations", _authorization_columns(), {})
        _rebuild("bindings", _binding_columns(), {})
    else:
        for table in _CHECKS:
            for name in _QUOTA_CHECKS:
                op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
            for column in reversed(_quota_columns()):
                op.drop_column(table, column.name)


def _index_events(types: str) -> None:
    """The indexes of families' events name the types that they hold."""
    for name, columns in _EVENT_INDEXES.items():
        op.drop_index(name, "outbox")
        only = sa.text(f"type IN ({types})")
        op.create_index(name, "outbox", columns, sqlite_where=only, postgresql_where=only)


def _rebuild(table: str, columns: list[sa.Column[Any]], added: dict[str, str]) -> None:
    """SQLite adds no CHECK: the table is made anew and filled from the old one."""
    before = f"{table}_before"
    kept = ", ".join(c.name for c in columns if not c.name.startswith("quota_"))
    persons = sa.ForeignKeyConstraint(
        ["region", "authorizer_psn_no"], ["persons.region", "persons.psn_no"], name=op.f("fk_authorizations_persons")
    )
    checks = _CHECKS[table] | added
    op.rename_table(table, before)
    op.create_table(
        table,
        *columns,
        sa.PrimaryKeyConstraint(*(c.name for c in columns[:2]), name=op.f(f"pk_{table}")),
        *([persons] if table == "authorizations" else []),
        *(sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}")) for name, condition in checks.items()),
    )
    op.execute(f"INSERT INTO {table} ({kept}) SELECT {kept} FROM {before}")
    op.drop_table(before)
    for column in _INDEXES[table]:
        op.create_index(op.f(f"ix_{table}_region_{column}"), table, ["region", column])


def _filled(name: str, type_: Any, server_default: Any = None) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=False, server_default=server_default)


def _quota_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("quota_fen", sa.BigInteger()),
        _filled("quota_used_fen", sa.BigInteger(), sa.text("0")),
        _filled("quota_freezes", sa.Boolean(), sa.false()),
    ]


def _authorization_columns() -> list[sa.Column[Any]]:
    return [
        _filled("region", _region),
        _filled("authorization_id", sa.Uuid()),
        _filled("authorizer_psn_no", _psn_no),
        _filled("policy_id", _name),
        _filled("policy_version", _name),
        _filled("state", _code),
        _filled("create_time", _instant),
        _filled("network", sa.Boolean(), sa.false()),
        _filled("payer_order", sa.Integer()),
        sa.Column("end_time", _instant),
        sa.Column("commitment", sa.Text()),
    ]


def _binding_columns() -> list[sa.Column[Any]]:
    return [
        _filled("region", _region),
        _filled("binding_id", sa.Uuid()),
        _filled("authorizer_region", _region),
        _filled("authorization_id", sa.Uuid()),
        _filled("authorizer_psn_no", _psn_no),
        _filled("member_region", _region),
        _filled("member_psn_no", _psn_no),
        _filled("member_insuplc_admdvs", _region),
        _filled("relation", _code),
        _filled("state", _code),
        _filled("payer_order", sa.Integer()),
        _filled("bound_time", _instant),
        _filled("policy_id", _name),
        _filled("policy_version", _name),
        _filled("network", sa.Boolean(), sa.false()),
        sa.Column("start_date", sa.Date()),
        sa.Column("end_date", sa.Date()),
        sa.Column("unbound_time", _instant),
        sa.Column("earliest_unbind_date", sa.Date()),
        sa.Column("member_phone_sealed", sa.LargeBinary()),
        _filled("approved_by", sa.Text(), sa.text("'[]'")),
    ]
