"""Lists beside the pipeline: complete, in a stable order, page by page."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.terms import SettlementState
from service.security.personal_data import Vault
from service.storage import queries, tables
from service.storage.engine import read_transaction, write_transaction
from tests.storage.books import (
    HERE,
    NOW,
    THERE,
    key,
    new_id,
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
    became = {"state": SettlementState.REVERSED, "refunded_fen": made.acct_pay_fen, "reversed_time": NOW}
    async with write_transaction(books) as tx:
        await tx.execute(update(tables.settlements).values(**became))
    async with read_transaction(books) as tx:
        found = await queries.settlement(tx, HERE, "A", made.setl_id)
        assert found is not None
        assert found.settlement == msgspec.structs.replace(made, **became)
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
