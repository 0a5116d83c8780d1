"""The books: persons, accounts, relations, settlements, postings, requests, journal, outbox."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TABLES = (
    "policy_digests",
    "institutions",
    "outbox",
    "credits",
    "postings",
    "settlements",
    "journal",
    "requests",
    "bindings",
    "authorizations",
    "accounts",
    "person_certificates",
    "persons",
)
_MAX_FEN = 9999999999999999
_REQUEST_KEY = ["region", "request_id", "platform", "method"]

# Written out, not taken from the code: a migration goes on meaning what it meant.
_instant = sa.DateTime(timezone=True)
_region = sa.String(6)
_psn_no = sa.String(30)
_code = sa.String(30)
_name = sa.String(64)


def upgrade() -> None:
    _create_persons()
    _create_accounts()
    _create_relations()
    _create_requests()
    _create_settlements()
    _create_postings()
    _create_events()
    _create_reference_tables()


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)


def _filled(name: str, type_: sa.types.TypeEngine[Any], server_default: Any = None) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=False, server_default=server_default)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _of_person(table: str, psn_no: str = "psn_no") -> sa.ForeignKeyConstraint:
    key = ["persons.region", "persons.psn_no"]
    return sa.ForeignKeyConstraint(["region", psn_no], key, name=f"fk_{table}_persons")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _create_persons() -> None:
    op.create_table(
        "persons",
        _filled("region", _region),
        _filled("psn_no", _psn_no),
        _filled("insuplc_admdvs", _region),
        _filled("insutype", _code),
        _filled("psn_insu_stas", _code),
        _filled("categories", sa.Text()),
        _filled("voucher_active", sa.Boolean()),
        _filled("card_state", _code),
        _filled("account_state", _code),
        _filled("as_of_time", _instant),
        _filled("name_sealed", sa.LargeBinary()),
        sa.Column("birth_date_sealed", sa.LargeBinary()),
        _key("persons", "region", "psn_no"),
    )
    op.create_table(
        "person_certificates",
        _filled("region", _region),
        _filled("certno_index", sa.LargeBinary()),
        _filled("psn_no", _psn_no),
        _filled("psn_cert_type", _code),
        _filled("certno_sealed", sa.LargeBinary()),
        _key("person_certificates", "region", "certno_index"),
        _of_person("person_certificates"),
    )
    _index("person_certificates", "region", "psn_no")


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        _filled("region", _region),
        _filled("psn_no", _psn_no),
        _filled("account_kind", _code),
        _filled("balance_fen", sa.BigInteger()),
        _filled("frozen_fen", sa.BigInteger(), server_default=sa.text("0")),
        _key("accounts", "region", "psn_no", "account_kind"),
        _of_person("accounts"),
        _check("accounts", "balance", f"balance_fen >= 0 AND balance_fen <= {_MAX_FEN}"),
        _check("accounts", "frozen", "frozen_fen >= 0 AND frozen_fen <= balance_fen"),
    )


def _create_relations() -> None:
    op.create_table(
        "authorizations",
        _filled("region", _region),
        _filled("authorization_id", sa.Uuid()),
        _filled("authorizer_psn_no", _psn_no),
        _filled("policy_id", _name),
        _filled("policy_version", _name),
        _filled("state", _code),
        _filled("create_time", _instant),
        _filled("network", sa.Boolean(), server_default=sa.false()),
        _filled("payer_order", sa.Integer()),
        sa.Column("end_time", _instant),
        sa.Column("commitment", sa.Text()),
        _key("authorizations", "region", "authorization_id"),
        _of_person("authorizations", "authorizer_psn_no"),
        _check("authorizations", "state", "state IN ('ACTIVE', 'ENDED')"),
        _check("authorizations", "end_time", "end_time IS NULL OR state = 'ENDED'"),
        _check("authorizations", "payer_order", "payer_order >= 1"),
    )
    _index("authorizations", "region", "authorizer_psn_no")
    op.create_table(
        "bindings",
        _filled("region", _region),
        _filled("binding_id", sa.Uuid()),
        _filled("authorizer_region", _region),
        _filled("authorization_id", sa.Uuid()),
        _filled("authorizer_psn_no", _psn_no),
        _filled("member_region", _region),
        _filled("member_psn_no", _psn_no),
        _filled("member_insuplc_admdvs", _region),
        _filled("relation", _code),
        _filled("state", _code),
        _filled("payer_order", sa.Integer()),
        _filled("bound_time", _instant),
        _filled("policy_id", _name),
        _filled("policy_version", _name),
        _filled("network", sa.Boolean(), server_default=sa.false()),
        sa.Column("start_date", sa.Date()),
        sa.Column("end_date", sa.Date()),
        sa.Column("unbound_time", _instant),
        sa.Column("earliest_unbind_date", sa.Date()),
        sa.Column("member_phone_sealed", sa.LargeBinary()),
        _key("bindings", "region", "binding_id"),
        _check("bindings", "region", "region IN (authorizer_region, member_region)"),
        _check("bindings", "not_oneself", "authorizer_region <> member_region OR authorizer_psn_no <> member_psn_no"),
        _check("bindings", "state", "state IN ('PENDING', 'ACTIVE', 'ENDED')"),
        _check("bindings", "unbound_time", "unbound_time IS NULL OR state = 'ENDED'"),
        _check("bindings", "dates", "end_date >= start_date"),
        _check("bindings", "payer_order", "payer_order >= 1"),
    )
    _index("bindings", "region", "authorizer_psn_no")
    _index("bindings", "region", "member_psn_no")
    _index("bindings", "region", "authorization_id")


def _create_requests() -> None:
    op.create_table(
        "requests",
        _filled("region", _region),
        _filled("request_id", _name),
        _filled("platform", _name),
        _filled("method", sa.String(100)),
        _filled("fingerprint", sa.LargeBinary()),
        _filled("refused", sa.Boolean()),
        _filled("answer", sa.LargeBinary()),
        _filled("entry_id", sa.Uuid()),
        _filled("decided_time", _instant),
        _key("requests", *_REQUEST_KEY),
    )
    op.create_table(
        "journal",
        _filled("region", _region),
        _filled("lane", _name),
        _filled("seq", sa.BigInteger()),
        _filled("entry_id", sa.Uuid()),
        _filled("content_digest", sa.LargeBinary()),
        _filled("mac", sa.LargeBinary()),
        _key("journal", "region", "lane", "seq"),
    )


def _create_settlements() -> None:
    burden = "psn_part_amt_fen = medfee_sumamt_fen - fund_pay_sumamt_fen - other_pay_fen"
    requests_key = [f"requests.{column}" for column in _REQUEST_KEY]
    op.create_table(
        "settlements",
        _filled("region", _region),
        _filled("setl_id", sa.Uuid()),
        _filled("entry_id", sa.Uuid()),
        _filled("request_id", _name),
        _filled("platform", _name),
        _filled("method", sa.String(100)),
        _filled("patient_psn_no", _psn_no),
        _filled("insutype", _code),
        _filled("clr_type", _code),
        sa.Column("fixmedins_code", _code),
        _filled("visit_time", _instant),
        _filled("settle_time", _instant),
        _filled("medfee_sumamt_fen", sa.BigInteger()),
        _filled("fund_pay_sumamt_fen", sa.BigInteger()),
        _filled("other_pay_fen", sa.BigInteger()),
        _filled("psn_part_amt_fen", sa.BigInteger()),
        _filled("acct_pay_fen", sa.BigInteger()),
        _filled("acct_mulaid_pay_fen", sa.BigInteger()),
        _filled("psn_cash_pay_fen", sa.BigInteger()),
        _filled("state", _code),
        _key("settlements", "region", "setl_id"),
        _of_person("settlements", "patient_psn_no"),
        sa.ForeignKeyConstraint(_REQUEST_KEY, requests_key, name="fk_settlements_requests"),
        _check("settlements", "paid_by_others", "fund_pay_sumamt_fen >= 0 AND other_pay_fen >= 0"),
        _check("settlements", "burden", burden),
        _check("settlements", "burden_paid", "psn_part_amt_fen = acct_pay_fen + psn_cash_pay_fen"),
        _check("settlements", "cash", "psn_cash_pay_fen >= 0"),
        _check("settlements", "mutual_aid", "acct_mulaid_pay_fen >= 0 AND acct_mulaid_pay_fen <= acct_pay_fen"),
        _check("settlements", "state", "state IN ('SETTLED', 'REVERSED')"),
    )
    _index("settlements", "region", "patient_psn_no", "settle_time", "setl_id")


def _create_postings() -> None:
    credit_balance = f"credit_balance_after_fen >= amount_fen AND credit_balance_after_fen <= {_MAX_FEN}"
    op.create_table(
        "postings",
        _filled("region", _region),
        _filled("month", sa.String(7)),
        _filled("entry_id", sa.Uuid()),
        _filled("line", sa.Integer()),
        _filled("movement", _code),
        _filled("debit_kind", _code),
        _filled("debit_owner", _name),
        sa.Column("debit_balance_after_fen", sa.BigInteger()),
        _filled("credit_kind", _code),
        _filled("credit_owner", _name),
        sa.Column("credit_balance_after_fen", sa.BigInteger()),
        _filled("amount_fen", sa.BigInteger()),
        sa.Column("setl_id", sa.Uuid()),
        sa.Column("credit_id", _name),
        _filled("posted_time", _instant),
        _key("postings", "region", "month", "entry_id", "line"),
        _check("postings", "amount", f"amount_fen > 0 AND amount_fen <= {_MAX_FEN}"),
        _check("postings", "debit_balance", "debit_balance_after_fen >= 0"),
        _check("postings", "credit_balance", credit_balance),
        _check("postings", "two_accounts", "debit_kind <> credit_kind OR debit_owner <> credit_owner"),
    )
    for side in ("debit", "credit"):
        of_a_person = sa.text(f"{side}_balance_after_fen IS NOT NULL")
        op.create_index(
            f"ix_postings_{side}_owner",
            "postings",
            ["region", f"{side}_owner", "entry_id", "line"],
            sqlite_where=of_a_person,
            postgresql_where=of_a_person,
        )
    op.create_table(
        "credits",
        _filled("region", _region),
        _filled("credit_id", _name),
        _filled("psn_no", _psn_no),
        _filled("account_kind", _code),
        _filled("amount_fen", sa.BigInteger()),
        _filled("credit_type", _code),
        _filled("credited_time", _instant),
        _filled("entry_id", sa.Uuid()),
        _key("credits", "region", "credit_id"),
        _of_person("credits"),
        _check("credits", "amount", f"amount_fen > 0 AND amount_fen <= {_MAX_FEN}"),
    )


def _create_events() -> None:
    op.create_table(
        "outbox",
        _filled("region", _region),
        _filled("entry_id", sa.Uuid()),
        _filled("line", sa.Integer()),
        _filled("type", _name),
        _filled("psn_no", _psn_no),
        _filled("payload", sa.Text()),
        _filled("event_time", _instant),
        sa.Column("position", sa.BigInteger()),
        _key("outbox", "region", "entry_id", "line"),
    )


def _create_reference_tables() -> None:
    op.create_table(
        "institutions",
        _filled("fixmedins_code", _code),
        _filled("name", sa.String(200)),
        _filled("type", _code),
        _filled("admdvs", _region),
        _filled("mutual_aid_enabled", sa.Boolean()),
        _filled("state", _code),
        _key("institutions", "fixmedins_code"),
    )
    op.create_table(
        "policy_digests",
        _filled("policy_id", _name),
        _filled("policy_version", _name),
        _filled("digest", _name),
        _key("policy_digests", "policy_id", "policy_version"),
    )
