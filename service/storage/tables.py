"""The tables. `region` stands first in every key, so that the books can be spread by region without a rewrite.

Regional tables first, then the small reference tables that every region reads. No foreign key crosses regions.
Columns are in the order: region, the rest of the key, the others; what writes rows counts on that.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    false,
    literal_column,
    text,
)

from service.domain.account import MAX_FEN
from service.domain.family_events import FamilyEventType
from service.domain.terms import Movement
from service.storage.types import Bytes, Code, Fen, Id, Instant, Json, Name, PsnNo, Region

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


def _of_person(psn_no: str = "psn_no") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["region", psn_no], ["persons.region", "persons.psn_no"])


def _quota() -> list[Column[Any]]:
    """A quota: how much may be spent, how much has been, and whether what is left is frozen in the owner's accounts."""
    return [
        Column("quota_fen", Fen),
        Column("quota_used_fen", Fen, nullable=False, server_default=text("0")),
        Column("quota_freezes", Boolean, nullable=False, server_default=false()),
    ]


def _quota_checks() -> list[CheckConstraint]:
    return [
        CheckConstraint(f"quota_fen >= 0 AND quota_fen <= {MAX_FEN}", name="quota"),
        CheckConstraint("quota_used_fen >= 0 AND quota_used_fen <= coalesce(quota_fen, 0)", name="quota_used"),
        CheckConstraint("NOT quota_freezes OR quota_fen IS NOT NULL", name="quota_freezes"),
    ]


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
    _of_person(),
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
    _of_person(),
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
    *_quota(),
    PrimaryKeyConstraint("region", "authorization_id"),
    _of_person("authorizer_psn_no"),
    CheckConstraint("state IN ('ACTIVE', 'ENDED')", name="state"),
    CheckConstraint("end_time IS NULL OR state = 'ENDED'", name="end_time"),
    CheckConstraint("payer_order >= 1", name="payer_order"),
    *_quota_checks(),
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
    *_quota(),
    PrimaryKeyConstraint("region", "binding_id"),
    CheckConstraint("region IN (authorizer_region, member_region)", name="region"),
    CheckConstraint("authorizer_region <> member_region OR authorizer_psn_no <> member_psn_no", name="not_oneself"),
    CheckConstraint("state IN ('PENDING', 'ACTIVE', 'ENDED')", name="state"),
    CheckConstraint("unbound_time IS NULL OR state = 'ENDED'", name="unbound_time"),
    CheckConstraint("end_date >= start_date", name="dates"),
    CheckConstraint("payer_order >= 1", name="payer_order"),
    *_quota_checks(),
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

# Kept for ever, refusals too: the same request gets the same answer, however long ago it was.
# The id stands before platform and method, so that one equality on the region and a list of ids is a look-up.
requests = Table(
    "requests",
    metadata,
    Column("region", Region),
    Column("request_id", Name),
    Column("platform", Name),
    Column("method", String(100)),
    Column("fingerprint", Bytes, nullable=False),
    Column("refused", Boolean, nullable=False),
    Column("answer", Bytes, nullable=False),
    Column("entry_id", Id, nullable=False),
    Column("decided_time", Instant, nullable=False),
    PrimaryKeyConstraint(*REQUEST_KEY),
)

journal = Table(
    "journal",
    metadata,
    Column("region", Region),
    Column("lane", Name),
    Column("seq", BigInteger),
    Column("entry_id", Id, nullable=False),
    Column("content_digest", Bytes, nullable=False),
    Column("mac", Bytes, nullable=False),
    PrimaryKeyConstraint("region", "lane", "seq"),
)

