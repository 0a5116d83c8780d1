"""Whose dated bindings have expired: what the expiry job picks."""

from typing import Any

from sqlalchemy import Select, bindparam, select

from service.storage.tables import LIVE_AND_DATED, bindings


def expired(_dialect: str) -> Select[Any]:
    """The authorizers of this region with bindings whose last day was before `day`, and that are not ended yet."""
    c = bindings.c
    here = (c.region == bindparam("region"), c.authorizer_region == bindparam("region"))
    over = select(c.authorizer_psn_no.label("key")).distinct()
    return over.where(*here, LIVE_AND_DATED, c.end_date < bindparam("day"))
