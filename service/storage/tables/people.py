"""People, what identifies them, and their accounts."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    PrimaryKeyConstraint,
    Table,
    text,
)

from service.domain.account import MAX_FEN
from service.storage.tables.common import (
    NEVER_OLDER,
    metadata,
    of_person,
)
from service.storage.types import Bytes, Code, Fen, Instant, Json, PsnNo, Region

persons = Table(
    "persons",
    metadata,
    Column("region", Region),
    Column("psn_no", PsnNo),
    Column("insuplc_admdvs", Region, nullable=False),
    Column("insutype", Code, nullable=False),
    Column("psn_insu_stas", Code, nullable=False),
    Column("categories", Json, nullable=False),
    Column("voucher_active", Boolean, nullable=False),
    Column("card_state", Code, nullable=False),
    Column("account_state", Code, nullable=False),
    Column("as_of_time", Instant, nullable=False, info={NEVER_OLDER: True}),
    # Personal data: ciphertext that opens only for this row and column.
    Column("name_sealed", Bytes, nullable=False),
    Column("birth_date_sealed", Bytes),
    PrimaryKeyConstraint("region", "psn_no"),
)

# Known by a blind index, so that a certificate can be looked up without being readable; one holder in a region.
person_certificates = Table(
    "person_certificates",
    metadata,
    Column("region", Region),
    Column("certno_index", Bytes),
    Column("psn_no", PsnNo, nullable=False),
    Column("psn_cert_type", Code, nullable=False),
    Column("certno_sealed", Bytes, nullable=False),
    PrimaryKeyConstraint("region", "certno_index"),
    of_person(),
    Index(None, "region", "psn_no"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("region", Region),
    Column("psn_no", PsnNo),
    Column("account_kind", Code),
    Column("balance_fen", Fen, nullable=False),
    Column("frozen_fen", Fen, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("region", "psn_no", "account_kind"),
    of_person(),
    CheckConstraint(f"balance_fen >= 0 AND balance_fen <= {MAX_FEN}", name="balance"),
    CheckConstraint("frozen_fen >= 0 AND frozen_fen <= balance_fen", name="frozen"),
)
# Few have anything waiting: the nightly run finds them without reading everybody's accounts.
_in_suspense = text("account_kind = 'SUSPENSE'")
Index(
    "ix_accounts_suspense",
    accounts.c.region,
    accounts.c.psn_no,
    sqlite_where=_in_suspense,
    postgresql_where=_in_suspense,
)
