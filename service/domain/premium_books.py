"""What a premium writes beside itself: the money's way, there and back, and the news of it.

Premiums are paid in in the insured's region. From another region's payer the money goes through the two clearing
accounts, so that each region's books balance by themselves.
"""

from typing import Any

import msgspec

from service.domain.account import AccountKey, Posting, Side
from service.domain.context import Context
from service.domain.family_events import told_of
from service.domain.handling import Handling
from service.domain.moving import Mover
from service.domain.outcome import Changes, Event
from service.domain.premium_record import Premium
from service.domain.quota import given_back
from service.domain.refund import why_suspended
from service.domain.settlement_record import Payment
from service.domain.terms import AccountKind, Movement, PassThrough


def paid_in(done: Premium, handling: Handling, ctx: Context) -> Changes:
    """Out of the payer's accounts to the premiums of the insured's region."""
    mover = Mover(done.payer, ctx, str(done.premium_id))
    for part in done.payments:
        mover.pay_out(Movement.PREMIUM, part.account_kind, _other_side(done), part.amount_fen)
    postings = mover.postings
    if _between_regions(done):
        postings.append(_cleared(done, Movement.PREMIUM, _due(done), _premiums(done), ctx))
    return Changes(postings=postings, kept=[*done.rows()], events=_events("PREMIUM_PAID", done, handling, ctx))


def paid_back(done: Premium, handling: Handling, ctx: Context) -> Changes:
    """Back the way it came, and the quota with it; where that way is closed into SUSPENSE, as with a settlement."""
    mover = Mover(done.payer, ctx, str(done.premium_id))
    went_home: list[tuple[Payment, AccountKey]] = []
    for part in done.payments:
        waits = why_suspended(part, ctx) is not None
        kind = AccountKind.SUSPENSE if waits else part.account_kind
        mover.pay_in(Movement.PREMIUM_REFUND, kind, part.amount_fen, _other_side(done))
        went_home += [] if waits else [(part, AccountKey(part.region, part.psn_no, kind))]
    postings = mover.postings
    if _between_regions(done):
        postings.append(_cleared(done, Movement.PREMIUM_REFUND, _premiums(done), _due(done), ctx))
    changes = Changes(postings=postings, kept=[*done.rows()], events=_events("PREMIUM_REFUNDED", done, handling, ctx))
    changes.add(given_back(went_home, ctx))
    return changes


def _between_regions(done: Premium) -> bool:
    return done.payer_region != done.insured_region


def _premiums(done: Premium) -> Side:
    return Side(PassThrough.PREMIUMS, str(done.cover_year))


def _due(done: Premium) -> Side:
    """In the insured's region: what the payer's region owes it for this."""
    return Side(PassThrough.CLEARING, done.payer_region)


def _other_side(done: Premium) -> Side:
    """In the payer's region: where the money goes, or comes back from."""
    return Side(PassThrough.CLEARING, done.insured_region) if _between_regions(done) else _premiums(done)


def _cleared(done: Premium, movement: Movement, debit: Side, credit: Side, ctx: Context) -> Posting:
    return Posting(
        region=done.insured_region,
        movement=movement,
        debit=debit,
        credit=credit,
        amount_fen=done.amount_fen,
        posted_time=ctx.now,
        cause=str(done.premium_id),
    )


def _events(kind: str, done: Premium, handling: Handling, ctx: Context) -> list[Event]:
    """Both are told, each in its own region; of the amount, not of the category that it comes from."""
    about: dict[str, Any] = {
        "premium_id": done.premium_id,
        "insured": done.insured._asdict(),
        "payer": done.payer._asdict(),
        "cover_year": done.cover_year,
        "amount_fen": done.amount_fen,
        "policy_id": done.policy_id,
        "policy_version": done.policy_version,
    }
    payload = msgspec.to_builtins({"about": about, "handling": told_of(handling)})
    people = dict.fromkeys((done.insured, done.payer))
    return [Event(region=p.region, type=kind, psn_no=p.psn_no, payload=payload, event_time=ctx.now) for p in people]
