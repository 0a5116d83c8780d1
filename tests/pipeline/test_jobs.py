"""Jobs: everybody once, whoever runs them, however often, and wherever they are broken off."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Select, select

from service.domain.account import AccountKey, Posting, Side
from service.domain.commands import JobSlice
from service.domain.context import Context
from service.domain.jobs import slice as slices
from service.domain.jobs.period import Every
from service.domain.jobs.registry import JOBS
from service.domain.jobs.run import JobRun
from service.domain.jobs.slice import Done, Result, Skipped, Work, person_of
from service.domain.outcome import Changes
from service.domain.refusal import Refused
from service.domain.state import Picked
from service.domain.terms import AccountKind, Job, Movement, PassThrough
from service.jobs.runner import Progress, Runner
from service.pipeline.request import Draining
from service.storage import picks, tables
from tests.pipeline.conftest import OpenDesk
from tests.support.desk import Desk
from tests.support.world import HOME

FEE_FEN = 1_00
DAY = "2026-03-01"


def take_fee(picked: Picked, run: JobSlice, changes: Changes, ctx: Context) -> Result:
    """A job of the test: everybody pays a fee; who has too little is passed over, and one makes it break."""
    person = person_of(picked, run, ctx)
    if person.psn_no == "p03":
        raise ZeroDivisionError
    held = ctx.state.accounts[AccountKey(*person.key, AccountKind.PERSONAL)]
    if held.free_fen < FEE_FEN:
        return Skipped("INSUFFICIENT_BALANCE")
    changes.postings.append(
        Posting(
            region=run.region,
            movement=Movement.CORRECTION,
            debit=Side(AccountKind.PERSONAL, person.psn_no, held.balance_fen - FEE_FEN),
            credit=Side(PassThrough.INSURER, run.region),
            amount_fen=FEE_FEN,
            posted_time=ctx.now,
        )
    )
    return Done({"fees_fen": FEE_FEN})


def with_money(_dialect: str) -> Select[Any]:
    c = tables.accounts.c
    return select(c.psn_no.label("key")).where(picks.here(tables.accounts), c.balance_fen > 0)


@pytest.fixture(autouse=True)
def fee_job(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test's job in the place of the nightly run, three persons a slice."""
    monkeypatch.setitem(JOBS, Job.NIGHTLY, Work(take=take_fee, every=Every.DAY))
    monkeypatch.setitem(picks.PICKS, Job.NIGHTLY, with_money)
    monkeypatch.setattr(slices, "SLICE", 3)
    monkeypatch.setattr(picks, "SLICE", 3)
    picks._next.cache_clear()
    picks._rest.cache_clear()
    yield
    picks._next.cache_clear()
    picks._rest.cache_clear()


async def town(desk: Desk) -> list[str]:
    """Ten people with money for the fee, but for one who has too little."""
    names = [f"p{i:02}" for i in range(10)]
    await desk.people(*names)
    for name in names:
        await desk.money(name, 50 if name == "p07" else 10_00)
    return names


def runner(desk: Desk, stopping: asyncio.Event | None = None) -> Runner:
    return Runner(desk.pipeline, desk.engine, desk.book, stopping or asyncio.Event())


async def run(desk: Desk) -> list[Progress]:
    return [p async for p in steps(desk)]


def steps(desk: Desk) -> AsyncIterator[Progress]:
    return runner(desk).run(Job.NIGHTLY, HOME, DAY, lambda: desk.now)


async def look_paid_once(desk: Desk, report: JobRun) -> None:
    """That everybody who could has paid once, and the report says so."""
    assert (report.looked, report.done, report.skipped) == (10, 8, {"INSUFFICIENT_BALANCE": 1})
    assert (report.failed, report.sums_fen) == ({"p03": "ZeroDivisionError"}, {"fees_fen": 8_00})
    assert await desk.scalar("SELECT count(*) FROM postings WHERE movement = 'CORRECTION'") == 8
    assert await desk.balance_fen("p00") == 9_00
    assert await desk.balance_fen("p07") == 50
    assert await desk.balance_fen("p03") == 10_00


async def test_a_run_looks_at_everybody_once_and_reports(desk: Desk) -> None:
    """Slice after slice, each person once; the last message says who was done, passed over and why, and failed."""
    await town(desk)
    told = await run(desk)
    assert [(p.run.looked, p.run.finished) for p in told] == [(3, False), (6, False), (9, False), (10, True)]
    assert {p.total for p in told} == {10}
    await look_paid_once(desk, told[-1].run)


async def test_the_same_run_again_does_nothing(open_desk: OpenDesk) -> None:
    """A finished run that is started again, here or on another server, tells its report and changes nothing."""
    desk, other = open_desk(), open_desk()
    await town(desk)
    report = (await run(desk))[-1].run
    assert [p.run for p in await run(other)] == [report]
    await look_paid_once(desk, report)


async def test_two_at_once_do_it_once(open_desk: OpenDesk) -> None:
    """Two servers that run the same at the same time both tell one report, and nobody pays twice."""
    one, two = open_desk(), open_desk()
    await town(one)
    two.now = one.now
    told = await asyncio.gather(run(one), run(two))
    assert told[0][-1].run == told[1][-1].run
    await look_paid_once(one, told[0][-1].run)


async def test_a_run_goes_on_where_it_was_broken_off(open_desk: OpenDesk) -> None:
    """After any of its slices, another server takes it up, its clock later, and the sum of both is one run."""
    desk = open_desk()
    await town(desk)
    report = None
    for _ in range(4):
        other = open_desk()
        other.now += timedelta(hours=1)
        walked = steps(other)
        begun = await anext(walked)
        report = begun.run if begun.run.finished else (await anext(walked, begun)).run
        await walked.aclose()  # type: ignore[attr-defined]
    assert report is not None and report.finished
    await look_paid_once(desk, report)


async def test_a_slice_whose_commit_was_not_confirmed_is_done_once(
    desk: Desk, lose_the_next_commit: list[bool]
) -> None:
    """Where the connection breaks after a commit, the slice is neither lost nor done twice."""
    await town(desk)
    lose_the_next_commit += [True] * 3
    report = (await run(desk))[-1].run
    assert not lose_the_next_commit
    await look_paid_once(desk, report)


async def test_a_run_is_broken_off_when_the_server_stops(desk: Desk) -> None:
    """A server that stops ends a run between two slices, and says that it can be started again."""
    await town(desk)
    stopping = asyncio.Event()
    walked = runner(desk, stopping).run(Job.NIGHTLY, HOME, DAY, lambda: desk.now)
    await anext(walked)
    stopping.set()
    with pytest.raises(Draining):
        await anext(walked)
    await look_paid_once(desk, (await run(desk))[-1].run)


async def test_a_period_in_the_future_is_refused(desk: Desk) -> None:
    """Tomorrow's run is refused today, with the moment from which it can be made, and leaves nothing behind."""
    with pytest.raises(Refused) as refused:
        async for _ in runner(desk).run(Job.NIGHTLY, HOME, "2026-03-02", lambda: desk.now):
            pass
    assert refused.value.refusal.reason == "JOB_NOT_DUE"
    assert refused.value.refusal.metadata == {"due_time": "2026-03-02T00:00:00+08:00"}
    assert await desk.scalar("SELECT count(*) FROM requests") == 0
