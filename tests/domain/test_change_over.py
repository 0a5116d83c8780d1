"""A change of the rules that drops an account and its networks, put through on its first day."""

from datetime import date, datetime

from msgspec.structs import replace

from service.domain.calendar import SHANGHAI
from service.domain.terms import AuthorizationState, BindingState, Job
from tests.support.jobs import run_job
from tests.support.owners import Owners, network_rules
from tests.support.quotas import check_frozen, freezing, frozen_fen, set_quota
from tests.support.world import make_policy, why

FIRST_DAY = "2026-03-01"
LATER = {
    "accounts__kinds": ["CURRENT", "HISTORIC"],
    "accounts__own_order": ["HISTORIC"],
    "accounts__shared": ["HISTORIC"],
    "bindings__carried_over": False,
    "refunds__suspense_into": "HISTORIC",
}


def changed(**rules: object) -> Owners:
    """A network of before, with money and presets, on the first day of one-to-one bindings."""
    later = make_policy({"version": FIRST_DAY, "in_force_from": FIRST_DAY}, **(LATER | rules))
    world = Owners(
        network_rules({"in_force_until": date(2026, 2, 28)}), later, now=datetime(2026, 2, 1, tzinfo=SHANGHAI)
    )
    for psn_no in ("a", "b"):
        world.money(psn_no, HISTORIC=10_00, MUTUAL_AID=40_00)
        world.set_preset(psn_no, 5_00)
    world.now = datetime(2026, 3, 1, tzinfo=SHANGHAI)
    return world


def test_the_account_goes_back_and_the_network_ends() -> None:
    """What was in MUTUAL_AID is in HISTORIC, the network and its bindings have ended, presets too."""
    world = changed()
    report = run_job(world, Job.CHANGE_OVER, FIRST_DAY, ["a", "b", "c"])
    assert (report.done, report.sums_fen) == (2, {"moved_fen": 80_00})
    for psn_no in ("a", "b"):
        assert world.balances(psn_no) == {"HISTORIC": 50_00}
        assert world.preset_of(psn_no) is None
    assert world.state.bindings[world.bound.binding_id].state is BindingState.ENDED
    assert world.state.authorizations[world.bound.authorization_id].state is AuthorizationState.ENDED


def test_it_changes_nothing_twice() -> None:
    """What has been wound up is in order: a later look at the same people finds nothing to do."""
    world = changed()
    run_job(world, Job.CHANGE_OVER, FIRST_DAY, ["a", "b"])
    assert run_job(world, Job.CHANGE_OVER, FIRST_DAY, ["a", "b"]).sums_fen == {"moved_fen": 80_00}
    assert world.balances("a") == {"HISTORIC": 50_00}


def test_bindings_made_since_stand() -> None:
    """A binding of the new version's first hours is no leftover, and is left alone by a run that comes late."""
    world = changed()
    anew = world.bind("a", "c", "SPOUSE")
    run_job(world, Job.CHANGE_OVER, FIRST_DAY, ["a", "b", "c"])
    assert world.state.bindings[anew.binding_id].state is BindingState.ACTIVE  # type: ignore[union-attr]


def test_a_day_like_any_other() -> None:
    """On a day that no version begins on there is nothing to do."""
    world = changed()
    assert run_job(world, Job.CHANGE_OVER, "2026-03-02", ["a"]).done == 0
    assert world.balances("a") == {"HISTORIC": 10_00, "MUTUAL_AID": 40_00}


def test_without_a_place_to_go() -> None:
    """Where the new rules do not say where the money goes it stays, and the report says so."""
    world = changed(refunds__suspense_into=None)
    report = run_job(world, Job.CHANGE_OVER, FIRST_DAY, ["a"])
    assert report.skipped == {"ACCOUNT_KIND_NOT_KEPT": 1}
    assert world.balances("a") == {"HISTORIC": 10_00, "MUTUAL_AID": 40_00}


def test_what_quotas_froze_is_free_again() -> None:
    """Where the new version does not carry quotas over, the run that ends their bindings frees what they froze."""
    before = freezing()
    closed = replace(before, policy=replace(before.policy, in_force_until=date(2026, 2, 28)))
    later = make_policy({"version": FIRST_DAY, "in_force_from": FIRST_DAY}, bindings__carried_over=False)
    world = Owners(closed, later, now=datetime(2026, 2, 1, tzinfo=SHANGHAI))
    world.money("a", PERSONAL=100_00)
    set_quota(world, "a", 60_00, world.bound)
    world.now = datetime(2026, 3, 1, tzinfo=SHANGHAI)
    assert why(world.settle("b", 1_00), "a") == "ENDED"
    run_job(world, Job.CHANGE_OVER, FIRST_DAY, ["a", "b", "c"])
    assert frozen_fen(world, "a") == 0
    check_frozen(world)
