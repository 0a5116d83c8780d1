"""The one door: once and only once, in groups, and nothing half done."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import event, text

from service.domain.feed_commands import CreditAccounts, PersonRow, UpsertPersons
from service.domain.outcome import Changes
from service.domain.person import PersonalData
from service.pipeline import batch
from service.pipeline.journal import content_digest
from service.pipeline.request import DeadlinePassed, Draining
from service.storage.engine import read_transaction
from service.storage.records import RequestKey
from tests.pipeline.conftest import OpenDesk
from tests.support.desk import Desk, all_of
from tests.support.world import HOME, NEIGHBOUR


async def test_the_same_request_at_once_is_paid_once(desk: Desk) -> None:
    """Twenty callers with one request id get one settlement, nineteen of them as a replay."""
    await desk.family(100_00)
    answers = await all_of(*(desk.do(desk.bill("m1", 10_00), "same") for _ in range(20)))
    assert len({a.value.setl_id for a in answers}) == 1
    assert sum(a.replayed for a in answers) == 19
    assert await desk.balance_fen("holder") == 90_00


async def test_the_same_request_on_two_servers_is_paid_once(open_desk: OpenDesk) -> None:
    """Twenty callers over two servers get one settlement; no fault of the database reaches any of them."""
    one, two = open_desk(), open_desk()
    await one.family(100_00)
    two.now = one.now
    answers = await all_of(*(d.do(d.bill("m1", 10_00), "same") for _ in range(10) for d in (one, two)))
    assert len({a.value.setl_id for a in answers}) == 1
    assert await one.balance_fen("holder") == 90_00


async def test_the_same_request_id_with_other_content_is_refused(desk: Desk) -> None:
    """Another content under a known id is told so, whether the first is done or still under way; nothing is paid."""
    await desk.family(100_00)
    first, second = await all_of(desk.do(desk.bill("m1", 1_00), "id"), desk.do(desk.bill("m1", 2_00), "id"))
    third = await desk.do(desk.bill("m1", 3_00), "id")
    assert first.refusal is None
    assert (second.refusal.reason, third.refusal.reason) == ("REQUEST_ID_REUSED", "REQUEST_ID_REUSED")
    assert await desk.balance_fen("holder") == 99_00


async def test_a_refusal_is_remembered_after_its_cause_has_gone(desk: Desk) -> None:
    """What was refused stays refused under its request id, also when a new request would be taken."""
    await desk.people("holder")
    refused = await desk.do(desk.bind("holder", "m1"), "early")
    await desk.people("m1")
    again = await desk.do(desk.bind("holder", "m1"), "early")
    assert (refused.refusal.reason, refused.replayed) == ("PERSON_NOT_FOUND", False)
    assert (again.refusal, again.replayed) == (refused.refusal, True)
    assert (await desk.do(desk.bind("holder", "m1"), "late")).refusal is None


async def test_an_unknown_person_at_once_on_two_servers_is_refused_alike(open_desk: OpenDesk) -> None:
    """Where there is no row to lock, the unique key decides; every caller gets the same remembered refusal."""
    desks = [open_desk(), open_desk()]
    answers = await all_of(*(d.do(d.bind("nobody", "noone"), "same") for _ in range(5) for d in desks))
    assert {a.refusal.reason for a in answers} == {"PERSON_NOT_FOUND"}
    assert await desks[0].scalar("SELECT count(*) FROM requests") == 1


async def test_an_answer_outlives_the_server(open_desk: OpenDesk) -> None:
    """A server that started anew answers an old request with the first answer, to the letter."""
    old = open_desk()
    await old.family(100_00)
    first = await old.settle("m1", 10_00, "id")
    await old.pipeline.drain()
    new = open_desk()
    new.now = old.now
    again = await new.do(new.bill("m1", 10_00), "id")
    assert (again.value, again.replayed) == (first, True)


async def test_commands_that_arrive_together_share_a_commit(desk: Desk) -> None:
    """A hundred settlements that wait at once are committed in a few transactions."""
    await desk.family(100_00, members=5)
    commits = 0

    def count(_: Any) -> None:
        nonlocal commits
        commits += 1

    event.listen(desk.engine.sync_engine, "commit", count)
    await all_of(*(desk.settle(f"m{1 + i % 5}", 1_00) for i in range(100)))
    assert commits <= 5
    assert await desk.balance_fen("holder") == 0


async def test_one_command_that_breaks_the_databases_rules_does_not_break_its_neighbours(desk: Desk) -> None:
    """Of a batch with a row that the tables refuse, that command fails alone and the others are done."""
    await desk.family(100_00)
    broken = CreditAccounts(region=HOME, rows=(desk.credit("holder", 0),))
    good = [desk.settle("m1", 1_00) for _ in range(10)]
    results = await asyncio.gather(*good[:5], desk.do(broken, "broken"), *good[5:], return_exceptions=True)
    failed = [r for r in results if isinstance(r, BaseException)]
    assert len(failed) == 1
    assert isinstance(results[5], BaseException)
    assert await desk.balance_fen("holder") == 90_00
    assert await desk.scalar("SELECT count(*) FROM requests WHERE request_id = 'broken'") == 0


async def test_a_family_that_grew_meanwhile_is_decided_in_the_next_batch(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A payer who was bound between the unlocked look and the locks is not missed."""
    await desk.family(100_00)
    real, calls = batch.load.relations, 0

    async def blind_at_first(tx: Any, vault: Any, refs: Any, state: Any, *related: Any) -> None:
        nonlocal calls
        calls += 1
        await real(tx, vault, refs, state, *related)
        if calls == 1:
            state.add_bindings([])
            for binding in list(state.bindings.values()):
                state._by_member[binding.member].clear()

    monkeypatch.setattr(batch.load, "relations", blind_at_first)
    done = await desk.settle("m1", 10_00)
    assert done.acct_mulaid_pay_fen == 10_00
    assert calls == 4


