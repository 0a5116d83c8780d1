"""Winding an account up: where the money goes, what ends, and that it stays closed."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.account import MAX_FEN, Account, AccountKey
from service.domain.account_rows import Liquidation
from service.domain.calendar import SHANGHAI
from service.domain.feed_commands import PersonRow, UpsertPersons
from service.domain.interest import for_year_fen, until_fen
from service.domain.outcome import Outcome
from service.domain.person import PersonKey
from service.domain.terms import AccountKind, AccountState, AuthorizationState, BindingState, InsuState, PassThrough
from tests.support.owners import Owners, answer
from tests.support.quotas import check_frozen, freezing, frozen_fen, set_quota
from tests.support.world import ABROAD, HOME, NEIGHBOUR, why

MARCH_FIRST = datetime(2026, 3, 1, 12, tzinfo=SHANGHAI)


def rich(now: datetime = MARCH_FIRST) -> Owners:
    """The member of the network with 3,000.00 in three accounts."""
    world = Owners(now=now)
    world.money("b", CURRENT=500_00, HISTORIC=2000_00, MUTUAL_AID=500_00)
    return world


def test_all_of_it_is_paid_out_with_interest() -> None:
    """Sum 3,000.00 at 1.5 % for the 59 days since 1 January: 7.27 of interest, and nothing is left."""
    world = rich()
    done: Liquidation = answer(world.liquidate("b"))
    assert (done.balance_fen, done.interest_fen, done.paid_out_fen) == (3000_00, 7_27, 3007_27)
    assert world.balances("b") == {}


def test_the_money_is_carried_through_clearing() -> None:
    """After a move each region's books say for themselves what is owed; in the new one the insurer takes it over."""
    world = rich()
    decided = world.liquidate("b", "MOVE", NEIGHBOUR)
    assert isinstance(decided, Outcome)
    flows: dict[tuple[str, str, str], int] = {}
    for posting in decided.changes.postings:
        for side, sign in ((posting.debit, -1), (posting.credit, 1)):
            if isinstance(side.kind, PassThrough):
                key = (posting.region, str(side.kind), side.owner)
                flows[key] = flows.get(key, 0) + sign * posting.amount_fen
    assert flows == {
        (HOME, "INSURER", HOME): -7_27,
        (HOME, "CLEARING", NEIGHBOUR): 3007_27,
        (NEIGHBOUR, "CLEARING", HOME): -3007_27,
        (NEIGHBOUR, "INSURER", NEIGHBOUR): 3007_27,
    }
    assert (decided.answer.carried_fen, decided.answer.paid_out_fen) == (3007_27, 0)


def test_every_tie_ends_and_the_others_are_told() -> None:
    """Bindings end on both sides, and everybody who was tied to the owner hears of it."""
    world = Owners()
    decided = world.liquidate("a")
    assert isinstance(decided, Outcome)
    assert {b.state for b in decided.changes.bindings} == {BindingState.ENDED}
    assert {a.state for a in decided.changes.authorizations} == {AuthorizationState.ENDED}
    told = {(e.type, e.psn_no) for e in decided.changes.events}
    assert {("LIQUIDATED", "a"), ("PAYER_LIQUIDATED", "b"), ("NETWORK_DISSOLVED", "a")} <= told
    assert why(world.settle("b", 1_00), "a") == "ENDED"


def test_a_member_who_dies_leaves_the_network_standing() -> None:
    """The initiator is told that a member is gone; the network and the others' money stay as they are."""
    world = rich()
    world.money("a", MUTUAL_AID=40_00)
    decided = world.liquidate("b")
    assert isinstance(decided, Outcome)
    assert ("MEMBER_LIQUIDATED", "a") in {(e.type, e.psn_no) for e in decided.changes.events}
    assert decided.changes.authorizations == []
    assert world.balances("a") == {"MUTUAL_AID": 40_00}


def test_what_the_initiator_leaves_behind_goes_home() -> None:
    """When the initiator dies the network dissolves: each member's mutual-aid money goes home, and its preset ends."""
    world = rich()
    world.set_preset("b", 5_00)
    world.liquidate("a")
    assert world.balances("b") == {"CURRENT": 500_00, "HISTORIC": 2500_00}
    assert world.preset_of("b") is None


def test_frozen_money_is_released() -> None:
    """What a quota had frozen is paid out too, and nothing stays frozen."""
    world = rich()
    world.state.accounts[AccountKey(HOME, "b", AccountKind.HISTORIC)] = Account(2000_00, frozen_fen=1500_00)
    done: Liquidation = answer(world.liquidate("b"))
    assert done.balance_fen == 3000_00
    assert world.state.accounts[AccountKey(HOME, "b", AccountKind.HISTORIC)] == Account(0, 0)


def test_what_waits_in_suspense_stays() -> None:
    """SUSPENSE is no part of what is paid out: it is listed, and paid out for itself."""
    world = rich()
    world.money("b", SUSPENSE=9_00)
    assert answer(world.liquidate("b")).balance_fen == 3000_00
    assert world.balances("b") == {"SUSPENSE": 9_00}


