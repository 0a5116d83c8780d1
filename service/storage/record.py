"""Writing what a batch decided: one statement a table and region, parents before children, all or nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Table, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.calendar import month_of
from service.domain.family import Authorization, Binding
from service.domain.feed_commands import PersonRow
from service.domain.person import Person, PersonalData, PersonKey
from service.domain.settlement_record import Settlement
from service.security.personal_data import Vault
from service.storage import kept
from service.storage import tables as t
from service.storage.dialect import How, among, mark_reversed, update_balances, write
from service.storage.faults import StaleRead
from service.storage.originals import request_key
from service.storage.places import place_of_birth_date, place_of_certno, place_of_name, place_of_phone
from service.storage.records import BLOCKED, Move, Record

_Row = tuple[Any, ...]
_ORDER = (
    (t.persons, How.UPSERT),
    (t.person_certificates, How.INSERT),
    (t.requests, How.INSERT),
    (t.journal, How.INSERT),
    (t.authorizations, How.UPSERT),
    (t.bindings, How.UPSERT),
    (t.binding_imports, How.INSERT),
    (t.credits, How.INSERT),
    (t.settlements, How.INSERT),
    (t.postings, How.INSERT),
    (t.outbox, How.INSERT),
    *((table, How.UPSERT) for table in kept.TABLES.values()),
)


async def record(tx: AsyncConnection, vault: Vault, records: list[Record], moves: list[Move]) -> None:
    """Write everything that these commands decided, and the balances that come of all of them together.

    Raises StaleRead when a balance is no longer what was read, or a settlement was given back meanwhile; a row that is
    there already, or breaks a rule of the tables, is an error of the database (faults.is_integrity).
    """
    institutions = [i for r in records for i in r.changes.institutions]
    if institutions:
        await write(tx, t.institutions, How.UPSERT, None, [msgspec.structs.astuple(i) for i in institutions])
    rows = _Rows(vault, records)
    moved: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        moved[move.key.region].append(move)
    undone: dict[str, list[Settlement]] = defaultdict(list)
    for gone in (s for r in records for s in r.changes.reversed):
        undone[gone.region].append(gone)
    for region in sorted(rows.by_region.keys() | moved.keys() | undone.keys()):
        await _record_region(tx, region, rows.by_region[region])
        await _reverse(tx, region, undone[region])
        await _move(tx, region, moved[region])


async def _record_region(tx: AsyncConnection, region: str, rows: dict[Table, list[_Row]]) -> None:
    if rows[t.persons]:
        held = t.person_certificates
        forget = delete(held).where(held.c.region == region, among(tx.dialect.name, held.c.psn_no, "psn_nos"))
        await tx.execute(forget, {"psn_nos": [row[0] for row in rows[t.persons]]})
    for table, how in _ORDER:
        if rows[table]:
            written = await write(tx, table, how, region, rows[table])
            if table is t.persons and written != len(rows[table]):
                raise StaleRead  # A newer row came first: the newcomer could not be locked, for want of a row.


async def _reverse(tx: AsyncConnection, region: str, undone: list[Settlement]) -> None:
    gone = [(s.setl_id, s.reversed_time, s.replaced_by_setl_id) for s in undone]
    if gone and await mark_reversed(tx, region, gone) != len(gone):
        raise StaleRead


async def _move(tx: AsyncConnection, region: str, moves: list[Move]) -> None:
    opened = [(m.key.psn_no, m.key.kind, m.after.balance_fen, m.after.frozen_fen) for m in moves if m.before is None]
    changed = [(m.key.psn_no, m.key.kind, m.before, m.after) for m in moves if m.before is not None]
    if opened and await write(tx, t.accounts, How.IF_NEW, region, opened) != len(opened):
        raise StaleRead
    if changed and await update_balances(tx, region, changed) != len(changed):
        raise StaleRead


class _Rows:
    """The rows of a batch by region and table, each in the order of the table's columns after `region`."""

    def __init__(self, vault: Vault, records: list[Record]) -> None:
        self.by_region: dict[str, dict[Table, list[_Row]]] = defaultdict(lambda: defaultdict(list))
        self._vault = vault
        self._phones = {i: phone for r in records for i, phone in r.changes.phones.items()}
        for r in records:
            self._add_request(r)
            self._add_money(r)
            for authorization in r.changes.authorizations:
                key = authorization.authorization_id
                self._add(t.authorizations, authorization.region, key, *_values(authorization, _AUTHORIZATION))
            for binding in r.changes.bindings:
                self._add_binding(binding)
            for row in r.changes.kept:
                self._add(kept.TABLES[type(row)], row.region, *kept.values(row, self._vault))
            for i in r.changes.binding_imports:
                self._add(t.binding_imports, i.region, i.binding_key, i.binding_id, i.content_sha256)
        self._add_persons(row for r in records for row in r.changes.persons)

    def _add(self, table: Table, region: str, *values: Any) -> None:
        self.by_region[region][table].append(values)

    def _add_request(self, r: Record) -> None:
        k = r.key
        self._add(
            t.requests,
            k.region,
            k.request_id,
            k.platform,
            k.method,
            r.fingerprint,
            r.refused,
            r.answer,
            r.entry_id,
            r.decided_time,
        )
        for asked in r.changes.blocked:
            of_request = (asked.request_id, asked.platform, request_key(asked).method)
            self._add(
                t.requests, asked.region, *of_request, *msgspec.structs.astuple(BLOCKED), r.entry_id, r.decided_time
            )
        for link in r.journal:
            self._add(t.journal, link.region, link.lane, link.seq, r.entry_id, link.content_digest, link.mac)
        for line, e in enumerate(r.changes.events):
            payload = msgspec.json.encode(e.payload).decode()
            self._add(t.outbox, e.region, r.entry_id, line, e.type, e.psn_no, payload, e.event_time, None)

    def _add_money(self, r: Record) -> None:
        for c in r.changes.credits:
            values = (c.owner.psn_no, c.account_kind, c.amount_fen, c.credit_type, c.credited_time, r.entry_id)
            self._add(t.credits, c.region, c.credit_id, *values, c.corrects_credit_id, c.approved_by)
        for s in r.changes.settlements:
            key = (r.key.request_id, r.key.platform, r.key.method)
            self._add(t.settlements, s.region, s.setl_id, r.entry_id, *key, *_values(s, _SETTLEMENT))
        for line, p in enumerate(r.changes.postings):
            sides = (*msgspec.structs.astuple(p.debit), *msgspec.structs.astuple(p.credit))
            about = (p.amount_fen, p.setl_id, p.credit_id, p.posted_time, p.reverses_line, p.cause)
            self._add(t.postings, p.region, month_of(p.posted_time), r.entry_id, line, p.movement, *sides, *about)

    def _add_binding(self, binding: Binding) -> None:
        for region in {binding.region, binding.member_region}:
            phone = self._phone(binding) if region == binding.region else None
            values = dict(zip(_BINDING, _values(binding, _BINDING), strict=True)) | _elsewhere(binding, phone)
            self._add(t.bindings, region, binding.binding_id, *(values[name] for name in _BINDING_COLUMNS))

    def _phone(self, binding: Binding) -> bytes | None:
        phone = self._phones.get(binding.binding_id)
        if phone is None:
            return None
        return self._vault.seal(phone, *place_of_phone(binding.region, binding.binding_id))

    def _add_persons(self, rows: Iterable[PersonRow]) -> None:
        """Only a person's last row is written, with its certificates only."""
        for row in {row.person.key: row for row in rows}.values():
            p, personal = row.person, row.personal
            self._add(t.persons, p.region, p.psn_no, *_values(p, _PERSON), *self._sealed(p.key, personal))
            for c in personal.certificates:
                index = self._vault.certificate_index(p.region, c.psn_cert_type, c.certno)
                sealed = self._vault.seal(c.certno, *place_of_certno(p.region, index))
                self._add(t.person_certificates, p.region, index, p.psn_no, c.psn_cert_type, sealed)

    def _sealed(self, key: PersonKey, personal: PersonalData) -> tuple[bytes, bytes | None]:
        name = self._vault.seal(personal.name, *place_of_name(key))
        if personal.birth_date is None:
            return name, None
        return name, self._vault.seal(personal.birth_date.isoformat(), *place_of_birth_date(key))


def _fields(table: Table, struct: type[msgspec.Struct]) -> list[str]:
    """The columns after the key that are fields of the domain's object, in the table's order."""
    return [c.name for c in table.columns if not c.primary_key and c.name in struct.__struct_fields__]


_AUTHORIZATION = _fields(t.authorizations, Authorization)
_BINDING = _fields(t.bindings, Binding)
_BINDING_COLUMNS = [c.name for c in t.bindings.columns if not c.primary_key]
_SETTLEMENT = _fields(t.settlements, Settlement)
_PERSON = _fields(t.persons, Person)


def _elsewhere(binding: Binding, phone: bytes | None) -> dict[str, Any]:
    """The columns of a binding that are not fields of the domain's object."""
    return {"authorizer_region": binding.region, "member_phone_sealed": phone}


def _values(row: msgspec.Struct, fields: list[str]) -> Iterator[Any]:
    """The values of these fields; what is made of parts is kept as JSON."""
    for field in fields:
        value = getattr(row, field)
        yield msgspec.json.encode(value).decode() if isinstance(value, tuple | msgspec.Struct) else value
