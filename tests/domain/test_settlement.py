"""Who pays a bill: the published examples, and each rule that can keep an account from paying."""

from datetime import date, timedelta

import msgspec
import pytest

from service.domain.account import Account, AccountKey
from service.domain.commands import SetPayerOrder, Settle
from service.domain.outcome import Outcome
from service.domain.settlement import draw
from service.domain.terms import AccountKind, AccountState, ClaimType, InsuState
from tests.support.world import (
    ABROAD,
    HOME,
    HOSPITAL,
    NEIGHBOUR,
    World,
    handling,
    make_network,
    make_policy,
    paid,
    ref,
    why,
)


def network(*people: str) -> World:
    """A network whose initiator is the first of `people`; all are in the employee scheme but the child."""
    world = World([make_network()])
    for psn_no in people:
        world.person(psn_no, insutype="390" if psn_no == "child" else "310")
    for member in people[1:]:
        world.bind(people[0], member, "CHILD" if member == "child" else "SPOUSE")
    return world


def star(**rules: object) -> World:
    """One authorizer with 500.00 and one member with 10.00, bound."""
    world = World([make_policy(**rules)])
    world.person("holder")
    world.person("member")
    world.money("holder", PERSONAL=500_00)
    world.money("member", PERSONAL=10_00)
    world.bind("holder", "member", "SPOUSE")
    return world


def test_once_ones_own_mutual_aid_account_has_paid_no_other_may() -> None:
    """Ningbo's example of A, B and C: B's two accounts pay 150, 50 stay cash, and A pays nothing."""
    world = network("A", "B", "child")
    world.money("A", HISTORIC=1000_00, MUTUAL_AID=1000_00)
    world.money("B", HISTORIC=100_00, MUTUAL_AID=50_00)
    done = world.settle("B", 1000_00, fund_pay_sumamt_fen=800_00)
    assert paid(done) == [("B", "HISTORIC", 100_00), ("B", "MUTUAL_AID", 50_00)]
    assert (done.psn_cash_pay_fen, done.acct_pay_fen, done.acct_mulaid_pay_fen) == (50_00, 150_00, 0)
    assert why(done, "A") == "ONE_MUTUAL_AID_ACCOUNT_ONLY"
    assert why(done, "child") == "NO_ACCOUNT"


def test_an_empty_mutual_aid_account_is_passed_over() -> None:
    """Ningbo's example of Li and Chen: 1000 of 3000 the first time, all of 2000 from the next payer the second."""
    world = network("Li", "Chen", "child")
    world.money("Li", MUTUAL_AID=1000_00)
    world.money("Chen", MUTUAL_AID=5000_00)
    first = world.settle("child", 3000_00, med_type="21")
    assert (paid(first), first.psn_cash_pay_fen) == ([("Li", "MUTUAL_AID", 1000_00)], 2000_00)
    second = world.settle("child", 2000_00, med_type="21")
    assert (paid(second), second.psn_cash_pay_fen) == ([("Chen", "MUTUAL_AID", 2000_00)], 0)
    assert why(second, "Li") == "EMPTY"


@pytest.mark.parametrize(
    ("own_fen", "payments", "network_line"),
    [
        (10_00, [("husband", "HISTORIC", 10_00), ("wife", "MUTUAL_AID", 10_00)], "PAID"),
        (30_00, [("husband", "HISTORIC", 20_00)], "NOTHING_LEFT_TO_PAY"),
    ],
)
def test_only_the_payable_part_is_paid(own_fen: int, payments: list[tuple[str, str, int]], network_line: str) -> None:
    """Ningbo's example of a bill of 100 with 20 payable: 80 stay cash, whatever the accounts hold."""
    world = network("wife", "husband")
    world.money("wife", MUTUAL_AID=400_00)
    world.money("husband", HISTORIC=own_fen)
    done = world.settle("husband", 100_00, account_payable_fen=20_00)
    assert (paid(done), done.psn_cash_pay_fen) == (payments, 80_00)
    assert why(done, "wife") == network_line


def test_the_initiator_may_set_another_first() -> None:
    """Ningbo's example of the daughter who set her father first: father 1 and cash 49, then the daughter 50."""
    world = network("daughter", "father", "husband")
    world.money("daughter", MUTUAL_AID=400_00)
    world.money("father", MUTUAL_AID=1_00)
    order = SetPayerOrder(
        owner=ref("daughter"),
        payers=(ref("father"), ref("daughter"), ref("husband")),
        handling=handling("daughter"),
    )
    assert isinstance(world.decide(order), Outcome)
    first, second = world.settle("husband", 50_00), world.settle("husband", 50_00)
    assert (paid(first), first.psn_cash_pay_fen) == ([("father", "MUTUAL_AID", 1_00)], 49_00)
    assert (paid(second), second.psn_cash_pay_fen) == ([("daughter", "MUTUAL_AID", 50_00)], 0)


