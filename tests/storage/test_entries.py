"""Movements of accounts, of a person and over a region: complete, in a stable order, page by page."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from service.domain.account import Posting, Side
from service.domain.terms import AccountKind, Movement
from service.security.personal_data import Vault
from service.storage.engine import is_sqlite, read_transaction
from service.storage.entries import Entry, Wanted, entries, latest_first
from tests.storage.books import (
    HERE,
    HOSPITAL,
    NOW,
    PERSONAL,
    THERE,
    decided,
    income,
    key,
    payment,
    register,
    settled,
    settlement,
    write,
)

A, B = key("A"), key("B")
OF_A = Wanted(region=HERE, psn_no="A")


@pytest.fixture
async def books(engine: AsyncEngine, vault: Vault) -> AsyncEngine:
    """Books in which A, B and a namesake of A's elsewhere are known."""
    await register(engine, vault, A, B, key("A", THERE))
    return engine


async def found(tx: AsyncConnection, **how: Any) -> list[Entry]:
    """A's, unless asked otherwise."""
    return await entries(tx, Wanted(**{"region": HERE, "psn_no": "A"} | how), limit=10)


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
        out, into = await found(tx)
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
        while page := await entries(tx, OF_A, after=after, limit=limit):
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
            return [e.amount_fen for e in await found(tx, **filters)]

        assert await amounts(account_kind=AccountKind.MUTUAL_AID) == [4]
        assert await amounts(account_kind=PERSONAL, movements=(Movement.SETTLEMENT,)) == [-3]
        assert await amounts(movements=(Movement.CREDIT, Movement.OPENING_BALANCE)) == [2, 1]
        assert await amounts(to_date=date(2026, 2, 28)) == [1]
        assert await amounts(account_kind=PERSONAL, from_date=date(2026, 3, 1)) == [-3, 2]
        assert await amounts(from_date=date.min, to_date=date.max) == [4, -4, -3, 2, 1]


async def test_institutions_own_no_entries(books: AsyncEngine, vault: Vault) -> None:
    """A pass-through account is nobody's: asking for it by its name finds nothing."""
    await write(books, vault, decided(postings=[payment(A, 1, 0)]))
    async with read_transaction(books) as tx:
        assert not await found(tx, psn_no=HOSPITAL)


JANUARY, MARCH = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 3, 15, tzinfo=UTC)
MONTHS = {"psn_no": None, "from_date": date(2026, 1, 1), "to_date": date(2026, 3, 31)}


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_a_regions_entries_are_everybodys(books: AsyncEngine, vault: Vault, limit: int) -> None:
    """All persons' movements of the region and of no other, the latest month first, in pages without gap or overlap."""
    await write(books, vault, decided(postings=[income(A, 1, 1, posted_time=MARCH), _between(100, 0, 7)]))
    await write(books, vault, decided(postings=[income(B, 2, 2, posted_time=JANUARY)]))
    await write(books, vault, decided(region=THERE, postings=[income(key("A", THERE), 9, 9, posted_time=MARCH)]))
    await write(books, vault, decided(postings=[payment(B, 1, 1, posted_time=MARCH)]))
    wanted = Wanted(region=HERE, from_date=date(2026, 1, 1), to_date=date(2026, 3, 31))
    seen: list[tuple[str, int]] = []
    after = None
    async with read_transaction(books) as tx:
        while page := await entries(tx, wanted, after=after, limit=limit):
            assert len(page) <= limit and {e.region for e in page} == {HERE}
            seen += [(entry.psn_no, entry.amount_fen) for entry in page]
            after = page[-1].cursor
    assert seen == [("B", -1), ("A", 7), ("A", -7), ("A", 1), ("B", 2)]


async def test_a_regions_entries_are_filtered(books: AsyncEngine, vault: Vault) -> None:
    """By kind of account, kinds of movement and days: the mutual-aid accounts' changes of a month are one question."""
    moved = _between(100, 0, 7)
    into_network = Posting(**{name: getattr(moved, name) for name in moved.__struct_fields__} | _TRANSFER)
    await write(books, vault, decided(postings=[into_network, income(B, 2, 2, posted_time=JANUARY)]))
    await write(books, vault, decided(postings=[payment(B, 1, 1)]))
    async with read_transaction(books) as tx:

        async def amounts(**filters: Any) -> list[int]:
            return [e.amount_fen for e in await found(tx, **MONTHS | filters)]

        assert await amounts(account_kind=AccountKind.MUTUAL_AID) == [7]
        assert await amounts(movements=(Movement.TRANSFER, Movement.PRESET)) == [7, -7]
        assert await amounts(movements=(Movement.TRANSFER, Movement.SETTLEMENT)) == [-1, 7, -7]
        assert await amounts(to_date=date(2026, 2, 28)) == [2]


_TRANSFER = {"movement": Movement.TRANSFER}


@pytest.mark.parametrize(
    ("movements", "index"),
    [((), r"pk_postings|sqlite_autoindex_postings|pkey"), ((Movement.TRANSFER,), r"infrequent|region_month_entry_id")],
)
async def test_a_regions_page_is_read_from_an_index(
    books: AsyncEngine, vault: Vault, movements: tuple[Movement, ...], index: str
) -> None:
    """A page is read along the key of the table; of the less frequent movements along an index that holds only them."""
    many = [payment(A, 1, 1000 - i) for i in range(200)]
    await write(books, vault, decided(postings=[*many, _between(100, 0, 7)]))
    wanted = Wanted(region=HERE, movements=movements, **{k: v for k, v in MONTHS.items() if k != "psn_no"})
    asked = latest_first(wanted, None, 10).compile(dialect=books.dialect, compile_kwargs={"literal_binds": True})
    async with read_transaction(books) as tx:
        if not is_sqlite(books):
            for way in ("seqscan", "bitmapscan"):
                await tx.execute(text(f"SET LOCAL enable_{way} = off"))
        explain = "EXPLAIN QUERY PLAN" if is_sqlite(books) else "EXPLAIN"
        plan = "\n".join(str(row[-1]) for row in await tx.execute(text(f"{explain} {asked}")))
    assert re.search(index, plan), plan
    assert not re.search(r"Seq Scan|SCAN postings", plan), plan
