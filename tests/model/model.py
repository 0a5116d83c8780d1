"""The model: what the server has to answer to every request, and the same answer read from the server's messages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from gongji import v1
from tests.model import jobs, lists, own, people, quotas, relations, settlement, suspense, undo
from tests.model.books import Books, Consent, No, Preset, Tie, day, moment, optional, word
from tests.model.eligibility import Act, Ids
from tests.model.rulebook import Rulebook

ALL_REGIONS = "000000"
WHATEVER = b"*"
"""The content of a request that may not come any more, whatever it asks."""


class Asked(NamedTuple):
    """A call: the service, the RPC, the request, and the time that it is decided at."""

    service: str
    rpc: str
    request: Any
    now: datetime

    @property
    def writes(self) -> bool:
        return "request_id" in self.request.DESCRIPTOR.fields_by_name


class Refused(NamedTuple):
    """A refusal, predicted or told. `says` is what the metadata has to hold."""

    reason: str
    says: dict[str, str]
    replayed: bool = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Refused):
            return False
        agree = all(other.says.get(key) == value for key, value in self.says.items())
        return (self.reason, self.replayed, agree) == (other.reason, other.replayed, True)


class Model:
    """A province in memory. `answer` changes it as the server's books have to change."""

    def __init__(self, rules: Rulebook) -> None:
        self.rules = rules
        self.books = Books()
        self._remembered: dict[tuple[str, str, str], tuple[bytes, Any]] = {}

    @property
    def requests(self) -> int:
        """How many are remembered; a run of a job is one too, under the server's own name."""
        return len(self._remembered) + len(self.books.runs)

    def answer(self, asked: Asked, ids: Ids) -> Any:
        """The predicted answer: a Refused, or what `told` makes of the right response."""
        if not asked.writes:
            return self._decide(asked, ids)
        key = (self._home(asked.request), asked.rpc, asked.request.request_id)
        content = self._content(asked.request)
        if key in self._remembered:
            before, answer = self._remembered[key]
            return _again(answer) if before in (content, WHATEVER) else Refused("REQUEST_ID_REUSED", {})
        answer = self._decide(asked, ids)
        self._remembered[key] = (content, answer)
        for region, request_id in self.books.blocked:
            self._remembered[region, "Settle", request_id] = (WHATEVER, Refused("REVERSED_BEFORE_ARRIVAL", {}))
        return answer

    def _decide(self, asked: Asked, ids: Ids) -> Any:
        request, now = asked.request, asked.now
        try:
            if asked.rpc in _RELATIONS:
                act = Act(self.books, self.rules, now, ids)
                return {"replayed": False, "told": plain(_RELATIONS[asked.rpc](request, act))}
            if asked.rpc == "RunJob":
                return jobs.run(request, Act(self.books, self.rules, now, ids))
            if asked.rpc in _MONEY:
                return {"replayed": False, "told": _MONEY[asked.rpc](request, Act(self.books, self.rules, now, ids))}
            answer = _OTHERS[asked.rpc](request, self.books, self.rules, now)
            return {"replayed": False, "told": answer} if asked.writes else answer
        except No as no:
            return Refused(no.reason, no.says)

    def _content(self, request: Any) -> bytes:
        """What a request asks: a person named by the county's code or by the region's is the same person."""
        same = type(request)()
        same.CopyFrom(request)
        same.ClearField("request_id")
        for ref in _people_in(same):
            ref.insuplc_admdvs = self.rules.pool(ref.insuplc_admdvs)
        return bytes(same.SerializeToString(deterministic=True))

    def _home(self, request: Any) -> str:
        """The region in whose books a request is remembered."""
        if isinstance(request, v1.UpsertInstitutionsRequest):
            return ALL_REGIONS
        for name in ("insuplc_admdvs", "authorizer", "owner", "patient"):
            if name in request.DESCRIPTOR.fields_by_name:
                held = getattr(request, name)
                return self.rules.pool(held if name == "insuplc_admdvs" else held.insuplc_admdvs)
        raise AssertionError(request)


_RELATIONS: dict[str, Any] = {
    "Authorize": relations.authorize,
    "Bind": relations.bind,
    "Unbind": relations.unbind,
    "DecideBinding": relations.decide,
    "RevokeAuthorization": relations.revoke,
    "SetPayerOrder": relations.order,
    "SetQuota": quotas.set_quota,
    "Transfer": own.transfer,
    "SetPreset": own.set_preset,
    "CancelPreset": own.cancel_preset,
    "PayOutSuspense": suspense.pay_out,
}
_MONEY: dict[str, Any] = {
    "Settle": settlement.settle,
    "ReverseSettlement": undo.reverse,
}
_OTHERS: dict[str, Any] = {
    "UpsertPersons": people.upsert_persons,
    "UpsertInstitutions": people.upsert_institutions,
    "CreditAccounts": people.credit_accounts,
    "PreviewSettlement": settlement.preview,
    "ListMembers": lists.members,
    "GetAccounts": lists.accounts,
}


def _people_in(message: Any) -> Iterator[v1.PersonRef]:
    if isinstance(message, v1.PersonRef):
        yield message
        return
    for field, value in message.ListFields():
        if field.message_type is not None:
            for part in value if field.is_repeated else [value]:
                yield from _people_in(part)


def _again(answer: Any) -> Any:
    return answer._replace(replayed=True) if isinstance(answer, Refused) else answer | {"replayed": True}


