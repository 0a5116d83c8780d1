"""Answers, as the contract has them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from google.protobuf.timestamp_pb2 import Timestamp

from gongji import v1
from service.api.ids import text_of
from service.api.refusals import RefusalText, text_of_refusal
from service.api.words import number
from service.domain.account import Account
from service.domain.explanation import TEXTS, Explanation
from service.domain.family import Authorization, Binding
from service.domain.payer_order import OrderSet
from service.domain.person import Person
from service.domain.policy import Policy, RuleRef
from service.domain.rows import RowResult
from service.domain.settlement_record import Payment, Settlement
from service.domain.terms import AccountKind
from service.storage.entries import Entry
from service.storage.family_events import FamilyEvent


def authorization(made: Authorization) -> v1.Authorization:
    return v1.Authorization(
        authorization_id=text_of(made.authorization_id),
        authorizer_psn_no=made.authorizer_psn_no,
        region=made.region,
        policy_id=made.policy_id,
        policy_version=made.policy_version,
        state=number(made.state),
        create_time=instant(made.create_time),
        quota_fen=made.quota_fen,
        quota_used_fen=made.quota_used_fen,
        quota_freezes=made.quota_freezes,
    )


def binding(made: Binding) -> v1.Binding:
    return v1.Binding(
        binding_id=text_of(made.binding_id),
        authorization_id=text_of(made.authorization_id),
        authorizer_psn_no=made.authorizer_psn_no,
        member_psn_no=made.member_psn_no,
        member_insuplc_admdvs=made.member_insuplc_admdvs,
        relation=number(made.relation),
        state=number(made.state),
        payer_order=made.payer_order,
        start_date=made.first_day.isoformat(),
        end_date=_day(made.end_date),
        earliest_unbind_date=_day(made.earliest_unbind_date),
        bound_time=instant(made.bound_time),
        unbound_time=instant(made.unbound_time),
        policy_id=made.policy_id,
        policy_version=made.policy_version,
        approved_by=map(number, made.approved_by),
        quota_fen=made.quota_fen,
        quota_used_fen=made.quota_used_fen,
        quota_freezes=made.quota_freezes,
    )


def family_event(happened: FamilyEvent) -> v1.FamilyEvent:
    """Without what proves the act: who was checked how, and where papers are filed, is nobody's who lists."""
    handled = happened.handling
    event = v1.FamilyEvent(
        event_id=f"{text_of(happened.cursor.entry_id)}-{happened.cursor.line:04d}",
        type=number(happened.type),
        psn_no=happened.psn_no,
        region=happened.region,
        event_time=instant(happened.cursor.event_time),
        channel=number(handled.channel) if handled else None,
        office_admdvs=handled.office_admdvs if handled else None,
        decided_by=number(happened.decided_by) if happened.decided_by else None,
        end_cause=number(happened.end_cause) if happened.end_cause else None,
    )
    match happened.about:
        case Authorization():
            event.authorization.CopyFrom(authorization(happened.about))
        case Binding():
            event.binding.CopyFrom(binding(happened.about))
        case OrderSet():
            event.payer_order.payers.extend(payers(happened.about))
    return event


def payers(order: OrderSet) -> list[v1.Payer]:
    return [v1.Payer(psn_no=p.psn_no, insuplc_admdvs=p.region, order=p.order) for p in order.payers]


def settlement(done: Settlement, request_id: str | None) -> v1.Settlement:
    return v1.Settlement(
        setl_id=text_of(done.setl_id) if done.setl_id else None,
        request_id=request_id,
        patient_psn_no=done.patient_psn_no,
        insutype=done.insutype,
        fixmedins_code=done.fixmedins_code,
        med_type=done.med_type,
        clr_type=done.clr_type,
        mdtrt_id=done.mdtrt_id,
        visit_time=instant(done.visit_time),
        medfee_sumamt_fen=done.medfee_sumamt_fen,
        fund_pay_sumamt_fen=done.fund_pay_sumamt_fen,
        other_pay_fen=done.other_pay_fen,
        balc_fen=done.balc_fen,
        state=number(done.state),
        payments=map(_payment, done.payments),
        psn_part_amt_fen=done.psn_part_amt_fen,
        acct_pay_fen=done.acct_pay_fen,
        acct_mulaid_pay_fen=done.acct_mulaid_pay_fen,
        psn_cash_pay_fen=done.psn_cash_pay_fen,
        explanations=map(explanation, done.explanations),
        policy_id=done.policy_id,
        policy_version=done.policy_version,
        settle_time=instant(done.settle_time),
        refunded_fen=done.refunded_fen,
        reversed_time=instant(done.reversed_time),
        replaces_setl_id=text_of(done.replaces_setl_id) if done.replaces_setl_id else None,
        replaced_by_setl_id=text_of(done.replaced_by_setl_id) if done.replaced_by_setl_id else None,
    )


def _payment(paid: Payment) -> v1.Payment:
    return v1.Payment(
        order=paid.order,
        psn_no=paid.psn_no,
        relation=number(paid.relation) if paid.relation else None,
        binding_id=text_of(paid.binding_id) if paid.binding_id else None,
        account_kind=number(paid.account_kind),
        amount_fen=paid.amount_fen,
        balance_after_fen=paid.balance_after_fen,
        insuplc_admdvs=paid.insuplc_admdvs,
        policy_id=paid.policy_id,
        policy_version=paid.policy_version,
    )


