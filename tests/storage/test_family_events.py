"""What happened in families, by person and over a region: complete, latest first, without what proves an act."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.family_events import FamilyEventType
from service.domain.outcome import Event
from service.domain.payer_order import OrderSet, PayerPlace
from service.domain.person import PersonKey
from service.domain.terms import Channel, DecidedBy
from service.security.personal_data import Vault
from service.storage.engine import is_sqlite, read_transaction
from service.storage.family_events import EventCursor, FamilyEvent, Office, family_events, latest_first
from tests.storage.books import HERE, NOW, THERE, authorization, binding, decided, key, register, write

A, B, FAR = key("A"), key("B"), key("A", THERE)
TYPES = FamilyEventType
NETWORK = authorization(A, network=True)
JOINED = binding(NETWORK, B)


def happened(who: PersonKey, kind: str, about: Any = JOINED, when: datetime = NOW, **more: Any) -> Event:
    """An event as it is written, with the proofs that are kept beside it."""
    handling = {
        "channel": "WINDOW",
        "office_admdvs": HERE,
        "verification": {"method": "FACE", "reference": "face-1", "verified_time": NOW},
        "evidence": [{"type": "APPLICATION_FORM", "reference": "filed-1"}],
    }
    payload = msgspec.to_builtins({"about": about, "handling": handling} | more)
    return Event(region=who.region, type=kind, psn_no=who.psn_no, payload=payload, event_time=when)


@pytest.fixture
async def books(engine: AsyncEngine, vault: Vault) -> AsyncEngine:
    await register(engine, vault, A, B, FAR)
    return engine


async def listed(books: AsyncEngine, region: str = HERE, psn_no: str | None = None, **how: Any) -> list[FamilyEvent]:
    async with read_transaction(books) as tx:
        return await family_events(tx, region, psn_no, **({"limit": 100} | how))


async def test_an_event_is_read_as_it_was_told(books: AsyncEngine, vault: Vault) -> None:
    """What it was about comes back whole, an authorization, a binding or an order; of the handling, where it was."""
    order = OrderSet((PayerPlace(HERE, "B", 1), PayerPlace(HERE, "A", 2)))
    events = [
        happened(A, "NETWORK_FOUNDED", NETWORK),
        happened(A, "BINDING_REFUSED", JOINED, decided_by="STAFF"),
        happened(A, "NETWORK_ORDER_SET", order),
    ]
    await write(books, vault, decided(authorizations=[NETWORK], bindings=[JOINED], events=events))
    ordered, refused, founded = await listed(books)
    assert (founded.type, founded.about) == (TYPES.NETWORK_FOUNDED, NETWORK)
    assert (refused.about, refused.decided_by) == (JOINED, DecidedBy.STAFF)
    assert (ordered.about, ordered.decided_by) == (order, None)
    assert {e.handling for e in (founded, refused, ordered)} == {Office(Channel.WINDOW, HERE)}
    assert (founded.region, founded.psn_no, founded.cursor.event_time) == (HERE, "A", NOW)


async def test_what_was_taken_over_was_not_handled_here(books: AsyncEngine, vault: Vault) -> None:
    """An event of a binding from an earlier system has no channel."""
    payload = msgspec.to_builtins({"about": JOINED, "imported": {"binding_key": "old-1"}})
    taken = Event(region=HERE, type="BOUND", psn_no="A", payload=payload, event_time=NOW)
    await write(books, vault, decided(events=[taken]))
    (found,) = await listed(books)
    assert (found.about, found.handling) == (JOINED, None)


async def test_one_persons_family_or_all_of_a_region(books: AsyncEngine, vault: Vault) -> None:
    """A person's events are its own; a region's are everybody's there; other kinds of events are in neither."""
    events = [happened(A, "BOUND"), happened(B, "UNBOUND"), happened(A, "SETTLED"), happened(A, "CREDITED")]
    await write(books, vault, decided(events=events), decided(region=THERE, events=[happened(FAR, "BOUND")]))
    assert [e.type for e in await listed(books, HERE, "A")] == [TYPES.BOUND]
    assert [e.type for e in await listed(books)] == [TYPES.UNBOUND, TYPES.BOUND]
    assert [(e.region, e.psn_no) for e in await listed(books, THERE)] == [(THERE, "A")]


async def test_filters(books: AsyncEngine, vault: Vault) -> None:
    """By types, and by days in China, both included."""
    midnight = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
    moments = [midnight - timedelta(microseconds=1), midnight, midnight + timedelta(days=1, microseconds=-1)]
    kinds = ["NETWORK_LEFT", "NETWORK_JOINED", "NETWORK_LEFT"]
    events = [happened(A, kind, JOINED, when) for kind, when in zip(kinds, moments, strict=True)]
    await write(books, vault, decided(events=events))
    day = date(2026, 3, 1)
    for psn_no in (None, "A"):
        of_day = await listed(books, HERE, psn_no, from_date=day, to_date=day)
        assert [e.cursor.event_time for e in of_day] == [moments[2], moments[1]]
        left = await listed(books, HERE, psn_no, types=[TYPES.NETWORK_LEFT, TYPES.BOUND], to_date=day)
        assert [e.cursor.event_time for e in left] == [moments[2], moments[0]]
        assert not await listed(books, HERE, psn_no, types=[TYPES.BOUND])


@pytest.mark.parametrize("psn_no", [None, "A"])
@pytest.mark.parametrize("limit", [1, 2, 5])
async def test_pages(books: AsyncEngine, vault: Vault, psn_no: str | None, limit: int) -> None:
    """Pages of any size follow each other without gap or overlap, also where several happened in one moment."""
    moments = [NOW, NOW, NOW - timedelta(days=1), NOW + timedelta(hours=1), NOW]
    for moment in moments:
        await write(
            books, vault, decided(events=[happened(A, "BOUND", when=moment), happened(A, "UNBOUND", when=moment)])
        )
    whole = [e.cursor for e in await listed(books, HERE, psn_no)]
    assert whole == sorted(whole, reverse=True) and len(set(whole)) == 10
    seen: list[EventCursor] = []
    while page := await listed(books, HERE, psn_no, after=seen[-1] if seen else None, limit=limit):
        assert len(page) <= limit
        seen += [e.cursor for e in page]
    assert seen == whole


@pytest.mark.parametrize(
    ("psn_no", "index"),
    [(None, r"ix_outbox_family\b|region_event_time"), ("A", r"ix_outbox_family_psn_no|psn_no_event")],
)
async def test_a_page_is_read_from_its_index(books: AsyncEngine, vault: Vault, psn_no: str | None, index: str) -> None:
    """Each list has an index in its order, so that settlements, far more numerous, are neither read nor sorted."""
    await write(books, vault, decided(events=[happened(A, "BOUND"), *(happened(A, "SETTLED") for _ in range(20))]))
    statement = latest_first(HERE, psn_no).limit(10)
    asked = statement.compile(dialect=books.dialect, compile_kwargs={"literal_binds": True})
    async with read_transaction(books) as tx:
        if not is_sqlite(books):
            # On a few rows reading all is cheaper: whether the index can be used is the question.
            for way in ("seqscan", "bitmapscan", "sort"):
                await tx.execute(text(f"SET LOCAL enable_{way} = off"))
        explain = "EXPLAIN QUERY PLAN" if is_sqlite(books) else "EXPLAIN"
        plan = "\n".join(str(row[-1]) for row in await tx.execute(text(f"{explain} {asked}")))
    assert re.search(index, plan), plan
    assert not re.search(r"\bSort\b|TEMP B-TREE", plan), plan
