"""SUSPENSE: what can't go back where it came from waits there, until a night or until it is paid out."""

from datetime import date, datetime
from typing import Any, NamedTuple

from gongji import v1
from tests.model.books import MOST_FEN, Books, No, Someone, Who
from tests.model.eligibility import Act

HAS_LEFT = "3"
"""psn_insu_stas: the insurance has ended."""


class PaidOut(NamedTuple):
    psn_no: str
    fen: int
    after_fen: int


def has_gone(owner: Someone) -> bool:
    """Whether no account of this person's can take anything any more."""
    return owner.account == "CLOSED" or owner.insured == HAS_LEFT


def wait(owner: Who, fen: int, at: datetime, books: Books) -> None:
    """Something comes in, or goes out again."""
    books.put(owner, "SUSPENSE", fen)
    books.suspense.setdefault(owner, []).append((at, fen))


def put_back(owner: Who, midnight: datetime, day: date, act: Act) -> dict[str, int] | None:
    """What came in before a midnight and is still there."""
    waited = sum(fen for at, fen in act.books.suspense[owner] if at < midnight or fen < 0)
    if waited <= 0:
        return None
    into = _into(owner.region, day, act)
    if has_gone(act.books.people[owner]):
        raise No("ACCOUNT_NOT_NORMAL")
    if into is None:
        raise No("ACCOUNT_KIND_NOT_KEPT")
    if act.books.money.get((owner, into), 0) + waited > MOST_FEN:
        raise No("AMOUNT_OUT_OF_RANGE")
    wait(owner, -waited, act.now, act.books)
    act.books.put(owner, into, waited)
    return {"put_back": waited}


def pay_out(request: v1.PayOutSuspenseRequest, act: Act) -> PaidOut:
    """Only what no night can put anywhere."""
    owner = act.find(request.owner, "owner")
    policy = act.rules.first_on(owner.who.region, act.day)
    if policy is None:
        raise No("NO_POLICY")
    act.check("CLOSE", request.handling, owner, [], policy)
    if not has_gone(owner) and _into(owner.who.region, act.day, act):
        raise No("ACCOUNT_NOT_CLOSED")
    if act.free(owner.who, "SUSPENSE") < request.amount_fen:
        raise No("INSUFFICIENT_BALANCE")
    wait(owner.who, -request.amount_fen, act.now, act.books)
    return PaidOut(owner.who.psn_no, request.amount_fen, act.books.money[owner.who, "SUSPENSE"])


def told(payout: v1.SuspensePayout) -> Any:
    return payout.psn_no, payout.amount_fen, payout.balance_after_fen


def _into(region: str, day: date, act: Act) -> str | None:
    """The kind of account that a place's rules put into what waits."""
    kinds = [p.refunds.suspense_into.value for p in act.rules.all_on(region, day)]
    return next((str(kind) for kind in kinds if kind is not None), None)
