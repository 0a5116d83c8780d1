"""Undoing through the one door: before the request came, twice, at once, and across servers and regions."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

from msgspec import structs

from service.domain.commands import Settle
from service.domain.jobs.period import midnight
from service.domain.settlement_record import Settlement
from service.domain.terms import AccountState, Job
from service.domain.undo_commands import PayOutSuspense, ReaccountSettlement, ReverseSettlement
from service.jobs.runner import Runner
from service.pipeline.request import Answer
from tests.pipeline.conftest import OpenDesk
from tests.support.desk import Desk, all_of
from tests.support.world import HOME, NEIGHBOUR, handling, ref


def why(answer: Answer) -> str | None:
    """The reason of a refusal; None where it was done."""
    return answer.refusal.reason if answer.refusal else None


def undoing(done: Settlement) -> ReverseSettlement:
    return ReverseSettlement(patient=ref(done.patient_psn_no), reason="test", setl_id=done.setl_id)


def undoing_request(patient: str, request_id: str) -> ReverseSettlement:
    return ReverseSettlement(patient=ref(patient), reason="test", original_request_id=request_id, platform="test")


def anew(desk: Desk, done: Settlement, fee_fen: int) -> ReaccountSettlement:
    settle: Settle = desk.bill(done.patient_psn_no, fee_fen, visit_time=done.visit_time)
    assert isinstance(done.setl_id, UUID)
    return ReaccountSettlement(bill=settle.bill, setl_id=done.setl_id)


async def row_of(desk: Desk, setl_id: Any, column: str) -> Any:
    """What the books say of a settlement; ids are kept as text without dashes on SQLite."""
    either = f"'{setl_id}', '{setl_id.hex}'"
    return await desk.scalar(f"SELECT {column} FROM settlements WHERE CAST(setl_id AS VARCHAR(36)) IN ({either})")


async def test_a_settlement_is_undone_once(desk: Desk) -> None:
    """It goes back whole, the books say so, and neither a replay nor a second reversal gives anything again."""
    await desk.family(100_00)
    done = await desk.settle("m1", 30_00)
    first = await desk.do(undoing(done), "back")
    assert await desk.balance_fen("holder") == 100_00
    assert [await row_of(desk, done.setl_id, c) for c in ("state", "refunded_fen")] == ["REVERSED", 30_00]
    again = await desk.do(undoing(done), "back")
    assert (again.value, again.replayed) == (first.value, True)
    assert why(await desk.do(undoing(done))) == "SETTLEMENT_ALREADY_REVERSED"
    assert await desk.balance_fen("holder") == 100_00


async def test_a_request_is_undone_by_its_id(desk: Desk) -> None:
    """By the id of the request that made it; what another platform calls so is another request."""
    await desk.family(100_00)
    await desk.settle("m1", 30_00, "pay")
    other = structs.replace(undoing_request("m1", "pay"), platform="other")
    assert why(await desk.do(other)) == "NOTHING_TO_REVERSE"
    assert (await desk.do(undoing_request("m1", "pay"))).value.settlement.refunded_fen == 30_00
    assert why(await desk.do(undoing_request("m1", "pay"))) == "SETTLEMENT_ALREADY_REVERSED"
    assert await desk.balance_fen("holder") == 100_00


async def test_what_was_reversed_before_it_came_is_not_paid(open_desk: OpenDesk) -> None:
    """Whatever the late request asks, on whichever server, and however often; only that request is stopped."""
    desk, other = open_desk(), open_desk()
    await desk.family(100_00)
    other.now = desk.now
    early = await desk.do(undoing_request("m1", "late"), "early")
    assert (why(early), early.replayed) == ("NOTHING_TO_REVERSE", False)
    for server, fee_fen in ((desk, 10_00), (other, 10_00), (other, 20_00)):
        late = await server.do(server.bill("m1", fee_fen), "late")
        assert why(late) == "REVERSED_BEFORE_ARRIVAL"
    assert (await desk.do(undoing_request("m1", "late"), "early")).replayed
    assert why(await other.do(undoing_request("m1", "late"))) == "NOTHING_TO_REVERSE"
    assert await desk.scalar("SELECT count(*) FROM postings WHERE movement = 'SETTLEMENT'") == 0
    assert (await other.settle("m1", 10_00, "in time")).acct_pay_fen == 10_00


async def test_a_refused_request_has_nothing_to_reverse(desk: Desk) -> None:
    """Its refusal stays what it was."""
    await desk.people("m1")
    refused = await desk.do(desk.bill("nobody", 1_00), "pay")
    assert why(refused) == "PERSON_NOT_FOUND"
    assert why(await desk.do(undoing_request("nobody", "pay"))) == "NOTHING_TO_REVERSE"
    assert why(await desk.do(desk.bill("nobody", 1_00), "pay")) == "PERSON_NOT_FOUND"


async def test_in_one_batch_the_order_of_arrival_decides(desk: Desk) -> None:
    """A settlement and its reversal in one batch: undone if it came first, stopped if it came second."""
    await desk.family(100_00)
    held = asyncio.create_task(desk.do(desk.bill("m1", 1_00)))  # the next ones ride together, behind it
    paid, back, early, late, second = await all_of(
        desk.do(desk.bill("m1", 10_00), "first"),
        desk.do(undoing_request("m1", "first")),
        desk.do(undoing_request("m1", "second")),
        desk.do(desk.bill("m1", 10_00), "second"),
        desk.do(undoing_request("m1", "second")),
    )
    await held
    assert paid.value.acct_pay_fen == back.value.settlement.refunded_fen == 10_00
    assert (why(early), why(late)) == ("NOTHING_TO_REVERSE", "REVERSED_BEFORE_ARRIVAL")
    assert why(second) == "NOTHING_TO_REVERSE"
    assert await desk.balance_fen("holder") == 99_00


async def test_two_servers_undo_at_once(open_desk: OpenDesk) -> None:
    """Of two reversals one gives the money back; of a reversal and its late request one way is taken, never both."""
    one, two = open_desk(), open_desk()
    await one.family(100_00)
    two.now = one.now
    for i in range(4):
        done = await one.settle("m1", 10_00)
        answers = await all_of(one.do(undoing(done)), two.do(undoing(done)))
        assert [a.refusal.reason for a in answers if a.refusal] == ["SETTLEMENT_ALREADY_REVERSED"]
        assert await one.balance_fen("holder") == 100_00
        late, back = await all_of(one.do(one.bill("m1", 10_00), f"r{i}"), two.do(undoing_request("m1", f"r{i}")))
        if late.refusal is None:
            assert back.value.settlement.setl_id == late.value.setl_id
        else:
            assert (why(late), why(back)) == ("REVERSED_BEFORE_ARRIVAL", "NOTHING_TO_REVERSE")
        assert await one.balance_fen("holder") == 100_00


async def test_one_late_id_of_two_patients(open_desk: OpenDesk) -> None:
    """Where the reversal names another patient there is no row to lock in common: the unique key decides."""
    one, two = open_desk(), open_desk()
    await one.family(100_00, members=2)
    two.now = one.now
    for i in range(4):
        late, back = await all_of(one.do(one.bill("m1", 1_00), f"r{i}"), two.do(undoing_request("m2", f"r{i}")))
        reasons = (why(late), why(back))
        assert reasons in (
            (None, "SETTLEMENT_NOT_FOUND"),
            ("REVERSED_BEFORE_ARRIVAL", "NOTHING_TO_REVERSE"),
        )


async def test_settled_anew_in_one_act(desk: Desk) -> None:
    """The old and the new name each other, both stand in the books, and the new one can be undone by its own id."""
    await desk.family(100_00)
    done = await desk.settle("m1", 30_00)
    made = (await desk.do(anew(desk, done, 45_00), "anew")).value
    assert await desk.balance_fen("holder") == 55_00
    assert made.settlement.replaces_setl_id == done.setl_id
    assert made.reversed.replaced_by_setl_id == made.settlement.setl_id
    assert await row_of(desk, made.settlement.setl_id, "acct_pay_fen") == 45_00
    assert (await desk.do(anew(desk, done, 45_00), "anew")).replayed
    assert why(await desk.do(anew(desk, done, 45_00))) == "SETTLEMENT_ALREADY_REVERSED"
    assert (await desk.do(undoing(made.settlement))).value.settlement.refunded_fen == 45_00
    assert await desk.balance_fen("holder") == 100_00


async def test_a_refused_account_anew_leaves_the_old_one(desk: Desk) -> None:
    """Where the new bill is refused nothing is given back, in the batch's memory either."""
    await desk.family(100_00)
    done = await desk.settle("m1", 30_00)
    wrong = anew(desk, done, 45_00)
    wrong = structs.replace(wrong, bill=structs.replace(wrong.bill, mdtrtarea_admvs=HOME, fixmedins_code="H0"))
    refused, after = await all_of(desk.do(wrong), desk.do(desk.bill("m1", 10_00)))
    assert why(refused) == "INSTITUTION_NOT_FOUND"
    assert after.value.payments[0].balance_after_fen == 60_00
    assert await row_of(desk, done.setl_id, "state") == "SETTLED"


