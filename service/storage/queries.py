"""Reads beside the pipeline, on their own connections: settlements and names.

Lists are latest first and paged by the last row seen, never by a number of rows to skip.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.person import PersonKey
from service.domain.settlement_record import Settlement
from service.security.personal_data import Vault
from service.storage import tables as t
from service.storage.dialect import among
from service.storage.originals import as_it_stands, selected
from service.storage.paging import before, days
from service.storage.places import place_of_name
from service.storage.regions import by_region


class SettlementCursor(NamedTuple):
    """The last settlement of a page."""

    settle_time: datetime
    setl_id: UUID


class FoundSettlement(NamedTuple):
    """A settlement as it was answered, with today's state, and the id of the request that made it."""

    settlement: Settlement
    request_id: str
    cursor: SettlementCursor


async def settlement(tx: AsyncConnection, region: str, patient_psn_no: str, setl_id: UUID) -> FoundSettlement | None:
    """One settlement of this patient, or nothing."""
    s = t.settlements.c
    found = await tx.execute(_settlements(region, patient_psn_no).where(s.setl_id == setl_id))
    row = found.one_or_none()
    return row and _settlement(row)


async def settlements(
    tx: AsyncConnection,
    region: str,
    patient_psn_no: str,
    *,
    from_date: date | None = None,
    to_date: date | None = None,
    fixmedins_code: str | None = None,
    after: SettlementCursor | None = None,
    limit: int,
) -> list[FoundSettlement]:
    """A patient's settlements, latest first; the dates are days of settlement, both included."""
    s = t.settlements.c
    wanted = _settlements(region, patient_psn_no).where(*days(s.settle_time, from_date, to_date))
    if fixmedins_code is not None:
        wanted = wanted.where(s.fixmedins_code == fixmedins_code)
    if after is not None:
        wanted = wanted.where(before((s.settle_time, s.setl_id), after))
    wanted = wanted.order_by(s.settle_time.desc(), s.setl_id.desc()).limit(limit)
    return [_settlement(row) for row in await tx.execute(wanted)]


async def names(tx: AsyncConnection, vault: Vault, keys: Iterable[PersonKey]) -> dict[PersonKey, str]:
    """The names of these persons, in clear: to be masked before they leave, and never logged."""
    p = t.persons.c
    found = {}
    for region, psn_nos in by_region(keys):
        wanted = select(p.psn_no, p.name_sealed).where(p.region == region, among(tx.dialect.name, p.psn_no, "psn_nos"))
        for psn_no, sealed in await tx.execute(wanted, {"psn_nos": psn_nos}):
            key = PersonKey(region, psn_no)
            found[key] = vault.open(sealed, *place_of_name(key))
    return found


def _settlements(region: str, patient_psn_no: str) -> Select[Any]:
    s = t.settlements.c
    return selected().where(s.region == region, s.patient_psn_no == patient_psn_no)


def _settlement(row: Row[Any]) -> FoundSettlement:
    return FoundSettlement(as_it_stands(row), row.request_id, SettlementCursor(row.settle_time, row.setl_id))
