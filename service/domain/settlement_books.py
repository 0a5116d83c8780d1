"""What a settlement writes beside itself: the money's way, and the news of it."""

from service.domain.account import Posting, Side
from service.domain.context import Context
from service.domain.outcome import Event
from service.domain.settlement_record import Payment, Settlement
from service.domain.terms import Movement, PassThrough


def postings(done: Settlement, ctx: Context) -> list[Posting]:
    """The money's way, one row an account; between two regions one in each, through their clearing accounts."""
    payee = _payee(done)
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


def way_back(done: Settlement, payment: Payment, payer: Side, ctx: Context) -> list[Posting]:
    """One payment's way back from the payee to an account of the payer, as `payer` is afterwards."""

    def back(region: str, debit: Side, credit: Side) -> Posting:
        return Posting(
            region=region,
            movement=Movement.REVERSAL,
            debit=debit,
            credit=credit,
            amount_fen=payment.amount_fen,
            posted_time=ctx.now,
            setl_id=done.setl_id,
            reverses_line=payment.order,
        )

    if payment.region == done.region:
        return [back(done.region, _payee(done), payer)]
    owed_there = Side(PassThrough.CLEARING, done.region)
    due_here = Side(PassThrough.CLEARING, payment.region)
    return [back(done.region, _payee(done), due_here), back(payment.region, owed_there, payer)]


def _payee(done: Settlement) -> Side:
    """The institution; of a claim handed in without one, the patient who had paid."""
    if done.fixmedins_code:
        return Side(PassThrough.INSTITUTION, done.fixmedins_code)
    return Side(PassThrough.CLAIMANT, done.patient_psn_no)


def settled_event(done: Settlement, ctx: Context) -> Event:
    payload = {
        "setl_id": str(done.setl_id),
        "acct_pay_fen": done.acct_pay_fen,
        "acct_mulaid_pay_fen": done.acct_mulaid_pay_fen,
        "payers": [p.psn_no for p in done.payments],
    }
    return Event(region=done.region, type="SETTLED", psn_no=done.patient_psn_no, payload=payload, event_time=ctx.now)
