"""Wallets and what is sent to them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
)

from service.domain.account import MAX_FEN
from service.storage.tables.common import (
    SEALED,
    metadata,
    of_person,
)
from service.storage.types import Bytes, Code, Fen, Id, Instant, Json, Name, PsnNo, Region

# Wallets (医保钱包), opened once by their owners; the money in one is in its account.
wallets = Table(
    "wallets",
    metadata,
    Column("region", Region),
    Column("psn_no", PsnNo),
    Column("use_admdvs", Region, nullable=False),
    Column("opened_time", Instant, nullable=False),
    Column("policy_id", Name, nullable=False),
    Column("policy_version", Name, nullable=False),
    Column("phone_sealed", Bytes, nullable=False, info={SEALED: "phone"}),
    PrimaryKeyConstraint("region", "psn_no"),
    of_person(),
)

# A row in the sender's region, and where the receiver is insured elsewhere the same row in the receiver's region: no
# foreign key. `pending_of` is the sender and `waiting_for` the receiver, each in its own region, as long as it waits.
wallet_transfers = Table(
    "wallet_transfers",
    metadata,
    Column("region", Region),
    Column("wallet_transfer_id", Id),
    Column("sender_region", Region, nullable=False),
    Column("sender_psn_no", PsnNo, nullable=False),
    Column("receiver_region", Region, nullable=False),
    Column("receiver_psn_no", PsnNo, nullable=False),
    Column("relation", Code, nullable=False),
    Column("amount_fen", Fen, nullable=False),
    Column("parts", Json, nullable=False),
    Column("state", Code, nullable=False),
    Column("sent_time", Instant, nullable=False),
    Column("return_time", Instant, nullable=False),
    Column("policy_id", Name, nullable=False),
    Column("policy_version", Name, nullable=False),
    Column("end_time", Instant),
    Column("pending_of", PsnNo),
    Column("waiting_for", PsnNo),
    PrimaryKeyConstraint("region", "wallet_transfer_id"),
    CheckConstraint("region IN (sender_region, receiver_region)", name="region"),
    CheckConstraint("sender_region <> receiver_region OR sender_psn_no <> receiver_psn_no", name="not_oneself"),
    CheckConstraint(f"amount_fen > 0 AND amount_fen <= {MAX_FEN}", name="amount"),
    CheckConstraint("state IN ('SENT', 'ACCEPTED', 'RETURNED')", name="state"),
    CheckConstraint("(end_time IS NULL) = (state = 'SENT')", name="end_time"),
    CheckConstraint("pending_of IS NULL OR (state = 'SENT' AND region = sender_region)", name="pending_of"),
    CheckConstraint("waiting_for IS NULL OR (state = 'SENT' AND region = receiver_region)", name="waiting_for"),
)
for _column in (wallet_transfers.c.pending_of, wallet_transfers.c.waiting_for):
    _waits = _column.is_not(None)
    _name = f"ix_wallet_transfers_{_column.name}"
    Index(_name, wallet_transfers.c.region, _column, sqlite_where=_waits, postgresql_where=_waits)

# How often a sender sent on the last day on which it did, and in that month.
wallet_sent_counts = Table(
    "wallet_sent_counts",
    metadata,
    Column("region", Region),
    Column("psn_no", PsnNo),
    Column("day", Date, nullable=False),
    Column("that_day", Integer, nullable=False),
    Column("that_month", Integer, nullable=False),
    PrimaryKeyConstraint("region", "psn_no"),
    of_person(),
    CheckConstraint("that_day > 0 AND that_day <= that_month", name="counted"),
)
