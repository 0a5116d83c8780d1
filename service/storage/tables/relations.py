"""Authorizations, the bindings under them, and which bindings came from an earlier system."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    false,
    text,
)

from service.storage.tables.common import (
    KEEP_IF_ABSENT,
    metadata,
    of_person,
    quota,
    quota_checks,
)
from service.storage.types import Bytes, Code, Id, Instant, Json, Name, PsnNo, Region

authorizations = Table(
    "authorizations",
    metadata,
    Column("region", Region),
    Column("authorization_id", Id),
    Column("authorizer_psn_no", PsnNo, nullable=False),
    Column("policy_id", Name, nullable=False),
    Column("policy_version", Name, nullable=False),
    Column("state", Code, nullable=False),
    Column("create_time", Instant, nullable=False),
    Column("network", Boolean, nullable=False, server_default=false()),
    Column("payer_order", Integer, nullable=False),
    Column("end_time", Instant),
    Column("commitment", Json),
    *quota(),
    PrimaryKeyConstraint("region", "authorization_id"),
    of_person("authorizer_psn_no"),
    CheckConstraint("state IN ('ACTIVE', 'ENDED')", name="state"),
    CheckConstraint("end_time IS NULL OR state = 'ENDED'", name="end_time"),
    CheckConstraint("payer_order >= 1", name="payer_order"),
    *quota_checks(),
    Index(None, "region", "authorizer_psn_no"),
)

# A row in the authorizer's region, and where the member is insured elsewhere the same row in the member's region:
# so a settlement finds all its payers at home. No foreign key, since a mirror row's authorization is elsewhere.
bindings = Table(
    "bindings",
    metadata,
    Column("region", Region),
    Column("binding_id", Id),
    Column("authorizer_region", Region, nullable=False),
    Column("authorization_id", Id, nullable=False),
    Column("authorizer_psn_no", PsnNo, nullable=False),
    Column("member_region", Region, nullable=False),
    Column("member_psn_no", PsnNo, nullable=False),
    Column("member_insuplc_admdvs", Region, nullable=False),
    Column("relation", Code, nullable=False),
    Column("state", Code, nullable=False),
    Column("payer_order", Integer, nullable=False),
    Column("bound_time", Instant, nullable=False),
    Column("policy_id", Name, nullable=False),
    Column("policy_version", Name, nullable=False),
    Column("network", Boolean, nullable=False, server_default=false()),
    Column("start_date", Date),
    Column("end_date", Date),
    Column("unbound_time", Instant),
    Column("earliest_unbind_date", Date),
    # Only in the authorizer's region: one copy of personal data is enough.
    Column("member_phone_sealed", Bytes, info={KEEP_IF_ABSENT: True}),
    Column("approved_by", Json, nullable=False, server_default=text("'[]'")),
    *quota(),
    PrimaryKeyConstraint("region", "binding_id"),
    CheckConstraint("region IN (authorizer_region, member_region)", name="region"),
    CheckConstraint("authorizer_region <> member_region OR authorizer_psn_no <> member_psn_no", name="not_oneself"),
    CheckConstraint("state IN ('PENDING', 'ACTIVE', 'ENDED')", name="state"),
    CheckConstraint("unbound_time IS NULL OR state = 'ENDED'", name="unbound_time"),
    CheckConstraint("end_date >= start_date", name="dates"),
    CheckConstraint("payer_order >= 1", name="payer_order"),
    *quota_checks(),
    Index(None, "region", "authorizer_psn_no"),
    Index(None, "region", "member_psn_no"),
    Index(None, "region", "authorization_id"),
)
# What the expiry job looks for: in most places no binding has dates. A statement has to say it in these words.
LIVE_AND_DATED = text("end_date IS NOT NULL AND state <> 'ENDED'")
Index(
    "ix_bindings_live_and_dated",
    bindings.c.region,
    bindings.c.authorizer_psn_no,
    sqlite_where=LIVE_AND_DATED,
    postgresql_where=LIVE_AND_DATED,
)


# Bindings taken over from an earlier system, by its keys: what the row said, so that the same row again is known
# whatever has become of the binding since.
binding_imports = Table(
    "binding_imports",
    metadata,
    Column("region", Region),
    Column("binding_key", Name),
    Column("binding_id", Id, nullable=False),
    Column("content_sha256", Bytes, nullable=False),
    PrimaryKeyConstraint("region", "binding_key"),
)
