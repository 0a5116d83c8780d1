"""Undoing a settlement: every payment goes back the way it came, or into SUSPENSE where that way is closed."""

from datetime import date
from typing import Any

from gongji import v1
from tests.model import quotas, settlement, suspense
from tests.model.books import No, Settled, Someone, Tie, Who
from tests.model.eligibility import Act


def reverse(request: v1.ReverseSettlementRequest, act: Act) -> dict[str, Any]:
    """A settlement given back as a whole, once. What never came is refused, and refused if it comes after all."""
    region = act.rules.pool(request.patient.insuplc_admdvs)
    setl_id = request.setl_id
    if request.WhichOneof("original") == "original_request_id":
        setl_id = _of_request((region, request.original_request_id), act)
    patient = act.find(request.patient, "patient")
    refunds = _undo(_standing(setl_id, patient, act), act)
    own = [fen for (who, kind), fen in act.books.money.items() if who == patient.who and kind != "SUSPENSE"]
    return {"setl_id": setl_id, "refunded_fen": sum(r[3] for r in refunds), "refunds": refunds, "balc_fen": sum(own)}


def reaccount(request: v1.ReaccountSettlementRequest, act: Act) -> dict[str, Any]:
    """Given back, and settled anew: by the rules of the visit, the relations of then, and today's states and money."""
    bill = settlement.look(request, act.books, act.rules)
    original = _standing(request.setl_id, bill.patient, act)
    refunds = _undo(original, act)
    anew = settlement.pay(bill, settlement.When(act.day, original.at), act)
    return anew | {"replaces": request.setl_id, "refunds": refunds}


def _standing(setl_id: str, patient: Someone, act: Act) -> Settled:
    found = act.books.settlements.get(setl_id)
    if found is None or found.patient != patient.who:
        raise No("SETTLEMENT_NOT_FOUND")
    if found.reversed:
        raise No("SETTLEMENT_ALREADY_REVERSED")
    return found


def _undo(found: Settled, act: Act) -> list[Any]:
    found.reversed = True
    return [_give_back(payment, act) for payment in found.payments]


def _of_request(asked: tuple[str, str], act: Act) -> str:
    if asked not in act.books.asked_to_settle:
        act.books.asked_to_settle[asked] = None
        act.books.blocked.add(asked)
        raise No("NOTHING_TO_REVERSE")
    setl_id = act.books.asked_to_settle[asked]
    if setl_id is None:
        raise No("NOTHING_TO_REVERSE")
    return setl_id


def _give_back(payment: dict[str, Any], act: Act) -> tuple[Any, ...]:
    payer = act.books.people[payment["who"]]
    cause = _why_not_back(payment, payer, act)
    kind = "SUSPENSE" if cause else str(payment["kind"])
    if cause:
        suspense.wait(payer.who, payment["fen"], act.now, act.books)
    else:
        tie = act.books.ties.get(payment["tie"] or "")
        quotas.give_back(payer.who, kind, payment["fen"], _version(payment, act), tie, act.books)
    return payer.who.psn_no, payment["county"], kind, payment["fen"], act.books.money[payer.who, kind], cause


def _why_not_back(payment: dict[str, Any], payer: Someone, act: Act) -> str | None:
    if suspense.has_gone(payer):
        return "ACCOUNT_CLOSED"
    kept = act.rules.kept([payment["kind"]], payer.who.region, act.day)
    if payment["kind"] != "WALLET" and not kept:
        return "KIND_NOT_KEPT"
    rules = act.rules.on(payment["policy"][0], payer.who.region, act.day) or _version(payment, act)
    tie = act.books.ties.get(payment["tie"] or "")
    waits = rules.refunds.left_payer.value == "SUSPENSE"
    return "PAYER_LEFT" if waits and tie and _left(payer.who, tie, act) else None


def _version(payment: dict[str, Any], act: Act) -> Any:
    """The version of the policy that allowed a payment."""
    return next(p for p in act.rules.policies if (p.policy.id, p.policy.version) == payment["policy"])


def _left(payer: Who, tie: Tie, act: Act) -> bool:
    """Out of the network through which it paid; elsewhere, whether the binding is over."""
    if not tie.network:
        return act.rules.why_not(tie, act.day) is not None
    network = act.books.consents[tie.consent]
    if network.giver == payer:
        return bool(network.ended) or _dropped(network.policy, network.made.date(), act)
    return all(act.rules.why_not(t, act.day) for t in act.books.under(network.id) if t.member == payer)


def _dropped(policy_id: str, made: date, act: Act) -> bool:
    return act.rules.dropped(policy_id, made, act.day) is not None
