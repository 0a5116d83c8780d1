"""Reading the part of the books that a batch needs into a `State`.

One set-based statement a region, with the region as an equality, regions in sorted order: so every statement finds
its rows on one shard, and locks are taken in one order by everybody.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, CompoundSelect, Row, Select, Table, bindparam, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.account import Account, AccountKey, Credit
from service.domain.family import Authorization, Binding, BindingImport, CommitmentRecord
from service.domain.institution import Institution
from service.domain.person import Certificate, Person, PersonalData, PersonKey, PersonRef
from service.domain.state import State
from service.domain.terms import AccountKind
from service.security.personal_data import Vault
from service.storage import tables as t
from service.storage.dialect import among, look_up
from service.storage.places import place_of_birth_date, place_of_certno, place_of_name
from service.storage.records import Remembered, RequestKey
from service.storage.regions import by_region

_COMMITMENT = msgspec.json.Decoder(CommitmentRecord)
_Struct = TypeVar("_Struct", bound=msgspec.Struct)


class _Under(NamedTuple):
    """An authorization's place: the region that it was given in, and its id."""

    region: str
    authorization_id: UUID


async def relations(
    tx: AsyncConnection,
    vault: Vault,
    refs: Iterable[PersonRef],
    state: State,
    related: Iterable[PersonRef] | None = None,
) -> None:
    """Load who is meant and everything that ties them (of `related` alone, where given) to others, ended ties included.

    That is: the bindings that they give or receive, the authorizations that they gave or are bound under, and of a
    network everybody's bindings. A certificate that nobody holds gets no key.
    """
    persons = await _resolve(tx, vault, refs, state)
    if related is not None:
        persons = {state.keys[ref] for ref in related if ref in state.keys}
    if not persons:
        return
    bindings = await _bindings_of(tx, persons)
    under = {_Under(b.region, b.authorization_id) for b in bindings}
    authorizations = await _authorizations(tx, persons, under)
    networks = {_Under(a.region, a.authorization_id) for a in authorizations if a.network}
    bindings += await _bindings_under(tx, networks)
    state.add_authorizations(sorted(authorizations, key=lambda a: a.authorization_id))
    state.add_bindings(sorted(bindings, key=lambda b: b.binding_id))


async def lock_persons(tx: AsyncConnection, keys: Iterable[PersonKey], state: State) -> None:
    """Lock these persons' rows in sorted order until the transaction ends, and load them.

    SQLite needs no such lock: there a writer is alone from its first statement.
    """
    await _load_persons(tx, keys, state, lock=True)


async def persons(tx: AsyncConnection, keys: Iterable[PersonKey], state: State) -> None:
    """Load these persons without a lock, for what only looks."""
    await _load_persons(tx, keys, state, lock=False)


async def accounts(tx: AsyncConnection, keys: Iterable[PersonKey], state: State) -> None:
    """Load all accounts of these persons."""
    statement = _accounts(tx.dialect.name)
    for region, psn_nos in by_region(keys):
        rows = await tx.execute(statement, {"region": region, "psn_nos": psn_nos})
        for psn_no, kind, balance_fen, frozen_fen in rows:
            state.accounts[AccountKey(region, psn_no, AccountKind(kind))] = Account(balance_fen, frozen_fen)


async def institutions(tx: AsyncConnection, codes: Iterable[str], state: State) -> None:
    """Load these institutions; one that is unknown is not there."""
    wanted = sorted(set(codes))
    if wanted:
        rows = await tx.execute(_institutions(tx.dialect.name), {"codes": wanted})
        for row in rows:
            state.institutions[row.fixmedins_code] = _made(Institution, row)


async def credits(tx: AsyncConnection, region: str, credit_ids: Iterable[str], state: State) -> None:
    """Load those of these credits that have been paid in the region, and the corrections of them."""
    wanted = sorted(set(credit_ids))
    rows = await tx.execute(_credits(tx.dialect.name), {"region": region, "credit_ids": wanted})
    found = {row.credit_id: _credit(region, row) for row in rows}
    for credit in found.values():
        state.add_credit(credit)


async def binding_imports(tx: AsyncConnection, region: str, keys: Iterable[str], state: State) -> None:
    """Load which of these bindings have been taken over in the region."""
    rows = await tx.execute(_binding_imports(tx.dialect.name), {"region": region, "keys": sorted(set(keys))})
    for row in rows:
        state.binding_imports[region, row.binding_key] = _made(BindingImport, row)


