"""What the tables refuse, whatever the code above them may have decided."""

import asyncio
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.account import MAX_FEN, Side
from service.domain.state import State
from service.domain.terms import AccountKind, PassThrough
from service.security.personal_data import Vault
from service.storage import faults, load, tables
from service.storage.dialect import How
from service.storage.dialect import write as write_rows
from service.storage.engine import is_sqlite, read_transaction, write_transaction
from service.storage.faults import StaleRead
from service.storage.record import record
from service.storage.records import Move, Record
from tests.storage.books import (
    CERTNO,
    NOW,
    PERSONAL,
    THERE,
    authorization,
    balance_of,
    binding,
    credit,
    decided,
    income,
    key,
    move,
    payment,
    person_row,
    register,
    settled,
    settlement,
    write,
)

A, B = key("A"), key("B")


@pytest.mark.parametrize("stale", [move(A, 400, 0), move(A, None, 0), move(B, 500, 0)])
async def test_a_balance_that_was_not_so_is_stale(engine: AsyncEngine, vault: Vault, stale: Move) -> None:
    """A balance that is no longer what was read, or an account that came or is not there, stops the whole batch."""
    await register(engine, vault, A, B)
    await write(engine, vault, moves=[move(A, None, 500)])
    neighbour = move(A, None, 7, AccountKind.WALLET)
    with pytest.raises(StaleRead):
        await write(engine, vault, decided(request_id="r"), moves=[stale, neighbour])
    assert await balance_of(engine, A) == 500
    assert await balance_of(engine, A, AccountKind.WALLET) is None


async def test_an_older_person_does_not_replace_a_newer(engine: AsyncEngine, vault: Vault) -> None:
    """A row that is older than the one held, which the batch can't have seen, is stale and writes nothing."""
    await write(engine, vault, decided(persons=[person_row(A, insutype="390")]))
    older = person_row(A, as_of_time=NOW - timedelta(microseconds=1))
    with pytest.raises(StaleRead):
        await write(engine, vault, decided(persons=[older, person_row(B)]))
    state = State()
    async with read_transaction(engine) as tx:
        await load.persons(tx, [A, B], state)
    assert {k: p.insutype for k, p in state.persons.items()} == {A: "390"}


def _wrong(**fields: Any) -> Record:
    return settled(msgspec.structs.replace(settlement(A), **fields))


BROKEN: dict[str, Record] = {
    "a binding to oneself": decided(bindings=[binding(authorization(A), A)]),
    "a binding that ends before it starts": decided(
        bindings=[binding(authorization(A), B, start_date=NOW.date(), end_date=NOW.date() - timedelta(days=1))]
    ),
    "a binding that was ended but has not": decided(bindings=[binding(authorization(A), B, unbound_time=NOW)]),
    "a quota that was overspent": decided(bindings=[binding(authorization(A), B, quota_fen=10, quota_used_fen=11)]),
    "a quota below zero": decided(bindings=[binding(authorization(A), B, quota_fen=-1)]),
    "use of a quota that was never set": decided(bindings=[binding(authorization(A), B, quota_used_fen=1)]),
    "freezing without a quota": decided(bindings=[binding(authorization(A), B, quota_freezes=True)]),
    "a common quota that was overspent": decided(
        authorizations=[msgspec.structs.replace(authorization(A), quota_fen=10, quota_used_fen=11)]
    ),
    "a place before the first": decided(bindings=[binding(authorization(A), B, payer_order=0)]),
    "an authorization of nobody": decided(authorizations=[authorization(key("nobody"))]),
    "an authorization across regions": decided(authorizations=[authorization(key("A", THERE))]),
    "a credit of nothing": decided(credits=[credit(A, "c", 0)]),
    "a credit too large": decided(credits=[credit(A, "c", MAX_FEN + 1)]),
    "a posting of nothing": decided(postings=[income(A, 0, 10)]),
    "a posting of less than nothing": decided(postings=[income(A, -1, 10)]),
    "a payment below zero": decided(postings=[payment(A, 10, -1)]),
    "an income that left less than itself": decided(postings=[income(A, 10, 9)]),
    "a balance too large": decided(postings=[income(A, 10, MAX_FEN + 1)]),
    "a posting to itself": decided(postings=[payment(A, 10, 10, credit=Side(PERSONAL, "A", 20))]),
    "a settlement of nobody": settled(settlement(key("nobody"))),
    "a burden that is not the rest": _wrong(psn_part_amt_fen=3999, psn_cash_pay_fen=999),
    "a burden that is not paid": _wrong(psn_cash_pay_fen=999),
    "cash below zero": _wrong(acct_pay_fen=4001, psn_cash_pay_fen=-1),
    "more mutual aid than accounts paid": _wrong(acct_mulaid_pay_fen=3001),
    "a fund below zero": _wrong(fund_pay_sumamt_fen=-1, psn_part_amt_fen=10001, psn_cash_pay_fen=7001),
    "a preview in the books": _wrong(state="PREVIEW"),
}


async def test_a_broken_rule_is_an_integrity_fault(engine: AsyncEngine, vault: Vault) -> None:
    """Rows that no decision may produce are refused by the database, the rest of the batch with them."""
    await register(engine, vault, A, B)
    neighbour = decided(request_id="neighbour")
    for name, broken in BROKEN.items():
        with pytest.raises(DBAPIError) as caught:
            await write(engine, vault, neighbour, broken)
            pytest.fail(f"{name} was written")
        assert faults.is_integrity(caught.value), name
        assert not faults.is_transient(caught.value), name
    async with read_transaction(engine) as tx:
        assert not await load.remembered(tx, [neighbour.key, *(broken.key for broken in BROKEN.values())])


