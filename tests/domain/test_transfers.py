"""Transfers between one's own accounts, and the amount fixed in advance."""

from datetime import datetime, timedelta

import pytest

from service.domain.account import Account, AccountKey
from service.domain.calendar import SHANGHAI
from service.domain.commands import RevokeAuthorization
from service.domain.family import Binding
from service.domain.outcome import Outcome
from service.domain.terms import AccountKind, AccountState, PresetState
from tests.support.owners import Owners, network_rules
from tests.support.world import HOME, handling, ref

LAST_MOMENT = datetime(2026, 3, 31, 23, 59, 59, 999000, tzinfo=SHANGHAI)


def test_an_owner_moves_money_and_back() -> None:
    """What leaves one account enters the other, to the fen, and may go back at any time."""
    world = Owners()
    world.money("b", HISTORIC=100_00)
    moved = world.transfer("b", "HISTORIC", "MUTUAL_AID", 60_00)
    assert (moved.from_balance_after_fen, moved.to_balance_after_fen) == (40_00, 60_00)
    world.transfer("b", "MUTUAL_AID", "HISTORIC", 10_01)
    assert world.balances("b") == {"HISTORIC": 50_01, "MUTUAL_AID": 49_99}


def test_nobody_moves_anothers_money() -> None:
    """Only the owner: the initiator has no power over a member's money, nor a member over the initiator's."""
    world = Owners()
    for psn_no in ("a", "b"):
        world.money(psn_no, HISTORIC=100_00)
    assert world.transfer("b", "HISTORIC", "MUTUAL_AID", 1, by="a") == "APPLICANT_NOT_ENTITLED"
    assert world.transfer("a", "HISTORIC", "MUTUAL_AID", 1, by="b") == "APPLICANT_NOT_ENTITLED"
    assert world.set_preset("b", 1, by="a") == "APPLICANT_NOT_ENTITLED"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"insutype": "390"}, "AUTHORIZER_NOT_EMPLOYEE_SCHEME"),
        ({"account_state": AccountState.FROZEN}, "ACCOUNT_NOT_NORMAL"),
        ({"account_state": AccountState.CLOSING}, "ACCOUNT_NOT_NORMAL"),
    ],
)
def test_scheme_and_state_of_the_owner(change: dict[str, object], reason: str) -> None:
    """A transfer needs the employee scheme and an account in its normal state."""
    world = Owners()
    world.money("b", HISTORIC=100_00)
    world.owner("b", **change)
    assert world.transfer("b", "HISTORIC", "MUTUAL_AID", 1) == reason


def test_members_of_a_network_only() -> None:
    """Who is in no network, and who has left it, moves nothing; its initiator is of it without a binding."""
    world = Owners()
    for psn_no in ("a", "b", "c"):
        world.money(psn_no, HISTORIC=100_00)
    assert world.transfer("c", "HISTORIC", "MUTUAL_AID", 1) == "NOT_IN_NETWORK"
    assert world.transfer("a", "HISTORIC", "MUTUAL_AID", 1).amount_fen == 1
    world.leave()
    assert world.transfer("b", "HISTORIC", "MUTUAL_AID", 1) == "NOT_IN_NETWORK"


def test_no_more_than_is_free() -> None:
    """What is frozen or not there can't be moved."""
    world = Owners()
    world.money("b", HISTORIC=100_00)
    assert world.transfer("b", "HISTORIC", "MUTUAL_AID", 100_01) == "INSUFFICIENT_BALANCE"
    world.state.accounts[AccountKey(HOME, "b", AccountKind.HISTORIC)] = Account(100_00, frozen_fen=30_00)
    assert world.transfer("b", "HISTORIC", "MUTUAL_AID", 70_01) == "INSUFFICIENT_BALANCE"
    assert world.transfer("b", "HISTORIC", "MUTUAL_AID", 70_00).from_balance_after_fen == 30_00


