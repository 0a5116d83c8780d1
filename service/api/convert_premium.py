"""Requests and answers about premiums."""

from datetime import date
from typing import Literal

from msgspec import Struct

from gongji import v1
from service.api.checks import Form
from service.api.convert_in import handling
from service.api.convert_out import instant
from service.api.ids import text_of
from service.api.words import number
from service.domain.person import PersonRef
from service.domain.premium_commands import PayPremium, RefundPremium
from service.domain.premium_quote import Quote
from service.domain.premium_record import Premium
from service.domain.premium_words import explain

_FIRST_YEAR, _LAST_YEAR = 1990, 2199
_TIERS = 9


class AskedQuote(Struct, frozen=True):
    insured: PersonRef
    cover_year: int
    tier: int | None


class AskedPremiums(Struct, frozen=True):
    """The premiums of a person in this role."""

    person: PersonRef
    role: Literal["insured", "payer"]
    cover_year: int | None
    page_size: int


def asked_quote(request: v1.QuotePremiumRequest, form: Form) -> AskedQuote:
    return AskedQuote(form.who(request, "insured"), _year(request.cover_year, form), _tier(request, form))


def pay(request: v1.PayPremiumRequest, form: Form) -> PayPremium:
    return PayPremium(
        payer=form.who(request, "payer"),
        insured=form.who(request, "insured"),
        cover_year=_year(request.cover_year, form),
        tier=_tier(request, form),
        handling=handling(request, form),
    )


def refund(request: v1.RefundPremiumRequest, form: Form) -> RefundPremium:
    return RefundPremium(
        payer=form.who(request, "payer"),
        premium_id=form.id(request.premium_id, "premium_id"),
        handling=handling(request, form),
    )


def asked_premiums(request: v1.ListPremiumsRequest, form: Form) -> AskedPremiums:
    if request.HasField("insured") == request.HasField("payer"):
        form.wrong("insured", "须填写 insured 或 payer 之一", "needs one of insured and payer")
    role: Literal["insured", "payer"] = "insured" if request.HasField("insured") else "payer"
    year = _year(request.cover_year, form) if request.HasField("cover_year") else None
    return AskedPremiums(form.who(request, role), role, year, form.page_size(request.page_size))


def _year(value: int, form: Form) -> int:
    return form.number(value, "cover_year", _FIRST_YEAR, _LAST_YEAR)


def _tier(request: v1.QuotePremiumRequest | v1.PayPremiumRequest, form: Form) -> int | None:
    return form.number(request.tier, "tier", 1, _TIERS) if request.HasField("tier") else None


def quote(found: Quote) -> v1.PremiumQuote:
    said, beside = explain(found), found.supplement
    return v1.PremiumQuote(
        amount_due_fen=found.amount_due_fen,
        standard_fen=found.standard_fen,
        subsidy_fen=found.subsidy_fen,
        set_off_fen=found.set_off_fen,
        category=found.counted.category,
        tier=found.tier,
        window=v1.PremiumWindow(
            from_date=_day(found.window.opens),
            to_date=_day(found.window.closes),
            payable_now=found.window.payable_now,
            late=found.window.late,
        ),
        cover_start=found.cover_start.isoformat(),
        cover_end=found.cover_end.isoformat(),
        explanation_zh=said.zh,
        explanation_en=said.en,
        supplementary_fen=beside.fen if beside else None,
        supplementary_government_fen=beside.government_fen if beside else None,
        table_id=found.table.id,
    )


def premium(paid: Premium) -> v1.Premium:
    return v1.Premium(
        premium_id=text_of(paid.premium_id),
        insured_psn_no=paid.insured_psn_no,
        insured_insuplc_admdvs=paid.insured_region,
        payer_psn_no=paid.payer_psn_no,
        payer_insuplc_admdvs=paid.payer_region,
        cover_year=paid.cover_year,
        tier=paid.tier,
        amount_fen=paid.amount_fen,
        standard_fen=paid.standard_fen,
        subsidy_fen=paid.subsidy_fen,
        set_off_fen=paid.set_off_fen,
        category=paid.category,
        cover_start=_day(paid.cover_start),
        cover_end=paid.cover_end.isoformat(),
        state=number(paid.state),
        payments=[
            v1.PremiumPayment(
                account_kind=number(part.account_kind),
                amount_fen=part.amount_fen,
                balance_after_fen=part.balance_after_fen,
            )
            for part in paid.payments
        ],
        binding_id=text_of(paid.binding_id) if paid.binding_id else None,
        policy_id=paid.policy_id,
        policy_version=paid.policy_version,
        paid_time=instant(paid.paid_time),
        refunded_time=instant(paid.refunded_time),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
