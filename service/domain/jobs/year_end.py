"""The end of the year (年末统算): accounts are gathered into one, and interest on the sum is added to it.

The period is the year that ends; its rules are those of the policy's last day in it. There is no event for each of
so many: the entries tell it.
"""

from datetime import date, datetime, timedelta
from typing import Any

from service.domain.calendar import day_in
from service.domain.commands import JobSlice
from service.domain.context import Context
from service.domain.interest import for_year_fen
from service.domain.jobs.period import Every, midnight
from service.domain.jobs.slice import Done, Result, Work, person_of
from service.domain.moving import Mover, held
from service.domain.outcome import Changes
from service.domain.policy import Policy
from service.domain.policy_book import PolicyBook
from service.domain.state import Picked
from service.domain.terms import Movement


def _policy(year: int, region: str, book: PolicyBook) -> tuple[Policy, date] | None:
    """The policy by whose rules a region's year ends, and the last day of that year."""
    for policy in book.serving(region):
        day = day_in(year, policy.year_end.day.value)
        if policy.year_end.into.value is not None and policy in book.in_force(region, day):
            return policy, day
    return None


def _asks(run: JobSlice, book: PolicyBook) -> dict[str, Any] | None:
    """The kinds that are gathered, and the one that they go into: whoever has money in them is concerned."""
    found = _policy(run.day.year, run.region, book)
    if found is None:
        return None
    rules = found[0].year_end
    return {"kinds": [rules.into.value, *rules.gathered.value]}


def _due(period: str, region: str, book: PolicyBook) -> datetime:
    """Once the policy's last day is over."""
    found = _policy(int(period), region, book)
    return midnight((found[1] if found else date(int(period), 12, 31)) + timedelta(days=1))


def _take(picked: Picked, run: JobSlice, changes: Changes, ctx: Context) -> Result:
    """Gather one owner's accounts and add the interest. What is frozen stays where it is, and bears interest too."""
    owner, found = person_of(picked, run, ctx).key, _policy(run.day.year, run.region, ctx.book)
    if found is None:
        return None
    policy, _ = found
    into = policy.year_end.into.value
    assert into is not None
    mover, sum_fen = Mover(owner, ctx, run.period), held(owner, into, ctx).balance_fen
    for kind in policy.year_end.gathered.value:
        account = held(owner, kind, ctx)
        sum_fen += account.balance_fen
        if account.free_fen > 0:
            mover.move(Movement.YEAR_END, kind, into, account.free_fen)
    if sum_fen == 0:
        return None
    interest_fen = for_year_fen(sum_fen, policy.interest.annual_ppm.value)
    if interest_fen > 0:
        mover.pay_in(Movement.INTEREST, into, interest_fen)
    changes.postings += mover.postings
    return Done({"sum_fen": sum_fen, "interest_fen": interest_fen})


WORK = Work(take=_take, every=Every.YEAR, asks=_asks, due=_due)
