"""What is recorded is what is loaded, on every database."""

from datetime import date, datetime, timedelta, timezone

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.account import Account
from service.domain.family import CommitmentRecord
from service.domain.institution import Institution
from service.domain.person import CategoryPeriod
from service.domain.state import State
from service.domain.terms import AccountKind, BindingState, CardState, InstitutionType
from service.security.personal_data import Vault
from service.storage import load, tables
from service.storage.engine import read_transaction, write_transaction
from service.storage.records import Remembered, RequestKey
from tests.storage.books import (
    HERE,
    HOSPITAL,
    NOW,
    PERSONAL,
    PHONE,
    THERE,
    authorization,
    balance_of,
    binding,
    certificate_ref,
    credit,
    decided,
    event,
    income,
    key,
    move,
    payment,
    person_row,
    ref,
    register,
    relations_of,
    settled,
    settlement,
    write,
)

A, B, C = key("A"), key("B"), key("C")


async def test_persons_come_back_as_they_were(engine: AsyncEngine, vault: Vault) -> None:
    """Every field of a person survives, to the microsecond, with and without a lock."""
    categories = (CategoryPeriod("11", date(2024, 1, 1)), CategoryPeriod("12", date(2024, 1, 1), date(2025, 1, 1)))
    shanghai = datetime(2026, 3, 1, 17, 0, 0, 1, tzinfo=timezone(timedelta(hours=8)))
    full = person_row(A, categories=categories, voucher_active=True, card_state=CardState.LOST, as_of_time=shanghai)
    plain = person_row(key("A", THERE))
    await write(engine, vault, decided(persons=[full, plain]))
    locked, looked = State(), State()
    async with write_transaction(engine) as tx:
        await load.lock_persons(tx, [A, key("A", THERE), key("nobody")], locked)
    async with read_transaction(engine) as tx:
        await load.persons(tx, [A, key("A", THERE), key("nobody")], looked)
    assert locked.persons == looked.persons == {row.person.key: row.person for row in (full, plain)}


async def test_a_person_written_again_is_the_new_row(engine: AsyncEngine, vault: Vault) -> None:
    """The last row of a person counts, within a batch and after it, with its certificates only."""
    await write(engine, vault, decided(persons=[person_row(A, certnos=("1", "2"))]))
    await write(
        engine,
        vault,
        decided(persons=[person_row(A, certnos=("2", "3"))]),
        decided(persons=[person_row(A, certnos=("3", "4"), insutype="390")]),
    )
    found = await relations_of(engine, vault, *(certificate_ref(certno) for certno in "1234"))
    assert found.keys == {certificate_ref("3"): A, certificate_ref("4"): A}
    state = State()
    async with read_transaction(engine) as tx:
        await load.persons(tx, [A], state)
    assert state.persons[A].insutype == "390"


async def test_relations_come_back_as_they_were(engine: AsyncEngine, vault: Vault) -> None:
    """Authorizations and bindings survive with every field, and what has ended is loaded too."""
    await register(engine, vault, A, B, C)
    letter = CommitmentRecord(
        document_version="1", document_sha256="00", signature_ref="s1", signed_by_psn_no="A", signed_time=NOW
    )
    given = authorization(A, payer_order=3, commitment=letter)
    dated = binding(given, B, start_date=date(2026, 3, 2), end_date=date(2026, 12, 31), payer_order=2)
    ended = binding(
        given, C, state=BindingState.ENDED, unbound_time=NOW, bound_time=NOW, earliest_unbind_date=date(2026, 6, 1)
    )
    await write(engine, vault, decided(authorizations=[given], bindings=[dated, ended]))
    for person, bindings in ((A, [dated, ended]), (B, [dated]), (C, [ended])):
        state = await relations_of(engine, vault, ref(person))
        assert state.authorizations == {given.authorization_id: given}
        assert list(state.bindings.values()) == bindings


