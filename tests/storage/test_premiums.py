"""Premiums in the tables: what the database itself refuses, and that a row comes back as it was written."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.premium_record import Premium, PremiumState, by_id, of_insured
from service.domain.settlement_record import Payment
from service.domain.state import State
from service.security.personal_data import Vault
from service.storage import faults, kept
from service.storage.engine import read_transaction
from service.storage.premiums import PremiumCursor, premiums
from tests.storage.books import HERE, NOW, PERSONAL, THERE, decided, write


def premium(serial: int, **fields: Any) -> Premium:
    """400.00 for a child here, paid by a parent there."""
    payment = Payment(
        order=1,
        psn_no="parent",
        region=THERE,
        insuplc_admdvs=THERE,
        account_kind=PERSONAL,
        amount_fen=400_00,
        balance_after_fen=0,
        policy_id="test",
        policy_version="2020-01-01",
        own=False,
    )
    made = Premium(
        region=HERE,
        premium_id=UUID(int=serial),
        insured_region=HERE,
        insured_psn_no="child",
        cover_year=2026,
        payer_region=THERE,
        payer_psn_no="parent",
        tier=None,
        standard_fen=500_00,
        subsidy_fen=70_00,
        set_off_fen=30_00,
        amount_fen=400_00,
        category="ORPHAN",
        cover_start=date(2026, 1, 1),
        cover_end=date(2026, 12, 31),
        payments=(payment,),
        policy_id="test",
        policy_version="2020-01-01",
        binding_id=UUID(int=7),
        state=PremiumState.PAID,
        paid_time=NOW,
    )
    return replace(made, **fields)


async def test_a_premium_comes_back_as_it_was_written(engine: AsyncEngine, vault: Vault) -> None:
    """By its id and by its insured, in both regions, with its payments; changed, it is the new row."""
    paid = premium(1)
    await write(engine, vault, decided(kept=[*paid.rows()]))
    state = State()
    async with read_transaction(engine) as tx:
        await kept.load(tx, [of_insured(paid.insured), by_id(THERE, paid.premium_id)], state)
    assert state.shelf.find(of_insured(paid.insured)) == [paid]
    assert state.shelf.find(by_id(THERE, paid.premium_id)) == [replace(paid, region=THERE)]
    gone = replace(paid, state=PremiumState.REFUNDED, refunded_time=NOW)
    await write(engine, vault, decided(kept=[*gone.rows()]))
    async with read_transaction(engine) as tx:
        assert await premiums(tx, paid.payer, "payer", limit=10) == [replace(gone, region=THERE)]
        assert await premiums(tx, paid.payer, "insured", limit=10) == []
        assert await premiums(tx, paid.insured, "insured", cover_year=2025, limit=10) == []
        after = PremiumCursor(NOW, paid.premium_id)
        assert await premiums(tx, paid.insured, "insured", after=after, limit=10) == []


async def test_of_a_person_and_year_one_is_paid(engine: AsyncEngine, vault: Vault) -> None:
    """A second one is refused by the database, whatever was decided; after a refund, or for another year, it is not."""
    await write(engine, vault, decided(kept=[premium(1)]))
    with pytest.raises(DBAPIError) as caught:
        await write(engine, vault, decided(kept=[premium(2, payer_psn_no="other")]))
    assert faults.is_integrity(caught.value)
    await write(engine, vault, decided(kept=[premium(3, cover_year=2027), premium(4, insured_psn_no="sister")]))
    await write(engine, vault, decided(kept=[premium(1, state=PremiumState.REFUNDED, refunded_time=NOW)]))
    await write(engine, vault, decided(kept=[premium(2)]))


@pytest.mark.parametrize(
    "broken",
    [
        {"amount_fen": 399_99},
        {"amount_fen": 0, "subsidy_fen": 470_00},
        {"subsidy_fen": -1, "amount_fen": 470_01},
        {"region": "110100"},
        {"cover_start": date(2027, 1, 1)},
        {"state": PremiumState.REFUNDED},
        {"refunded_time": NOW},
    ],
    ids=str,
)
async def test_a_broken_premium_is_refused(engine: AsyncEngine, vault: Vault, broken: dict[str, Any]) -> None:
    """Amounts that do not add up, a row in a third region, cover that ends before it begins, a state without time."""
    with pytest.raises(DBAPIError) as caught:
        await write(engine, vault, decided(kept=[premium(1, **broken)]))
    assert faults.is_integrity(caught.value)
