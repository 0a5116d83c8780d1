"""What two regions cleared, and premiums, which may be paid from one region for another."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    literal_column,
)

from service.domain.account import MAX_FEN
from service.storage.tables.common import (
    metadata,
)
from service.storage.types import Code, Fen, Id, Instant, Json, Name, PsnNo, Region

# That two regions have cleared a month: a row in each one's books.
clearings = Table(
    "clearings",
    metadata,
    Column("region", Region),
    Column("month", String(7)),
    Column("other_region", Region),
    Column("paid_fen", Fen, nullable=False),
    Column("cleared_time", Instant, nullable=False),
    PrimaryKeyConstraint("region", "month", "other_region"),
    CheckConstraint("region <> other_region", name="two_regions"),
)

# Resident-scheme premiums. The row stands in the insured's region, and in the payer's where that is another: no foreign
# key, since the insured or the payer is elsewhere. Of a person and cover year there is one that is paid.
premiums = Table(
    "premiums",
    metadata,
    Column("region", Region),
    Column("premium_id", Id),
    Column("insured_region", Region, nullable=False),
    Column("insured_psn_no", PsnNo, nullable=False),
    Column("cover_year", Integer, nullable=False),
    Column("payer_region", Region, nullable=False),
    Column("payer_psn_no", PsnNo, nullable=False),
    Column("tier", Integer),
    Column("standard_fen", Fen, nullable=False),
    Column("subsidy_fen", Fen, nullable=False),
    Column("set_off_fen", Fen, nullable=False),
    Column("amount_fen", Fen, nullable=False),
    Column("category", Code),
    Column("cover_start", Date),
    Column("cover_end", Date, nullable=False),
    Column("payments", Json, nullable=False),
    Column("policy_id", Name, nullable=False),
    Column("policy_version", Name, nullable=False),
    Column("binding_id", Id),
    Column("state", Code, nullable=False),
    Column("paid_time", Instant, nullable=False),
    Column("refunded_time", Instant),
    PrimaryKeyConstraint("region", "premium_id"),
    CheckConstraint("region IN (insured_region, payer_region)", name="region"),
    CheckConstraint(f"amount_fen > 0 AND amount_fen <= {MAX_FEN}", name="amount"),
    CheckConstraint("amount_fen = standard_fen - subsidy_fen - set_off_fen", name="due"),
    CheckConstraint("subsidy_fen >= 0 AND set_off_fen >= 0", name="less"),
    CheckConstraint("cover_start <= cover_end", name="cover"),
    CheckConstraint("state IN ('PAID', 'REFUNDED')", name="state"),
    CheckConstraint("(refunded_time IS NULL) = (state = 'PAID')", name="refunded_time"),
    Index(None, "region", "insured_psn_no", "paid_time", "premium_id"),
    Index(None, "region", "payer_psn_no", "paid_time", "premium_id"),
)
_is_paid = premiums.c.state == literal_column("'PAID'")
Index(
    "uq_premiums_paid_once",
    *(premiums.c[name] for name in ("region", "insured_region", "insured_psn_no", "cover_year")),
    unique=True,
    sqlite_where=_is_paid,
    postgresql_where=_is_paid,
)
