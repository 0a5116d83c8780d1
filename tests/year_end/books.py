"""What the year's end has to come to, by one query beforehand; and what is in the books afterwards."""

from typing import NamedTuple

from tests.support.postgres import run_sql
from tests.year_end.town import ANNUAL_PPM, REGION

# Whole fen, halves up: the quotient of two integers that are not negative is cut off in SQL.
_INTEREST = f"(sum_fen * {ANNUAL_PPM} + 500000) / 1000000"

_EXPECTED = f"""
SELECT count(*), sum(sum_fen), sum({_INTEREST}), sum(full_ones)
FROM (SELECT sum(balance_fen)::bigint AS sum_fen, count(*) FILTER (WHERE account_kind <> 'HISTORIC') AS full_ones
      FROM accounts WHERE region = '{REGION}' AND balance_fen > 0 GROUP BY psn_no) AS owner
"""

_FOUND = f"""
SELECT count(DISTINCT credit_owner),
  (SELECT sum(balance_fen) FROM accounts WHERE region = '{REGION}') - coalesce(sum(amount_fen), 0),
  coalesce(sum(amount_fen), 0),
  (SELECT count(*) FROM postings WHERE region = '{REGION}' AND movement = 'YEAR_END')
FROM postings WHERE region = '{REGION}' AND movement = 'INTEREST'
"""

_WRONG = {
    "owners whose HISTORIC is not opening balances and interest on them": f"""
SELECT count(*) FROM (
  SELECT credit_owner AS psn_no, sum(amount_fen)::bigint AS sum_fen FROM postings
  WHERE region = '{REGION}' AND movement = 'OPENING_BALANCE' GROUP BY credit_owner) AS opening
LEFT JOIN accounts AS a ON a.region = '{REGION}' AND a.psn_no = opening.psn_no AND a.account_kind = 'HISTORIC'
WHERE a.balance_fen IS DISTINCT FROM sum_fen + {_INTEREST}
""",
    "accounts that should have been gathered": f"""
SELECT count(*) FROM accounts WHERE region = '{REGION}' AND account_kind <> 'HISTORIC' AND balance_fen <> 0
""",
    "accounts whose balance is not what their postings add up to": f"""
SELECT count(*) FROM accounts AS a
FULL JOIN (
  SELECT psn_no, account_kind, sum(fen)::bigint AS fen FROM (
    SELECT credit_owner AS psn_no, credit_kind AS account_kind, amount_fen AS fen FROM postings
    WHERE region = '{REGION}' AND credit_balance_after_fen IS NOT NULL
    UNION ALL
    SELECT debit_owner, debit_kind, -amount_fen FROM postings
    WHERE region = '{REGION}' AND debit_balance_after_fen IS NOT NULL) AS moved
  GROUP BY psn_no, account_kind) AS p USING (psn_no, account_kind)
WHERE coalesce(a.balance_fen, 0) <> coalesce(p.fen, 0)
""",
}


class Figures(NamedTuple):
    """Owners with money, what they had together, the interest on it in fen, and how many accounts were gathered."""

    owners: int
    sum_fen: int
    interest_fen: int
    gathered: int


def expected(url: str) -> Figures:
    """Before the run, from the balances alone."""
    return _figures(url, _EXPECTED)


def found(url: str) -> Figures:
    """After it, from the postings and balances that there are."""
    return _figures(url, _FOUND)


def wrong(url: str) -> list[str]:
    """What is not as it should be, owner by owner and account by account."""
    counted = {what: int(run_sql(url, query)) for what, query in _WRONG.items()}
    return [f"{count} {what}" for what, count in counted.items() if count]


def _figures(url: str, query: str) -> Figures:
    return Figures(*map(int, run_sql(url, query).split("|")))
