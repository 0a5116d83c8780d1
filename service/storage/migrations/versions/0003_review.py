"""Review and consent: who agreed to a binding; and events of families, found by person and by region and time."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_FAMILY_EVENTS = (
    "type IN ('AUTHORIZED', 'AUTHORIZATION_REVOKED', 'BOUND', 'UNBOUND', 'PAYER_ORDER_SET', 'NETWORK_FOUNDED', "
    "'NETWORK_DISSOLVED', 'NETWORK_JOINED', 'NETWORK_LEFT', 'NETWORK_ORDER_SET', 'BINDING_REQUESTED', "
    "'BINDING_APPROVED', 'BINDING_REFUSED', 'BINDING_WITHDRAWN')"
)
_INDEXES = {
    "ix_outbox_family": ["region", "event_time", "entry_id", "line"],
    "ix_outbox_family_psn_no": ["region", "psn_no", "event_time", "entry_id", "line"],
}


def upgrade() -> None:
    op.add_column("bindings", sa.Column("approved_by", sa.Text(), nullable=False, server_default=sa.text("'[]'")))
    for name, columns in _INDEXES.items():
        only = sa.text(_FAMILY_EVENTS)
        op.create_index(name, "outbox", columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(name, "outbox")
    op.drop_column("bindings", "approved_by")
