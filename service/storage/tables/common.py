"""What all tables have in common: the names of constraints, marks of columns, parts that several have."""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    MetaData,
    false,
    text,
)

from service.domain.account import MAX_FEN
from service.storage.types import Fen

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

REQUEST_KEY = ["region", "request_id", "platform", "method"]
KEEP_IF_ABSENT = "keep_if_absent"
"""Marks a column that an upsert without a value leaves as it is."""
SEALED = "sealed"
"""Marks a column of a kept row that holds the named field as ciphertext, which opens only for its row and column."""
NEVER_OLDER = "never_older"
"""Marks a column of whose values an upsert keeps the later: a row with an earlier one is not written."""


def of_person(psn_no: str = "psn_no") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["region", psn_no], ["persons.region", "persons.psn_no"])


def quota() -> list[Column[Any]]:
    """A quota: how much may be spent, how much has been, and whether what is left is frozen in the owner's accounts."""
    return [
        Column("quota_fen", Fen),
        Column("quota_used_fen", Fen, nullable=False, server_default=text("0")),
        Column("quota_freezes", Boolean, nullable=False, server_default=false()),
    ]


def quota_checks() -> list[CheckConstraint]:
    return [
        CheckConstraint(f"quota_fen >= 0 AND quota_fen <= {MAX_FEN}", name="quota"),
        CheckConstraint("quota_used_fen >= 0 AND quota_used_fen <= coalesce(quota_fen, 0)", name="quota_used"),
        CheckConstraint("NOT quota_freezes OR quota_fen IS NOT NULL", name="quota_freezes"),
    ]