def test_a_month_ends_at_midnight() -> None:
    """With once a month a second transfer is refused until 23:59:59.999 of the last day, and done from 00:00."""
    world = Owners(network_rules(transfers__a_month_at_most=1), now=LAST_MOMENT)
    world.now = LAST_MOMENT
    world.money("b", HISTORIC=100_00)
    assert world.transfer("b", "HISTORIC", "MUTUAL_AID", 1).amount_fen == 1
    assert world.transfer("b", "HISTORIC", "MUTUAL_AID", 1) == "TRANSFER_LIMIT_REACHED"
    world.now = LAST_MOMENT + timedelta(milliseconds=1)
    assert world.transfer("b", "HISTORIC", "MUTUAL_AID", 1).amount_fen == 1


def test_a_preset_is_replaced_and_cancelled() -> None:
    """The amount fixed last counts; once cancelled there is none, and nothing to cancel."""
    world = Owners()
    world.set_preset("b", 50_00)
    world.set_preset("b", 70_00)
    standing = world.preset_of("b")
    assert standing is not None and standing.amount_fen == 70_00
    assert world.cancel_preset("b", by="a") == "APPLICANT_NOT_ENTITLED"
    assert world.cancel_preset("b").state is PresetState.ENDED
    assert world.preset_of("b") is None
    assert world.cancel_preset("b") == "PRESET_NOT_FOUND"


@pytest.mark.parametrize(
    ("state", "reason"), [("FROZEN", None), ("CLOSING", "ACCOUNT_NOT_NORMAL"), ("CLOSED", "ACCOUNT_NOT_NORMAL")]
)
def test_a_frozen_account_may_have_a_preset(state: str, reason: str | None) -> None:
    """Fixing an amount needs an account that is not CLOSING or CLOSED; FROZEN may."""
    world = Owners()
    world.owner("b", account_state=AccountState(state))
    said = world.set_preset("b", 50_00)
    assert said == reason if reason else said.amount_fen == 50_00


def test_leaving_brings_the_money_home() -> None:
    """Whoever leaves has its mutual-aid money back at once, and its preset ended; the others keep theirs."""
    world = Owners()
    for psn_no in ("a", "b"):
        world.money(psn_no, HISTORIC=10_00, MUTUAL_AID=40_00)
        world.set_preset(psn_no, 5_00)
    world.leave()
    assert world.balances("b") == {"HISTORIC": 50_00}
    assert world.balances("a") == {"HISTORIC": 10_00, "MUTUAL_AID": 40_00}
    assert world.preset_of("b") is None and world.preset_of("a") is not None


def test_dissolution_brings_everybodys_money_home() -> None:
    """When the initiator dissolves the network its own money goes home too, and every preset ends."""
    world = Owners()
    for psn_no in ("a", "b"):
        world.money(psn_no, MUTUAL_AID=40_00)
        world.set_preset(psn_no, 5_00)
    world.dissolve()
    for psn_no in ("a", "b"):
        assert world.balances(psn_no) == {"HISTORIC": 40_00}
        assert world.preset_of(psn_no) is None


@pytest.mark.parametrize("over", ["dissolve", "liquidate"])
def test_who_leaves_twice_at_once_takes_the_money_home_once(over: str) -> None:
    """With an expired binding that nobody has put down yet and a new one, a member leaves by both; its money is one."""
    world = Owners(network_rules(bindings__dated=True, exclusivity__one_network=False))
    world.owner("d")
    world.bind("a", "d", end_date=world.now.date())
    world.now += timedelta(days=2)
    assert isinstance(world.bind("a", "d"), Binding)
    world.money("d", HISTORIC=10_00, MUTUAL_AID=40_00)
    if over == "dissolve":
        done = world.decide(
            RevokeAuthorization(
                authorizer=ref("a"), authorization_id=world.bound.authorization_id, handling=handling("a")
            )
        )
    else:
        done = world.liquidate("a")
    assert isinstance(done, Outcome)
    assert [p.amount_fen for p in done.changes.postings if p.credit.owner == "d"] == [40_00]
    assert world.balances("d") == {"HISTORIC": 50_00}
