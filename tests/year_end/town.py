"""A town of account holders made in the database itself, each with an opening balance that its postings account for."""

from tests.support.postgres import run_sql

REGION = "330200"
"""The pooling region of the policy by whose rules the year ends; everybody in it here is invented."""
YEAR = "2021"
ANNUAL_PPM = 15_000
"""The rate that the policy's file gives, in millionths: said here once more, for a computation of its own."""

_PERSONS = """
INSERT INTO persons (region, psn_no, insuplc_admdvs, insutype, psn_insu_stas, categories, voucher_active, card_state,
  account_state, as_of_time, name_sealed)
SELECT '{region}', 'Y' || to_char(i, 'FM000000000'), '{region}', '310', '1', '[]', true, 'NORMAL',
  CASE i % 50 WHEN 0 THEN 'FROZEN' ELSE 'NORMAL' END, TIMESTAMPTZ '2021-01-01 00:00:00+08', ''::bytea
FROM generate_series(1, {owners}) AS i
"""

# Two accounts an owner, of which every 20th is empty: amounts up to 20,000 yuan, of no pattern that interest would see.
_ACCOUNTS = """
INSERT INTO accounts (region, psn_no, account_kind, balance_fen)
SELECT '{region}', 'Y' || to_char(i, 'FM000000000'), kind,
  CASE WHEN (i + place) % 20 = 0 THEN 0 ELSE (i::bigint * 2654435761 + place * 40503) % 2000003 END
FROM generate_series(1, {owners}) AS i,
  LATERAL (VALUES (0, 'HISTORIC'), (1, CASE i % 2 WHEN 0 THEN 'CURRENT' ELSE 'MUTUAL_AID' END)) AS a (place, kind)
"""

_OPENING = """
INSERT INTO postings (region, month, entry_id, line, movement, debit_kind, debit_owner, credit_kind, credit_owner,
  credit_balance_after_fen, amount_fen, posted_time)
SELECT region, '2021-01', gen_random_uuid(), 0, 'OPENING_BALANCE', 'INSURER', region, account_kind, psn_no,
  balance_fen, balance_fen, TIMESTAMPTZ '2021-01-01 00:00:00+08'
FROM accounts WHERE balance_fen > 0
"""


def build(url: str, accounts: int) -> None:
    """So many accounts, two a person."""
    for statement in (_PERSONS, _ACCOUNTS, _OPENING):
        run_sql(url, statement.format(region=REGION, owners=accounts // 2))
    run_sql(url, "ANALYZE")