async def test_across_regions_both_books_are_even(desk: Desk) -> None:
    """A payer of another region gets it back in that region's books, and what the regions owe each other is nothing."""
    await desk.people("holder", region=NEIGHBOUR)
    await desk.people("m1")
    await desk.money("holder", 100_00, NEIGHBOUR)
    assert (await desk.do(desk.bind("holder", "m1", region=NEIGHBOUR))).refusal is None
    done = await desk.settle("m1", 30_00)
    assert (await desk.do(undoing(done))).value.refunds[0].balance_after_fen == 100_00
    for region in (HOME, NEIGHBOUR):
        owed = await desk.scalar(
            "SELECT sum(CASE WHEN credit_kind = 'CLEARING' THEN amount_fen ELSE 0 END)"
            " - sum(CASE WHEN debit_kind = 'CLEARING' THEN amount_fen ELSE 0 END)"
            f" FROM postings WHERE region = '{region}'"
        )
        assert owed == 0, region
    assert await desk.scalar("SELECT count(*) FROM journal WHERE region = '990200'") >= 3


async def test_what_belongs_to_a_closed_account_waits_and_is_paid_out(desk: Desk) -> None:
    """It stands in SUSPENSE, the nightly run of the next day leaves it there and says so, and it can be paid out."""
    await desk.family(100_00)
    done = await desk.settle("m1", 30_00)
    await desk.people("holder", account_state=AccountState.CLOSED)
    refunds = (await desk.do(undoing(done))).value.refunds
    assert [(r.account_kind, r.suspense_cause) for r in refunds] == [("SUSPENSE", "ACCOUNT_CLOSED")]
    runner = Runner(desk.pipeline, desk.engine, desk.book, asyncio.Event())
    for day, skipped in (("2026-03-01", {}), ("2026-03-02", {"ACCOUNT_NOT_NORMAL": 1})):
        desk.now = max(desk.now, midnight(date.fromisoformat(day)))
        report = [p.run async for p in runner.run(Job.NIGHTLY, HOME, day, lambda: desk.now)][-1]
        assert (report.done, report.skipped) == (0, skipped), day
    owner = ref("holder")
    paid = await desk.do(PayOutSuspense(owner=owner, amount_fen=30_00, handling=handling("holder")))
    assert paid.value.balance_after_fen == 0
    short = await desk.do(PayOutSuspense(owner=owner, amount_fen=1, handling=handling("holder")))
    assert why(short) == "INSUFFICIENT_BALANCE"