async def personal(tx: AsyncConnection, vault: Vault, keys: Iterable[PersonKey], state: State) -> None:
    """Open what identifies these persons to the world."""
    for region, psn_nos in by_region(keys):
        wanted = {"region": region, "psn_nos": psn_nos}
        held: dict[str, list[Certificate]] = defaultdict(list)
        for row in await tx.execute(_certificates(tx.dialect.name), wanted):
            certno = vault.open(row.certno_sealed, *place_of_certno(region, row.certno_index))
            held[row.psn_no].append(Certificate(row.psn_cert_type, certno))
        for row in await tx.execute(_personal(tx.dialect.name), wanted):
            key, born = PersonKey(region, row.psn_no), row.birth_date_sealed
            state.personal[key] = PersonalData(
                name=vault.open(row.name_sealed, *place_of_name(key)),
                birth_date=date.fromisoformat(vault.open(born, *place_of_birth_date(key))) if born else None,
                certificates=tuple(sorted(held[row.psn_no])),
            )


async def remembered(tx: AsyncConnection, keys: Iterable[RequestKey]) -> dict[RequestKey, Remembered]:
    """What was decided before, of these requests."""
    wanted = set(keys)
    statement = _remembered(tx.dialect.name)
    found = {}
    for region, ids in by_region((key.region, key.request_id) for key in wanted):
        for row in await tx.execute(statement, {"region": region, "request_ids": ids}):
            key = RequestKey(region, row.platform, row.method, row.request_id)
            if key in wanted:  # The same id may be another platform's.
                found[key] = Remembered(row.fingerprint, row.refused, row.answer)
    return found


async def _resolve(tx: AsyncConnection, vault: Vault, refs: Iterable[PersonRef], state: State) -> set[PersonKey]:
    by_index: dict[str, dict[bytes, list[PersonRef]]] = defaultdict(lambda: defaultdict(list))
    meant = set()
    for ref in set(refs):
        if ref.psn_no is not None:
            state.know(ref, PersonKey(ref.region, ref.psn_no))
            meant.add(state.keys[ref])
        elif ref.psn_cert_type is not None and ref.certno is not None:
            index = vault.certificate_index(ref.region, ref.psn_cert_type, ref.certno)
            by_index[ref.region][index].append(ref)
    for region, wanted in sorted(by_index.items()):
        rows = await tx.execute(_holders(tx.dialect.name), {"region": region, "indexes": sorted(wanted)})
        for index, psn_no in rows:
            for ref in wanted[index]:
                state.know(ref, PersonKey(region, psn_no))
                meant.add(state.keys[ref])
    return meant


async def _bindings_of(tx: AsyncConnection, persons: Iterable[PersonKey]) -> list[Binding]:
    statement = _bindings_statement(tx.dialect.name)
    found = []
    for region, psn_nos in by_region(persons):
        rows = await tx.execute(statement, {"region": region, "psn_nos": psn_nos})
        found += [_made(Binding, row, json="approved_by") for row in rows]
    return found


async def _authorizations(
    tx: AsyncConnection, authorizers: Iterable[PersonKey], under: Iterable[_Under]
) -> list[Authorization]:
    statement = _authorizations_statement(tx.dialect.name)
    psn_nos, ids = dict(by_region(authorizers)), dict(by_region(under))
    found = []
    for region in sorted(psn_nos.keys() | ids.keys()):
        wanted = {"region": region, "psn_nos": psn_nos.get(region, []), "ids": ids.get(region, [])}
        rows = await tx.execute(statement, wanted)
        found += [_made(Authorization, row, json="commitment") for row in rows]
    return found


async def _bindings_under(tx: AsyncConnection, networks: Iterable[_Under]) -> list[Binding]:
    statement = _bindings_under_statement(tx.dialect.name)
    found = []
    for region, ids in by_region(networks):
        rows = await tx.execute(statement, {"region": region, "ids": ids})
        found += [_made(Binding, row, json="approved_by") for row in rows]
    return found


async def _load_persons(tx: AsyncConnection, keys: Iterable[PersonKey], state: State, *, lock: bool) -> None:
    statement = _persons(tx.dialect.name, lock)
    for region, psn_nos in by_region(keys):
        rows = await tx.execute(statement, {"region": region, "psn_nos": psn_nos})
        for row in rows:
            state.add_person(_made(Person, row, json="categories"))


def _made(struct: type[_Struct], row: Row[Any], json: str | None = None) -> _Struct:
    """The domain's object of a row selected by `_columns`, its words made members of their lists.

    `json` names the field that is made of parts and so kept as text.
    """
    values = dict(zip(struct.__struct_fields__, row, strict=True))
    if json is not None and values[json] is not None:
        values[json] = msgspec.json.decode(values[json])
    return msgspec.convert(values, struct)


