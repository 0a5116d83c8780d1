"""The wallet's return run: what no receiver has accepted in time goes back to its sender, as of the policy's hour.

A key is a sender. Each transfer carries the time at which it goes back, set by the rules under which it was sent.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from service.domain.calendar import SHANGHAI
from service.domain.commands import JobSlice
from service.domain.context import Context
from service.domain.jobs.period import Every, last_day, midnight
from service.domain.jobs.slice import Done, Result, Work, person_of
from service.domain.kept import Wanted
from service.domain.outcome import Changes
from service.domain.person import PersonKey
from service.domain.policy_book import PolicyBook
from service.domain.state import Picked
from service.domain.wallet_books import returning
from service.domain.wallet_commands import waiting_of


def _take(picked: Picked, run: JobSlice, changes: Changes, ctx: Context) -> Result:
    """Everything of one sender that is overdue. What was accepted since it was picked is not there any more."""
    waiting = ctx.state.shelf.find(waiting_of(person_of(picked, run, ctx).key))
    overdue = [sent for sent in waiting if sent.return_time <= ctx.now]
    if not overdue:
        return None
    changes.add(returning(overdue, ctx))
    return Done({"returned_fen": sum(sent.amount_fen for sent in overdue)})


def _wants(run: JobSlice, key: str) -> Iterable[Wanted]:
    return (waiting_of(PersonKey(run.region, key)),)


def _asks(run: JobSlice, book: PolicyBook) -> dict[str, Any]:
    return {"until": midnight(run.day + timedelta(days=1))}


def _due(period: str, region: str, book: PolicyBook) -> datetime:
    """From the hour of that day at which transfers go back in this region."""
    day = last_day(period)
    assert day is not None, period
    policy = book.wallet(region, day)
    if policy is None:
        return midnight(day)
    return datetime.combine(day, time.fromisoformat(policy.wallet.returned_at.value), SHANGHAI)


WORK = Work(take=_take, every=Every.DAY, asks=_asks, wants=_wants, due=_due)
