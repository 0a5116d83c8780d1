"""Rules of the format about money between one's own accounts, presets, interest and the year's end, each by itself."""

from datetime import datetime
from typing import Any

import pytest

from service.domain.calendar import SHANGHAI
from service.domain.refusal import Refusal
from service.domain.terms import AccountState, Job
from tests.support.jobs import run_job
from tests.support.owners import Owners, answer, network_rules
from tests.support.world import World


def world_of(**rules: Any) -> Owners:
    """b has 100.00 in HISTORIC and is in a's network; c has as much and is in none."""
    world = Owners(network_rules(**rules))
    for psn_no in ("b", "c"):
        world.money(psn_no, HISTORIC=100_00)
    return world


def moved(
    world: Owners, amount_fen: int = 1, owner: str = "b", way: tuple[str, str] = ("HISTORIC", "MUTUAL_AID")
) -> Any:
    """None where it was moved, else the reason why not."""
    said = world.transfer(owner, *way, amount_fen)
    return said if isinstance(said, str) else None


@pytest.mark.parametrize(
    ("routes", "reason"),
    [
        ([{"from_kind": "HISTORIC", "to_kind": "MUTUAL_AID"}], None),
        ([{"from_kind": "MUTUAL_AID", "to_kind": "HISTORIC"}], "TRANSFER_NOT_OFFERED"),
        ([], "TRANSFER_NOT_OFFERED"),
    ],
)
def test_which_way(routes: list[dict[str, str]], reason: str | None) -> None:
    """transfers.routes: money moves on these ways only, and on each in one direction."""
    assert moved(world_of(transfers__routes=routes)) == reason


@pytest.mark.parametrize(("schemes", "reason"), [(["310"], "AUTHORIZER_NOT_EMPLOYEE_SCHEME"), (["310", "390"], None)])
def test_the_owners_scheme(schemes: list[str], reason: str | None) -> None:
    """transfers.schemes, presets.schemes: who is in another scheme moves nothing and fixes nothing."""
    world = world_of(transfers__schemes=schemes, presets__schemes=schemes)
    world.owner("b", insutype="390")
    assert moved(world) == reason
    said = world.set_preset("b", 1)
    assert said == reason if reason else said.amount_fen == 1


@pytest.mark.parametrize(("states", "reason"), [(["NORMAL"], "ACCOUNT_NOT_NORMAL"), (["NORMAL", "FROZEN"], None)])
def test_the_state_of_the_account(states: list[str], reason: str | None) -> None:
    """transfers.account_states, presets.account_states: in another state nothing moves, and nothing can be fixed."""
    world = world_of(transfers__account_states=states, presets__account_states=states)
    world.owner("b", account_state=AccountState.FROZEN)
    assert moved(world) == reason
    said = world.set_preset("b", 1)
    assert said == reason if reason else said.amount_fen == 1


@pytest.mark.parametrize(("only", "reason"), [(True, "NOT_IN_NETWORK"), (False, None)])
def test_outside_a_network(only: bool, reason: str | None) -> None:
    """transfers.in_network_only, presets.in_network_only: whether who is in no network may, too."""
    world = world_of(transfers__in_network_only=only, presets__in_network_only=only)
    assert moved(world, owner="c") == reason
    said = world.set_preset("c", 1)
    assert said == reason if reason else said.amount_fen == 1


@pytest.mark.parametrize(("amount_fen", "reason"), [(60_00, None), (60_01, "RETAINED_BALANCE")])
def test_what_has_to_stay(amount_fen: int, reason: str | None) -> None:
    """transfers.retained_fen: so much stays in the account that money is moved out of."""
    assert moved(world_of(transfers__retained_fen=40_00), amount_fen) == reason


@pytest.mark.parametrize(("at_most", "reason"), [(1, "TRANSFER_LIMIT_REACHED"), (2, None), (None, None)])
def test_how_often_a_month(at_most: int | None, reason: str | None) -> None:
    """transfers.a_month_at_most: so many transfers of one owner in a calendar month; another's do not count."""
    world = world_of(transfers__a_month_at_most=at_most)
    world.money("a", HISTORIC=1)
    assert (moved(world), moved(world, owner="a"), moved(world)) == (None, None, reason)


