"""The key discipline: each statement about the books names one region, so that each finds its rows in one place."""

import re
from typing import Any

import pytest
from sqlalchemy import Dialect, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.family_events import FamilyEventType
from service.domain.state import State
from service.domain.terms import Job
from service.security.personal_data import Vault
from service.storage import load, picks, queries, relay
from service.storage.clearing import cleared, through
from service.storage.engine import is_sqlite, read_transaction
from service.storage.entries import Wanted, entries
from service.storage.events import events_after, last_place
from service.storage.family_events import family_events
from service.storage.reconciliation import Scope, totals
from service.storage.tables import REGIONAL
from tests.storage.books import (
    HERE,
    NOW,
    PERSONAL,
    THERE,
    authorization,
    binding,
    certificate_ref,
    credit,
    decided,
    income,
    key,
    move,
    new_id,
    person_row,
    ref,
    relations_of,
    settled,
    settlement,
    write,
)
from tests.storage.books import (
    event as happened,
)

A, B, FAR = key("A"), key("B"), key("C", THERE)


@pytest.fixture
async def statements(engine: AsyncEngine, vault: Vault) -> list[str]:
    """Every statement that loading, recording and listing send, over two regions."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    network = authorization(A, network=True)
    people = [person_row(A, certnos=("1",)), person_row(B), person_row(FAR)]
    bound = decided(
        persons=people,
        authorizations=[network],
        bindings=[binding(network, B), binding(network, FAR)],
        credits=[credit(A, "c", 5)],
        postings=[income(A, 5, 5), income(FAR, 5, 5)],
        events=[happened(A), happened(FAR)],
    )
    await write(engine, vault, bound, moves=[move(A, None, 5), move(FAR, None, 5)])
    await write(engine, vault, settled(settlement(A)), moves=[move(A, 5, 4), move(FAR, 5, 4)])
    assert await relay.stamp(engine, HERE)
    await relations_of(engine, vault, ref(FAR), certificate_ref("1"))
    async with read_transaction(engine) as tx:
        state = State()
        await load.lock_persons(tx, [], state)
        await load.persons(tx, [A, FAR], state)
        await load.accounts(tx, [A, FAR], state)
        await load.credits(tx, HERE, ["c"], state)
        assert await load.remembered(tx, [bound.key])
        assert await queries.settlements(tx, HERE, "A", limit=1)
        assert not await queries.settlement(tx, HERE, "A", new_id())
        assert await entries(tx, Wanted(region=HERE, psn_no="A", account_kind=PERSONAL), limit=1)
        assert await entries(tx, Wanted(region=HERE, from_date=NOW.date()), limit=1)
        assert await totals(tx, Scope(region=HERE, from_date=NOW.date(), to_date=NOW.date()))
        assert not await events_after(tx, await last_place(tx, HERE), 10)
        assert not await through(tx, HERE, "2026-03") and not await cleared(tx, HERE, "2026-03")
        assert await queries.names(tx, vault, [A, FAR])
        for psn_no in (None, "A"):
            left = [FamilyEventType.NETWORK_LEFT]
            assert not await family_events(tx, HERE, psn_no, types=left, from_date=NOW.date(), limit=1)
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    return [s for s in sent if not s.startswith(("BEGIN", "PRAGMA"))]


async def test_every_statement_names_its_region(engine: AsyncEngine, statements: list[str]) -> None:
    """Every SELECT, UPDATE and DELETE has the region as an equality; on PostgreSQL every INSERT has one region."""
    assert len(statements) > 25
    for statement in statements:
        if statement.startswith("INSERT"):
            one = "VALUES" if is_sqlite(engine) else "SELECT $1::VARCHAR AS"
            assert one in statement
        else:
            for part in re.split(r"UNION ALL", statement):
                assert re.search(r"\.region = (\?|\$\d+)", part), statement


@pytest.mark.parametrize("job", Job)
@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=["sqlite", "postgres"])
def test_every_pick_names_its_region(job: Job, dialect: Dialect) -> None:
    """Whom a job concerns is looked for in its region alone, table by table."""
    statement = str(picks._next(dialect.name, job).compile(dialect=dialect))
    read = [table.name for table in REGIONAL if re.search(rf"\b(FROM|JOIN) {table.name}\b", statement)]
    assert read, statement
    for name in read:
        assert f"{name}.region = " in statement, statement
