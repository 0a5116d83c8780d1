"""Personal data lies in the database as ciphertext only, and never shows in errors."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, make_url, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.wallet_record import Wallet
from service.security.keys import MasterKey
from service.security.personal_data import SealError, Vault
from service.storage import tables
from service.storage.engine import is_sqlite, read_transaction, write_transaction
from service.storage.places import place_of_phone
from service.storage.queries import names
from tests.storage.books import (
    CERTNO,
    NAME,
    PHONE,
    authorization,
    binding,
    decided,
    key,
    person_row,
    write,
)

A, B = key("A"), key("B")
PLANTED = [NAME, CERTNO, CERTNO[:-1], PHONE, "1990-01-01"]


async def _plant(engine: AsyncEngine, vault: Vault) -> None:
    given = authorization(A)
    made = binding(given, B)
    people = [person_row(A, certnos=(CERTNO,)), person_row(B)]
    await write(engine, vault, decided(persons=people))
    wallet = Wallet(
        region=B.region,
        psn_no=B.psn_no,
        use_admdvs=B.region,
        opened_time=given.create_time,
        policy_id="wallet",
        policy_version="1",
        phone=PHONE,
    )
    phones = {made.binding_id: PHONE}
    await write(engine, vault, decided(authorizations=[given], bindings=[made], phones=phones, kept=[wallet]))


async def test_only_ciphertext_is_stored(engine: AsyncEngine, vault: Vault) -> None:
    """Neither a name, nor a certificate number, a birth date or a phone is found anywhere in the raw database."""
    await _plant(engine, vault)
    dump = await _dump(engine)
    assert b"990100" in dump, "the search would find what is there"
    for secret in PLANTED:
        assert secret.encode() not in dump
        assert secret.encode().hex().encode() not in dump


async def test_what_was_sealed_opens_again(engine: AsyncEngine, vault: Vault) -> None:
    """The vault that sealed names and phones opens them; people that are unknown have no name."""
    await _plant(engine, vault)
    async with read_transaction(engine) as tx:
        assert await names(tx, vault, [A, B, key("nobody")]) == {A: NAME, B: NAME}
        c = tables.bindings.c
        row = (await tx.execute(select(c.region, c.binding_id, c.member_phone_sealed))).one()
        of_wallet = await tx.scalar(select(tables.wallets.c.phone_sealed))
    assert vault.open(row.member_phone_sealed, *place_of_phone(row.region, row.binding_id)) == PHONE
    assert vault.open(of_wallet, "wallets.phone_sealed", *B) == PHONE


async def test_a_ciphertext_moved_to_another_row_does_not_open(engine: AsyncEngine, vault: Vault) -> None:
    """A name copied into another person's row is not taken for that person's name."""
    await _plant(engine, vault)
    p = tables.persons.c
    async with write_transaction(engine) as tx:
        stolen = await tx.scalar(select(p.name_sealed).where(p.psn_no == "A"))
        await tx.execute(update(tables.persons).where(p.psn_no == "B").values(name_sealed=stolen))
    async with read_transaction(engine) as tx:
        with pytest.raises(SealError):
            await names(tx, vault, [B])


async def test_another_key_opens_nothing(engine: AsyncEngine, vault: Vault) -> None:
    """Without its key a database gives no name away."""
    await _plant(engine, vault)
    async with read_transaction(engine) as tx:
        with pytest.raises(SealError, match="sealed under the key"):
            await names(tx, Vault(MasterKey.generate()), [A])


async def test_errors_show_no_parameters(engine: AsyncEngine, vault: Vault) -> None:
    """The text of a failed statement carries no value that was to be written."""
    await _plant(engine, vault)
    with pytest.raises(DBAPIError) as caught:
        await write(engine, vault, decided(persons=[person_row(B, certnos=(CERTNO,), insutype="SECRET")]))
    assert "SECRET" not in str(caught.value)
    assert NAME not in str(caught.value)


async def _dump(engine: AsyncEngine) -> bytes:
    """Everything the database holds: the raw file and its log, or every row of every table as text."""
    if is_sqlite(engine):
        file = Path(make_url(str(engine.url)).database or "")
        return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    async with read_transaction(engine) as tx:
        found = await tx.run_sync(lambda connection: inspect(connection).get_table_names())
        rows = [row for table in found for row in await tx.scalars(text(f"SELECT t::text FROM {table} AS t"))]
    return "\n".join(rows).encode()