@pytest.mark.parametrize(
    ("home", "left"),
    [
        ({"from_kind": "MUTUAL_AID", "to_kind": "HISTORIC"}, {"HISTORIC": 140_00}),
        (None, {"HISTORIC": 100_00, "MUTUAL_AID": 40_00}),
    ],
)
def test_whether_leavers_have_their_money_back(home: Any, left: dict[str, int]) -> None:
    """transfers.home_on_leaving: where a leaver's money goes; without the rule it stays where it is."""
    world = world_of(transfers__home_on_leaving=home)
    world.money("b", HISTORIC=100_00, MUTUAL_AID=40_00)
    world.leave()
    assert world.balances("b") == left


@pytest.mark.parametrize(
    ("route", "reason"), [({"from_kind": "HISTORIC", "to_kind": "MUTUAL_AID"}, None), (None, "TRANSFER_NOT_OFFERED")]
)
def test_whether_there_are_presets(route: Any, reason: str | None) -> None:
    """presets.route: without a way there is no preset."""
    said = world_of(presets__route=route).set_preset("b", 1)
    assert said == reason if reason else said.amount_fen == 1


@pytest.mark.parametrize(("day", "done"), [("06-01", 1), ("07-01", 0)])
def test_the_day_of_presets(day: str, done: int) -> None:
    """presets.day: the amounts move on that day of the year and on no other."""
    world = world_of(presets__day=day)
    world.set_preset("b", 1)
    assert run_job(world, Job.PRESET, "2026-06-01", ["b"]).done == done


@pytest.mark.parametrize(("annual_ppm", "interest_fen"), [(0, 0), (15000, 1_50), (20000, 2_00)])
def test_the_rate(annual_ppm: int, interest_fen: int) -> None:
    """interest.annual_ppm: what 100.00 bear in a year, and up to its last day when an account is wound up."""
    world = world_of(interest__annual_ppm=annual_ppm)
    run_job(world, Job.YEAR_END, "2025", ["b"])
    assert world.balances("b") == {"HISTORIC": 100_00 + interest_fen}
    world.now = datetime(2024, 12, 31, 12, tzinfo=SHANGHAI)
    wound_up = world.liquidate("c")
    assert not isinstance(wound_up, Refusal)
    assert answer(wound_up).interest_fen == interest_fen


@pytest.mark.parametrize(
    ("gathered", "into", "left"),
    [
        (["CURRENT"], "HISTORIC", {"HISTORIC": 150_00, "MUTUAL_AID": 50_00}),
        (["CURRENT", "MUTUAL_AID"], "HISTORIC", {"HISTORIC": 200_00}),
        (["HISTORIC"], "CURRENT", {"CURRENT": 150_00, "MUTUAL_AID": 50_00}),
        ([], "HISTORIC", {"CURRENT": 50_00, "HISTORIC": 100_00, "MUTUAL_AID": 50_00}),
    ],
)
def test_what_is_gathered(gathered: list[str], into: str, left: dict[str, int]) -> None:
    """year_end.gathered, year_end.into: these kinds go into that one; others stay, and bear no interest."""
    world = world_of(year_end__gathered=gathered, year_end__into=into, interest__annual_ppm=0)
    world.money("b", CURRENT=50_00, HISTORIC=100_00, MUTUAL_AID=50_00)
    run_job(world, Job.YEAR_END, "2025", ["b"])
    assert world.balances("b") == left


@pytest.mark.parametrize(("day", "until"), [("12-31", "2025-12-31"), ("06-30", "2025-06-30")])
def test_the_rules_of_the_last_day(day: str, until: str) -> None:
    """year_end.day: the version in force on that day of the year decides, and no other."""
    world: World = Owners(
        network_rules({"in_force_until": datetime.fromisoformat(until).date()}, year_end__day=day),
        now=datetime(2025, 1, 5, tzinfo=SHANGHAI),
    )
    world.money("b", HISTORIC=100_00)
    assert run_job(world, Job.YEAR_END, "2025", ["b"]).done == 1
    assert run_job(world, Job.YEAR_END, "2026", ["b"]).done == 0
