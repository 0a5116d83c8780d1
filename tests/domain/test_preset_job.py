"""The yearly run of presets: what moves, what is skipped and why."""

from datetime import datetime

import pytest

from service.domain.calendar import SHANGHAI
from service.domain.terms import AccountState, Job
from tests.support.jobs import run_job
from tests.support.owners import Owners, network_rules

JUNE_FIRST = datetime(2026, 6, 1, tzinfo=SHANGHAI)


def with_presets(**rules: object) -> Owners:
    """a and b with 100.00 each, of which 60.00 are to move every year."""
    world = Owners(network_rules(**rules))
    for psn_no in ("a", "b"):
        world.money(psn_no, HISTORIC=100_00)
        world.set_preset(psn_no, 60_00)
    world.now = JUNE_FIRST
    return world


def test_the_amount_moves() -> None:
    """On 1 June each amount goes from HISTORIC into MUTUAL_AID, and the report sums them up."""
    world = with_presets()
    report = run_job(world, Job.PRESET, "2026-06-01", ["a", "b", "c"])
    assert world.balances("a") == {"HISTORIC": 40_00, "MUTUAL_AID": 60_00}
    assert (report.done, report.sums_fen) == (2, {"moved_fen": 120_00})


def test_what_is_skipped_is_said() -> None:
    """With less than the amount, or an account that is not normal, nothing moves and the reason is in the report."""
    world = with_presets()
    world.money("a", HISTORIC=59_99)
    world.owner("b", account_state=AccountState.FROZEN)
    report = run_job(world, Job.PRESET, "2026-06-01", ["a", "b"])
    assert report.skipped == {"INSUFFICIENT_BALANCE": 1, "ACCOUNT_NOT_NORMAL": 1}
    assert (world.balances("a"), world.balances("b")) == ({"HISTORIC": 59_99}, {"HISTORIC": 100_00})


def test_who_has_left_is_no_longer_in_the_run() -> None:
    """A preset ends with its owner's leaving: the run has nothing to do for it, and nothing to report."""
    world = with_presets()
    world.leave()
    report = run_job(world, Job.PRESET, "2026-06-01", ["b"])
    assert (report.done, report.skipped) == (0, {})


@pytest.mark.parametrize(
    ("day", "period", "moves"),
    [
        ("06-01", "2026-05-31", 0),
        ("06-01", "2026-06-01", 1),
        ("02-29", "2026-02-28", 1),
        ("02-29", "2028-02-28", 0),
        ("02-29", "2028-02-29", 1),
    ],
)
def test_the_policys_day(day: str, period: str, moves: int) -> None:
    """presets.day: on every other day nothing moves; 29 February is the last of the month where there is none."""
    world = with_presets(presets__day=day)
    assert run_job(world, Job.PRESET, period, ["a"]).done == moves


def test_what_has_to_stay_stays() -> None:
    """transfers.retained_fen holds for the yearly run too."""
    world = with_presets(transfers__retained_fen=40_01)
    assert run_job(world, Job.PRESET, "2026-06-01", ["a"]).skipped == {"RETAINED_BALANCE": 1}