def test_own_account_first_the_rest_from_the_authorizer() -> None:
    """The published case of 2000 and 100 against a burden of 600: member 100, authorizer 500."""
    world = star()
    world.money("holder", PERSONAL=2000_00)
    world.money("member", PERSONAL=100_00)
    done = world.settle("member", 600_00)
    assert paid(done) == [("member", "PERSONAL", 100_00), ("holder", "PERSONAL", 500_00)]
    assert (world.balance_fen("member"), world.balance_fen("holder")) == (0, 1500_00)
    assert (done.acct_pay_fen, done.acct_mulaid_pay_fen, done.balc_fen) == (600_00, 500_00, 0)


def test_two_authorizers_pay_in_the_order_bound() -> None:
    """The real discharge of 24,911.24 with two authorizers (the split is derived): 5,000 and 4,256.40, cash 0."""
    world = World([make_policy()])
    for psn_no, amount_fen in (("patient", 0), ("spouse", 5_000_00), ("daughter", 20_000_00)):
        world.person(psn_no)
        world.money(psn_no, PERSONAL=amount_fen)
    world.bind("spouse", "patient", "SPOUSE")
    world.bind("daughter", "patient", "MOTHER")
    done = world.settle("patient", 24_911_24, fund_pay_sumamt_fen=15_654_84, med_type="21")
    assert paid(done) == [("spouse", "PERSONAL", 5_000_00), ("daughter", "PERSONAL", 4_256_40)]
    assert done.psn_cash_pay_fen == 0


def test_who_is_not_bound_can_not_pay_and_is_told_so() -> None:
    """The bureau's published case: the bound father pays; the father's own mother, asked about, is not bound."""
    world = World([make_policy()])
    world.person("child", insutype="390")
    for psn_no in ("father", "grandmother"):
        world.person(psn_no)
        world.money(psn_no, PERSONAL=300_00)
    world.bind("father", "child")
    done = world.settle("child", 100_00)
    assert paid(done) == [("father", "PERSONAL", 100_00)]
    asked = draw(world.bill("child", 100_00), world.ctx(), (ref("grandmother"), ref("father")))
    assert why(asked, "grandmother") == "NOT_BOUND"
    assert why(asked, "father") == "PAID"


@pytest.mark.parametrize(
    ("rules", "fields", "reason"),
    [
        ({"settlement__scenes": {"310": ["OUTPATIENT"]}}, {"med_type": "41"}, "SCENE_NOT_COVERED"),
        ({"settlement__scenes": {"310": ["OUTPATIENT"]}}, {"med_type": "7777"}, "SCENE_NOT_COVERED"),
        ({"settlement__scenes": {"390": ["OUTPATIENT"]}}, {}, "SCENE_NOT_COVERED"),
        ({"settlement__pooled_fund": False}, {"fund_pay_sumamt_fen": 60_00}, "POOLED_FUND_LINKED"),
        ({"settlement__institution_switch": True}, {}, "INSTITUTION_NOT_ENABLED"),
        ({}, {"fixmedins_code": None, "claim_type": ClaimType.HAND_IN}, "OUT_OF_AREA"),
        (
            {"settlement__claim_types": ["DIRECT", "HAND_IN"]},
            {"fixmedins_code": None, "claim_type": ClaimType.HAND_IN},
            "OUT_OF_AREA",
        ),
        ({}, {"fixmedins_code": "elsewhere", "mdtrtarea_admvs": "110000"}, "OUT_OF_AREA"),
        ({"payers__retained_fen": 500_00}, {}, "RETAINED_BALANCE"),
    ],
)
def test_what_bars_others_never_bars_ones_own(rules: dict[str, object], fields: dict[str, object], reason: str) -> None:
    """A restriction keeps the authorizer's account out, with its reason, and one's own account pays all the same."""
    done = star(**rules).settle("member", 100_00, **fields)
    assert paid(done) == [("member", "PERSONAL", 10_00)]
    assert why(done, "holder") == reason
    assert done.psn_cash_pay_fen + done.acct_pay_fen == done.psn_part_amt_fen


@pytest.mark.parametrize(
    ("rules", "fields"),
    [
        (
            {"settlement__area": "NATION", "settlement__claim_types": ["HAND_IN"]},
            {"fixmedins_code": None, "claim_type": ClaimType.HAND_IN},
        ),
        ({"settlement__area": "NATION"}, {"fixmedins_code": "elsewhere", "mdtrtarea_admvs": "110000"}),
        ({"settlement__area": "PROVINCE"}, {"fixmedins_code": "elsewhere", "mdtrtarea_admvs": "990300"}),
    ],
)
def test_a_wide_area_lets_others_pay(rules: dict[str, object], fields: dict[str, object]) -> None:
    """Where the policy's area is wide enough, the authorizer's account pays away from home and for claims handed in."""
    done = star(**rules).settle("member", 100_00, **fields)
    assert paid(done) == [("member", "PERSONAL", 10_00), ("holder", "PERSONAL", 90_00)]


