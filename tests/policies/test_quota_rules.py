"""Rules of the format about quotas and about relations that end by themselves, by a policy made for each."""

from typing import Any

import pytest

from service.domain.terms import InsuState
from tests.policies.people import reason, world_of
from tests.support.quotas import check_frozen, freezing, frozen_fen, set_quota, tell
from tests.support.world import World, make_policy, paid, why


@pytest.mark.parametrize(
    ("scope", "of_a_binding", "of_all"),
    [
        (None, "QUOTA_NOT_OFFERED", "QUOTA_NOT_OFFERED"),
        ("PER_BINDING", None, "QUOTA_NOT_OFFERED"),
        ("ALL_MEMBERS", "QUOTA_NOT_OFFERED", None),
    ],
)
def test_what_a_quota_is_set_for(scope: str | None, of_a_binding: str | None, of_all: str | None) -> None:
    """quota.scope: each binding has its quota, or all members together have one, or there are none."""
    world = world_of(quota__scope=scope)
    made = world.bind("holder", "member")
    assert reason(set_quota(world, "holder", 100_00, made)) == of_a_binding
    assert reason(world.bind("holder", "other", quota_fen=100_00)) == of_a_binding
    together = set_quota(world, "holder", 100_00)
    assert reason(together) == of_all
    for refused in (d for d in (set_quota(world, "holder", 1, made), together) if reason(d)):
        assert refused.metadata == {"scope": scope or "NONE"}


def test_all_members_together_need_an_authorization() -> None:
    """A quota for all members is set once there is an authorization, and refused before."""
    assert reason(set_quota(world_of(quota__scope="ALL_MEMBERS"), "holder", 1)) == "NOT_AUTHORIZED_YET"


@pytest.mark.parametrize("freezes", [True, False])
def test_whether_a_quota_freezes(freezes: bool) -> None:
    """quota.freezes: the owner can't spend the quota's part; elsewhere it can, and the quota is only a cap."""
    world = world_of(quota__scope="PER_BINDING", quota__freezes=freezes)
    assert reason(world.bind("holder", "member", quota_fen=200_00)) is None
    assert frozen_fen(world, "holder") == (200_00 if freezes else 0)
    assert paid(world.settle("holder", 400_00)) == [("holder", "PERSONAL", 300_00 if freezes else 400_00)]
    assert paid(world.settle("member", 250_00)) == [("holder", "PERSONAL", 200_00 if freezes else 100_00)]
    check_frozen(world)
    world.money("holder", PERSONAL=500_00)
    assert why(world.settle("member", 250_00), "holder") == ("QUOTA_USED" if freezes else "PAID")


def test_without_a_quota() -> None:
    """Where quotas freeze, nothing is spent until one is set; where they only cap, nothing caps until then."""
    for freezes in (True, False):
        world = world_of(quota__scope="PER_BINDING", quota__freezes=freezes)
        assert reason(world.bind("holder", "member")) is None
        assert why(world.settle("member", 1_00), "holder") == ("QUOTA_USED" if freezes else "PAID")


def test_a_cap_may_exceed_the_balance() -> None:
    """A quota that freezes nothing may be more than there is."""
    world = world_of(quota__scope="PER_BINDING")
    assert reason(world.bind("holder", "member", quota_fen=9999_00)) is None
    assert paid(world.settle("member", 9999_00)) == [("holder", "PERSONAL", 500_00)]


@pytest.mark.parametrize("state", [InsuState.ENDED, InsuState.NOT_INSURED, InsuState.SUSPENDED])
@pytest.mark.parametrize("ends", [True, False])
@pytest.mark.parametrize("who", ["holder", "member"])
def test_whether_bindings_end_with_the_insurance(who: str, ends: bool, state: InsuState) -> None:
    """bindings.ends_with_insurance: an insurance that ended ends the bindings of both sides, a suspended one none."""
    world = world_of(bindings__ends_with_insurance=ends)
    made = world.bind("holder", "member")
    outcome = tell(world, who, state)
    over = ends and state is not InsuState.SUSPENDED
    assert (world.state.bindings[made.binding_id].state == "ENDED") == over
    assert [e.type for e in outcome.changes.events if e.payload.get("end_cause") == "INSURANCE_ENDED"] == (
        ["AUTHORIZATION_REVOKED", "UNBOUND"] if over and who == "holder" else ["UNBOUND"] if over else []
    )
    tell(world, who, InsuState.NORMAL)
    assert why(world.settle("member", 1_00), "holder") == ("ENDED" if over else "PAID")


@pytest.mark.parametrize("by_id", [True, False])
def test_a_quota_policy_is_chosen_by_name_or_where_the_citys_does_not_cover(by_id: bool) -> None:
    """The city's own rules bind within it; who is insured elsewhere is bound by the quota form, or who asks for it."""
    world = World([make_policy({"id": "city"}), freezing()])
    for psn_no in ("holder", "near"):
        world.person(psn_no)
    world.person("far", "980100")
    asked: dict[str, Any] = {"policy_id": "test"} if by_id else {}
    assert world.bind("holder", "near", **asked).policy_id == ("test" if by_id else "city")
    assert world.bind("holder", "far", member_region="980100", **asked).policy_id == "test"
