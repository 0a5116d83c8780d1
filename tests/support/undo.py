"""Undoing settlements in a world in memory."""

from typing import Any
from uuid import UUID

from service.domain.commands import JobSlice
from service.domain.jobs.run import JobRun
from service.domain.outcome import Outcome
from service.domain.refusal import Refusal
from service.domain.settlement_record import Reaccounted, Reversed, Settlement
from service.domain.state import Picked
from service.domain.suspense import SuspensePayout
from service.domain.terms import Channel, Job
from service.domain.undo_commands import PayOutSuspense, ReaccountSettlement, ReverseSettlement
from tests.support.world import HOME, World, handling, ref


def reverse(world: World, done: Settlement, patient: str | None = None) -> Reversed | Refusal:
    """Undo a settlement by its id, for its patient unless another is named."""
    who = ref(patient or done.patient_psn_no, done.region)
    found: Reversed | Refusal = answer_of(world, ReverseSettlement(patient=who, reason="test", setl_id=done.setl_id))
    return found


def reaccount(world: World, done: Settlement, fee_fen: int, **fields: Any) -> Reaccounted | Refusal:
    """Settle a visit anew with another amount, by default at the same time of visit."""
    bill = world.bill(done.patient_psn_no, fee_fen, **({"visit_time": done.visit_time} | fields))
    assert isinstance(done.setl_id, UUID)
    found: Reaccounted | Refusal = answer_of(world, ReaccountSettlement(bill=bill, setl_id=done.setl_id))
    return found


def pay_out(world: World, owner: str, amount_fen: int) -> SuspensePayout | Refusal:
    applied = handling(owner, channel=Channel.WINDOW)
    command = PayOutSuspense(owner=ref(owner), amount_fen=amount_fen, handling=applied)
    found: SuspensePayout | Refusal = answer_of(world, command)
    return found


def nightly(world: World, period: str, **waited_fen: int) -> JobRun:
    """The nightly run over these people, for each of whom so much had waited at midnight."""
    command = JobSlice(job=Job.NIGHTLY, region=HOME, period=period, after="")
    world.state.picked[command] = tuple(Picked(who, {"waited_fen": fen}) for who, fen in sorted(waited_fen.items()))
    report: JobRun = answer_of(world, command)
    return report


def went(undone: Reversed | Reaccounted) -> list[tuple[str, str, int, str | None]]:
    """Where each payment went: to whom, into which account, how many fen, and why into SUSPENSE."""
    return [(r.psn_no, str(r.account_kind), r.amount_fen, r.suspense_cause) for r in undone.refunds]


def answer_of(world: World, command: Any) -> Any:
    decided = world.decide(command)
    return decided.answer if isinstance(decided, Outcome) else decided
