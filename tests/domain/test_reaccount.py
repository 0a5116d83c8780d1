"""Settling anew, pure: by the rules of the visit, the bindings of the first settlement, today's states and balances."""

from datetime import timedelta
from typing import Any

import pytest

from service.domain.commands import Unbind
from service.domain.refusal import Refusal
from service.domain.settlement_record import Reaccounted, Settlement
from service.domain.terms import AccountState, InsuState, SettlementState
from tests.support.undo import reaccount, reverse, went
from tests.support.world import World, handling, make_network, make_policy, paid, ref, why


def star(**rules: Any) -> World:
    """A father with 100.00, his child with nothing, bound."""
    world = World([make_policy(**rules)])
    for who in ("father", "mother", "child"):
        world.person(who)
    world.money("father", PERSONAL=100_00)
    world.bind("father", "child")
    return world


def unbind(world: World, authorizer: str = "father") -> None:
    bindings = [b for b in world.state.bindings.values() if b.authorizer_psn_no == authorizer]
    command = Unbind(
        authorizer=ref(authorizer),
        binding_ids=tuple(b.binding_id for b in bindings),
        handling=handling(authorizer),
    )
    assert not isinstance(world.decide(command), Refusal)


def anew(world: World, done: Settlement, fee_fen: int) -> Reaccounted:
    found = reaccount(world, done, fee_fen)
    assert isinstance(found, Reaccounted), found
    return found


def test_both_or_neither() -> None:
    """The old one is REVERSED, the new one stands, the two name each other, and the money is that of the new one."""
    world = star()
    done = world.settle("child", 30_00)
    made = anew(world, done, 45_00)
    assert went(made) == [("father", "PERSONAL", 30_00, None)]
    assert paid(made.settlement) == [("father", "PERSONAL", 45_00)]
    assert world.balance_fen("father") == 55_00
    assert (made.reversed.setl_id, made.reversed.state) == (done.setl_id, SettlementState.REVERSED)
    assert made.settlement.replaces_setl_id == done.setl_id
    assert made.reversed.replaced_by_setl_id == made.settlement.setl_id


def test_what_was_paid_the_first_time_can_pay_again() -> None:
    """The money that comes back is there for the new amounts, to the last fen."""
    world = star()
    done = world.settle("child", 100_00)
    assert paid(anew(world, done, 120_00).settlement) == [("father", "PERSONAL", 100_00)]


def test_a_refused_bill_leaves_everything() -> None:
    """Where the new bill is refused the old settlement stands, and so does the money."""
    world = star()
    done = world.settle("child", 30_00)
    before = dict(world.state.accounts)
    refused = reaccount(world, done, 45_00, fixmedins_code="H00000000000")
    assert refused == Refusal("INSTITUTION_NOT_FOUND", {"fixmedins_code": "H00000000000"})
    assert world.state.accounts == before
    assert isinstance(reverse(world, done), object) and world.balance_fen("father") == 100_00


def test_an_undone_settlement_is_not_settled_anew() -> None:
    """Only what stands can be replaced; the replacement can be replaced in its turn."""
    world = star()
    done = world.settle("child", 30_00)
    second = anew(world, done, 40_00).settlement
    assert reaccount(world, done, 50_00) == Refusal("SETTLEMENT_ALREADY_REVERSED", {"setl_id": str(done.setl_id)})
    assert paid(anew(world, second, 50_00).settlement) == [("father", "PERSONAL", 50_00)]
    assert world.balance_fen("father") == 50_00


def test_a_binding_that_ended_since_pays_once_more() -> None:
    """The bindings of the first settlement hold, however long they have been over."""
    world = star()
    done = world.settle("child", 30_00)
    world.now += timedelta(days=1)
    unbind(world)
    world.now += timedelta(days=500)
    made = anew(world, done, 45_00).settlement
    assert (paid(made), why(made, "father")) == ([("father", "PERSONAL", 45_00)], "PAID")
    assert paid(world.settle("child", 10_00)) == []


def test_a_binding_made_since_does_not_pay() -> None:
    """Who was bound after the first settlement has no part in it, and is told so."""
    world = star()
    done = world.settle("child", 100_00)
    world.money("mother", PERSONAL=50_00)
    world.now += timedelta(days=1)
    world.bind("mother", "child")
    made = anew(world, done, 120_00).settlement
    assert paid(made) == [("father", "PERSONAL", 100_00)]
    assert why(made, "mother") == "NOT_YET_VALID"


