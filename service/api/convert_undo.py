"""Requests and answers of what undoes a settlement."""

from collections.abc import Iterable

from gongji import v1
from service.api.checks import Form
from service.api.convert_in import bill, handling
from service.api.convert_out import instant
from service.api.words import number
from service.domain.settlement_record import Refund
from service.domain.suspense import SuspensePayout
from service.domain.undo_commands import PayOutSuspense, ReaccountSettlement, ReverseSettlement

_REASON = 200


def reverse(platform: str, request: v1.ReverseSettlementRequest, form: Form) -> ReverseSettlement:
    """`platform` is the caller's, in whose scope the original request's id is."""
    named = request.WhichOneof("original")
    if named is None:
        form.wrong("setl_id", "须填写 setl_id 或 original_request_id 之一", "needs one of setl_id, original_request_id")
    by_request = named == "original_request_id"
    return ReverseSettlement(
        patient=form.who(request, "patient"),
        reason=form.text(request.reason, "reason", _REASON),
        setl_id=form.id(request.setl_id, "setl_id") if named == "setl_id" else None,
        original_request_id=form.code(request.original_request_id, "original_request_id", 64) if by_request else None,
        platform=platform if by_request else None,
    )


def reaccount(request: v1.ReaccountSettlementRequest, form: Form) -> ReaccountSettlement:
    return ReaccountSettlement(bill=bill(request, form), setl_id=form.id(request.setl_id, "setl_id"))


def pay_out(request: v1.PayOutSuspenseRequest, form: Form) -> PayOutSuspense:
    return PayOutSuspense(
        owner=form.who(request, "owner"),
        amount_fen=form.fen(request.amount_fen, "amount_fen", at_least=1),
        handling=handling(request, form),
    )


def refunds(given: Iterable[Refund]) -> list[v1.Refund]:
    return [
        v1.Refund(
            order=one.order,
            psn_no=one.psn_no,
            insuplc_admdvs=one.insuplc_admdvs,
            account_kind=number(one.account_kind),
            amount_fen=one.amount_fen,
            balance_after_fen=one.balance_after_fen,
            suspense_cause=number(one.suspense_cause) if one.suspense_cause else None,
        )
        for one in given
    ]


def payout(paid: SuspensePayout) -> v1.SuspensePayout:
    return v1.SuspensePayout(
        psn_no=paid.psn_no,
        amount_fen=paid.amount_fen,
        balance_after_fen=paid.balance_after_fen,
        payout_time=instant(paid.payout_time),
    )