def _columns(table: Table, struct: type[msgspec.Struct], **elsewhere: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns that a domain object is made of, by its field names."""
    return [elsewhere[f].label(f) if f in elsewhere else table.c[f] for f in struct.__struct_fields__]


def _here(table: Table) -> ColumnElement[bool]:
    return table.c.region == bindparam("region")


@cache
def _holders(dialect: str) -> Select[Any]:
    c = t.person_certificates.c
    found = select(c.certno_index, c.psn_no).where(_here(t.person_certificates))
    return look_up(dialect, found, c.certno_index, "indexes")


@cache
def _persons(dialect: str, lock: bool) -> Select[Any]:
    c = t.persons.c
    found = select(*_columns(t.persons, Person)).where(_here(t.persons), among(dialect, c.psn_no, "psn_nos"))
    found = found.order_by(c.psn_no)
    return found.with_for_update() if lock else found


@cache
def _accounts(dialect: str) -> Select[Any]:
    c = t.accounts.c
    found = select(c.psn_no, c.account_kind, c.balance_fen, c.frozen_fen)
    return found.where(_here(t.accounts), among(dialect, c.psn_no, "psn_nos"))


@cache
def _bindings_statement(dialect: str) -> CompoundSelect[Any]:
    """Home rows by authorizer or member, mirror rows by member: a psn_no of another region means somebody else.

    Two look-ups, not an OR: each has its index, and no plan can end in reading the whole region.
    """
    c = t.bindings.c
    here = _select_bindings().where(_here(t.bindings))
    given = here.where(c.authorizer_region == bindparam("region"))
    received = here.where(c.member_region == bindparam("region"))
    return union_all(
        look_up(dialect, given, c.authorizer_psn_no, "psn_nos"), look_up(dialect, received, c.member_psn_no, "psn_nos")
    )


@cache
def _bindings_under_statement(dialect: str) -> Select[Any]:
    return look_up(dialect, _select_bindings().where(_here(t.bindings)), t.bindings.c.authorization_id, "ids")


def _select_bindings() -> Select[Any]:
    return select(*_columns(t.bindings, Binding, region=t.bindings.c.authorizer_region))


@cache
def _authorizations_statement(dialect: str) -> CompoundSelect[Any]:
    c = t.authorizations.c
    found = select(*_columns(t.authorizations, Authorization)).where(_here(t.authorizations))
    return union_all(
        look_up(dialect, found, c.authorizer_psn_no, "psn_nos"), look_up(dialect, found, c.authorization_id, "ids")
    )


@cache
def _institutions(dialect: str) -> Select[Any]:
    c = t.institutions.c
    return select(*_columns(t.institutions, Institution)).where(among(dialect, c.fixmedins_code, "codes"))


@cache
def _credits(dialect: str) -> CompoundSelect[Any]:
    """Two look-ups, not an OR: each has its index."""
    c = t.credits.c
    found = select(*(column for column in t.credits.columns if column.name not in ("region", "entry_id")))
    found = found.where(_here(t.credits))
    corrections = found.where(c.corrects_credit_id.is_not(None))
    return union_all(
        look_up(dialect, found, c.credit_id, "credit_ids"),
        look_up(dialect, corrections, c.corrects_credit_id, "credit_ids"),
    )


def _credit(region: str, row: Row[Any]) -> Credit:
    values = {str(name): value for name, value in row._asdict().items()}  # msgspec takes no subclass of str
    return msgspec.convert(values | {"region": region, "owner": PersonKey(region, values.pop("psn_no"))}, Credit)


@cache
def _binding_imports(dialect: str) -> Select[Any]:
    c = t.binding_imports.c
    found = select(*_columns(t.binding_imports, BindingImport))
    return found.where(_here(t.binding_imports), among(dialect, c.binding_key, "keys"))


@cache
def _personal(dialect: str) -> Select[Any]:
    c = t.persons.c
    found = select(c.psn_no, c.name_sealed, c.birth_date_sealed)
    return found.where(_here(t.persons), among(dialect, c.psn_no, "psn_nos"))


@cache
def _certificates(dialect: str) -> Select[Any]:
    c = t.person_certificates.c
    found = select(c.psn_no, c.certno_index, c.psn_cert_type, c.certno_sealed).where(_here(t.person_certificates))
    return look_up(dialect, found, c.psn_no, "psn_nos")


@cache
def _remembered(dialect: str) -> Select[Any]:
    c = t.requests.c
    found = select(c.request_id, c.platform, c.method, c.fingerprint, c.refused, c.answer)
    return found.where(_here(t.requests), among(dialect, c.request_id, "request_ids"))
