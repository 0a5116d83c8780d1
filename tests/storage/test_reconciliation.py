"""Settlements added up and laid out in order, and what went through clearing: right, and along indexes."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.account import Posting, Side
from service.domain.clearing import Through
from service.domain.reconciliation import StatementRow
from service.domain.settlement_record import Settlement
from service.domain.terms import Movement, PassThrough
from service.domain.totals import Figures
from service.security.personal_data import Vault
from service.storage import clearing, tables
from service.storage.engine import is_sqlite, make_engine, read_transaction, write_transaction
from service.storage.migrate import migrate
from service.storage.reconciliation import Scope, in_order, rows, summed, totals
from tests.storage.books import HERE, HOSPITAL, NOW, THERE, decided, key, payment, register, settled, settlement, write

A, FAR = key("A"), key("A", THERE)
DAY = date(2026, 3, 1)
MIDNIGHT = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
LAST_MOMENT = MIDNIGHT + timedelta(days=1, microseconds=-1)
ONLY_DAY = Scope(region=HERE, from_date=DAY, to_date=DAY)


@pytest.fixture
async def books(engine: AsyncEngine, vault: Vault) -> AsyncEngine:
    await register(engine, vault, A, FAR)
    return engine


async def undo(books: AsyncEngine, made: Settlement, when: datetime) -> None:
    s = tables.settlements
    undone = s.update().where(s.c.region == made.region, s.c.setl_id == made.setl_id)
    async with write_transaction(books) as tx:
        await tx.execute(undone.values(state="REVERSED", reversed_time=when, refunded_fen=made.acct_pay_fen))


async def test_totals_of_a_day(books: AsyncEngine, vault: Vault) -> None:
    """From midnight to midnight in China, by institution, scheme and kind; another region's are not in them."""
    made = [
        settlement(A, settle_time=MIDNIGHT, acct_mulaid_pay_fen=1000),
        settlement(A, settle_time=LAST_MOMENT),
        settlement(A, settle_time=LAST_MOMENT, fixmedins_code=None, insutype="390", clr_type="21"),
        settlement(A, settle_time=MIDNIGHT - timedelta(microseconds=1)),
        settlement(A, settle_time=LAST_MOMENT + timedelta(microseconds=1)),
        settlement(FAR, settle_time=MIDNIGHT),
    ]
    await write(books, vault, *map(settled, made))
    async with read_transaction(books) as tx:
        none, hospital = await totals(tx, ONLY_DAY)
        assert (none.fixmedins_code, none.insutype, none.clr_type) == (None, "390", "21")
        assert (hospital.fixmedins_code, hospital.insutype, hospital.clr_type) == (HOSPITAL, "310", "11")
        assert hospital.figures == Figures(
            settled_count=2,
            medfee_sumamt_fen=20000,
            fund_pay_sumamt_fen=12000,
            acct_pay_fen=6000,
            acct_mulaid_pay_fen=1000,
            psn_cash_pay_fen=2000,
        )
        assert hospital.figures.acct_own_pay_fen == 5000 and none.figures.settled_count == 1
        narrowed = Scope(region=HERE, from_date=DAY, to_date=DAY, fixmedins_code=HOSPITAL, insutype="390")
        assert not await totals(tx, narrowed)


async def test_what_was_undone_is_taken_off_on_its_day(books: AsyncEngine, vault: Vault) -> None:
    """A reversal counts on the day it happened, and leaves the totals of the settlement's day as they were."""
    made = settlement(A, settle_time=MIDNIGHT)
    await write(books, vault, settled(made))
    await undo(books, made, LAST_MOMENT + timedelta(hours=1))
    next_day = DAY + timedelta(days=1)
    async with read_transaction(books) as tx:
        (first,) = await totals(tx, ONLY_DAY)
        (second,) = await totals(tx, Scope(region=HERE, from_date=next_day, to_date=next_day))
        (both,) = await totals(tx, Scope(region=HERE, from_date=DAY, to_date=next_day))
    assert (first.figures.net_count, first.figures.medfee_sumamt_fen) == (1, 10000)
    assert (second.figures.net_count, second.figures.acct_pay_fen) == (-1, -3000)
    assert both.figures == Figures(settled_count=1, reversed_count=1)


