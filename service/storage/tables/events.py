"""Events, and the relay that gives them their positions."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    text,
)

from service.domain.family_events import FamilyEventType
from service.storage.tables.common import (
    metadata,
)
from service.storage.types import Id, Instant, Json, Name, PsnNo, Region

# The position is stamped after the commit, by one relay a region: readers never miss what was committed late.
outbox = Table(
    "outbox",
    metadata,
    Column("region", Region),
    Column("entry_id", Id),
    Column("line", Integer),
    Column("type", Name, nullable=False),
    Column("psn_no", PsnNo, nullable=False),
    Column("payload", Json, nullable=False),
    Column("event_time", Instant, nullable=False),
    Column("position", BigInteger),
    PrimaryKeyConstraint("region", "entry_id", "line"),
)
# Events of families are looked up, by person and over a region; the far more numerous others (settlements, credits)
# are only followed, and cost no index. A statement has to say this condition in these words to use the indexes.
IS_FAMILY_EVENT = text(f"type IN ({', '.join(repr(str(kind)) for kind in FamilyEventType)})")
for _name, *_columns in (("family", "event_time"), ("family_psn_no", "psn_no", "event_time")):
    Index(
        f"ix_outbox_{_name}",
        *(outbox.c[column] for column in ("region", *_columns, "entry_id", "line")),
        sqlite_where=IS_FAMILY_EVENT,
        postgresql_where=IS_FAMILY_EVENT,
    )

# What the relay looks for, and what followers read along.
_unstamped = outbox.c.position.is_(None)
Index(
    "ix_outbox_unstamped",
    *(outbox.c[column] for column in ("region", "entry_id", "line")),
    sqlite_where=_unstamped,
    postgresql_where=_unstamped,
)
_stamped = outbox.c.position.is_not(None)
Index(
    "ix_outbox_position",
    outbox.c.region,
    outbox.c.position,
    unique=True,
    sqlite_where=_stamped,
    postgresql_where=_stamped,
)

# A region's last position. Whoever holds the row's lock is its relay, and nobody else gives positions there meanwhile.
relays = Table(
    "relays",
    metadata,
    Column("region", Region),
    Column("position", BigInteger, nullable=False),
    PrimaryKeyConstraint("region"),
    CheckConstraint("position >= 0", name="position"),
)
