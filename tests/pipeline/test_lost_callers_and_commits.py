"""What nobody sees happen: an answer lost after its commit, a caller who has gone, one who comes in that instant."""

import asyncio
import gc
from typing import Any

import pytest

from service.pipeline import lane
from service.pipeline.request import Answer, Request
from tests.support.desk import Desk


async def test_a_commit_whose_answer_was_lost_holds_nobody_up(desk: Desk, lose_the_next_commit: list[bool]) -> None:
    """It is answered from what is remembered, done once, and the same region goes on being served."""
    await desk.family(100_00)
    lose_the_next_commit.append(True)
    first = await desk.settle("m1", 10_00)
    second = await desk.settle("m1", 10_00)
    assert (first.acct_pay_fen, second.acct_pay_fen) == (10_00, 10_00)
    assert await desk.balance_fen("holder") == 80_00
    assert await desk.scalar("SELECT count(*) FROM journal") == await desk.scalar("SELECT count(*) FROM requests")
    off = (
        "SELECT count(*) FROM (SELECT max(seq) AS last, count(*) AS links FROM journal GROUP BY region, lane) AS lanes"
    )
    assert await desk.scalar(f"{off} WHERE last <> links") == 0


async def test_a_caller_who_has_gone_is_no_error(desk: Desk) -> None:
    """A command whose caller gave up before its time was over is dropped without a complaint of the event loop."""
    complaints: list[Any] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: complaints.append(context))
    await desk.people("a")
    before = asyncio.create_task(desk.do(desk.bill("a", 1_00)))
    await _turns()  # it is under way by now, so that the next one has to wait
    asking = asyncio.create_task(desk.do(desk.bill("a", 1_00), deadline=loop.time()))
    await _turns()
    asking.cancel()
    await asyncio.gather(before, asking, return_exceptions=True)
    await desk.pipeline.drain()
    del asking
    await _turns()
    gc.collect()  # asyncio complains when the answer that nobody looked at goes
    assert not complaints


async def test_other_content_that_comes_in_the_instant_of_the_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked at for itself: the server neither waits for an answer that is there already nor stands still."""
    await desk.family(100_00)
    resolve = lane._resolve
    waits_for: list[Any] = []

    def answer_and_let_another_in(request: Request, answer: Answer) -> None:
        resolve(request, answer)
        if not waits_for:
            coming = desk.do(desk.bill("m1", 2_00), "id")
            waits_for.append(coming.send(None))
            coming.close()

    monkeypatch.setattr(lane, "_resolve", answer_and_let_another_in)
    first = await desk.settle("m1", 1_00, "id")
    again = await desk.do(desk.bill("m1", 2_00), "id")
    assert waits_for and first.acct_pay_fen == 1_00
    assert again.refusal is not None and again.refusal.reason == "REQUEST_ID_REUSED"
    assert await desk.balance_fen("holder") == 99_00


async def _turns() -> None:
    """Let everything begin that can."""
    for _ in range(5):
        await asyncio.sleep(0)