def explanation(line: Explanation) -> v1.Explanation:
    zh, en = TEXTS[line.reason]
    return v1.Explanation(
        psn_no=line.psn_no,
        account_kind=number(line.account_kind) if line.account_kind else None,
        binding_id=text_of(line.binding_id) if line.binding_id else None,
        reason=line.reason,
        rule=_rule_ref(line.rule) if line.rule else None,
        message_zh=zh,
        message_en=en,
    )


def _rule_ref(rule: RuleRef) -> v1.RuleRef:
    return v1.RuleRef(policy_id=rule.policy_id, policy_version=rule.policy_version, key=rule.key)


def account(kind: AccountKind, held: Account, owner: Person) -> v1.Account:
    return v1.Account(
        account_kind=number(kind),
        balance_fen=held.balance_fen,
        frozen_fen=held.frozen_fen,
        state=number(owner.account_state),
    )


def entry(moved: Entry) -> v1.Entry:
    at = moved.cursor
    return v1.Entry(
        entry_id=f"{text_of(at.entry_id)}-{at.line:04d}-{at.side}",
        psn_no=moved.psn_no,
        insuplc_admdvs=moved.region,
        account_kind=number(moved.account_kind),
        movement=number(moved.movement),
        amount_fen=moved.amount_fen,
        balance_before_fen=moved.balance_before_fen,
        balance_after_fen=moved.balance_after_fen,
        setl_id=text_of(moved.setl_id) if moved.setl_id else None,
        credit_id=moved.credit_id,
        fixmedins_code=moved.fixmedins_code,
        entry_time=instant(moved.posted_time),
        cause=_cause(moved.cause),
    )


def _cause(cause: str | None) -> str | None:
    """An id as ids go out; a period as it stands."""
    try:
        return cause and text_of(UUID(cause))
    except ValueError:
        return cause


def person_results(rows: Iterable[RowResult]) -> list[v1.PersonResult]:
    return [v1.PersonResult(psn_no=row.key, **_result(row)) for row in rows]


def institution_results(rows: Iterable[RowResult]) -> list[v1.InstitutionResult]:
    return [v1.InstitutionResult(fixmedins_code=row.key, **_result(row)) for row in rows]


def credit_results(rows: Iterable[RowResult]) -> list[v1.CreditResult]:
    return [v1.CreditResult(credit_id=row.key, balance_after_fen=row.balance_after_fen, **_result(row)) for row in rows]


def binding_results(rows: Iterable[RowResult]) -> list[v1.BindingResult]:
    ids = (None if row.binding_id is None else text_of(row.binding_id) for row in rows)
    return [
        v1.BindingResult(binding_key=row.key, binding_id=binding_id, **_result(row))
        for row, binding_id in zip(rows, ids, strict=True)
    ]


def _result(row: RowResult) -> dict[str, Any]:
    """The one of outcome and error that the row has."""
    if row.refusal is None:
        assert row.outcome is not None
        return {"outcome": number(row.outcome)}
    return {"error": row_error(text_of_refusal(row.refusal))}


def row_error(text: RefusalText) -> v1.RowError:
    return v1.RowError(
        code=text.code.value[0],
        reason=text.reason,
        metadata=text.metadata,
        message_zh=text.zh,
        message_en=text.en,
    )


def policy(found: Policy, digest_sha256: str, *, in_full: bool) -> v1.Policy:
    header = found.policy
    return v1.Policy(
        policy_id=header.id,
        policy_version=header.version,
        name_zh=header.name_zh,
        name_en=header.name_en,
        regions=header.regions,
        shape=number(header.shape),
        in_force_from=header.in_force_from.isoformat(),
        in_force_until=_day(header.in_force_until),
        in_force_source_key=header.in_force_source,
        in_force_note=header.in_force_note,
        digest_sha256=digest_sha256,
        rules=_rules(found) if in_full else (),
        sources=_sources(found) if in_full else (),
    )


def _rules(found: Policy) -> list[v1.PolicyRule]:
    return [
        v1.PolicyRule(key=key, value_json=_json(rule.value), source_key=rule.source, note=rule.note)
        for key, rule in found.rules()
    ]


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _sources(found: Policy) -> list[v1.PolicySource]:
    return [v1.PolicySource(key=key, title=s.title, sure=s.sure) for key, s in found.sources.items()]


def found_person(found: Person, name: str) -> v1.FoundPerson:
    return v1.FoundPerson(
        psn_no=found.psn_no,
        region=found.region,
        insuplc_admdvs=found.insuplc_admdvs,
        name=masked(name),
        insutype=found.insutype,
        psn_insu_stas=found.psn_insu_stas,
        account_state=number(found.account_state),
    )


def masked(name: str) -> str:
    """张三 → 张*. How many characters follow is not shown either."""
    return f"{name[:1]}*"


def instant(moment: datetime | None) -> Timestamp | None:
    if moment is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(moment)
    return stamp


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
