"""Reading premiums beside the pipeline: of an insured person or of a payer, latest first, page by page."""

from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.person import PersonKey
from service.domain.premium_record import Premium
from service.storage import tables as t
from service.storage.kept import made
from service.storage.paging import before


class PremiumCursor(NamedTuple):
    """The last premium of a page."""

    paid_time: datetime
    premium_id: UUID


async def premiums(
    tx: AsyncConnection,
    person: PersonKey,
    role: Literal["insured", "payer"],
    *,
    cover_year: int | None = None,
    after: PremiumCursor | None = None,
    limit: int,
) -> list[Premium]:
    """The premiums that were paid for a person, or by one; all stand in that person's region."""
    p = t.premiums.c
    of_person = (p.region == person.region, p[f"{role}_region"] == person.region, p[f"{role}_psn_no"] == person.psn_no)
    wanted = select(*t.premiums.columns).where(*of_person)
    if cover_year is not None:
        wanted = wanted.where(p.cover_year == cover_year)
    if after is not None:
        wanted = wanted.where(before((p.paid_time, p.premium_id), after))
    wanted = wanted.order_by(p.paid_time.desc(), p.premium_id.desc()).limit(limit)
    return [made(Premium, row) for row in await tx.execute(wanted)]