def test_wound_up_once() -> None:
    """A second liquidation is refused, unless money came in since."""
    world = rich()
    world.liquidate("b")
    assert answer(world.liquidate("b")) == "ACCOUNT_NOT_NORMAL"
    world.money("b", HISTORIC=1_00)
    assert answer(world.liquidate("b")).balance_fen == 1_00


def told(world: Owners, **fields: object) -> AccountState:
    """The state of b's account after a row of the registry."""
    world.now += timedelta(days=1)
    held, personal = world.state.persons[PersonKey(HOME, "b")], world.state.personal[PersonKey(HOME, "b")]
    plain = {name: getattr(held, name) for name in held.__struct_fields__}
    usual = {"account_state": AccountState.NORMAL, "psn_insu_stas": InsuState.NORMAL, "as_of_time": world.now}
    row = type(held)(**(plain | usual | fields))
    decided = world.decide(UpsertPersons(region=HOME, rows=(PersonRow(row, personal),)))
    assert isinstance(decided, Outcome) and decided.answer.results[0].refusal is None
    return world.state.persons[PersonKey(HOME, "b")].account_state


def test_closed_whatever_the_registry_says() -> None:
    """The registry says NORMAL: the account stays CLOSED, until an insurance that had ended begins anew."""
    world = rich()
    world.liquidate("b")
    assert world.state.persons[PersonKey(HOME, "b")].account_state is AccountState.CLOSED
    assert told(world) is AccountState.CLOSED
    assert told(world, psn_insu_stas=InsuState.SUSPENDED) is AccountState.CLOSED
    assert told(world) is AccountState.CLOSED
    assert told(world, psn_insu_stas=InsuState.ENDED) is AccountState.CLOSED
    assert told(world) is AccountState.NORMAL
    assert told(world, insuplc_admdvs=ABROAD) is AccountState.NORMAL


@pytest.mark.parametrize(
    ("day", "days"),
    [("2026-01-01", 0), ("2024-02-29", 59), ("2024-03-01", 60), ("2023-03-01", 59), ("2024-12-31", 365)],
)
def test_days_of_interest(day: str, days: int) -> None:
    """Days are counted from 1 January, 29 February among them, and divided by 365 in every year."""
    expected = Fraction(1_000_000_00 * 15000 * days, 1_000_000 * 365)
    assert abs(until_fen(1_000_000_00, 15000, date.fromisoformat(day)) - expected) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("moment", "interest_fen"),
    [(datetime(2025, 12, 31, 23, 59, 59, 999000, tzinfo=SHANGHAI), 44_88), (datetime(2026, 1, 1, tzinfo=SHANGHAI), 0)],
)
def test_the_year_turns_at_midnight_in_china(moment: datetime, interest_fen: int) -> None:
    """Up to 23:59:59.999 a liquidation pays the interest of 364 days; at 00:00 a new year has begun, with none."""
    world = rich()
    world.now = moment
    assert answer(world.liquidate("b")).interest_fen == interest_fen


@given(st.integers(0, MAX_FEN), st.integers(0, 200_000), st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_interest_is_exact_and_half_up(sum_fen: int, annual_ppm: int, day: date) -> None:
    """Interest is the fraction rounded to the nearest fen, halves up, for a year and for a part of one."""
    days = (day - date(day.year, 1, 1)).days
    for fen, exact in (
        (for_year_fen(sum_fen, annual_ppm), Fraction(sum_fen * annual_ppm, 10**6)),
        (until_fen(sum_fen, annual_ppm, day), Fraction(sum_fen * annual_ppm, 10**6) * days / 365),
    ):
        assert fen == (exact + Fraction(1, 2)).__floor__()


@given(st.lists(st.integers(0, 10**12), min_size=3, max_size=3), st.booleans())
def test_a_liquidation_makes_and_loses_no_money(fen: list[int], carried: bool) -> None:
    """Whatever was in the accounts: what went out is that and the interest, no account is below zero, all are empty."""
    world = Owners()
    world.money("b", CURRENT=fen[0], HISTORIC=fen[1], MUTUAL_AID=fen[2])
    decided = world.liquidate("b", "MOVE", NEIGHBOUR if carried else None)
    assert isinstance(decided, Outcome)
    done = decided.answer
    assert done.balance_fen == sum(fen)
    assert done.paid_out_fen + done.carried_fen == sum(fen) + done.interest_fen
    out = [p.amount_fen for p in decided.changes.postings if p.movement == "LIQUIDATION" and p.region == HOME]
    assert sum(out) == sum(fen) + done.interest_fen
    assert all(fen >= 0 for p in decided.changes.postings for _, fen in p.touched)
    assert world.balances("b") == {}


@pytest.mark.parametrize("whose", ["a", "b"])
def test_what_a_quota_froze_is_free(whose: str) -> None:
    """An authorizer's liquidation pays all of it out, frozen or not; a member's gives the authorizer its money back."""
    world = Owners(freezing())
    world.money("a", PERSONAL=100_00)
    set_quota(world, "a", 60_00, world.bound)
    assert frozen_fen(world, "a") == 60_00
    world.money("b", PERSONAL=1_00)
    done = answer(world.liquidate(whose))
    assert done.paid_out_fen == (100_00 if whose == "a" else 1_00)
    assert frozen_fen(world, "a") == 0
    check_frozen(world)
