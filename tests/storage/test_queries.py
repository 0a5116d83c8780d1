"""Lists beside the pipeline: complete, in a stable order, page by page."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.account import Posting, Side
from service.domain.terms import AccountKind, Movement, SettlementState
from service.security.personal_data import Vault
from service.storage import queries, tables
from service.storage.engine import read_transaction, write_transaction
from tests.storage.books import (
    HERE,
    HOSPITAL,
    NOW,
    PERSONAL,
    THERE,
    decided,
    income,
    key,
    new_id,
    payment,
    register,
    settled,
    settlement,
    write,
)

A, B = key("A"), key("B")


@pytest.fixture
async def books(engine: AsyncEngine, vault: Vault) -> AsyncEngine:
    """Books in which A, B and a namesake of A's elsewhere are known."""
    await register(engine, vault, A, B, key("A", THERE))
    return engine


async def test_a_settlement_is_found_as_it_was_answered(books: AsyncEngine, vault: Vault) -> None:
    """The whole answer comes back, with today's state and the request's id; another patient's is not found."""
    made = settlement(A)
    done = settled(made)
    await write(books, vault, done)
    assert made.setl_id is not None
    async with write_transaction(books) as tx:
        await tx.execute(update(tables.settlements).values(state="REVERSED"))
    async with read_transaction(books) as tx:
        found = await queries.settlement(tx, HERE, "A", made.setl_id)
        assert found is not None
        assert found.settlement == msgspec.structs.replace(made, state=SettlementState.REVERSED)
        assert found.request_id == done.key.request_id
        assert await queries.settlement(tx, HERE, "B", made.setl_id) is None
        assert await queries.settlement(tx, THERE, "A", made.setl_id) is None
        assert await queries.settlement(tx, HERE, "A", new_id()) is None


async def test_settlements_are_listed_latest_first_page_by_page(books: AsyncEngine, vault: Vault) -> None:
    """Pages follow each other without gap or overlap, also where several were settled in one moment."""
    times = [NOW, NOW, NOW + timedelta(hours=1), NOW - timedelta(days=1), NOW]
    made = [settlement(A, settle_time=time) for time in times]
    await write(books, vault, *(settled(s) for s in made), settled(settlement(B)))
    latest = sorted(made, key=lambda s: (s.settle_time or NOW, s.setl_id or new_id()), reverse=True)
    seen: list[UUID | None] = []
    after = None
    async with read_transaction(books) as tx:
        while page := await queries.settlements(tx, HERE, "A", after=after, limit=2):
            seen += [found.settlement.setl_id for found in page]
            after = page[-1].cursor
    assert seen == [s.setl_id for s in latest]


async def test_settlements_are_filtered_by_day_in_china_and_institution(books: AsyncEngine, vault: Vault) -> None:
    """Both days are included, from midnight to midnight in China; the institution narrows further."""
    first = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
    last = first + timedelta(days=1) - timedelta(microseconds=1)
    outside = [
        settlement(A, settle_time=first - timedelta(microseconds=1)),
        settlement(A, settle_time=first + timedelta(days=1)),
    ]
    inside = [settlement(A, settle_time=first), settlement(A, settle_time=last, fixmedins_code="H2")]
    await write(books, vault, *(settled(s) for s in outside + inside))
    day = date(2026, 3, 1)
    async with read_transaction(books) as tx:
        found = await queries.settlements(tx, HERE, "A", from_date=day, to_date=day, limit=10)
        assert [f.settlement.setl_id for f in found] == [inside[1].setl_id, inside[0].setl_id]
        found = await queries.settlements(tx, HERE, "A", from_date=day, to_date=day, fixmedins_code="H2", limit=10)
        assert [f.settlement.setl_id for f in found] == [inside[1].setl_id]
        everything = await queries.settlements(tx, HERE, "A", from_date=date.min, to_date=date.max, limit=10)
        assert len(everything) == 4


def _between(owner_before: int, other_before: int, amount_fen: int) -> Posting:
    """A's HISTORIC fills A's MUTUAL_AID: one movement with two sides of one owner."""
    return Posting(
        region=HERE,
        movement=Movement.SETTLEMENT,
        debit=Side(AccountKind.HISTORIC, "A", owner_before - amount_fen),
        credit=Side(AccountKind.MUTUAL_AID, "A", other_before + amount_fen),
        amount_fen=amount_fen,
        posted_time=NOW,
    )