async def laid_out(books: AsyncEngine, scope: Scope) -> list[StatementRow]:
    async with read_transaction(books) as tx:
        return [row async for part in rows(tx, scope, lambda setl_id: setl_id.hex) for row in part]


async def test_rows_come_in_the_order_of_their_ids(books: AsyncEngine, vault: Vault) -> None:
    """Whenever they were settled, by id; a refund right after its settlement, with its amounts below zero."""
    made = [settlement(A, settle_time=moment, mdtrt_id="V1") for moment in (LAST_MOMENT, MIDNIGHT, NOW)]
    earlier = settlement(A, settle_time=MIDNIGHT - timedelta(days=9))
    records = [settled(s) for s in (*made, earlier, settlement(FAR, settle_time=NOW))]
    await write(books, vault, *records)
    await undo(books, made[1], NOW)
    await undo(books, earlier, NOW)
    found = await laid_out(books, ONLY_DAY)
    assert [(row.setl_id, row.refund) for row in found] == [
        *((str(s.setl_id).replace("-", ""), refund) for s, refund in _expected(made, earlier))
    ]
    whole, back = found[1], found[2]
    assert (whole.medfee_sumamt_fen, whole.acct_pay_fen, whole.mdtrt_id) == (10000, 3000, "V1")
    assert (back.medfee_sumamt_fen, back.fund_pay_sumamt_fen, back.acct_pay_fen) == (-10000, -6000, -3000)
    assert whole.request_id == records[1].key.request_id and whole.psn_no == "A"


def _expected(made: list[Settlement], earlier: Settlement) -> list[tuple[Settlement, bool]]:
    return [(made[0], False), (made[1], False), (made[1], True), (made[2], False), (earlier, True)]


async def test_more_rows_than_are_fetched_at_once(books: AsyncEngine, vault: Vault) -> None:
    """A list of several pieces is whole and in order."""
    made = [settlement(A) for _ in range(4100)]
    await write(books, vault, *map(settled, made))
    found = await laid_out(books, ONLY_DAY)
    assert [row.setl_id for row in found] == [s.setl_id.hex for s in made if s.setl_id]


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (summed(ONLY_DAY, tables.settlements.c.settle_time), "region_settle_time"),
        (summed(ONLY_DAY, tables.settlements.c.reversed_time), "reversed_time"),
        (in_order(ONLY_DAY), "region_settle_time"),
        (clearing.summed(), "ix_postings_clearing|region_month_idx"),
        (clearing.owing(""), "ix_postings_clearing|region_month_idx"),
    ],
    ids=["settled", "undone", "rows", "clearing", "clearing job"],
)
async def test_no_region_is_read_whole(books: AsyncEngine, vault: Vault, statement: Select[Any], index: str) -> None:
    """Totals, rows and clearing read the days or the month asked for, along an index, among many others."""
    other_days = [settlement(A, settle_time=NOW - timedelta(days=1 + i % 300)) for i in range(600)]
    await write(books, vault, *(settled(s, payment(A, 1, 1)) for s in [*other_days, settlement(A)]))
    month = {"region": HERE, "month": "2026-03"}
    asked = statement.params(**{k: v for k, v in month.items() if k in statement.compile().params})
    compiled = asked.compile(dialect=books.dialect, compile_kwargs={"literal_binds": True})
    async with write_transaction(books) as tx:
        await tx.execute(text("ANALYZE settlements"))
        await tx.execute(text("ANALYZE postings"))
    async with read_transaction(books) as tx:
        explain = "EXPLAIN QUERY PLAN" if is_sqlite(books) else "EXPLAIN"
        plan = "\n".join(str(row[-1]) for row in await tx.execute(text(f"{explain} {compiled}")))
    print(plan)  # Shown by pytest -s.
    assert re.search(index, plan), plan
    assert not re.search(r"Seq Scan|SCAN (settlements|postings)", plan), plan


