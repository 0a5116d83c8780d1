"""The relay that gives events their positions."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "relays",
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("region", name=op.f("pk_relays")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_relays_position")),
    )
    unstamped, stamped = sa.text("position IS NULL"), sa.text("position IS NOT NULL")
    op.create_index(
        "ix_outbox_unstamped",
        "outbox",
        ["region", "entry_id", "line"],
        sqlite_where=unstamped,
        postgresql_where=unstamped,
    )
    op.create_index(
        "ix_outbox_position",
        "outbox",
        ["region", "position"],
        unique=True,
        sqlite_where=stamped,
        postgresql_where=stamped,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_position", "outbox")
    op.drop_index("ix_outbox_unstamped", "outbox")
    op.drop_table("relays")
    # What had a position is given one anew after the next upgrade.
    op.execute("UPDATE outbox SET position = NULL WHERE position IS NOT NULL")
