"""What a settlement writes beside itself: the money's way, and the news of it."""

from service.domain.account import Posting, Side
from service.domain.context import Context
from service.domain.outcome import Event
from service.domain.settlement_record import Settlement
from service.domain.terms import Movement, PassThrough


def postings(done: Settlement, ctx: Context) -> list[Posting]:
    """The money's way, one row an account; between two regions one in each, through their clearing accounts."""
    payee = Side(PassThrough.INSTITUTION, done.fixmedins_code) if done.fixmedins_code else None
    payee = payee or Side(PassThrough.CLAIMANT, done.patient_psn_no)
    rows = []
    for payment in done.payments:
        payer = Side(payment.account_kind, payment.psn_no, payment.balance_after_fen)
        if payment.region == done.region:
            rows.append(_posting(done, done.region, payer, payee, payment.amount_fen, ctx))
            continue
        owed_there = Side(PassThrough.CLEARING, done.region)
        due_here = Side(PassThrough.CLEARING, payment.region)
        rows.append(_posting(done, payment.region, payer, owed_there, payment.amount_fen, ctx))
        rows.append(_posting(done, done.region, due_here, payee, payment.amount_fen, ctx))
    return rows


def _posting(done: Settlement, region: str, debit: Side, credit: Side, amount_fen: int, ctx: Context) -> Posting:
    return Posting(
        region=region,
        movement=Movement.SETTLEMENT,
        debit=debit,
        credit=credit,
        amount_fen=amount_fen,
        posted_time=ctx.now,
        setl_id=done.setl_id,
    )


def settled_event(done: Settlement, ctx: Context) -> Event:
    payload = {
        "setl_id": str(done.setl_id),
        "acct_pay_fen": done.acct_pay_fen,
        "acct_mulaid_pay_fen": done.acct_mulaid_pay_fen,
        "payers": [p.psn_no for p in done.payments],
    }
    return Event(region=done.region, type="SETTLED", psn_no=done.patient_psn_no, payload=payload, event_time=ctx.now)
