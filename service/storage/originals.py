"""Settlements that are to be undone: as they were answered, with what has become of them since."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.commands import Command, Settle
from service.domain.original import OriginalRequest
from service.domain.settlement_record import Reaccounted, Settlement
from service.domain.state import State
from service.domain.terms import SettlementState
from service.domain.undo_commands import ReaccountSettlement
from service.storage import load
from service.storage import tables as t
from service.storage.dialect import among
from service.storage.records import RequestKey
from service.storage.regions import by_region

_SETTLED = msgspec.json.Decoder(Settlement)
_REACCOUNTED = msgspec.json.Decoder(Reaccounted)


async def settlements(tx: AsyncConnection, commands: Iterable[Command], state: State) -> None:
    """Load the settlements that these commands undo, and which of the requests that they name have been decided."""
    undone = [(c.home, c.undoes) for c in commands if c.undoes is not None]
    if not undone:
        return
    by_id = {(region, named) for region, named in undone if isinstance(named, UUID)}
    by_request = {named for _, named in undone if isinstance(named, OriginalRequest)}
    decided = await load.remembered(tx, [request_key(asked) for asked in by_request])
    for asked in by_request:
        before = decided.get(request_key(asked))
        if before is not None:
            made = None if before.refused else _SETTLED.decode(before.answer).setl_id
            state.original_requests[asked] = made
            by_id |= {(asked.region, made)} if made else set()
    for region, ids in by_region(by_id):
        for row in await tx.execute(_found(tx.dialect.name), {"region": region, "ids": ids}):
            found = as_it_stands(row)
            assert found.setl_id is not None
            state.settlements[found.setl_id] = found


def request_key(asked: OriginalRequest) -> RequestKey:
    """What remembers it, whichever of Settle and SettleBatch it came by."""
    return RequestKey(asked.region, asked.platform, Settle.__name__, asked.request_id)


def selected() -> Select[Any]:
    """Settlements with the answers that they stand in."""
    s, r = t.settlements.c, t.requests.c
    of_today = (s.state, s.refunded_fen, s.reversed_time, s.replaced_by_setl_id)
    its_request = and_(*(s[name] == r[name] for name in t.REQUEST_KEY))
    found = select(r.answer, s.method, *of_today, s.request_id, s.settle_time, s.setl_id)
    return found.join_from(t.settlements, t.requests, its_request)


def as_it_stands(row: Row[Any]) -> Settlement:
    """The settlement as it was answered, with its state of today."""
    anew = row.method == ReaccountSettlement.__name__
    answered = _REACCOUNTED.decode(row.answer).settlement if anew else _SETTLED.decode(row.answer)
    return msgspec.structs.replace(
        answered,
        state=SettlementState(row.state),
        refunded_fen=row.refunded_fen,
        reversed_time=row.reversed_time,
        replaced_by_setl_id=row.replaced_by_setl_id,
    )


@cache
def _found(dialect: str) -> Select[Any]:
    s = t.settlements.c
    return selected().where(s.region == bindparam("region"), among(dialect, s.setl_id, "ids"))