async def test_a_command_whose_caller_has_gone_is_not_decided(desk: Desk) -> None:
    """A deadline that passed before its turn leaves nothing behind, and the id is free for another try."""
    await desk.family(100_00)
    past = asyncio.get_running_loop().time() - 1
    with pytest.raises(DeadlinePassed):
        await desk.do(desk.bill("m1", 10_00), "late", deadline=past)
    assert await desk.scalar("SELECT count(*) FROM requests WHERE request_id = 'late'") == 0
    assert (await desk.settle("m1", 10_00, "late")).acct_pay_fen == 10_00


async def test_draining_finishes_what_was_taken(desk: Desk) -> None:
    """A server that stops answers everything that it took, and takes nothing new."""
    await desk.family(100_00)
    taken = [asyncio.ensure_future(desk.settle("m1", 1_00)) for _ in range(20)]
    await asyncio.sleep(0)
    await desk.pipeline.drain()
    assert [(await t).acct_pay_fen for t in taken] == [1_00] * 20
    with pytest.raises(Draining):
        await desk.settle("m1", 1_00)


async def test_a_batch_of_persons_answers_row_by_row(desk: Desk) -> None:
    """A credit id is paid once; the other rows of its request are done all the same."""
    await desk.people("a", "b")
    twice = desk.credit("a", 5_00)
    rows = (twice, desk.credit("nobody", 1_00), desk.credit("b", 7_00))
    first = await desk.do(CreditAccounts(region=HOME, rows=rows))
    second = await desk.do(CreditAccounts(region=HOME, rows=(twice,)))
    assert [r.refusal and r.refusal.reason for r in first.value.results] == [None, "PERSON_NOT_FOUND", None]
    assert second.value.results[0].refusal.reason == "CREDIT_ALREADY_PAID"
    assert (await desk.balance_fen("a"), await desk.balance_fen("b")) == (5_00, 7_00)


async def test_an_older_row_of_a_person_is_ignored(desk: Desk) -> None:
    """A row older than the one held changes nothing and says so."""
    await desk.people("a")
    old = desk.person("a", psn_insu_stas="2", as_of_time=desk.now.replace(year=2020))
    answer = await desk.do(UpsertPersons(region=HOME, rows=(PersonRow(old, PersonalData(name="测试")),)))
    assert answer.value.results[0].outcome == "IGNORED_OLDER"
    assert await desk.scalar("SELECT psn_insu_stas FROM persons WHERE psn_no = 'a'") == "1"


async def test_a_payment_between_regions_balances_in_each(desk: Desk) -> None:
    """What one region's clearing account owes, the other's is due."""
    await desk.people("holder", region=NEIGHBOUR)
    await desk.people("m1")
    await desk.money("holder", 50_00, region=NEIGHBOUR)
    assert (await desk.do(desk.bind("holder", "m1", region=NEIGHBOUR))).refusal is None
    assert (await desk.settle("m1", 20_00)).acct_mulaid_pay_fen == 20_00
    owed = f"SELECT sum(amount_fen) FROM postings WHERE region = '{NEIGHBOUR}' AND credit_owner = '{HOME}'"
    due = f"SELECT sum(amount_fen) FROM postings WHERE region = '{HOME}' AND debit_owner = '{NEIGHBOUR}'"
    assert (await desk.scalar(owed), await desk.scalar(due)) == (20_00, 20_00)
    assert await desk.balance_fen("holder") == 30_00


async def test_the_journal_is_one_unbroken_chain(desk: Desk) -> None:
    """Every row's MAC covers its content and the row before; a refusal is in the chain like any decision."""
    await desk.family(100_00)
    await all_of(*(desk.settle("m1", 1_00) for _ in range(10)))
    refused = await desk.do(desk.bind("holder", "m1"), "again")
    async with read_transaction(desk.engine) as tx:
        rows = (await tx.execute(text("SELECT * FROM journal ORDER BY region, lane, seq"))).mappings().all()
    previous = b""
    for expected, row in enumerate(rows, 1):
        assert row["seq"] == expected
        head = f"{row['region']}/{row['lane']}/{expected}/".encode()
        assert row["mac"] == desk.vault.journal_mac(head + previous + row["content_digest"])
        previous = row["mac"]
    assert len(rows) == await desk.scalar("SELECT count(*) FROM requests")
    assert refused.refusal.reason == "ALREADY_BOUND_TO_THIS_AUTHORIZER"
    key = RequestKey(HOME, "test", "Bind", "again")
    assert content_digest(HOME, key, rows[-1]["entry_id"], b"", b"", desk.now, Changes()) != rows[-1]["content_digest"]
