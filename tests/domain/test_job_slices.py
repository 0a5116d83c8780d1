"""Slices of jobs and their periods, pure: who is counted as what, and which moments belong to a period."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.calendar import day_of
from service.domain.commands import JobSlice
from service.domain.context import Context
from service.domain.jobs import slice as slices
from service.domain.jobs.period import Every, begins, has_form, last_day
from service.domain.jobs.registry import JOBS
from service.domain.jobs.slice import Done, Result, Skipped, TooManyFailed, Work
from service.domain.outcome import Changes, Event
from service.domain.refusal import REFUSALS, refuse
from service.domain.state import Picked
from service.domain.terms import Job
from service.storage.picks import PICKS
from tests.support.jobs import run_job
from tests.support.world import World, make_policy

DAYS = st.dates(date(1850, 1, 1), date(2199, 12, 31))


def by_name(picked: Picked, run: JobSlice, changes: Changes, ctx: Context) -> Result:
    """Does what the key says, each with an event."""
    told = Event(region=run.region, type="TRIED", psn_no=picked.key, payload={}, event_time=ctx.now)
    changes.events.append(told)
    match picked.key.split("-")[0]:
        case "done":
            return Done({"moved_fen": 5})
        case "skipped":
            return Skipped("NO_ACCOUNT")
        case "refused":
            refuse("INSUFFICIENT_BALANCE", free_fen=0, amount_fen=1)
        case "broken":
            raise KeyError(picked.key)
    return None


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """A world in which the nightly run does as it is told."""
    monkeypatch.setitem(JOBS, Job.NIGHTLY, Work(take=by_name, every=Every.DAY))
    return World([make_policy()])


def decided(world: World, *keys: str, after: str = "") -> slices.Outcome:
    command = JobSlice(job=Job.NIGHTLY, region="990100", period="2026-03-01", after=after)
    world.state.picked[command] = tuple(Picked(key, {}) for key in keys)
    outcome = world.decide(command)
    assert isinstance(outcome, slices.Outcome)
    return outcome


def test_everybody_is_counted_for_what_became_of_them(world: World) -> None:
    """Done, passed over by reason, failed by kind of fault; where nothing was to be done only the look is counted."""
    report = run_job(world, Job.NIGHTLY, "2026-03-01", ["done-1", "skipped", "refused", "broken", "nothing", "done-2"])
    assert (report.looked, report.done, report.finished, report.after) == (6, 2, True, "done-2")
    assert report.skipped == {"NO_ACCOUNT": 1, "INSUFFICIENT_BALANCE": 1}
    assert (report.failed, report.sums_fen) == ({"broken": "KeyError"}, {"moved_fen": 10})


def test_what_was_refused_or_broke_leaves_nothing(world: World) -> None:
    """Who is passed over may have an event that says so; a refusal deep in a rule, or a mistake, leaves nothing."""
    outcome = decided(world, "done", "skipped", "refused", "broken")
    assert [event.psn_no for event in outcome.changes.events] == ["done", "skipped"]


def test_a_run_that_fails_for_many_is_stopped(world: World) -> None:
    """A hundred may fail; with one more nothing of the slice is kept."""
    assert len(decided(world, *(f"broken-{i}" for i in range(100))).answer.failed) == 100
    with pytest.raises(TooManyFailed):
        decided(world, "broken-100", after="broken-99")


def test_slices_add_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each slice's answer is the run so far; one that is not full is the last."""
    monkeypatch.setattr(slices, "SLICE", 2)
    first = decided(world, "done-1", "skipped").answer
    last = decided(world, "done-2", after=first.after).answer
    assert (first.finished, last.finished, first.finished_time) == (False, True, None)
    assert (last.looked, last.done, last.started_time) == (3, 2, first.started_time)


def test_every_job_is_there() -> None:
    """Each job of the list has its work and its pick."""
    assert set(JOBS) == set(PICKS) == set(Job)
    assert "NO_ACCOUNT" in REFUSALS


@given(DAYS)
def test_periods_of_a_day(day: date) -> None:
    """A day's run may be made from its midnight in China; a month's and a year's from the one after their last day."""
    iso = day.isoformat()
    assert [has_form(iso[:size], every) for size, every in ((10, Every.DAY), (7, Every.MONTH), (4, Every.YEAR))] == [
        True
    ] * 3
    assert not any(has_form(iso, every) for every in (Every.MONTH, Every.YEAR))
    assert (last_day(iso), day_of(begins(iso, Every.DAY))) == (day, day)
    of_month, of_year = last_day(iso[:7]), last_day(iso[:4])
    assert of_month is not None and of_year is not None and of_month >= day and of_year >= of_month
    assert (of_month + timedelta(days=1)).day == 1 and (of_year.month, of_year.day) == (12, 31)
    assert day_of(begins(iso[:7], Every.MONTH)) == of_month + timedelta(days=1)
    assert day_of(begins(iso[:4], Every.YEAR)) == date(day.year + 1, 1, 1)


@pytest.mark.parametrize(
    "text", ["", "2021-02-29", "2021-13", "2021-6-1", "2021-06-01 ", "0000", "1849", "２０２１", "20210601"]
)
def test_what_is_no_period(text: str) -> None:
    """What is no real day, month or year in the contract's form is none."""
    assert last_day(text) is None and not any(has_form(text, every) for every in Every)