async def test_entries_are_seen_by_their_owner(books: AsyncEngine, vault: Vault) -> None:
    """Money in is positive, money out negative, with the balance before and after and who was paid."""
    made = settlement(A)
    paid = payment(A, 200, 300, setl_id=made.setl_id)
    await write(books, vault, decided(postings=[income(A, 500, 500, credit_id="c1")]))
    await write(books, vault, settled(made, paid, payment(B, 1, 0)), decided(postings=[income(key("A", THERE), 1, 1)]))
    async with read_transaction(books) as tx:
        out, into = await queries.entries(tx, A, limit=10)
    assert (out.amount_fen, out.balance_before_fen, out.balance_after_fen) == (-200, 500, 300)
    assert (out.movement, out.account_kind, out.setl_id) == (Movement.SETTLEMENT, PERSONAL, made.setl_id)
    assert (out.fixmedins_code, out.credit_id, out.posted_time) == (HOSPITAL, None, NOW)
    assert (into.amount_fen, into.balance_before_fen, into.balance_after_fen) == (500, 0, 500)
    assert (into.movement, into.fixmedins_code, into.credit_id) == (Movement.CREDIT, None, "c1")


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_entries_are_listed_last_written_first(books: AsyncEngine, vault: Vault, limit: int) -> None:
    """Pages of any size follow each other without gap or overlap, movements between one's own accounts included."""
    await write(books, vault, decided(postings=[income(A, 500, 500), income(B, 5, 5), payment(A, 10, 490)]))
    await write(books, vault, decided(postings=[_between(100, 0, 10), _between(90, 10, 20), payment(A, 20, 470)]))
    await write(books, vault, decided(postings=[income(A, 30, 500)]))
    seen: list[tuple[AccountKind, int]] = []
    after = None
    async with read_transaction(books) as tx:
        while page := await queries.entries(tx, A, after=after, limit=limit):
            assert len(page) <= limit
            seen += [(entry.account_kind, entry.amount_fen) for entry in page]
            after = page[-1].cursor
    historic, mutual_aid = AccountKind.HISTORIC, AccountKind.MUTUAL_AID
    assert seen == [
        (PERSONAL, 30),
        (PERSONAL, -20),
        (mutual_aid, 20),
        (historic, -20),
        (mutual_aid, 10),
        (historic, -10),
        (PERSONAL, -10),
        (PERSONAL, 500),
    ]


async def test_entries_are_filtered(books: AsyncEngine, vault: Vault) -> None:
    """By kind of account, by kinds of movement, and by days in China, which may begin a month earlier in UTC."""
    march = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
    february = march - timedelta(microseconds=1)
    await write(books, vault, decided(postings=[income(A, 1, 1, posted_time=february)]))
    await write(
        books, vault, decided(postings=[income(A, 2, 3, posted_time=march), payment(A, 3, 0, posted_time=march)])
    )
    await write(books, vault, decided(postings=[_between(10, 0, 4)]))
    async with read_transaction(books) as tx:

        async def amounts(**filters: object) -> list[int]:
            return [e.amount_fen for e in await queries.entries(tx, A, limit=10, **filters)]  # type: ignore[arg-type]

        assert await amounts(account_kind=AccountKind.MUTUAL_AID) == [4]
        assert await amounts(account_kind=PERSONAL, movements=[Movement.SETTLEMENT]) == [-3]
        assert await amounts(movements=[Movement.CREDIT, Movement.OPENING_BALANCE]) == [2, 1]
        assert await amounts(to_date=date(2026, 2, 28)) == [1]
        assert await amounts(account_kind=PERSONAL, from_date=date(2026, 3, 1)) == [-3, 2]
        assert await amounts(from_date=date.min, to_date=date.max) == [4, -4, -3, 2, 1]


async def test_institutions_own_no_entries(books: AsyncEngine, vault: Vault) -> None:
    """A pass-through account is nobody's: asking for it by its name finds nothing."""
    await write(books, vault, decided(postings=[payment(A, 1, 0)]))
    async with read_transaction(books) as tx:
        assert not await queries.entries(tx, key(HOSPITAL), limit=10)