# What is searched and summed; the answer in full, payments and explanations included, stands once, in `requests`.
settlements = Table(
    "settlements",
    metadata,
    Column("region", Region),
    Column("setl_id", Id),
    Column("entry_id", Id, nullable=False),
    Column("request_id", Name, nullable=False),
    Column("platform", Name, nullable=False),
    Column("method", String(100), nullable=False),
    Column("patient_psn_no", PsnNo, nullable=False),
    Column("insutype", Code, nullable=False),
    Column("clr_type", Code, nullable=False),
    Column("fixmedins_code", Code),
    Column("visit_time", Instant, nullable=False),
    Column("settle_time", Instant, nullable=False),
    Column("medfee_sumamt_fen", Fen, nullable=False),
    Column("fund_pay_sumamt_fen", Fen, nullable=False),
    Column("other_pay_fen", Fen, nullable=False),
    Column("psn_part_amt_fen", Fen, nullable=False),
    Column("acct_pay_fen", Fen, nullable=False),
    Column("acct_mulaid_pay_fen", Fen, nullable=False),
    Column("psn_cash_pay_fen", Fen, nullable=False),
    Column("state", Code, nullable=False),
    Column("refunded_fen", Fen, nullable=False, server_default=text("0")),
    Column("reversed_time", Instant),
    Column("replaces_setl_id", Id),
    Column("replaced_by_setl_id", Id),
    Column("mdtrt_id", PsnNo, nullable=False, server_default=text("''")),
    PrimaryKeyConstraint("region", "setl_id"),
    _of_person("patient_psn_no"),
    ForeignKeyConstraint(REQUEST_KEY, [f"requests.{column}" for column in REQUEST_KEY]),
    CheckConstraint("fund_pay_sumamt_fen >= 0 AND other_pay_fen >= 0", name="paid_by_others"),
    CheckConstraint("psn_part_amt_fen = medfee_sumamt_fen - fund_pay_sumamt_fen - other_pay_fen", name="burden"),
    CheckConstraint("psn_part_amt_fen = acct_pay_fen + psn_cash_pay_fen", name="burden_paid"),
    CheckConstraint("psn_cash_pay_fen >= 0", name="cash"),
    CheckConstraint("acct_mulaid_pay_fen >= 0 AND acct_mulaid_pay_fen <= acct_pay_fen", name="mutual_aid"),
    CheckConstraint("state IN ('SETTLED', 'REVERSED')", name="state"),
    # Given back as a whole or not at all, once, and never more than accounts paid.
    CheckConstraint("refunded_fen >= 0 AND refunded_fen <= acct_pay_fen", name="refunded"),
    CheckConstraint("refunded_fen = CASE WHEN state = 'REVERSED' THEN acct_pay_fen ELSE 0 END", name="refunded_whole"),
    CheckConstraint("(state = 'REVERSED') = (reversed_time IS NOT NULL)", name="reversed_time"),
    CheckConstraint("replaced_by_setl_id IS NULL OR state = 'REVERSED'", name="replaced"),
    Index(None, "region", "patient_psn_no", "settle_time", "setl_id"),
    # For totals and reconciliation: every settlement pays for it, so it holds no more than it must.
    Index(None, "region", "settle_time"),
)
_undone = settlements.c.reversed_time.is_not(None)
Index(
    "ix_settlements_reversed_time",
    settlements.c.region,
    settlements.c.reversed_time,
    sqlite_where=_undone,
    postgresql_where=_undone,
)
_replaces = settlements.c.replaces_setl_id.is_not(None)
Index(
    "ux_settlements_replaces_setl_id",
    settlements.c.region,
    settlements.c.replaces_setl_id,
    unique=True,
    sqlite_where=_replaces,
    postgresql_where=_replaces,
)

