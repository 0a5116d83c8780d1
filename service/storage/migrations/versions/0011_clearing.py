"""Clearing between regions, and look-ups over a region: what was settled or undone on a day, what crossed a border."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_THROUGH_CLEARING = "(debit_kind = 'CLEARING' OR credit_kind = 'CLEARING')"
_INFREQUENT = "movement NOT IN ('CREDIT', 'OPENING_BALANCE', 'SETTLEMENT', 'REVERSAL')"
_PARTIAL = (
    ("ix_settlements_reversed_time", "settlements", ["region", "reversed_time"], "reversed_time IS NOT NULL"),
    ("ix_postings_clearing", "postings", ["region", "month"], _THROUGH_CLEARING),
    ("ix_postings_infrequent", "postings", ["region", "month", "entry_id", "line"], _INFREQUENT),
)
_MDTRT_ID = {
    "postgresql": "convert_from(answer, 'UTF8')::json #>> '{{{path}}}'",
    "sqlite": "json_extract(CAST(answer AS TEXT), '$.{path}')",
}
_PLACES = (("mdtrt_id",), ("settlement", "mdtrt_id"))
"""Where a settlement's visit is found so far: in the answer of its request, of a re-account one level deeper."""


def upgrade() -> None:
    op.add_column("settlements", sa.Column("mdtrt_id", sa.String(30), nullable=False, server_default=sa.text("''")))
    dialect = op.get_bind().dialect.name
    separator = "," if dialect == "postgresql" else "."
    places = (_MDTRT_ID[dialect].format(path=separator.join(path)) for path in _PLACES)
    op.execute(f"""
        UPDATE settlements SET mdtrt_id = coalesce((
            SELECT coalesce({", ".join(places)}) FROM requests r
            WHERE r.region = settlements.region AND r.request_id = settlements.request_id
            AND r.platform = settlements.platform AND r.method = settlements.method), '')""")
    op.create_index(op.f("ix_settlements_region_settle_time"), "settlements", ["region", "settle_time"])
    for name, table, columns, condition in _PARTIAL:
        only = sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)
    op.create_table(
        "clearings",
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("other_region", sa.String(6), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("cleared_time", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("region", "month", "other_region", name=op.f("pk_clearings")),
        sa.CheckConstraint("region <> other_region", name=op.f("ck_clearings_two_regions")),
    )


def downgrade() -> None:
    op.drop_table("clearings")
    for name, table, *_ in reversed(_PARTIAL):
        op.drop_index(name, table)
    op.drop_index(op.f("ix_settlements_region_settle_time"), "settlements")
    op.drop_column("settlements", "mdtrt_id")
