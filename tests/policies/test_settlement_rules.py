"""Rules of the format about who pays, by a policy made for each. The barriers are in tests/domain."""

from typing import Any

import msgspec
import pytest

from service.domain.terms import AccountState
from tests.support.world import HOSPITAL, World, make_policy, paid, why


def family(payers: int = 1, **rules: Any) -> World:
    """A member without money and so many payers with 50.00 each, bound in turn, under a policy with these rules."""
    world = World([make_policy(**rules)])
    world.person("member")
    for i in range(1, payers + 1):
        world.person(f"payer{i}")
        world.money(f"payer{i}", PERSONAL=50_00)
        world.bind(f"payer{i}", "member")
    return world


def test_own_accounts_in_the_policys_order() -> None:
    """accounts.own_order is the order of one's own accounts; a kind that is kept and not in it pays nothing."""
    rules = {
        "accounts__kinds": ["CURRENT", "HISTORIC", "MUTUAL_AID"],
        "accounts__own_order": ["MUTUAL_AID", "HISTORIC"],
        "accounts__shared": ["HISTORIC"],
    }
    world = World([make_policy(**rules)])
    world.person("member")
    world.money("member", CURRENT=50_00, HISTORIC=50_00, MUTUAL_AID=50_00)
    done = world.settle("member", 60_00)
    assert paid(done) == [("member", "MUTUAL_AID", 50_00), ("member", "HISTORIC", 10_00)]
    assert why(done, "member", "CURRENT") == "ACCOUNT_KIND_NOT_COVERED"


def test_which_of_a_payers_accounts_are_shared() -> None:
    """accounts.shared names the payer's accounts that others may use, in order; its other accounts stay untouched."""
    rules = {
        "accounts__kinds": ["CURRENT", "HISTORIC", "MUTUAL_AID"],
        "accounts__own_order": ["HISTORIC"],
        "accounts__shared": ["MUTUAL_AID", "HISTORIC"],
    }
    world = World([make_policy(**rules)])
    for psn_no in ("payer", "member"):
        world.person(psn_no)
    world.bind("payer", "member")
    world.money("payer", CURRENT=50_00, HISTORIC=50_00, MUTUAL_AID=50_00)
    done = world.settle("member", 500_00)
    assert paid(done) == [("payer", "MUTUAL_AID", 50_00), ("payer", "HISTORIC", 50_00)]
    assert world.balance_fen("payer", "CURRENT") == 50_00


@pytest.mark.parametrize(("schemes", "expected"), [(["310"], "NO_ACCOUNT"), (["310", "390"], "EMPTY")])
def test_which_schemes_have_an_account(schemes: list[str], expected: str) -> None:
    """accounts.schemes: who is in none of them has no account, who is in one and has no money has an empty one."""
    world = family(accounts__schemes=schemes)
    world.person("member", insutype="390")
    assert why(world.settle("member", 10_00), "member") == expected


@pytest.mark.parametrize(
    ("rule", "payers"),
    [
        (None, ["payer1", "payer2", "payer3"]),
        ({"at_most": 1}, ["payer1"]),
        ({"at_most": 2}, ["payer1", "payer2"]),
    ],
)
def test_how_many_accounts_of_others(rule: Any, payers: list[str]) -> None:
    """settlement.accounts_at_most: so many accounts of others in one settlement; the rest are told why not."""
    rules = {"settlement__accounts_at_most": rule} if rule else {}
    done = family(3, **rules).settle("member", 140_00)
    assert [who for who, _, _ in paid(done)] == payers
    for who in {"payer1", "payer2", "payer3"} - set(payers):
        assert why(done, who) == "ONE_MUTUAL_AID_ACCOUNT_ONLY"


@pytest.mark.parametrize(("counts", "payers"), [([], ["member", "payer1"]), (["PERSONAL"], ["member"])])
def test_whether_ones_own_account_counts(counts: list[str], payers: list[str]) -> None:
    """settlement.accounts_at_most.own_counts: own accounts of these kinds use up the number too."""
    world = family(settlement__accounts_at_most={"at_most": 1, "own_counts": counts})
    world.money("member", PERSONAL=10_00)
    assert [who for who, _, _ in paid(world.settle("member", 40_00))] == payers


@pytest.mark.parametrize(
    ("states", "payers"), [(["NORMAL"], []), (["NORMAL", "FROZEN"], ["payer1"]), (["FROZEN"], ["payer1"])]
)
def test_in_which_state_an_account_pays(states: list[str], payers: list[str]) -> None:
    """payers.account_states: an account in another state is passed over."""
    world = family(payers__account_states=states)
    world.person("payer1", account_state=AccountState.FROZEN)
    assert [who for who, _, _ in paid(world.settle("member", 40_00))] == payers


@pytest.mark.parametrize(
    ("order", "first"),
    [("AS_BOUND", "payer1"), ("LAST_BOUND_FIRST", "payer2"), ("SET_BY_MEMBER", "payer1")],
)
def test_who_pays_first(order: str, first: str) -> None:
    """payers.order: as bound, the last bound first, or as set, which until somebody sets it is as bound."""
    done = family(2, payers__order=order).settle("member", 10_00)
    assert paid(done) == [(first, "PERSONAL", 10_00)]


@pytest.mark.parametrize(("needed", "enabled", "pays"), [(True, False, 0), (True, True, 1), (False, False, 1)])
def test_the_institutions_switch(needed: bool, enabled: bool, pays: int) -> None:
    """settlement.institution_switch: where it is needed, mutual aid pays only where it is switched on."""
    world = family(settlement__institution_switch=needed)
    there = world.state.institutions[HOSPITAL]
    world.state.institutions[HOSPITAL] = msgspec.structs.replace(there, mutual_aid_enabled=enabled)
    assert len(world.settle("member", 10_00).payments) == pays


@pytest.mark.parametrize(
    ("scheme", "med_type", "pays"), [("310", "41", 1), ("390", "41", 0), ("390", "14", 1), ("310", "14", 0)]
)
def test_scenes_by_the_patients_scheme(scheme: str, med_type: str, pays: int) -> None:
    """settlement.scenes: each scheme has its own; what it does not name it does not have."""
    world = family(settlement__scenes={"310": ["PHARMACY"], "390": ["CHRONIC"]})
    world.person("member", insutype=scheme)
    assert len(world.settle("member", 10_00, med_type=med_type).payments) == pays