# One movement a row: money that leaves one account has entered another, or there is no row at all.
# The month stands in the key so that old months can be detached. A side without a balance is a pass-through
# account: nobody waits for another to update a total, and the partial indexes hold persons only.
postings = Table(
    "postings",
    metadata,
    Column("region", Region),
    Column("month", String(7)),
    Column("entry_id", Id),
    Column("line", Integer),
    Column("movement", Code, nullable=False),
    Column("debit_kind", Code, nullable=False),
    Column("debit_owner", Name, nullable=False),
    Column("debit_balance_after_fen", Fen),
    Column("credit_kind", Code, nullable=False),
    Column("credit_owner", Name, nullable=False),
    Column("credit_balance_after_fen", Fen),
    Column("amount_fen", Fen, nullable=False),
    Column("setl_id", Id),
    Column("credit_id", Name),
    Column("posted_time", Instant, nullable=False),
    # Of the settlement `setl_id`, the place of the payment that is given back: each once.
    Column("reverses_line", Integer),
    Column("cause", Name),
    PrimaryKeyConstraint("region", "month", "entry_id", "line"),
    CheckConstraint(f"amount_fen > 0 AND amount_fen <= {MAX_FEN}", name="amount"),
    CheckConstraint("debit_balance_after_fen >= 0", name="debit_balance"),
    CheckConstraint(
        f"credit_balance_after_fen >= amount_fen AND credit_balance_after_fen <= {MAX_FEN}", name="credit_balance"
    ),
    CheckConstraint("debit_kind <> credit_kind OR debit_owner <> credit_owner", name="two_accounts"),
)
_reverses = postings.c.reverses_line.is_not(None)
Index(
    "ux_postings_reverses_line",
    *(postings.c[name] for name in ("region", "setl_id", "reverses_line")),
    unique=True,
    sqlite_where=_reverses,
    postgresql_where=_reverses,
)
_debit_has_balance = postings.c.debit_balance_after_fen.is_not(None)
_credit_has_balance = postings.c.credit_balance_after_fen.is_not(None)
Index(
    "ix_postings_debit_owner",
    *(postings.c[name] for name in ("region", "debit_owner", "entry_id", "line")),
    sqlite_where=_debit_has_balance,
    postgresql_where=_debit_has_balance,
)
Index(
    "ix_postings_credit_owner",
    *(postings.c[name] for name in ("region", "credit_owner", "entry_id", "line")),
    sqlite_where=_credit_has_balance,
    postgresql_where=_credit_has_balance,
)

# Of the millions of movements a few are looked for over a region: those between regions, and those of the less frequent
# kinds. Only these cost an index. A statement has to say the condition in these words to use it.
IS_THROUGH_CLEARING = text("(debit_kind = 'CLEARING' OR credit_kind = 'CLEARING')")
FREQUENT = (Movement.CREDIT, Movement.OPENING_BALANCE, Movement.SETTLEMENT, Movement.REVERSAL)
IS_INFREQUENT = text(f"movement NOT IN ({', '.join(repr(str(kind)) for kind in FREQUENT)})")
Index(
    "ix_postings_clearing",
    *(postings.c[name] for name in ("region", "month")),
    sqlite_where=IS_THROUGH_CLEARING,
    postgresql_where=IS_THROUGH_CLEARING,
)
Index(
    "ix_postings_infrequent",
    *(postings.c[name] for name in ("region", "month", "entry_id", "line")),
    sqlite_where=IS_INFREQUENT,
    postgresql_where=IS_INFREQUENT,
)

