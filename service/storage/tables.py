"""The tables. `region` stands first in every key, so that the books can be spread by region without a rewrite.

Regional tables first, then the small reference tables that every region reads. No foreign key crosses regions.
Columns are in the order: region, the rest of the key, the others; what writes rows counts on that.
"""

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
    text,
)

from service.domain.account import MAX_FEN
from service.domain.family_events import FamilyEventType
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
NEVER_OLDER = "never_older"
"""Marks a column of whose values an upsert keeps the later: a row with an earlier one is not written."""


def _of_person(psn_no: str = "psn_no") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["region", psn_no], ["persons.region", "persons.psn_no"])


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
    PrimaryKeyConstraint("region", "authorization_id"),
    _of_person("authorizer_psn_no"),
    CheckConstraint("state IN ('ACTIVE', 'ENDED')", name="state"),
    CheckConstraint("end_time IS NULL OR state = 'ENDED'", name="end_time"),
    CheckConstraint("payer_order >= 1", name="payer_order"),
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
    PrimaryKeyConstraint("region", "binding_id"),
    CheckConstraint("region IN (authorizer_region, member_region)", name="region"),
    CheckConstraint("authorizer_region <> member_region OR authorizer_psn_no <> member_psn_no", name="not_oneself"),
    CheckConstraint("state IN ('PENDING', 'ACTIVE', 'ENDED')", name="state"),
    CheckConstraint("unbound_time IS NULL OR state = 'ENDED'", name="unbound_time"),
    CheckConstraint("end_date >= start_date", name="dates"),
    CheckConstraint("payer_order >= 1", name="payer_order"),
    Index(None, "region", "authorizer_psn_no"),
    Index(None, "region", "member_psn_no"),
    Index(None, "region", "authorization_id"),
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
    PrimaryKeyConstraint("region", "setl_id"),
    _of_person("patient_psn_no"),
    ForeignKeyConstraint(REQUEST_KEY, [f"requests.{column}" for column in REQUEST_KEY]),
    CheckConstraint("fund_pay_sumamt_fen >= 0 AND other_pay_fen >= 0", name="paid_by_others"),
    CheckConstraint("psn_part_amt_fen = medfee_sumamt_fen - fund_pay_sumamt_fen - other_pay_fen", name="burden"),
    CheckConstraint("psn_part_amt_fen = acct_pay_fen + psn_cash_pay_fen", name="burden_paid"),
    CheckConstraint("psn_cash_pay_fen >= 0", name="cash"),
    CheckConstraint("acct_mulaid_pay_fen >= 0 AND acct_mulaid_pay_fen <= acct_pay_fen", name="mutual_aid"),
    CheckConstraint("state IN ('SETTLED', 'REVERSED')", name="state"),
    Index(None, "region", "patient_psn_no", "settle_time", "setl_id"),
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
    PrimaryKeyConstraint("region", "month", "entry_id", "line"),
    CheckConstraint(f"amount_fen > 0 AND amount_fen <= {MAX_FEN}", name="amount"),
    CheckConstraint("debit_balance_after_fen >= 0", name="debit_balance"),
    CheckConstraint(
        f"credit_balance_after_fen >= amount_fen AND credit_balance_after_fen <= {MAX_FEN}", name="credit_balance"
    ),
    CheckConstraint("debit_kind <> credit_kind OR debit_owner <> credit_owner", name="two_accounts"),
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
