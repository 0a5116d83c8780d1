"""Expiry: dated bindings whose last day is over are put down as ended, and what their quotas froze is free again.

They ended at 00:00 (Asia/Shanghai) of the day after, and have paid nothing since: settlements look at the dates. Run on
a day it puts down all that ended by its 00:00, those of earlier days too that a run has missed. A key is an authorizer.
"""

from datetime import timedelta
from typing import Any

from service.domain.commands import JobSlice
from service.domain.context import Context
from service.domain.endings import end_binding
from service.domain.jobs.period import Every, midnight
from service.domain.jobs.slice import Done, Result, Work, person_of
from service.domain.outcome import Changes
from service.domain.policy_book import PolicyBook
from service.domain.quota import frozen_for
from service.domain.state import Picked
from service.domain.terms import BindingState, EndCause


def _take(picked: Picked, run: JobSlice, changes: Changes, ctx: Context) -> Result:
    """End what has expired of one authorizer's bindings."""
    given = ctx.state.bindings_of_authorizer(person_of(picked, run, ctx).key)
    over = [b for b in given if b.state is not BindingState.ENDED and b.expired(run.day)]
    if not over:
        return None
    for binding in over:
        assert binding.end_date is not None
        ended_at = midnight(binding.end_date + timedelta(days=1))
        changes.add(end_binding(binding, EndCause.EXPIRED, ended_at, ctx, changes.postings))
    return Done({"returned_fen": sum(map(frozen_for, over))})


def _asks(run: JobSlice, book: PolicyBook) -> dict[str, Any]:
    return {"day": run.day}


WORK = Work(take=_take, every=Every.DAY, asks=_asks, relations=True)
