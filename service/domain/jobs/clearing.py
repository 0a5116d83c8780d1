"""Monthly clearing between regions: what a region owes another on balance for a month is paid in full.

The run of the region that owes writes it down in both regions' books, so whoever's run comes first, it is done once.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from service.domain.account import Posting, Side
from service.domain.clearing import Clearing
from service.domain.commands import JobSlice
from service.domain.context import Context
from service.domain.jobs.period import Every, begins
from service.domain.jobs.slice import Done, Result, Work
from service.domain.kept import Wanted
from service.domain.outcome import Changes
from service.domain.policy_book import PolicyBook
from service.domain.state import Picked
from service.domain.terms import Movement, PassThrough

_AFTER = timedelta(hours=1)
"""How long after the end of a month it is cleared: what was decided before midnight has long been written by then."""


def clear(picked: Picked, run: JobSlice, changes: Changes, ctx: Context) -> Result:
    """Pay one region what is owed to it; nothing is to be done where it is the one that owes, or is paid already."""
    owed_fen: int = picked.told["net_fen"]
    done = (row.other_region for row in ctx.state.shelf.find(_month(run)))
    if owed_fen <= 0 or picked.key in done:
        return None
    changes.add(_paying(run.region, picked.key, run.period, owed_fen, ctx.now))
    # Accounts carried to a region that is not served here are in that region's own books, which are elsewhere.
    known_there_fen = owed_fen if ctx.book.served(picked.key) else owed_fen - picked.told["own_fen"]
    if known_there_fen > 0:
        changes.add(_paid(picked.key, run.region, run.period, known_there_fen, ctx.now))
    return Done({"paid_fen": owed_fen})


def _paying(region: str, other: str, month: str, amount_fen: int, now: datetime) -> Changes:
    """In the books of the one that owes: its clearing account against its bank."""
    posting = _posting(region, PassThrough.CLEARING, PassThrough.BANK, other, amount_fen, month, now)
    row = Clearing(region=region, month=month, other_region=other, paid_fen=amount_fen, cleared_time=now)
    return Changes(postings=[posting], kept=[row])


def _paid(region: str, other: str, month: str, amount_fen: int, now: datetime) -> Changes:
    """In the books of the one that it is owed to: the other way round."""
    posting = _posting(region, PassThrough.BANK, PassThrough.CLEARING, other, amount_fen, month, now)
    row = Clearing(region=region, month=month, other_region=other, paid_fen=-amount_fen, cleared_time=now)
    return Changes(postings=[posting], kept=[row])


def _posting(
    region: str, debit: PassThrough, credit: PassThrough, other: str, amount_fen: int, month: str, now: datetime
) -> Posting:
    return Posting(
        region=region,
        movement=Movement.CLEARING,
        debit=Side(debit, other),
        credit=Side(credit, other),
        amount_fen=amount_fen,
        posted_time=now,
        cause=month,
    )


def _month(run: JobSlice) -> Wanted:
    return Wanted(Clearing, run.region, "month", run.period)


def _asks(run: JobSlice, book: PolicyBook) -> dict[str, Any]:
    return {"month": run.period}


def _wants(run: JobSlice, key: str) -> Iterable[Wanted]:
    yield _month(run)


def _due(period: str, region: str, book: PolicyBook) -> datetime:
    return begins(period, Every.MONTH) + _AFTER


WORK = Work(take=clear, every=Every.MONTH, asks=_asks, persons=False, wants=_wants, due=_due)