# A credit_id is paid once in a region, whatever the request: the key sees to it.
credits = Table(
    "credits",
    metadata,
    Column("region", Region),
    Column("credit_id", Name),
    Column("psn_no", PsnNo, nullable=False),
    Column("account_kind", Code, nullable=False),
    Column("amount_fen", Fen, nullable=False),
    Column("credit_type", Code, nullable=False),
    Column("credited_time", Instant, nullable=False),
    Column("entry_id", Id, nullable=False),
    Column("corrects_credit_id", Name),
    Column("approved_by", Name),
    PrimaryKeyConstraint("region", "credit_id"),
    _of_person(),
    CheckConstraint(f"amount_fen <> 0 AND amount_fen BETWEEN -{MAX_FEN} AND {MAX_FEN}", name="amount"),
    CheckConstraint("amount_fen > 0 OR corrects_credit_id IS NOT NULL", name="below_zero"),
    CheckConstraint("(corrects_credit_id IS NULL) = (approved_by IS NULL)", name="approved"),
)
_is_correction = credits.c.corrects_credit_id.is_not(None)
Index(
    "ix_credits_corrects_credit_id",
    credits.c.region,
    credits.c.corrects_credit_id,
    sqlite_where=_is_correction,
    postgresql_where=_is_correction,
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

# Runs of jobs. Written with each slice, in its transaction: where a run that was broken off goes on.
job_runs = Table(
    "job_runs",
    metadata,
    Column("region", Region),
    Column("period", Code),
    Column("job", Code),
    Column("state", Code, nullable=False),
    Column("after", Name, nullable=False),
    Column("looked", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("skipped", Json, nullable=False),
    Column("failed", Json, nullable=False),
    Column("sums_fen", Json, nullable=False),
    Column("started_time", Instant, nullable=False),
    Column("finished_time", Instant),
    PrimaryKeyConstraint("region", "period", "job"),
    CheckConstraint("state IN ('RUNNING', 'FINISHED')", name="state"),
    CheckConstraint("(finished_time IS NULL) = (state = 'RUNNING')", name="finished_time"),
    Index(None, "region", "started_time"),
)

# One a person: the amount that moves every year, the last one fixed, ended or not.
presets = Table(
    "presets",
    metadata,
    Column("region", Region),
    Column("psn_no", PsnNo),
    Column("amount_fen", Fen, nullable=False),
    Column("policy_id", Name, nullable=False),
    Column("policy_version", Name, nullable=False),
    Column("state", Code, nullable=False),
    Column("set_time", Instant, nullable=False),
    Column("end_time", Instant),
    PrimaryKeyConstraint("region", "psn_no"),
    _of_person(),
    CheckConstraint(f"amount_fen > 0 AND amount_fen <= {MAX_FEN}", name="amount"),
    CheckConstraint("state IN ('ACTIVE', 'ENDED')", name="state"),
    CheckConstraint("(end_time IS NULL) = (state = 'ACTIVE')", name="end_time"),
)

# How many transfers a person made in the last month in which there was one.
transfer_months = Table(
    "transfer_months",
    metadata,
    Column("region", Region),
    Column("psn_no", PsnNo),
    Column("month", String(7), nullable=False),
    Column("made", Integer, nullable=False),
    PrimaryKeyConstraint("region", "psn_no"),
    _of_person(),
    CheckConstraint("made > 0", name="made"),
)

liquidations = Table(
    "liquidations",
    metadata,
    Column("region", Region),
    Column("liquidation_id", Id),
    Column("psn_no", PsnNo, nullable=False),
    Column("cause", Code, nullable=False),
    Column("to_region", Region),
    Column("balance_fen", Fen, nullable=False),
    Column("interest_fen", Fen, nullable=False),
    Column("paid_out_fen", Fen, nullable=False),
    Column("carried_fen", Fen, nullable=False),
    Column("liquidated_time", Instant, nullable=False),
    Column("policy_id", Name, nullable=False),
    Column("policy_version", Name, nullable=False),
    Column("reopened_time", Instant),
    PrimaryKeyConstraint("region", "liquidation_id"),
    _of_person(),
    CheckConstraint("balance_fen + interest_fen = paid_out_fen + carried_fen", name="all_of_it"),
    CheckConstraint("interest_fen >= 0 AND paid_out_fen >= 0 AND carried_fen >= 0", name="amounts"),
    CheckConstraint("carried_fen = 0 OR to_region IS NOT NULL", name="to_region"),
    CheckConstraint("cause IN ('DEATH', 'MOVE')", name="cause"),
    Index(None, "region", "psn_no"),
)

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
    _of_person(),
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
    _of_person(),
    CheckConstraint("that_day > 0 AND that_day <= that_month", name="counted"),
)

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

REGIONAL = tuple(table for table in metadata.tables.values() if "region" in table.columns)
