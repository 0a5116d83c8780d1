"""Undoing a settlement, pure: where each payment goes back to, how often, and what refuses it."""

from datetime import timedelta
from typing import Any

import pytest

from service.domain.commands import Unbind
from service.domain.outcome import Outcome
from service.domain.refusal import Refusal
from service.domain.settlement_record import Reversed, Settlement
from service.domain.terms import AccountState, InsuState, SettlementState
from service.domain.undo_commands import ReverseSettlement
from tests.support.undo import nightly, pay_out, reverse, went
from tests.support.world import ABROAD, HOME, World, handling, make_network, make_policy, paid, ref

NINGBO = {"refunds__left_payer": "SUSPENSE", "refunds__suspense_into": "HISTORIC"}


def star(**rules: Any) -> World:
    """A father with 100.00, his child with 10.00, bound."""
    world = World([make_policy(**rules)])
    for who in ("father", "child"):
        world.person(who)
    world.money("father", PERSONAL=100_00)
    world.money("child", PERSONAL=10_00)
    world.bind("father", "child")
    return world


def network(**rules: Any) -> World:
    """A founder, and wife and son in her network, each with 50.00 set aside; the founder with a surplus."""
    world = World([make_network(**(NINGBO | rules))])
    for who in ("founder", "wife", "son"):
        world.person(who)
        world.money(who, MUTUAL_AID=50_00, HISTORIC=1_00)
    world.bind("founder", "wife", "SPOUSE")
    world.bind("founder", "son", "CHILD")
    return world


def leave(world: World, member: str, applicant: str | None = None) -> None:
    """A member leaves, or is removed."""
    binding = next(b for b in world.state.bindings.values() if b.member_psn_no == member and b.state == "ACTIVE")
    command = Unbind(
        authorizer=ref("founder"), binding_ids=(binding.binding_id,), handling=handling(applicant or member)
    )
    assert not isinstance(world.decide(command), Refusal)


def undone(world: World, done: Settlement) -> Reversed:
    found = reverse(world, done)
    assert isinstance(found, Reversed), found
    return found


def test_money_goes_back_the_way_it_came() -> None:
    """Each payer has again what it had, the settlement is REVERSED, and all of it counts as refunded."""
    world = star()
    done = world.settle("child", 60_00)
    assert paid(done) == [("child", "PERSONAL", 10_00), ("father", "PERSONAL", 50_00)]
    back = undone(world, done)
    assert went(back) == [("child", "PERSONAL", 10_00, None), ("father", "PERSONAL", 50_00, None)]
    assert (world.balance_fen("child"), world.balance_fen("father")) == (10_00, 100_00)
    assert (back.settlement.state, back.settlement.refunded_fen) == (SettlementState.REVERSED, 60_00)
    assert back.balc_fen == 10_00


def test_a_second_reversal_is_refused_and_changes_nothing() -> None:
    """What has been given back is not given back again."""
    world = star()
    done = world.settle("child", 60_00)
    undone(world, done)
    before = dict(world.state.accounts)
    assert reverse(world, done) == Refusal("SETTLEMENT_ALREADY_REVERSED", {"setl_id": str(done.setl_id)})
    assert world.state.accounts == before


def test_a_settlement_is_undone_for_its_patient_only() -> None:
    """By another patient's number, or one that there is not, no settlement is found."""
    world = star()
    done = world.settle("child", 60_00)
    assert reverse(world, done, patient="father") == Refusal("SETTLEMENT_NOT_FOUND")
    assert reverse(world, done, patient="nobody") == Refusal("PERSON_NOT_FOUND", {"person": "patient"})
    assert world.balance_fen("father") == 50_00


def test_cash_alone_can_be_undone() -> None:
    """A settlement that no account paid is undone too, and nothing moves."""
    world = World([make_policy()])
    world.person("lone")
    back = undone(world, world.settle("lone", 60_00))
    assert (went(back), back.settlement.refunded_fen) == ([], 0)
    assert back.settlement.state is SettlementState.REVERSED