def _crossing(region: str, debit: PassThrough, credit: PassThrough, owner: str, movement: str, fen: int) -> Posting:
    return Posting(
        region=region,
        movement=Movement(movement),
        debit=Side(debit, owner),
        credit=Side(credit, owner),
        amount_fen=fen,
        posted_time=NOW,
    )


async def test_what_went_through_clearing(books: AsyncEngine, vault: Vault) -> None:
    """By the other region and movement, both ways, acts and amounts; what paid the debt is left out, and so are
    other months."""
    hospital, cleared, bank = PassThrough.INSTITUTION, PassThrough.CLEARING, PassThrough.BANK
    moved = [
        _crossing(HERE, cleared, hospital, THERE, "SETTLEMENT", 500),
        _crossing(HERE, cleared, hospital, THERE, "SETTLEMENT", 20),
        _crossing(HERE, hospital, cleared, THERE, "REVERSAL", 20),
        _crossing(HERE, PassThrough.TRANSIT, cleared, THERE, "WALLET", 7),
        _crossing(HERE, bank, cleared, THERE, "CLEARING", 300),
    ]
    await write(books, vault, decided(postings=moved))
    async with read_transaction(books) as tx:
        found = {line.movement: line for line in await clearing.through(tx, HERE, "2026-03")}
        assert not await clearing.through(tx, HERE, "2026-02")
    assert found == {
        Movement.SETTLEMENT: Through(other_region=THERE, movement=Movement.SETTLEMENT, due_count=1, due_fen=520),
        Movement.REVERSAL: Through(other_region=THERE, movement=Movement.REVERSAL, owed_count=1, owed_fen=20),
        Movement.WALLET: Through(other_region=THERE, movement=Movement.WALLET, owed_count=1, owed_fen=7),
    }


_BEFORE = """
INSERT INTO persons (region, psn_no, insuplc_admdvs, insutype, psn_insu_stas, categories, voucher_active, card_state,
    account_state, as_of_time, name_sealed)
    VALUES ('990100', 'A', '990100', '310', '1', '[]', true, 'NORMAL', 'NORMAL', '2026-01-01 00:00:00', {blob});
INSERT INTO requests (region, request_id, platform, method, fingerprint, refused, answer, entry_id, decided_time)
    VALUES ('990100', '{number}', 'p', 'm', {blob}, false, {answer}, '{id}', '2026-01-01 00:00:00');
INSERT INTO settlements (region, setl_id, entry_id, request_id, platform, method, patient_psn_no, insutype, clr_type,
    visit_time, settle_time, medfee_sumamt_fen, fund_pay_sumamt_fen, other_pay_fen, psn_part_amt_fen, acct_pay_fen,
    acct_mulaid_pay_fen, psn_cash_pay_fen, state) VALUES ('990100', '{id}', '{id}', '{number}', 'p', 'm', 'A', '310',
    '11', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 0, 0, 0, 0, 0, 0, 0, 'SETTLED')
"""


async def test_visits_of_earlier_settlements_are_filled_in(database_url: str) -> None:
    """The migration takes the visit's number out of the remembered answer, of a settlement and of a re-account."""
    answers = ['{"mdtrt_id":"V1"}', '{"settlement":{"mdtrt_id":"V2"}}']
    await migrate(database_url, "0010")
    engine = make_engine(database_url)
    async with write_transaction(engine) as tx:
        for number, answer in enumerate(answers):
            literal = answer.encode().hex()
            blob = "'\\x{}'" if not is_sqlite(engine) else "x'{}'"
            made = {"number": number, "id": f"{number:032}", "answer": blob.format(literal), "blob": blob.format("00")}
            statements = _BEFORE.format(**made).split(";")
            for statement in statements[1:] if number else statements:
                await tx.exec_driver_sql(statement)
    await migrate(database_url)
    async with read_transaction(engine) as tx:
        found = await tx.execute(text("SELECT mdtrt_id FROM settlements ORDER BY request_id"))
        assert [row.mdtrt_id for row in found] == ["V1", "V2"]
    await engine.dispose()