async def test_a_binding_ended_in_the_batch_that_made_it_is_ended(engine: AsyncEngine, vault: Vault) -> None:
    """Of a row written twice in a batch the last counts, and the phone given with the first is kept."""
    await register(engine, vault, A, B)
    given = authorization(A)
    made = binding(given, B)
    ended = msgspec.structs.replace(made, state=BindingState.ENDED, unbound_time=NOW)
    bound = decided(authorizations=[given], bindings=[made], phones={made.binding_id: PHONE})
    await write(engine, vault, bound, decided(bindings=[ended]))
    assert (await relations_of(engine, vault, ref(A))).bindings == {made.binding_id: ended}
    assert await _sealed_phones(engine) == [True]


async def test_a_phone_outlives_later_changes_of_its_binding(engine: AsyncEngine, vault: Vault) -> None:
    """A change of a binding that does not name the phone leaves it as it was."""
    await register(engine, vault, A, B)
    given = authorization(A)
    made = binding(given, B)
    await write(engine, vault, decided(authorizations=[given], bindings=[made], phones={made.binding_id: PHONE}))
    await write(engine, vault, decided(bindings=[msgspec.structs.replace(made, payer_order=2)]))
    assert (await relations_of(engine, vault, ref(A))).bindings[made.binding_id].payer_order == 2
    assert await _sealed_phones(engine) == [True]


async def test_a_member_elsewhere_finds_its_payer_at_home(engine: AsyncEngine, vault: Vault) -> None:
    """A binding across regions is found from both, changes in both, and is not taken for a namesake's."""
    member, namesake = key("B", THERE), key("A", THERE)
    await register(engine, vault, A, B, member, namesake)
    given = authorization(A)
    made = binding(given, member, payer_order=4)
    await write(engine, vault, decided(authorizations=[given], bindings=[made], phones={made.binding_id: PHONE}))
    changed = msgspec.structs.replace(made, payer_order=1)
    await write(engine, vault, decided(bindings=[changed]))
    for person in (A, member):
        state = await relations_of(engine, vault, ref(person))
        assert state.bindings == {made.binding_id: changed}
        assert state.authorizations == {given.authorization_id: given}
    for stranger in (B, namesake):
        assert not (await relations_of(engine, vault, ref(stranger))).bindings
    assert sorted(await _sealed_phones(engine)) == [False, True]


async def test_a_network_is_loaded_whole(engine: AsyncEngine, vault: Vault) -> None:
    """A member of a network brings everybody's bindings; a member of a star only its own."""
    await register(engine, vault, A, B, C, key("D"))
    network, star = authorization(A, network=True), authorization(key("D"))
    in_network = [binding(network, member) for member in (B, C)]
    in_star = [binding(star, member) for member in (B, A)]
    await write(engine, vault, decided(authorizations=[network, star], bindings=in_network + in_star))
    state = await relations_of(engine, vault, ref(B))
    assert state.authorizations.keys() == {network.authorization_id, star.authorization_id}
    assert set(state.bindings) == {b.binding_id for b in (*in_network, in_star[0])}


async def test_a_certificate_is_found_however_it_is_written(engine: AsyncEngine, vault: Vault) -> None:
    """Case, width and spaces of a certificate number make no difference; its region and type do."""
    await write(engine, vault, decided(persons=[person_row(A, certnos=("99010019900101001X",))]))
    same = [certificate_ref("99010019900101001x"), certificate_ref(" ９９010019900101001Ｘ ")]
    other = [
        certificate_ref("99010019900101001X", THERE),
        msgspec.structs.replace(same[0], psn_cert_type="08"),
    ]
    state = await relations_of(engine, vault, *same, *other)
    assert state.keys == dict.fromkeys(same, A)


async def test_money_moves_and_is_written_down(engine: AsyncEngine, vault: Vault) -> None:
    """Accounts open and change in one batch with their postings; what was frozen stays frozen."""
    await register(engine, vault, A, B)
    await write(engine, vault, decided(postings=[income(A, 500, 500)]), moves=[move(A, None, 500)])
    paid = settled(settlement(A), payment(A, 200, 300))
    await write(engine, vault, paid, moves=[move(A, 500, 300), move(B, None, 0, AccountKind.WALLET)])
    state = State()
    async with read_transaction(engine) as tx:
        await load.accounts(tx, [A, B], state)
        postings = (await tx.execute(select(tables.postings).order_by(tables.postings.c.entry_id))).all()
    assert state.accounts_of(A) == {PERSONAL: Account(300, 0)}
    assert state.accounts_of(B) == {AccountKind.WALLET: Account(0, 0)}
    assert [(p.month, p.line, p.debit_balance_after_fen, p.credit_balance_after_fen) for p in postings] == [
        ("2026-03", 0, None, 500),
        ("2026-03", 0, 300, None),
    ]