def test_the_payer_in_another_region_gets_it_back_there() -> None:
    """Between two regions each region's books are even again, its clearing account included."""
    world = World([make_policy(members__area="NATION")])
    world.person("father", ABROAD)
    world.person("child")
    world.money("father", ABROAD, PERSONAL=100_00)
    world.bind("father", "child", region=ABROAD, member_region=HOME)
    done = world.settle("child", 60_00)
    assert world.balance_fen("father", region=ABROAD) == 40_00
    decided = world.decide(ReverseSettlement(patient=ref("child"), reason="test", setl_id=done.setl_id))
    assert isinstance(decided, Outcome)
    assert world.balance_fen("father", region=ABROAD) == 100_00
    ways = [(p.region, str(p.debit.kind), str(p.credit.kind)) for p in decided.changes.postings]
    assert ways == [(HOME, "INSTITUTION", "CLEARING"), (ABROAD, "CLEARING", "PERSONAL")]


def test_after_the_binding_ended_it_goes_back_all_the_same() -> None:
    """Where the place says nothing else, a payer whose binding is over gets its money back at once."""
    world = star()
    done = world.settle("child", 60_00)
    binding = next(iter(world.state.bindings.values()))
    world.decide(Unbind(authorizer=ref("father"), binding_ids=(binding.binding_id,), handling=handling("father")))
    assert went(undone(world, done))[1] == ("father", "PERSONAL", 50_00, None)


def test_a_payer_who_left_the_network_waits_for_the_night() -> None:
    """Its part stands in SUSPENSE that day and in HISTORIC after the run of the next; the patient's own is back."""
    world = network()
    world.money("founder", MUTUAL_AID=0)
    world.money("son", HISTORIC=10_00, MUTUAL_AID=0)
    done = world.settle("son", 40_00)
    leave(world, "wife")
    assert went(undone(world, done)) == [
        ("son", "HISTORIC", 10_00, None),
        ("wife", "SUSPENSE", 30_00, "PAYER_LEFT"),
    ]
    world.now += timedelta(days=1)
    report = nightly(world, "2026-03-02", wife=30_00)
    assert (report.done, report.sums_fen) == (1, {"put_back_fen": 30_00})
    assert (world.balance_fen("wife", "SUSPENSE"), world.balance_fen("wife", "HISTORIC")) == (0, 31_00)


def test_the_patient_who_left_keeps_no_payer_waiting() -> None:
    """A payer who is still in the network gets its money back at once, whoever else left."""
    world = network()
    world.money("son", HISTORIC=0, MUTUAL_AID=0)
    done = world.settle("son", 40_00)
    leave(world, "son")
    assert went(undone(world, done)) == [("founder", "MUTUAL_AID", 40_00, None)]


def test_a_payer_who_came_back_has_not_left() -> None:
    """Left and bound again to the same network, the payer is in it by the time of the refund."""
    world = network()
    world.money("founder", MUTUAL_AID=0)
    world.money("son", HISTORIC=0, MUTUAL_AID=0)
    done = world.settle("son", 40_00)
    leave(world, "wife")
    world.bind("founder", "wife", "SPOUSE")
    assert went(undone(world, done)) == [("wife", "MUTUAL_AID", 40_00, None)]


def test_a_kind_that_is_no_longer_kept_takes_nothing_back() -> None:
    """After a change of the rules that drops MUTUAL_AID a refund to it goes through SUSPENSE to HISTORIC."""
    later = make_policy(
        {"version": "2026-04-01", "in_force_from": "2026-04-01"},
        accounts__kinds=["CURRENT", "HISTORIC"],
        accounts__own_order=["HISTORIC"],
        accounts__shared=["HISTORIC"],
        bindings__carried_over=False,
        refunds__suspense_into="HISTORIC",
    )
    world = World([make_network({"in_force_until": "2026-03-31"}, **NINGBO), later])
    for who in ("founder", "son"):
        world.person(who)
    world.money("founder", MUTUAL_AID=50_00, HISTORIC=1_00)
    world.bind("founder", "son")
    done = world.settle("son", 40_00)
    world.now += timedelta(days=40)
    assert went(undone(world, done)) == [("founder", "SUSPENSE", 40_00, "KIND_NOT_KEPT")]
    nightly(world, "2026-04-11", founder=40_00)
    assert world.balance_fen("founder", "HISTORIC") == 41_00


