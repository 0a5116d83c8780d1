"""What reads look at, beside the pipeline: one snapshot of the books, on connections of their own."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import NamedTuple, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from uuid_utils.compat import uuid7

from service.api.call import Call
from service.api.checks import Form
from service.domain.acting import find
from service.domain.commands import Bill
from service.domain.context import Context
from service.domain.family_list import Row
from service.domain.person import Certificate, Person, PersonKey, PersonRef
from service.domain.policy_book import PolicyBook
from service.domain.refusal import refuse
from service.domain.settlement import draw
from service.domain.settlement_record import Settlement
from service.domain.state import State
from service.pipeline.concern import payers
from service.security.personal_data import Vault
from service.storage import load, queries
from service.storage.engine import read_transaction

M = TypeVar("M")
T = TypeVar("T")


class View(NamedTuple):
    """A snapshot, and what a decision would be made in on top of it."""

    tx: AsyncConnection
    ctx: Context


class Reads:
    def __init__(self, engine: AsyncEngine, vault: Vault, book: PolicyBook) -> None:
        self._engine = engine
        self._vault = vault
        self.book = book

    def asked(self, request: M, read: Callable[[M, Form], T]) -> T:
        """What a request asks, or MalformedRequest."""
        form = Form(self.book)
        found = read(request, form)
        form.done()
        return found

    @asynccontextmanager
    async def look(self, call: Call, *refs: PersonRef) -> AsyncIterator[View]:
        """A snapshot with the relations of these persons; the first of them says in which region."""
        call.region = refs[0].region
        state = State()
        async with read_transaction(self._engine) as tx:
            await load.relations(tx, self._vault, refs, state)
            yield View(tx, Context(call.now, state, self.book, uuid7))

    @asynccontextmanager
    async def look_at(self, call: Call, ref: PersonRef, role: str) -> AsyncIterator[tuple[View, Person]]:
        """A snapshot and a person in it, or NO_POLICY, or PERSON_NOT_FOUND."""
        self.check_served(ref.region)
        async with self.look(call, ref) as view:
            known = view.ctx.state.keys.get(ref)
            await load.persons(view.tx, [known] if known else [], view.ctx.state)
            yield view, find(ref, role, view.ctx)

    @asynccontextmanager
    async def look_over(
        self, call: Call, region: str, ref: PersonRef | None = None, role: str = "person"
    ) -> AsyncIterator[tuple[AsyncConnection, str | None]]:
        """A snapshot and who is meant in it, None for all of the region, or NO_POLICY, or PERSON_NOT_FOUND."""
        if ref is not None:
            async with self.look_at(call, ref, role) as (view, person):
                yield view.tx, person.psn_no
            return
        call.region = region
        self.check_served(region)
        async with read_transaction(self._engine) as tx:
            yield tx, None

    def check_served(self, region: str) -> None:
        """Refuse a region without a policy."""
        if not self.book.serving(region):
            refuse("NO_POLICY", region=region)

    async def open_personal(self, view: View, person: Person) -> None:
        """Load what identifies a person, for a rule that counts the person's age."""
        await load.personal(view.tx, self._vault, [person.key], view.ctx.state)

    async def preview(self, call: Call, bill: Bill, asked_about: tuple[PersonRef, ...]) -> Settlement:
        """What Settle would answer at this moment, with the persons asked about explained too."""
        refs = (bill.patient, *asked_about)
        async with self.look(call, *refs) as (tx, ctx):
            state = ctx.state
            around = {state.keys[ref] for ref in refs if ref in state.keys}
            if bill.patient in state.keys:
                around |= payers(state.keys[bill.patient], state)
            await self._load_people(tx, around, state)
            await load.institutions(tx, [bill.fixmedins_code] if bill.fixmedins_code else [], state)
            return draw(bill, ctx, asked_about)

    async def holders(self, call: Call, held: Certificate, region: str | None) -> list[tuple[Person, str]]:
        """Everybody whose document it is, with the name in clear: in one region, or in all that are known."""
        if region is not None and not self.book.serving(region):
            refuse("NO_POLICY", region=region)
        regions = self.book.pooling_regions if region is None else [region]
        refs = [PersonRef(r, psn_cert_type=held.psn_cert_type, certno=held.certno) for r in regions]
        state = State()
        async with read_transaction(self._engine) as tx:
            await load.relations(tx, self._vault, refs, state, related=())
            await load.persons(tx, set(state.keys.values()), state)
            names = await queries.names(tx, self._vault, state.persons)
        call.region = region
        return [(state.persons[key], names[key]) for key in sorted(state.persons)]

    async def names(self, view: View, rows: Iterable[Row]) -> dict[PersonKey, str]:
        """The names of whom these rows show, in clear; loads besides whoever would pay and spend."""
        shown = list(rows)
        people = {person for row in shown for person in (row.patient, row.payer)}
        await self._load_people(view.tx, people, view.ctx.state)
        return await queries.names(view.tx, self._vault, {row.other for row in shown})

    async def _load_people(self, tx: AsyncConnection, people: set[PersonKey], state: State) -> None:
        await load.persons(tx, people, state)
        await load.accounts(tx, people, state)