@pytest.mark.parametrize(
    ("who", "fields", "reason"),
    [
        ("holder", {"psn_insu_stas": InsuState.SUSPENDED}, "PAYER_NOT_ACTIVE"),
        ("holder", {"account_state": AccountState.FROZEN}, "ACCOUNT_NOT_NORMAL"),
        ("member", {"psn_insu_stas": InsuState.SUSPENDED}, "MEMBER_NOT_ACTIVE"),
    ],
)
def test_states_are_those_of_the_settlement(who: str, fields: dict[str, object], reason: str) -> None:
    """A binding pays nothing while one side is suspended, and revives with it."""
    world = star(payers__insu_states=["1"], settlement__member_insu_states=["1"])
    world.person(who, **fields)
    assert why(world.settle("member", 40_00), "holder") == reason
    world.person(who)
    assert paid(world.settle("member", 40_00))[-1] == ("holder", "PERSONAL", 40_00)


def test_only_what_is_above_the_retained_balance_is_shared() -> None:
    """With 300.00 retained, 200.00 of 500.00 may be spent by the member."""
    done = star(payers__retained_fen=300_00).settle("member", 1000_00)
    assert paid(done) == [("member", "PERSONAL", 10_00), ("holder", "PERSONAL", 200_00)]


def test_money_that_is_frozen_is_not_spent() -> None:
    """A frozen part of a balance stays, one's own included."""
    world = star()
    world.state.accounts[AccountKey(HOME, "member", AccountKind.PERSONAL)] = Account(10_00, frozen_fen=4_00)
    assert paid(world.settle("member", 20_00))[0] == ("member", "PERSONAL", 6_00)


def test_an_order_by_the_last_bound() -> None:
    """Where the last bound pays first, it does."""
    world = World([make_policy(payers__order="LAST_BOUND_FIRST")])
    for psn_no in ("member", "early", "late"):
        world.person(psn_no)
        world.money(psn_no, PERSONAL=0 if psn_no == "member" else 50_00)
    world.bind("early", "member")
    world.bind("late", "member")
    assert paid(world.settle("member", 60_00)) == [("late", "PERSONAL", 50_00), ("early", "PERSONAL", 10_00)]


def test_between_two_regions_each_ones_books_balance() -> None:
    """A payer insured elsewhere pays through the clearing accounts: in each region debits equal credits."""
    world = World([make_policy(members__area="PROVINCE")])
    world.person("holder", region=NEIGHBOUR)
    world.person("member")
    world.money("holder", region=NEIGHBOUR, PERSONAL=70_00)
    world.bind("holder", "member", region=NEIGHBOUR, member_region=HOME)
    decided = world.decide(Settle(bill=world.bill("member", 50_00)))
    assert isinstance(decided, Outcome)
    ways = [(p.region, p.debit.kind, p.debit.owner, p.credit.kind, p.credit.owner) for p in decided.changes.postings]
    assert ways == [
        (NEIGHBOUR, "PERSONAL", "holder", "CLEARING", HOME),
        (HOME, "CLEARING", NEIGHBOUR, "INSTITUTION", HOSPITAL),
    ]
    assert world.balance_fen("holder", region=NEIGHBOUR) == 20_00


def test_a_member_of_another_province_is_out_of_a_provinces_area() -> None:
    """The area of insurance is the policy's: region, province or nation."""
    world = World([make_policy(members__area="PROVINCE")])
    world.person("holder")
    world.person("member", region=ABROAD)
    refused = world.bind("holder", "member", member_region=ABROAD)
    assert getattr(refused, "reason", None) == "MEMBER_OUT_OF_AREA"


def test_a_network_dropped_by_a_later_version_pays_nothing() -> None:
    """From the day of a version that carries nothing over, earlier bindings pay no more and say that they ended."""
    early = make_network()
    header = msgspec.structs.replace(early.policy, in_force_until=date(2026, 3, 31))
    historic = {f"accounts__{key}": ["HISTORIC"] for key in ("kinds", "own_order", "shared")}
    later = make_policy(
        {"version": "2026-04-01", "in_force_from": "2026-04-01"}, bindings__carried_over=False, **historic
    )
    world = World([msgspec.structs.replace(early, policy=header), later])
    for psn_no in ("A", "B"):
        world.person(psn_no)
        world.money(psn_no, HISTORIC=5_00, MUTUAL_AID=100_00)
    world.bind("A", "B", "SPOUSE")
    visit = world.now
    world.now += timedelta(days=45)
    done = world.settle("B", 50_00, visit_time=visit)
    assert paid(done) == [("B", "HISTORIC", 5_00)]
    assert why(done, "A") == "ENDED"
    assert why(done, "B", "MUTUAL_AID") == "ACCOUNT_KIND_NOT_COVERED"
