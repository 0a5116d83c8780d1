"""The expiry job: dated bindings end at the right midnight, with what their quotas froze."""

from datetime import date, datetime, timedelta

from service.domain.calendar import SHANGHAI
from service.domain.family import Binding
from service.domain.terms import Job
from tests.support.jobs import run_job
from tests.support.quotas import check_frozen, freezing, frozen_fen
from tests.support.world import NEIGHBOUR, World, make_network, paid, why

LAST = date(2026, 3, 31)
MIDNIGHT = datetime(2026, 4, 1, tzinfo=SHANGHAI)


def dated() -> tuple[World, Binding]:
    """A holder with 500.00 whose member, insured in another region, may spend 300.00 of it until 31 March."""
    world = World([freezing(bindings__dated=True)])
    world.person("holder")
    world.money("holder", PERSONAL=500_00)
    world.person("member", NEIGHBOUR)
    bound = world.bind("holder", "member", member_region=NEIGHBOUR, quota_fen=300_00, end_date=LAST)
    assert isinstance(bound, Binding)
    return world, bound


def test_it_ends_at_the_midnight_after_its_last_day() -> None:
    """Put down as ended at 00:00 of the next day, whenever the run is made; the unused quota is free."""
    world, bound = dated()
    world.now = MIDNIGHT + timedelta(hours=5)
    before = world.state.bindings[bound.binding_id]
    report = run_job(world, Job.EXPIRY, "2026-04-01", ["holder"])
    after = world.state.bindings[bound.binding_id]
    assert (before.state, after.state, after.unbound_time) == ("ACTIVE", "ENDED", MIDNIGHT)
    assert (report.done, report.sums_fen) == (1, {"returned_fen": 300_00})
    assert frozen_fen(world, "holder") == 0
    check_frozen(world)


def test_on_its_last_day_nothing_ends() -> None:
    """A run for the last day itself leaves the binding, whoever was picked."""
    world, bound = dated()
    world.now = MIDNIGHT - timedelta(minutes=1)
    report = run_job(world, Job.EXPIRY, "2026-03-31", ["holder"])
    assert (report.done, report.skipped) == (0, {})
    assert world.state.bindings[bound.binding_id] == bound


def test_a_second_run_finds_nothing() -> None:
    """What has ended is not ended again: the next day's run counts nobody."""
    world, _ = dated()
    world.now = MIDNIGHT
    run_job(world, Job.EXPIRY, "2026-04-01", ["holder"])
    world.now += timedelta(days=1)
    assert run_job(world, Job.EXPIRY, "2026-04-02", ["holder"]).done == 0


def test_a_run_that_was_missed_is_made_up() -> None:
    """A later day's run ends what earlier ones missed, at the midnight at which it really ended."""
    world, bound = dated()
    world.now = MIDNIGHT + timedelta(days=40)
    run_job(world, Job.EXPIRY, "2026-05-10", ["holder"])
    assert world.state.bindings[bound.binding_id].unbound_time == MIDNIGHT


def test_settlements_say_the_same_before_and_after_the_run() -> None:
    """An expired binding pays nothing from its midnight on and is explained as expired, put down or not."""
    world, _ = dated()
    world.now = MIDNIGHT - timedelta(milliseconds=1)
    assert paid(world.settle("member", 10_00, region=NEIGHBOUR)) == [("holder", "PERSONAL", 10_00)]
    world.now = MIDNIGHT
    for _ in range(2):
        done = world.settle("member", 10_00, region=NEIGHBOUR)
        assert (paid(done), why(done, "holder")) == ([], "EXPIRED")
        run_job(world, Job.EXPIRY, "2026-04-01", ["holder"])


def test_until_the_run_what_is_frozen_stays_so() -> None:
    """What an expired binding froze is free once the run has put it down, not before: nobody spends it meanwhile."""
    world, _ = dated()
    world.now = MIDNIGHT
    assert paid(world.settle("holder", 500_00)) == [("holder", "PERSONAL", 200_00)]
    run_job(world, Job.EXPIRY, "2026-04-01", ["holder"])
    assert paid(world.settle("holder", 500_00)) == [("holder", "PERSONAL", 300_00)]


def test_who_was_picked_is_judged_again() -> None:
    """The pick may be old: of whom nothing has expired any more, nothing is done, and it is not counted."""
    world, bound = dated()
    world.person("other")
    world.now = MIDNIGHT
    assert run_job(world, Job.EXPIRY, "2026-04-01", ["other"]).done == 0
    assert world.state.bindings[bound.binding_id].state == "ACTIVE"


def test_who_was_in_a_network_has_left_it() -> None:
    """A dated place in a network ends as one that is left: what was set aside for the network goes home."""
    way = {"from_kind": "MUTUAL_AID", "to_kind": "HISTORIC"}
    world = World([make_network(bindings__dated=True, transfers__home_on_leaving=way)])
    for psn_no in ("holder", "member"):
        world.person(psn_no)
        world.money(psn_no, MUTUAL_AID=70_00, HISTORIC=30_00)
    world.bind("holder", "member", end_date=LAST)
    world.now = MIDNIGHT
    run_job(world, Job.EXPIRY, "2026-04-01", ["holder"])
    assert (world.balance_fen("member", "MUTUAL_AID"), world.balance_fen("member", "HISTORIC")) == (0, 100_00)
    assert world.balance_fen("holder", "MUTUAL_AID") == 70_00
