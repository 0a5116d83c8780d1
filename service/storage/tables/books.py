"""The books: requests with their answers, the journal, settlements, postings, credits."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    text,
)

from service.domain.account import MAX_FEN
from service.domain.terms import Movement
from service.storage.tables.common import (
    REQUEST_KEY,
    metadata,
    of_person,
)
from service.storage.types import Bytes, Code, Fen, Id, Instant, Name, PsnNo, Region

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
    of_person("patient_psn_no"),
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
    of_person(),
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
