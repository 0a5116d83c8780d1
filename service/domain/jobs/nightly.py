"""The nightly run: what came into SUSPENSE before the run's day goes into an account of its owner, the day after.

What belongs to an account that is closed, or to somebody who has left, stays and is reported: PayOutSuspense pays it
out.
"""

from typing import Any

from service.domain.commands import JobSlice
from service.domain.context import Context
from service.domain.jobs.period import Every, midnight
from service.domain.jobs.slice import Done, Result, Skipped, Work, person_of
from service.domain.outcome import Changes
from service.domain.policy_book import PolicyBook
from service.domain.state import Picked
from service.domain.suspense import put_back, waiting, where_to, why_it_stays


def put_back_what_waits(picked: Picked, run: JobSlice, changes: Changes, ctx: Context) -> Result:
    """`told["waited_fen"]` is what was there at the day's midnight and has not left since."""
    owner = person_of(picked, run, ctx)
    amount_fen = min(int(picked.told["waited_fen"]), waiting(owner, ctx).free_fen)
    if amount_fen <= 0:
        return None
    into = where_to(run.region, run.day, ctx.book)
    stays = why_it_stays(owner, into)
    if stays is not None or into is None:
        return Skipped(stays or "ACCOUNT_KIND_NOT_KEPT")
    changes.add(put_back(owner, into, amount_fen, run.period, ctx))
    return Done({"put_back_fen": amount_fen})


def _since_midnight(run: JobSlice, book: PolicyBook) -> dict[str, Any]:
    return {"midnight": midnight(run.day)}


WORK = Work(take=put_back_what_waits, every=Every.DAY, asks=_since_midnight)