async def test_requests_are_remembered_by_their_whole_key(engine: AsyncEngine, vault: Vault) -> None:
    """A request is found by region, platform, method and id together, with fingerprint and answer."""
    made = decided(answer="done", request_id="r1")
    refused = msgspec.structs.replace(
        made, key=RequestKey(HERE, "other", "Method", "r1"), refused=True, answer=b"no", journal=()
    )
    await write(engine, vault, made, refused)
    strangers = [RequestKey(THERE, "platform", "Method", "r1"), RequestKey(HERE, "platform", "Method", "r2")]
    async with read_transaction(engine) as tx:
        found = await load.remembered(tx, [made.key, refused.key, *strangers])
    assert found == {
        made.key: Remembered(b"fingerprint", False, b'"done"'),
        refused.key: Remembered(b"fingerprint", True, b"no"),
    }


async def test_institutions_are_replaced_whole(engine: AsyncEngine, vault: Vault) -> None:
    """An institution written again is the new row; an unknown one is not there."""
    first = Institution(
        fixmedins_code=HOSPITAL, name="测试医院", type=InstitutionType.HOSPITAL, admdvs=HERE, mutual_aid_enabled=False
    )
    second = msgspec.structs.replace(first, mutual_aid_enabled=True, name="测试总医院")
    for institution in (first, second):
        await write(engine, vault, decided(region="000000", institutions=[institution]))
    state = State()
    async with read_transaction(engine) as tx:
        await load.institutions(tx, [HOSPITAL, "unknown"], state)
    assert state.institutions == {HOSPITAL: second}


async def test_paid_credits_are_known_by_region(engine: AsyncEngine, vault: Vault) -> None:
    """A credit is paid in its region only."""
    await register(engine, vault, A)
    await write(engine, vault, decided(credits=[credit(A, "c1", 100)]))
    state = State()
    async with read_transaction(engine) as tx:
        await load.credits(tx, HERE, ["c1", "c2"], state)
        await load.credits(tx, THERE, ["c1"], state)
    assert set(state.credits) == {(HERE, "c1")}


async def test_events_and_journal_are_written(engine: AsyncEngine, vault: Vault) -> None:
    """Events stand in the outbox in the order decided, without a position, beside the journal's link."""
    await register(engine, vault, A)
    made = decided(events=[event(A, name_of="甲"), event(A, order=[1, 2])])
    await write(engine, vault, made)
    async with read_transaction(engine) as tx:
        c = tables.outbox.c
        events = (await tx.execute(select(c.line, c.payload, c.position).order_by(c.line))).all()
        j = tables.journal.c
        links = (await tx.execute(select(j.lane, j.seq).where(j.entry_id == made.entry_id))).all()
    assert [tuple(e) for e in events] == [(0, '{"name_of":"甲"}', None), (1, '{"order":[1,2]}', None)]
    assert [tuple(link) for link in links] == [(made.journal[0].lane, 1)]


async def test_a_batch_over_many_regions_is_one_batch(engine: AsyncEngine, vault: Vault) -> None:
    """People of several regions are written and loaded together."""
    people = [key(f"P{n}", f"9901{n:02}") for n in range(12)]
    opened = [move(who, None, 10) for who in people]
    await write(engine, vault, decided(persons=[person_row(who) for who in people]), moves=opened)
    assert [await balance_of(engine, who) for who in people] == [10] * 12


async def _sealed_phones(engine: AsyncEngine) -> list[bool]:
    async with read_transaction(engine) as tx:
        phones = await tx.scalars(select(tables.bindings.c.member_phone_sealed))
        return [phone is not None for phone in phones]