async def test_balances_stay_in_bounds(engine: AsyncEngine, vault: Vault) -> None:
    """No account falls below zero, below what is frozen, or rises above the largest amount."""
    await register(engine, vault, A)
    await write(engine, vault, moves=[move(A, None, 500)])
    async with write_transaction(engine) as tx:
        await tx.execute(update(tables.accounts).values(frozen_fen=200))
    for after_fen in (-1, 199, MAX_FEN + 1):
        with pytest.raises(DBAPIError) as caught:
            await write(engine, vault, moves=[move(A, 500, after_fen, frozen_fen=200)])
        assert faults.is_integrity(caught.value)
    with pytest.raises(StaleRead):
        await write(engine, vault, moves=[move(A, 500, 300, frozen_fen=100)])
    await write(engine, vault, moves=[move(A, 500, 200, frozen_fen=200)])
    assert await balance_of(engine, A) == 200


async def test_a_request_is_written_once(engine: AsyncEngine, vault: Vault) -> None:
    """The second row of one request is an integrity fault, in one batch or in two."""
    first, second = decided(request_id="r"), decided(request_id="r")
    with pytest.raises(DBAPIError) as caught:
        await write(engine, vault, first, second)
    assert faults.is_integrity(caught.value)
    await write(engine, vault, first)
    with pytest.raises(DBAPIError) as caught:
        await write(engine, vault, second)
    assert faults.is_integrity(caught.value)
    await write(engine, vault, decided(request_id="r", region=THERE))


async def test_a_credit_is_paid_once(engine: AsyncEngine, vault: Vault) -> None:
    """A credit_id is an integrity fault the second time in its region, and another credit elsewhere."""
    await register(engine, vault, A, key("A", THERE))
    await write(engine, vault, decided(credits=[credit(A, "c", 1)]))
    with pytest.raises(DBAPIError) as caught:
        await write(engine, vault, decided(credits=[credit(A, "c", 1)]))
    assert faults.is_integrity(caught.value)
    await write(engine, vault, decided(credits=[credit(key("A", THERE), "c", 1)]))


async def test_a_certificate_has_one_holder_in_a_region(engine: AsyncEngine, vault: Vault) -> None:
    """A second holder of a certificate is an integrity fault; in another region, and handed over, it is none."""
    await write(engine, vault, decided(persons=[person_row(A, certnos=(CERTNO,))]))
    with pytest.raises(DBAPIError) as caught:
        await write(engine, vault, decided(persons=[person_row(B, certnos=(CERTNO.lower(),))]))
    assert faults.is_integrity(caught.value)
    await write(engine, vault, decided(persons=[person_row(key("B", THERE), certnos=(CERTNO,))]))
    await write(engine, vault, decided(persons=[person_row(B, certnos=(CERTNO,)), person_row(A)]))


async def test_what_is_too_long_is_refused_not_cut(engine: AsyncEngine, vault: Vault) -> None:
    """PostgreSQL refuses a value longer than its column, and never stores the beginning of it."""
    if is_sqlite(engine):
        pytest.skip("SQLite knows no lengths: there only the edge of the server checks them")
    with pytest.raises(DBAPIError) as caught:
        await write(engine, vault, decided(persons=[person_row(key("9" * 31))]))
    assert not faults.is_transient(caught.value)
    async with read_transaction(engine) as tx:
        state = State()
        await load.persons(tx, [key("9" * 30)], state)
    assert not state.persons


async def test_locked_persons_are_waited_for(engine: AsyncEngine, vault: Vault) -> None:
    """Two batches that concern one person take turns: the second reads what the first wrote."""
    await register(engine, vault, A)
    await write(engine, vault, moves=[move(A, None, 0)])

    async def add_one() -> None:
        async with write_transaction(engine) as tx:
            state = State()
            await load.lock_persons(tx, [A], state)
            await load.accounts(tx, [A], state)
            account = state.account(A, PERSONAL)
            assert account is not None
            held = account.balance_fen
            await record(tx, vault, [], [move(A, held, held + 1)])

    await asyncio.gather(*(add_one() for _ in range(8)))
    assert await balance_of(engine, A) == 8


async def test_a_reader_sees_one_snapshot(engine: AsyncEngine, vault: Vault) -> None:
    """What commits while somebody reads is not seen by that reader."""
    await register(engine, vault, A)
    await write(engine, vault, moves=[move(A, None, 1)])
    async with read_transaction(engine) as tx:
        before, after = State(), State()
        await load.accounts(tx, [A], before)
        await write(engine, vault, moves=[move(A, 1, 2)])
        await load.accounts(tx, [A], after)
    assert before.accounts == after.accounts


async def test_a_reader_on_postgres_cannot_write(engine: AsyncEngine) -> None:
    """A read transaction refuses to write where the database can refuse."""
    if is_sqlite(engine):
        pytest.skip("SQLite has no read-only transactions")
    with pytest.raises(DBAPIError):
        async with read_transaction(engine) as tx:
            await tx.execute(insert(tables.policy_digests).values(policy_id="p", policy_version="1", digest="d"))


async def test_a_kept_row_is_not_counted(engine: AsyncEngine) -> None:
    """Of rows written if new, those that were there already are neither changed nor counted."""
    row, other = ("p", "1", "first"), ("p", "2", "first")
    async with write_transaction(engine) as tx:
        assert await write_rows(tx, tables.policy_digests, How.IF_NEW, None, [row]) == 1
        assert await write_rows(tx, tables.policy_digests, How.IF_NEW, None, [("p", "1", "second"), other]) == 1


def test_pass_through_kinds_are_no_kinds_of_account() -> None:
    """A posting's side is told by its kind alone: no word names both a person's and a pass-through account."""
    assert not {kind.value for kind in AccountKind} & {kind.value for kind in PassThrough}
