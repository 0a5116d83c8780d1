"""Undoing a settlement (撤销): as a whole, once; and settling it anew with other amounts (改账)."""

import msgspec
from msgspec import Struct

from service.domain.context import Context
from service.domain.original import Original, OriginalRequest
from service.domain.outcome import Changes, Event, Outcome
from service.domain.person import Person
from service.domain.refund import refund
from service.domain.refusal import Refusal, refuse, require
from service.domain.settlement import pay
from service.domain.settlement_record import Reaccounted, Refund, Reversed, Settlement
from service.domain.terms import AccountKind, SettlementState
from service.domain.undo_commands import ReaccountSettlement, ReverseSettlement
from service.domain.visit import look_at


class _Undone(Struct, frozen=True):
    settlement: Settlement
    refunds: tuple[Refund, ...]
    changes: Changes


def reverse(command: ReverseSettlement, ctx: Context) -> Outcome:
    """Give a settlement back. Where its request never arrived there is nothing to give back, and it may not be paid
    any more: then the refusal itself changes something, the requests that are remembered."""
    patient = ctx.state.person(command.patient)
    asked = command.undoes
    if isinstance(asked, OriginalRequest):
        if asked not in ctx.state.original_requests:
            return Outcome(Refusal("NOTHING_TO_REVERSE"), Changes(blocked=[asked]))
        require(ctx.state.original_requests[asked], "NOTHING_TO_REVERSE")
    if patient is None:
        refuse("PERSON_NOT_FOUND", person="patient")
    undone = _undo(_standing(asked, patient, ctx), ctx)
    ctx.state.fold(undone.changes)
    answer = Reversed(
        settlement=undone.settlement,
        refunds=undone.refunds,
        balc_fen=_own_fen(patient, ctx),
        reason=command.reason,
    )
    return Outcome(answer, undone.changes)


def reaccount(command: ReaccountSettlement, ctx: Context) -> Outcome:
    """Give a settlement back and settle it anew: by the rules of the visit, with the relations of the first
    settlement, and the states and balances of today."""
    patient = look_at(command.bill, ctx).patient  # what refuses the new bill refuses before anything is given back
    original = _standing(command.setl_id, patient, ctx)
    undone = _undo(original, ctx)
    ctx.state.fold(undone.changes)
    paid = pay(command.bill, ctx._replace(relations_time=original.settle_time), replaces=original.setl_id)
    anew: Settlement = paid.answer
    gone = msgspec.structs.replace(undone.settlement, replaced_by_setl_id=anew.setl_id)
    changes = undone.changes
    changes.reversed = [gone]
    changes.add(paid.changes)
    return Outcome(Reaccounted(settlement=anew, reversed=gone, refunds=undone.refunds), changes)


def _standing(named: Original | None, patient: Person, ctx: Context) -> Settlement:
    """The patient's settlement that is meant, or the refusal that says why it can't be given back."""
    found = ctx.state.settlement(named)
    if found is None or (found.region, found.patient_psn_no) != patient.key:
        refuse("SETTLEMENT_NOT_FOUND")
    require(found.state is SettlementState.SETTLED, "SETTLEMENT_ALREADY_REVERSED", setl_id=found.setl_id)
    return found


def _undo(original: Settlement, ctx: Context) -> _Undone:
    gone = msgspec.structs.replace(
        original, state=SettlementState.REVERSED, refunded_fen=original.acct_pay_fen, reversed_time=ctx.now
    )
    given = refund(original, ctx)
    changes = given.changes
    changes.reversed.append(gone)
    changes.events.append(_reversed_event(gone, given.refunds, ctx))
    return _Undone(gone, given.refunds, changes)


def _own_fen(patient: Person, ctx: Context) -> int:
    """What is in the patient's own accounts; what waits in SUSPENSE is in none of them."""
    held = ctx.state.accounts_of(patient.key)
    held.pop(AccountKind.SUSPENSE, None)
    return sum(account.balance_fen for account in held.values())


def _reversed_event(gone: Settlement, refunds: tuple[Refund, ...], ctx: Context) -> Event:
    payload = {
        "setl_id": str(gone.setl_id),
        "refunded_fen": gone.refunded_fen,
        "refunds": [{"psn_no": r.psn_no, "account_kind": r.account_kind, "amount_fen": r.amount_fen} for r in refunds],
    }
    return Event(region=gone.region, type="REVERSED", psn_no=gone.patient_psn_no, payload=payload, event_time=ctx.now)