def test_what_had_ended_before_does_not_pay() -> None:
    """A binding that was over at the first settlement is over for the second."""
    world = star()
    unbind(world)
    world.now += timedelta(days=1)
    done = world.settle("child", 10_00)
    made = anew(world, done, 20_00).settlement
    assert (paid(made), why(made, "father")) == ([], "ENDED")


def test_a_dated_binding_counts_by_the_day_of_the_first_settlement() -> None:
    """Expired since, it held then."""
    world = star(bindings__dated=True)
    unbind(world)
    world.bind("father", "child", end_date=world.now.date())
    done = world.settle("child", 10_00)
    world.now += timedelta(days=2)
    assert paid(anew(world, done, 20_00).settlement) == [("father", "PERSONAL", 20_00)]
    assert paid(world.settle("child", 10_00)) == []


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ({"account_state": AccountState.FROZEN}, "ACCOUNT_NOT_NORMAL"),
        ({"psn_insu_stas": InsuState.SUSPENDED}, "PAYER_NOT_ACTIVE"),
    ],
)
def test_todays_states_decide(state: dict[str, Any], reason: str) -> None:
    """A payer who is not in order today gets its money back and pays nothing."""
    world = star(payers__insu_states=["1"])
    done = world.settle("child", 30_00)
    world.person("father", **state)
    made = anew(world, done, 45_00)
    assert went(made) == [("father", "PERSONAL", 30_00, None)]
    assert (paid(made.settlement), why(made.settlement, "father")) == ([], reason)


def test_todays_balances_decide() -> None:
    """What has come in, or gone out, since the first settlement counts."""
    world = star()
    done = world.settle("child", 30_00)
    world.money("father", PERSONAL=5_00)
    assert paid(anew(world, done, 60_00).settlement) == [("father", "PERSONAL", 35_00)]


def test_the_rules_of_the_visit_hold_over_a_change() -> None:
    """Settled anew under rules that drop the network, the visit keeps its order and its network; what goes back to a
    kind that is gone waits, and only what is still in that kind can pay."""
    until = make_network({"in_force_until": "2026-03-31"}, refunds__suspense_into="HISTORIC")
    later = make_policy(
        {"version": "2026-04-01", "in_force_from": "2026-04-01"},
        accounts__kinds=["CURRENT", "HISTORIC"],
        accounts__own_order=["HISTORIC"],
        accounts__shared=["HISTORIC"],
        bindings__carried_over=False,
    )
    world = World([until, later])
    for who in ("founder", "son"):
        world.person(who)
    world.money("founder", HISTORIC=1_00, MUTUAL_AID=50_00)
    world.money("son", HISTORIC=10_00)
    world.bind("founder", "son")
    done = world.settle("son", 30_00)
    world.now += timedelta(days=40)
    made = anew(world, done, 40_00)
    assert went(made) == [("son", "HISTORIC", 10_00, None), ("founder", "SUSPENSE", 20_00, "KIND_NOT_KEPT")]
    assert paid(made.settlement) == [("son", "HISTORIC", 10_00), ("founder", "MUTUAL_AID", 30_00)]
    assert made.settlement.policy_version == "2020-01-01"


@pytest.mark.parametrize("stands", [True, False])
def test_a_quota_is_used_up_by_the_new_amount(stands: bool) -> None:
    """What the first settlement had used of the quota is there again for the new amount, also once the relation has
    ended; then nothing is frozen for it any more."""
    world = World([make_policy({"shape": "QUOTA"}, quota__scope="PER_BINDING", quota__freezes=True)])
    for who in ("father", "child"):
        world.person(who)
    world.money("father", PERSONAL=100_00)
    world.bind("father", "child", quota_fen=60_00)
    done = world.settle("child", 30_00)
    assert (done.acct_pay_fen, frozen_fen(world)) == (30_00, 30_00)
    world.now += timedelta(days=1)
    if not stands:
        unbind(world)
    made = anew(world, done, 80_00).settlement
    assert paid(made) == [("father", "PERSONAL", 60_00)]
    assert (world.balance_fen("father"), frozen_fen(world)) == (40_00, 0)


def frozen_fen(world: World) -> int:
    return sum(held.frozen_fen for held in world.state.accounts.values())
