"""Quotas in the books of two regions: frozen, used up from elsewhere, and returned, on each database."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from service.domain.commands import SetQuota, Settle
from service.domain.family import Binding
from service.domain.feed_commands import PersonRow, UpsertPersons
from service.domain.person import PersonalData
from service.domain.terms import InsuState, Job
from service.jobs.runner import Runner
from service.storage.migrate import migrate
from tests.support.desk import Desk
from tests.support.quotas import freezing
from tests.support.world import ABROAD, HOME, handling, ref

COPIES = "SELECT count(*) FROM bindings WHERE quota_used_fen = {used_fen} AND state = '{state}'"
TOLD_AT_HOME = f"""
SELECT count(*) FROM outbox WHERE type = 'UNBOUND' AND region = '{HOME}' AND payload LIKE '%INSURANCE_ENDED%'
"""
DUE = "SELECT coalesce(sum(amount_fen), 0) FROM postings WHERE region = '{here}' AND {side}_kind = 'CLEARING'"


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    await migrate(database_url)
    opened = Desk(database_url, tmp_path / "keys", freezing(bindings__dated=True))
    yield opened
    await opened.books()
    await opened.close()


async def quota(desk: Desk, quota_fen: int, **fields: object) -> Binding:
    """A holder with 1000.00, and a quota of it for a member of another province."""
    await desk.people("holder", "child")
    await desk.people("far", region=ABROAD)
    await desk.money("holder", 1000_00)
    bind = desk.bind("holder", "child", "CHILD")
    answer = await desk.do(structs.replace(bind, member=ref("far", ABROAD), quota_fen=quota_fen, **fields))
    assert answer.refusal is None, answer
    desk.now += timedelta(minutes=1)
    made: Binding = answer.value
    return made


def far_bill(desk: Desk, fee_fen: int) -> Settle:
    """A bill of the member in the other province."""
    return Settle(bill=structs.replace(desk.bill("far", fee_fen).bill, patient=ref("far", ABROAD)))


async def frozen_fen(desk: Desk) -> int:
    found = await desk.scalar("SELECT sum(frozen_fen) FROM accounts")
    return int(found)


async def test_a_member_of_another_region_uses_it_up(desk: Desk) -> None:
    """Both copies of the binding say what has been used, and each region's clearing account the same amount."""
    await quota(desk, 300_00)
    assert await frozen_fen(desk) == 300_00
    bill = far_bill(desk, 200_00)
    for paid_fen in (200_00, 100_00, 0):
        answer = await desk.do(bill)
        assert answer.value.acct_mulaid_pay_fen == paid_fen
    assert (await frozen_fen(desk), await desk.balance_fen("holder")) == (0, 700_00)
    assert await desk.scalar(COPIES.format(used_fen=300_00, state="ACTIVE")) == 2
    assert await desk.scalar(DUE.format(here=HOME, side="credit")) == 300_00
    assert await desk.scalar(DUE.format(here=ABROAD, side="debit")) == 300_00


async def test_a_move_of_the_member_ends_it_in_both_regions(desk: Desk) -> None:
    """Told in the member's region, the end of its insurance ends both copies and frees the other region's money."""
    await quota(desk, 300_00)
    moved = desk.person("far", ABROAD, psn_insu_stas=InsuState.ENDED)
    row = PersonRow(moved, PersonalData(name="测试far"))
    answer = await desk.do(UpsertPersons(region=ABROAD, rows=(row,)))
    assert answer.value.results[0].refusal is None
    assert await frozen_fen(desk) == 0
    assert await desk.scalar(COPIES.format(used_fen=0, state="ENDED")) == 2
    assert await desk.scalar(TOLD_AT_HOME) == 1


async def test_the_expiry_job_finds_what_is_over(desk: Desk) -> None:
    """It picks the authorizers of its own region whose bindings are past their last day, and ends both copies."""
    last = desk.now.date() + timedelta(days=3)
    await quota(desk, 300_00, end_date=last)
    desk.now += timedelta(days=4)
    runner = Runner(desk.pipeline, desk.engine, desk.book, asyncio.Event())
    for region, done in ((ABROAD, 0), (HOME, 1)):
        told = [step async for step in runner.run(Job.EXPIRY, region, desk.now.date().isoformat(), lambda: desk.now)]
        assert (told[-1].run.finished, told[-1].run.done) == (True, done)
    assert await frozen_fen(desk) == 0
    assert await desk.scalar(COPIES.format(used_fen=0, state="ENDED")) == 2


async def test_bills_and_quotas_at_once(desk: Desk) -> None:
    """The member's bills, the holder's own, and changes of the quota at the same time keep to what is frozen."""
    made = await quota(desk, 100_00)

    def change(fen: int) -> SetQuota:
        by = handling("holder")
        return SetQuota(authorizer=ref("holder"), binding_id=made.binding_id, quota_fen=fen, handling=by)

    far = far_bill(desk, 30_00)
    acts = [
        *[far] * 10,
        *(desk.bill("holder", 70_00) for _ in range(10)),
        *(change(fen * 50_00) for fen in range(1, 8)),
    ]
    answers = await asyncio.gather(*(desk.do(act) for act in acts))
    refused = {a.refusal.reason for a in answers if a.refusal}
    assert refused <= {"QUOTA_BELOW_USED", "INSUFFICIENT_BALANCE"}
    await desk.books()
