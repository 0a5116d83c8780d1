"""The server's messages in the plain values that the model answers with."""

from collections.abc import Iterable
from typing import Any

from gongji import v1
from tests.model import lists
from tests.model.books import day, moment, optional, word


def tie(b: v1.Binding) -> Any:
    end, free_from = optional(b, "end_date"), optional(b, "earliest_unbind_date")
    unbound = moment(b.unbound_time) if b.HasField("unbound_time") else None
    return (
        *(b.binding_id, b.authorization_id, b.authorizer_psn_no, b.member_psn_no, b.member_insuplc_admdvs),
        *(word(v1.Relation, b.relation), word(v1.BindingState, b.state), b.payer_order, day(b.start_date)),
        *(day(end) if end else None, day(free_from) if free_from else None),
        *(moment(b.bound_time), unbound, (b.policy_id, b.policy_version), *_quota(b)),
    )


def consent(a: v1.Authorization) -> Any:
    state = word(v1.AuthorizationState, a.state)
    made = (a.authorization_id, a.region, a.authorizer_psn_no, state, moment(a.create_time), _policy(a))
    return (*made, *_quota(a))


def _quota(of: v1.Binding | v1.Authorization) -> tuple[Any, ...]:
    return optional(of, "quota_fen"), of.quota_used_fen, of.quota_freezes


def transfer(t: v1.Transfer) -> Any:
    kinds = word(v1.AccountKind, t.from_kind), word(v1.AccountKind, t.to_kind)
    after = t.from_balance_after_fen, t.to_balance_after_fen
    return (t.psn_no, t.insuplc_admdvs, kinds, t.amount_fen, after, _policy(t))


def preset(p: v1.Preset) -> Any:
    ended = moment(p.end_time) if p.HasField("end_time") else None
    assert p.state == (v1.PRESET_STATE_ENDED if ended else v1.PRESET_STATE_ACTIVE)
    return p.insuplc_admdvs, p.psn_no, p.amount_fen, moment(p.set_time), ended, _policy(p)


def settlement(s: v1.Settlement) -> dict[str, Any]:
    amounts = ("psn_part_amt_fen", "acct_pay_fen", "acct_mulaid_pay_fen", "psn_cash_pay_fen", "balc_fen")
    return {
        "state": word(v1.SettlementState, s.state),
        "payments": [_payment(p) for p in sorted(s.payments, key=lambda p: p.order)],
        "lines": [lists.told_line(e) for e in s.explanations],
        **{name: getattr(s, name) for name in amounts},
        "clr_type": s.clr_type,
        "insutype": s.insutype,
        "policy": _policy(s),
    }


def reversal(response: v1.ReverseSettlementResponse) -> dict[str, Any]:
    undone = response.settlement
    assert undone.state == v1.SETTLEMENT_STATE_REVERSED and undone.HasField("reversed_time")
    told = {"setl_id": undone.setl_id, "refunded_fen": undone.refunded_fen}
    return told | {"refunds": _refunds(response.refunds), "balc_fen": response.balc_fen}


def _refunds(refunds: Iterable[v1.Refund]) -> list[Any]:
    return [
        (
            *(r.psn_no, r.insuplc_admdvs, word(v1.AccountKind, r.account_kind), r.amount_fen, r.balance_after_fen),
            word(v1.SuspenseCause, r.suspense_cause) if r.HasField("suspense_cause") else None,
        )
        for r in sorted(refunds, key=lambda r: r.order)
    ]


def reaccounted(response: v1.ReaccountSettlementResponse) -> dict[str, Any]:
    gone, anew = response.reversed_settlement, response.settlement
    assert gone.state == v1.SETTLEMENT_STATE_REVERSED and gone.replaced_by_setl_id == anew.setl_id
    return settlement(anew) | {"replaces": gone.setl_id, "refunds": _refunds(response.refunds)}


def _payment(p: v1.Payment) -> dict[str, Any]:
    return {
        "psn_no": p.psn_no,
        "county": p.insuplc_admdvs,
        "kind": word(v1.AccountKind, p.account_kind),
        "fen": p.amount_fen,
        "after_fen": p.balance_after_fen,
        "tie": optional(p, "binding_id"),
        "relation": word(v1.Relation, p.relation) if p.HasField("relation") else None,
        "policy": _policy(p),
    }


def _policy(message: Any) -> tuple[str, str]:
    return message.policy_id, message.policy_version
