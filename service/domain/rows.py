"""Batches of rows: each is decided and answered for itself."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from service.domain.context import Context
from service.domain.feed_commands import BadRow
from service.domain.outcome import Changes, Outcome
from service.domain.quota import return_what_ended
from service.domain.refusal import Refusal, Refused, require


class RowOutcome(StrEnum):
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    IGNORED_OLDER = "IGNORED_OLDER"
    CREDITED = "CREDITED"


class RowResult(Struct, frozen=True, omit_defaults=True):
    """What became of one row: its outcome, or why it was refused."""

    key: str
    outcome: RowOutcome | None = None
    refusal: Refusal | None = None
    balance_after_fen: int | None = None
    binding_id: UUID | None = None


class Rows(Struct, frozen=True):
    results: tuple[RowResult, ...]


Row = TypeVar("Row")


def each(
    rows: Iterable[Row | BadRow],
    key_of: Callable[[Row], str],
    take: Callable[[Row, Changes, Context], RowResult],
    ctx: Context,
) -> Outcome:
    """Decide row by row; each is folded into the state before the next, so that a later row sees an earlier one."""
    total, results, seen = Changes(), [], set[str]()
    for row in rows:
        if isinstance(row, BadRow):
            results.append(RowResult(row.key, refusal=row.refusal))
            continue
        key, changes = key_of(row), Changes()
        try:
            require(key not in seen, "DUPLICATE_ROW")
            results.append(take(row, changes, ctx))
        except Refused as refused:
            results.append(RowResult(key, refusal=refused.refusal))
            continue
        seen.add(key)
        return_what_ended(changes, ctx)
        ctx.state.fold(changes)
        total.add(changes)
    return Outcome(Rows(tuple(results)), total)