def plain(made: Any) -> Any:
    """What an act of a family made, as plain values that stay as they are."""
    match made:
        case Tie():
            start = made.start or made.bound.date()
            policy = (made.policy, made.version)
            return (
                *(made.id, made.consent, made.giver.psn_no, made.member.psn_no, made.county, made.relation),
                *(made.state, made.place, start, made.end, made.free_from, made.bound, made.ended, policy),
                *(made.quota, made.used, made.freezes),
            )
        case Consent():
            state = "ENDED" if made.ended else "ACTIVE"
            quota = (made.quota, made.used, made.freezes)
            return (made.id, *made.giver, state, made.made, (made.policy, made.version), *quota)
        case Preset():
            return (*made.owner, made.fen, made.made, made.ended, (made.policy, made.version))
        case tuple() if hasattr(made, "_fields"):
            return tuple(made)
        case list() | tuple():
            return [plain(part) for part in made]
    raise AssertionError(made)


def told(rpc: str, response: Any) -> Any:
    """The server's answer in the same plain values."""
    match rpc:
        case "ListMembers":
            return lists.told_members(response)
        case "GetAccounts":
            return lists.told_accounts(response)
        case "RunJob":
            return jobs.told(response.run)
        case "PreviewSettlement":
            return _settlement(response.settlement)
        case "Bind" | "DecideBinding":
            made = _tie(response.binding)
        case "Unbind":
            made = [_tie(b) for b in response.bindings]
        case "Authorize":
            made = _consent(response.authorization)
        case "RevokeAuthorization":
            made = [_consent(response.authorization), [_tie(b) for b in response.bindings]]
        case "SetQuota":
            single = response.HasField("binding")
            made = _tie(response.binding) if single else _consent(response.authorization)
        case "Transfer":
            made = _transfer(response.transfer)
        case "PayOutSuspense":
            made = suspense.told(response.suspense_payout)
        case "SetPreset" | "CancelPreset":
            made = _preset(response.preset)
        case "SetPayerOrder":
            made = [(p.insuplc_admdvs, p.psn_no) for p in sorted(response.payers, key=lambda p: p.order)]
        case "Settle":
            made = _settlement(response.settlement)
        case "ReverseSettlement":
            made = _reversal(response)
        case _:
            key = {"UpsertPersons": "psn_no", "UpsertInstitutions": "fixmedins_code"}.get(rpc, "credit_id")
            made = people.told_rows(response, key)
    return {"replayed": response.replayed, "told": made}


def ids_of(rpc: str, response: Any) -> Ids:
    """The ids that the server gave; none in a refusal."""
    if response is None:
        return Ids()
    if rpc == "Authorize":
        return Ids(response.authorization.authorization_id)
    if rpc == "Settle":
        return Ids(settlement=response.settlement.setl_id)
    if rpc == "Bind":
        return Ids(response.binding.authorization_id, response.binding.binding_id)
    return Ids()


def _tie(b: v1.Binding) -> Any:
    end, free_from = optional(b, "end_date"), optional(b, "earliest_unbind_date")
    unbound = moment(b.unbound_time) if b.HasField("unbound_time") else None
    return (
        *(b.binding_id, b.authorization_id, b.authorizer_psn_no, b.member_psn_no, b.member_insuplc_admdvs),
        *(word(v1.Relation, b.relation), word(v1.BindingState, b.state), b.payer_order, day(b.start_date)),
        *(day(end) if end else None, day(free_from) if free_from else None),
        *(moment(b.bound_time), unbound, (b.policy_id, b.policy_version), *_quota(b)),
    )


def _consent(a: v1.Authorization) -> Any:
    state = word(v1.AuthorizationState, a.state)
    made = (a.authorization_id, a.region, a.authorizer_psn_no, state, moment(a.create_time), _policy(a))
    return (*made, *_quota(a))


def _quota(of: v1.Binding | v1.Authorization) -> tuple[Any, ...]:
    return optional(of, "quota_fen"), of.quota_used_fen, of.quota_freezes


def _transfer(t: v1.Transfer) -> Any:
    kinds = word(v1.AccountKind, t.from_kind), word(v1.AccountKind, t.to_kind)
    after = t.from_balance_after_fen, t.to_balance_after_fen
    return (t.psn_no, t.insuplc_admdvs, kinds, t.amount_fen, after, _policy(t))


def _preset(p: v1.Preset) -> Any:
    ended = moment(p.end_time) if p.HasField("end_time") else None
    assert p.state == (v1.PRESET_STATE_ENDED if ended else v1.PRESET_STATE_ACTIVE)
    return p.insuplc_admdvs, p.psn_no, p.amount_fen, moment(p.set_time), ended, _policy(p)


def _settlement(s: v1.Settlement) -> dict[str, Any]:
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


def _reversal(response: v1.ReverseSettlementResponse) -> dict[str, Any]:
    refunds = [
        (
            *(r.psn_no, r.insuplc_admdvs, word(v1.AccountKind, r.account_kind), r.amount_fen, r.balance_after_fen),
            word(v1.SuspenseCause, r.suspense_cause) if r.HasField("suspense_cause") else None,
        )
        for r in sorted(response.refunds, key=lambda r: r.order)
    ]
    undone = response.settlement
    assert undone.state == v1.SETTLEMENT_STATE_REVERSED and undone.HasField("reversed_time")
    told = {"setl_id": undone.setl_id, "refunded_fen": undone.refunded_fen}
    return told | {"refunds": refunds, "balc_fen": response.balc_fen}


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