def test_after_a_year_end_it_goes_to_the_account_it_came_from() -> None:
    """What has moved between accounts since does not matter: the payment goes back to its kind, as it stands now."""
    world = network()
    world.money("son", HISTORIC=0, MUTUAL_AID=0)
    done = world.settle("son", 40_00)
    world.money("founder", MUTUAL_AID=0, HISTORIC=11_30)
    world.now += timedelta(days=365)
    assert went(undone(world, done)) == [("founder", "MUTUAL_AID", 40_00, None)]
    assert (world.balance_fen("founder", "MUTUAL_AID"), world.balance_fen("founder", "HISTORIC")) == (40_00, 11_30)


@pytest.mark.parametrize(
    "gone", [{"account_state": AccountState.CLOSED}, {"psn_insu_stas": InsuState.ENDED}], ids=["closed", "moved"]
)
def test_what_belongs_to_nobody_here_any_more_stays_and_can_be_paid_out(gone: dict[str, Any]) -> None:
    """A closed account, or a payer who moved away: the night leaves it and says so, PayOutSuspense pays it out."""
    world = star(refunds__suspense_into="PERSONAL")
    done = world.settle("child", 60_00)
    world.person("father", **gone)
    assert went(undone(world, done))[1] == ("father", "SUSPENSE", 50_00, "ACCOUNT_CLOSED")
    report = nightly(world, "2026-03-02", father=50_00)
    assert (report.done, report.skipped) == (0, {"ACCOUNT_NOT_NORMAL": 1})
    short = pay_out(world, "father", 50_01)
    assert short == Refusal("INSUFFICIENT_BALANCE", {"free_fen": "5000", "amount_fen": "5001"})
    done_out = pay_out(world, "father", 20_00)
    assert not isinstance(done_out, Refusal) and done_out.balance_after_fen == 30_00
    pay_out(world, "father", 30_00)
    assert world.balance_fen("father", "SUSPENSE") == 0


def test_a_moved_patients_settlement_is_undone_in_the_old_region() -> None:
    """The books of a settlement stay where it was made, whoever is insured elsewhere by now."""
    world = star()
    done = world.settle("child", 60_00)
    world.person("child", psn_insu_stas=InsuState.ENDED)
    world.person("child", ABROAD)
    assert went(undone(world, done)) == [
        ("child", "SUSPENSE", 10_00, "ACCOUNT_CLOSED"),
        ("father", "PERSONAL", 50_00, None),
    ]


def test_what_an_account_can_take_is_not_paid_out() -> None:
    """Money that the next night puts into an account leaves by no other way."""
    world = star(refunds__suspense_into="PERSONAL")
    world.money("father", SUSPENSE=5_00)
    assert pay_out(world, "father", 5_00) == Refusal("ACCOUNT_NOT_CLOSED", {"account_state": "NORMAL"})
    assert world.balance_fen("father", "SUSPENSE") == 5_00


def test_the_night_takes_only_what_waited_at_midnight() -> None:
    """What came in on the day of the run stays for the next one."""
    world = star(refunds__suspense_into="PERSONAL")
    world.money("father", SUSPENSE=8_00, PERSONAL=0)
    assert nightly(world, "2026-03-01", father=5_00, child=0).looked == 2
    assert (world.balance_fen("father"), world.balance_fen("father", "SUSPENSE")) == (5_00, 3_00)


def test_where_no_rule_names_an_account_it_stays() -> None:
    """A place that says nothing of where SUSPENSE goes leaves it there, reports it, and can pay it out."""
    world = star()
    world.money("father", SUSPENSE=8_00)
    assert nightly(world, "2026-03-01", father=8_00).skipped == {"ACCOUNT_KIND_NOT_KEPT": 1}
    assert not isinstance(pay_out(world, "father", 8_00), Refusal)
