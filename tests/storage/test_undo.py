"""Giving back in the books: once, never more than was paid, whatever the code above may have decided."""

import msgspec
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.account import Posting, Side
from service.domain.original import OriginalRequest
from service.domain.settlement_record import Settlement
from service.domain.state import State
from service.domain.terms import Movement, PassThrough, SettlementState
from service.domain.undo_commands import ReverseSettlement
from service.security.personal_data import Vault
from service.storage import faults, load, originals, tables
from service.storage.engine import read_transaction, write_transaction
from service.storage.faults import StaleRead
from tests.storage.books import HERE, HOSPITAL, NOW, PERSONAL, decided, key, payment, ref, register, settled, settlement
from tests.storage.books import write as write_books

A = key("A")


def reversed_(done: Settlement) -> Settlement:
    return msgspec.structs.replace(
        done, state=SettlementState.REVERSED, refunded_fen=done.acct_pay_fen, reversed_time=NOW
    )


def back(done: Settlement, line: int, amount_fen: int = 3000) -> Posting:
    return payment(
        A,
        amount_fen,
        0,
        movement=Movement.REVERSAL,
        debit=Side(PassThrough.INSTITUTION, HOSPITAL),
        credit=Side(PERSONAL, "A", 5000),
        setl_id=done.setl_id,
        reverses_line=line,
    )


async def paid(engine: AsyncEngine, vault: Vault) -> Settlement:
    """A settlement in the books, of which accounts paid 30 yuan."""
    await register(engine, vault, A)
    done = settlement(A)
    await write_books(engine, vault, settled(done, payment(A, 3000, 0, setl_id=done.setl_id)))
    return done


async def test_a_settlement_is_marked_once(engine: AsyncEngine, vault: Vault) -> None:
    """What has been given back meanwhile is stale, and nothing of that batch is written."""
    done = await paid(engine, vault)
    await write_books(engine, vault, decided(reversed=[reversed_(done)], postings=[back(done, 1)]))
    again = decided(request_id="again", reversed=[reversed_(done)])
    with pytest.raises(StaleRead):
        await write_books(engine, vault, again)
    async with read_transaction(engine) as tx:
        assert not await load.remembered(tx, [again.key])
        row = (await tx.execute(select(tables.settlements))).one()
    assert (row.state, row.refunded_fen, row.reversed_time) == ("REVERSED", 3000, NOW)


async def test_a_payment_is_given_back_once(engine: AsyncEngine, vault: Vault) -> None:
    """A second posting that gives the same payment back is refused by the database itself, also by hand."""
    done = await paid(engine, vault)
    await write_books(engine, vault, decided(reversed=[reversed_(done)], postings=[back(done, 1)]))
    with pytest.raises(DBAPIError) as caught:
        await write_books(engine, vault, decided(postings=[back(done, 1)]))
    assert faults.is_integrity(caught.value)
    await write_books(engine, vault, decided(postings=[back(done, 2, 1)]))  # another payment is another line
    async with read_transaction(engine) as tx:
        first = (await tx.execute(select(tables.postings).where(tables.postings.c.reverses_line == 1))).one()
    twice = dict(first._mapping) | {"line": 7}
    with pytest.raises(DBAPIError) as caught:
        async with write_transaction(engine) as tx:
            await tx.execute(insert(tables.postings).values(**{str(name): value for name, value in twice.items()}))
    assert faults.is_integrity(caught.value)


@pytest.mark.parametrize(
    "values",
    [
        "refunded_fen = 3001, state = 'REVERSED', reversed_time = settle_time",
        "refunded_fen = 2999, state = 'REVERSED', reversed_time = settle_time",
        "refunded_fen = -1",
        "refunded_fen = 3000",
        "refunded_fen = 3000, state = 'REVERSED'",
        "reversed_time = settle_time",
        "replaced_by_setl_id = setl_id",
    ],
)
async def test_more_than_was_paid_is_never_given_back(engine: AsyncEngine, vault: Vault, values: str) -> None:
    """By raw SQL: a settlement is given back as a whole or not at all, says when, and never more than accounts paid."""
    await paid(engine, vault)
    with pytest.raises(DBAPIError) as caught:
        async with write_transaction(engine) as tx:
            await tx.execute(text(f"UPDATE settlements SET {values}"))
    assert faults.is_integrity(caught.value)


async def test_a_settlement_is_replaced_once(engine: AsyncEngine, vault: Vault) -> None:
    """Two settlements in one's place are refused by the database itself."""
    done = await paid(engine, vault)
    await write_books(engine, vault, settled(settlement(A, replaces_setl_id=done.setl_id)))
    with pytest.raises(DBAPIError) as caught:
        await write_books(engine, vault, settled(settlement(A, replaces_setl_id=done.setl_id)))
    assert faults.is_integrity(caught.value)


async def test_a_blocked_request_is_remembered(engine: AsyncEngine, vault: Vault) -> None:
    """It stands among the requests, without a fingerprint, refused; and can't be written beside another of its id."""
    asked = OriginalRequest(HERE, "platform", "late")
    await write_books(engine, vault, decided(blocked=[asked]))
    async with read_transaction(engine) as tx:
        found = (await load.remembered(tx, [originals.request_key(asked)]))[originals.request_key(asked)]
    assert (found.fingerprint, found.refused, b"REVERSED_BEFORE_ARRIVAL" in found.answer) == (b"", True, True)
    with pytest.raises(DBAPIError) as caught:
        await write_books(engine, vault, decided(blocked=[asked]))
    assert faults.is_integrity(caught.value)


async def test_what_is_to_be_undone_is_found(engine: AsyncEngine, vault: Vault) -> None:
    """By its id, with today's state beside its first answer; what is of another region is not found."""
    done = await paid(engine, vault)
    await write_books(engine, vault, decided(reversed=[reversed_(done)]))
    assert (await found_by(engine, "990200", done)).settlements == {}
    assert (await found_by(engine, HERE, done)).settlements == {done.setl_id: reversed_(done)}


async def found_by(engine: AsyncEngine, region: str, done: Settlement) -> State:
    state = State()
    command = ReverseSettlement(patient=ref(key("A", region)), reason="test", setl_id=done.setl_id)
    async with read_transaction(engine) as tx:
        await originals.settlements(tx, [command], state)
    return state
