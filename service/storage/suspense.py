"""What waits in SUSPENSE, for the nightly run."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, func, literal_column, select

from service.storage import tables as t
from service.storage.types import Instant

_SUSPENSE: ColumnElement[str] = literal_column("'SUSPENSE'")


def waiting(_dialect: str) -> Select[Any]:
    """Everybody for whom something waits, and how much of it waited at `midnight` already (`waited_fen`).

    What had come in by then can't change any more; what has gone out since takes the oldest first.
    """
    a, p = t.accounts.c, t.postings.c
    came = _sum("credit", p.posted_time < bindparam("midnight", type_=Instant))
    here = (a.region == bindparam("region"), a.account_kind == _SUSPENSE, a.balance_fen > 0)
    return select(a.psn_no.label("key"), (came - _sum("debit")).label("waited_fen")).where(*here)


def _sum(side: str, *more: Any) -> ScalarSelect[Any]:
    """What came into an account's SUSPENSE, or left it; found as the partial index of that side is."""
    a, p = t.accounts.c, t.postings.c
    its = (p.region == a.region, p[f"{side}_owner"] == a.psn_no, p[f"{side}_balance_after_fen"].is_not(None))
    found = select(func.coalesce(func.sum(p.amount_fen), 0)).where(*its, p[f"{side}_kind"] == _SUSPENSE, *more)
    return found.correlate(t.accounts).scalar_subquery()
