"""Small tables that every region reads."""

from sqlalchemy import (
    Boolean,
    Column,
    PrimaryKeyConstraint,
    String,
    Table,
)

from service.storage.tables.common import (
    metadata,
)
from service.storage.types import Code, Name, Region

institutions = Table(
    "institutions",
    metadata,
    Column("fixmedins_code", Code),
    Column("name", String(200), nullable=False),
    Column("type", Code, nullable=False),
    Column("admdvs", Region, nullable=False),
    Column("mutual_aid_enabled", Boolean, nullable=False),
    Column("state", Code, nullable=False),
    PrimaryKeyConstraint("fixmedins_code"),
)

# What rules the books have been kept by: a policy version whose file has changed since is not used.
policy_digests = Table(
    "policy_digests",
    metadata,
    Column("policy_id", Name),
    Column("policy_version", Name),
    Column("digest", Name, nullable=False),
    PrimaryKeyConstraint("policy_id", "policy_version"),
)
