"""The end of the year: what is gathered, the interest, by which rules, and from when on."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.account import Account, AccountKey
from service.domain.calendar import SHANGHAI
from service.domain.jobs.registry import due_time
from service.domain.terms import AccountKind, Job
from tests.support.jobs import run_job
from tests.support.owners import Owners, network_rules
from tests.support.world import HOME, make_policy


def test_gathered_and_interest_added() -> None:
    """Everything goes into HISTORIC, then 1.5 % of the sum: 1,000.33 bear 15.00 (15.00495), 1,000.34 bear 15.01."""
    world = Owners()
    world.money("a", CURRENT=200_00, HISTORIC=500_33, MUTUAL_AID=300_00)
    world.money("b", MUTUAL_AID=1000_34)
    report = run_job(world, Job.YEAR_END, "2025", ["a", "b", "c"])
    assert world.balances("a") == {"HISTORIC": 1015_33}
    assert world.balances("b") == {"HISTORIC": 1015_35}
    assert (report.done, report.looked) == (2, 3)
    assert report.sums_fen == {"interest_fen": 30_01, "sum_fen": 2000_67}


def test_half_a_fen_is_a_fen() -> None:
    """1.00 at 1.5 % is 1.5 fen, which is 2; 0.33 is 0.495 fen, which is nothing and leaves no entry."""
    world = Owners()
    world.money("a", HISTORIC=1_00)
    world.money("b", HISTORIC=33)
    run_job(world, Job.YEAR_END, "2025", ["a", "b"])
    assert (world.balances("a"), world.balances("b")) == ({"HISTORIC": 1_02}, {"HISTORIC": 33})


def test_what_is_frozen_stays() -> None:
    """Of a gathered account only what is free moves; the frozen part bears interest all the same."""
    world = Owners()
    world.state.accounts[AccountKey(HOME, "a", AccountKind.CURRENT)] = Account(1000_00, frozen_fen=400_00)
    run_job(world, Job.YEAR_END, "2025", ["a"])
    assert world.balances("a") == {"CURRENT": 400_00, "HISTORIC": 615_00}


def test_the_rules_of_the_year_that_ended() -> None:
    """A run in January goes by the rules of 31 December, whatever version holds since."""
    old = network_rules({"in_force_until": date(2025, 12, 31)})
    later = make_policy({"version": "2026-01-01", "in_force_from": "2026-01-01"})
    world = Owners(old, later, now=datetime(2025, 6, 1, tzinfo=SHANGHAI))
    world.now = datetime(2026, 1, 2, tzinfo=SHANGHAI)
    world.money("a", MUTUAL_AID=100_00)
    run_job(world, Job.YEAR_END, "2025", ["a"])
    assert world.balances("a") == {"HISTORIC": 101_50}
    assert run_job(world, Job.YEAR_END, "2026", ["a"]).done == 0


@pytest.mark.parametrize(
    ("day", "due"), [("12-31", "2025-01-01T00:00:00+08:00"), ("02-29", "2024-03-01T00:00:00+08:00")]
)
def test_due_when_the_day_is_over(day: str, due: str) -> None:
    """A year may be ended from 00:00 after the policy's day, which may be 29 February."""
    world = Owners(network_rules(year_end__day=day))
    assert due_time(Job.YEAR_END, HOME, "2024", world.book) == datetime.fromisoformat(due)


def test_29_february_in_other_years() -> None:
    """Where there is no 29 February it is the last day of the month."""
    world = Owners(network_rules(year_end__day="02-29"))
    assert due_time(Job.YEAR_END, HOME, "2025", world.book) == datetime(2025, 3, 1, tzinfo=SHANGHAI)


def test_a_place_without_the_rule() -> None:
    """Where no rule says where it would go, the year ends without anything."""
    world = Owners(network_rules(year_end__into=None))
    world.money("a", HISTORIC=100_00)
    assert run_job(world, Job.YEAR_END, "2025", ["a"]).done == 0
    assert world.balances("a") == {"HISTORIC": 100_00}


@given(st.lists(st.integers(0, 10**13), min_size=3, max_size=3), st.integers(0, 100_000))
def test_the_year_makes_no_money_but_interest(fen: list[int], annual_ppm: int) -> None:
    """Whatever was in the accounts, afterwards it is in one, with the exact interest rounded half up."""
    world = Owners(network_rules(interest__annual_ppm=annual_ppm))
    world.money("a", CURRENT=fen[0], HISTORIC=fen[1], MUTUAL_AID=fen[2])
    report = run_job(world, Job.YEAR_END, "2025", ["a"])
    interest_fen = int(Fraction(sum(fen) * annual_ppm, 10**6) + Fraction(1, 2))
    assert sum(world.balances("a").values()) == sum(fen) + interest_fen
    assert set(world.balances("a")) <= {"HISTORIC"}
    assert report.sums_fen.get("interest_fen", 0) == interest_fen
