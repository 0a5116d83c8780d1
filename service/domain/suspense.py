"""SUSPENSE (暂存账户): money that can't go back where it came from waits there, until the nightly run puts it into an
account of its owner, or, where there is none any more, until it is paid out."""

from datetime import date, datetime

from msgspec import Struct

from service.domain.account import Account, Posting, Side
from service.domain.acting import Parties, check_acting, find
from service.domain.context import Context
from service.domain.moving import check_leaves, held, room_for
from service.domain.outcome import Changes, Event, Outcome
from service.domain.person import Person
from service.domain.policy import Act
from service.domain.policy_book import PolicyBook
from service.domain.refusal import refuse, require
from service.domain.terms import AccountKind, AccountState, InsuState, Movement, PassThrough
from service.domain.undo_commands import PayOutSuspense


class SuspensePayout(Struct, frozen=True, kw_only=True):
    """What was paid out of SUSPENSE, and what still waits there, in fen."""

    region: str
    psn_no: str
    amount_fen: int
    balance_after_fen: int
    payout_time: datetime


def has_gone(owner: Person) -> bool:
    """Whether nothing can come into the owner's accounts here any more: they are wound up, or the owner has left."""
    return owner.account_state is AccountState.CLOSED or owner.psn_insu_stas is InsuState.ENDED


def where_to(region: str, day: date, book: PolicyBook) -> AccountKind | None:
    """The kind of account that a place's rules put what waits into (`refunds.suspense_into`)."""
    kinds = (p.refunds.suspense_into.value for p in book.in_force(region, day))
    return next((kind for kind in kinds if kind is not None), None)


def why_it_stays(owner: Person, into: AccountKind | None) -> str | None:
    """Why what waits for this owner can go into no account (a word of REFUSALS); None where it can."""
    if has_gone(owner):
        return "ACCOUNT_NOT_NORMAL"
    return None if into is not None else "ACCOUNT_KIND_NOT_KEPT"


def put_back(owner: Person, into: AccountKind, amount_fen: int, cause: str, ctx: Context) -> Changes:
    """What waits goes into an account of its owner; `cause` is the period of the run."""
    posting = Posting(
        region=owner.region,
        movement=Movement.SUSPENSE,
        debit=Side(AccountKind.SUSPENSE, owner.psn_no, waiting(owner, ctx).balance_fen - amount_fen),
        credit=Side(into, owner.psn_no, room_for(owner.key, into, amount_fen, ctx)),
        amount_fen=amount_fen,
        posted_time=ctx.now,
        cause=cause,
    )
    return Changes(postings=[posting], events=[_event("SUSPENSE_PUT_BACK", owner, amount_fen, into, ctx)])


def pay_out(command: PayOutSuspense, ctx: Context) -> Outcome:
    """Pay out what waits for an owner whose accounts can't take it; where they can, the nightly run puts it there."""
    owner = find(command.owner, "owner", ctx)
    policy = ctx.book.first(owner.region, ctx.today)
    if policy is None:
        refuse("NO_POLICY", region=owner.region, date=ctx.today)
    check_acting(Act.CLOSE, command.handling, Parties(owner), policy, ctx)
    stays = why_it_stays(owner, where_to(owner.region, ctx.today, ctx.book))
    require(stays is not None, "ACCOUNT_NOT_CLOSED", account_state=owner.account_state)
    check_leaves(owner.key, AccountKind.SUSPENSE, command.amount_fen, 0, ctx)
    amount_fen = command.amount_fen
    after_fen = waiting(owner, ctx).balance_fen - amount_fen
    posting = Posting(
        region=owner.region,
        movement=Movement.SUSPENSE,
        debit=Side(AccountKind.SUSPENSE, owner.psn_no, after_fen),
        credit=Side(PassThrough.PAID_OUT, owner.psn_no),
        amount_fen=amount_fen,
        posted_time=ctx.now,
    )
    paid = SuspensePayout(
        region=owner.region,
        psn_no=owner.psn_no,
        amount_fen=amount_fen,
        balance_after_fen=after_fen,
        payout_time=ctx.now,
    )
    event = _event("SUSPENSE_PAID_OUT", owner, amount_fen, None, ctx)
    return Outcome(paid, Changes(postings=[posting], events=[event]))


def waiting(owner: Person, ctx: Context) -> Account:
    """The owner's SUSPENSE, empty where there is none."""
    return held(owner.key, AccountKind.SUSPENSE, ctx)


def _event(kind: str, owner: Person, amount_fen: int, into: AccountKind | None, ctx: Context) -> Event:
    payload = {"amount_fen": amount_fen} | ({"into": into} if into else {})
    return Event(region=owner.region, type=kind, psn_no=owner.psn_no, payload=payload, event_time=ctx.now)
