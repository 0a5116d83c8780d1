"""Paying premiums and giving them back: who may, out of what, and that nothing is paid twice."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from service.domain.calendar import SHANGHAI
from service.domain.outcome import Outcome
from service.domain.premium_record import Premium, PremiumState
from service.domain.refusal import Refusal
from service.domain.terms import AccountState, InsuState, Movement, PassThrough
from tests.support.premiums import ONE, OTHER, Payers, make_table, reason
from tests.support.world import HOME, NEIGHBOUR, handling, make_policy, ref

WALLET_RULES: dict[str, Any] = {
    "accounts__kinds": ["WALLET"],
    "accounts__own_order": ["WALLET"],
    "accounts__shared": [],
    "premiums__pays": ["RESIDENT"],
}


def test_a_bound_relatives_account_pays() -> None:
    """The standard less the subsidy leaves the payer's account for the premiums of the cover year."""
    world = Payers()
    world.child(date(2015, 6, 1), "ORPHAN")
    paid = world.pay()
    assert (paid.amount_fen, paid.subsidy_fen, paid.category, paid.state) == (100_00, 300_00, "ORPHAN", "PAID")
    assert world.balance_fen(ONE) == 900_00
    assert isinstance(world.decided, Outcome)
    (posting,) = world.decided.changes.postings
    assert (posting.movement, posting.credit.kind, posting.credit.owner) == (Movement.PREMIUM, "PREMIUMS", "2026")


def test_it_is_paid_once_whoever_pays() -> None:
    """A second payer is refused and keeps its money; for another year the same two may pay again."""
    world = Payers(table=make_table())
    assert isinstance(world.pay(), Premium)
    assert reason(world.pay(OTHER)) == "PREMIUM_ALREADY_PAID"
    assert reason(world.pay()) == "PREMIUM_ALREADY_PAID"
    assert world.balance_fen(OTHER) == 1_000_00
    assert reason(world.pay(OTHER, cover_year=2027)) == "PREMIUM_AMOUNT_UNKNOWN"


def test_a_second_tier_is_paid_when_asked_for() -> None:
    """Without a tier it is the lowest; a tier that there is not is refused."""
    assert Payers().pay().tier == 1
    assert Payers().pay(tier=2).amount_fen == 500_00
    assert reason(Payers().pay(tier=3)) == "PREMIUM_TIER_NOT_OFFERED"


@pytest.mark.parametrize(("day", "expected"), [((8, 31), False), ((9, 1), True), ((12, 31), True), ((1, 1), False)])
def test_it_is_paid_within_the_window(day: tuple[int, int], expected: bool) -> None:
    """From the first day's beginning to the last day's end, and not a moment more."""
    world = Payers()
    moment = {True: (23, 59, 59, 999_000), False: (0, 0, 0, 0)}[day in ((12, 31), (8, 31))]
    world.now = datetime(2026 if day[0] == 1 else 2025, *day, *moment, tzinfo=SHANGHAI)
    answer = world.pay()
    assert isinstance(answer, Premium) is expected
    if not expected:
        assert answer == Refusal("PREMIUM_WINDOW_CLOSED", {"from_date": "2025-09-01", "to_date": "2025-12-31"})


def test_who_owes_nothing_pays_nothing() -> None:
    """A premium that the government pays in full is refused as nothing due, and moves no money."""
    everything = [{"percent": 100, "zh": "孤儿", "en": "orphans", "who": [{"categories": ["ORPHAN"]}]}]
    world = Payers(table=make_table(subsidies=everything))
    world.child(None, "ORPHAN")
    assert reason(world.pay()) == "PREMIUM_NOTHING_DUE"


def test_only_a_policy_that_pays_premiums_lets_one_pay() -> None:
    """Where the payer's policy names no premiums, a standing binding is not enough."""
    assert reason(Payers(make_policy()).pay()) == "PREMIUM_NOT_ALLOWED"


def test_only_who_has_bound_the_insured_may_pay() -> None:
    """A stranger, one whose binding has ended, and one whose binding waits for consent are told which it is."""
    world = Payers()
    world.person("stranger")
    assert reason(world.pay("stranger")) == "BINDING_NOT_FOUND"
    dated = Payers(make_policy(premiums__pays=["RESIDENT"], bindings__dated=True))
    dated.person("later")
    dated.bind("later", "child", start_date=date(2025, 12, 1), end_date=date(2025, 12, 5))
    assert dated.pay("later") == Refusal("BINDING_NOT_STANDING", {"why": "NOT_YET_VALID"})
    dated.now = datetime(2025, 12, 6, tzinfo=SHANGHAI)
    assert reason(dated.pay("later")) == "BINDING_ENDED"


def test_it_is_the_payers_own_act() -> None:
    """Nobody disposes of the payer's money in the payer's place, the insured neither."""
    world = Payers()
    assert reason(world.pay(handling=handling("child"))) == "APPLICANT_NOT_ENTITLED"
    assert reason(world.pay(handling=handling(OTHER))) == "APPLICANT_NOT_ENTITLED"


def test_the_policys_rules_of_handling_hold() -> None:
    """An act PREMIUM has its channels and proofs, as any other."""
    rules = {"premiums__pays": ["RESIDENT"], "handling__channels": {"PREMIUM": ["WINDOW"]}}
    assert reason(Payers(make_policy(**rules)).pay()) == "CHANNEL_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("rules", "payer", "expected"),
    [
        ({"payers__insu_states": ["1"]}, {"psn_insu_stas": InsuState.SUSPENDED}, "AUTHORIZER_NOT_ACTIVE"),
        ({}, {"account_state": AccountState.FROZEN}, "ACCOUNT_NOT_NORMAL"),
        ({"payers__retained_fen": 600_01}, {}, "RETAINED_BALANCE"),
        ({"payers__retained_fen": 600_00}, {}, None),
    ],
)
def test_the_payer_is_judged_as_in_a_settlement(
    rules: dict[str, Any], payer: dict[str, Any], expected: str | None
) -> None:
    """Participation, account state and retained balance of today decide, and a refusal takes nothing."""
    world = Payers(make_policy(premiums__pays=["RESIDENT"], **rules))
    world.person(ONE, **payer)
    answer = world.pay()
    assert (None if isinstance(answer, Premium) else reason(answer)) == expected
    assert world.balance_fen(ONE) == (600_00 if expected is None else 1_000_00)


def test_it_is_paid_in_full_or_not_at_all() -> None:
    """One fen short is refused with what there is."""
    world = Payers()
    world.money(ONE, PERSONAL=399_99)
    assert world.pay() == Refusal("INSUFFICIENT_BALANCE", {"free_fen": "39999", "amount_fen": "40000"})
    world.money(ONE, PERSONAL=400_00)
    assert world.pay().amount_fen == 400_00


def test_several_kinds_of_account_pay_in_the_policys_order() -> None:
    """What the first shared account lacks the next one gives; both payments are named, and go back as they came."""
    rules = {
        "accounts__kinds": ["CURRENT", "HISTORIC"],
        "accounts__own_order": ["CURRENT", "HISTORIC"],
        "accounts__shared": ["HISTORIC", "CURRENT"],
        "premiums__pays": ["RESIDENT"],
    }
    world = Payers(make_policy(**rules))
    world.money(ONE, HISTORIC=150_00, CURRENT=500_00)
    paid = world.pay()
    assert [(p.account_kind, p.amount_fen) for p in paid.payments] == [("HISTORIC", 150_00), ("CURRENT", 250_00)]
    assert world.refund(paid.premium_id).state is PremiumState.REFUNDED
    assert (world.balance_fen(ONE, "HISTORIC"), world.balance_fen(ONE, "CURRENT")) == (150_00, 500_00)


def test_between_regions_each_books_balance() -> None:
    """The payer's region owes the insured's, where the premium is paid in; a refund takes both back."""
    world = Payers(make_policy(premiums__pays=["RESIDENT"], members__area="PROVINCE"), region=NEIGHBOUR)
    paid = world.pay()
    assert isinstance(world.decided, Outcome)
    ways = [(p.region, p.debit.kind, p.credit.kind, p.credit.owner) for p in world.decided.changes.postings]
    assert ways == [
        (HOME, "PERSONAL", PassThrough.CLEARING, NEIGHBOUR),
        (NEIGHBOUR, PassThrough.CLEARING, PassThrough.PREMIUMS, "2026"),
    ]
    assert {row.region for row in world.decided.changes.kept} == {HOME, NEIGHBOUR}
    assert reason(world.pay(OTHER)) == "PREMIUM_ALREADY_PAID"
    world.refund(paid.premium_id)
    assert isinstance(world.decided, Outcome)
    back = [(p.region, p.debit.kind, p.credit.kind) for p in world.decided.changes.postings]
    assert back == [(HOME, "CLEARING", "PERSONAL"), (NEIGHBOUR, "PREMIUMS", "CLEARING")]
    assert world.balance_fen(ONE) == 1_000_00


def test_a_refund_lets_somebody_else_pay() -> None:
    """Before the window closes the money goes back, once, and only to who paid."""
    world = Payers()
    paid = world.pay()
    assert reason(world.refund(paid.premium_id, OTHER)) == "PREMIUM_NOT_FOUND"
    assert reason(world.refund(UUID(int=7))) == "PREMIUM_NOT_FOUND"
    assert world.refund(paid.premium_id).refunded_time == world.now
    assert world.balance_fen(ONE) == 1_000_00
    assert reason(world.refund(paid.premium_id)) == "PREMIUM_ALREADY_REFUNDED"
    assert world.pay(OTHER).payer_psn_no == OTHER


def test_nothing_goes_back_once_the_window_has_closed() -> None:
    """Not even where the place still takes late payments; without a window, not once the cover has begun."""
    world = Payers(table=make_table(late={"then": "ALLOWED"}))
    paid = world.pay()
    world.now = datetime(2026, 1, 1, tzinfo=SHANGHAI)
    assert reason(world.refund(paid.premium_id)) == "PREMIUM_WINDOW_CLOSED"
    open_ended = Payers(table=make_table(windows=[]))
    paid = open_ended.pay()
    open_ended.now = datetime(2026, 1, 1, tzinfo=SHANGHAI)
    assert reason(open_ended.refund(paid.premium_id)) == "PREMIUM_WINDOW_CLOSED"
    open_ended.now -= timedelta(microseconds=1)
    assert open_ended.refund(paid.premium_id).state is PremiumState.REFUNDED


def test_a_refund_to_a_closed_account_waits() -> None:
    """The payer's account has been closed meanwhile: the money waits in SUSPENSE."""
    world = Payers()
    paid = world.pay()
    world.person(ONE, account_state=AccountState.CLOSED)
    world.refund(paid.premium_id)
    assert (world.balance_fen(ONE), world.balance_fen(ONE, "SUSPENSE")) == (600_00, 400_00)


def test_ones_own_premium_comes_out_of_ones_wallet() -> None:
    """Who is in the resident scheme pays its own premium from its wallet, where the rules of wallets say so."""
    wallet = make_policy({"id": "wallet", "shape": "WALLET"}, **WALLET_RULES)
    world = Payers(make_policy(), wallet)
    world.child()
    world.money("child", WALLET=400_00)
    paid = world.pay("child")
    assert (paid.payments[0].account_kind, paid.binding_id) == ("WALLET", None)
    assert world.balance_fen("child", "WALLET") == 0
    assert reason(Payers(make_policy()).pay("child")) == "PREMIUM_NOT_ALLOWED"


def test_a_wallet_pays_for_its_owner_alone() -> None:
    """A relative's premium never comes out of one's wallet, whatever there is in it."""
    wallet = make_policy({"id": "wallet", "shape": "WALLET"}, **WALLET_RULES)
    world = Payers(make_policy(premiums__pays=["RESIDENT"]), wallet)
    world.money(ONE, PERSONAL=0, WALLET=1_000_00)
    assert reason(world.pay()) == "INSUFFICIENT_BALANCE"


def test_nobody_of_the_employee_scheme_owes_it() -> None:
    """The premium is the resident scheme's."""
    assert reason(Payers().pay(OTHER, OTHER)) in ("PREMIUM_NOT_ALLOWED", "MEMBER_NOT_INSURED")
    world = Payers()
    world.bind(ONE, OTHER, "SPOUSE")
    assert world.pay(ONE, OTHER) == Refusal("MEMBER_NOT_INSURED", {"insutype": "310"})


def test_a_birth_date_is_told_to_nobody() -> None:
    """Where cover begins at birth, neither the premium nor its events hold that day."""
    world = Payers(table=make_table(windows=[{"who": [{"within_days": 90}]}]))
    world.child(date(2026, 2, 3))
    world.now = datetime(2026, 3, 1, tzinfo=SHANGHAI)
    paid = world.pay()
    assert paid.cover_start is None
    assert isinstance(world.decided, Outcome)
    assert "2026-02-03" not in msgspec.json.encode(world.decided).decode()
    assert "2026-05-04" not in msgspec.json.encode(world.decided).decode()


def test_what_followers_are_told() -> None:
    """Both are told who paid how much, but not of what category somebody is."""
    world = Payers()
    world.child(None, "ORPHAN")
    world.pay()
    assert isinstance(world.decided, Outcome)
    told = world.decided.changes.events
    assert [(e.type, e.psn_no, e.payload["about"]["amount_fen"]) for e in told] == [
        ("PREMIUM_PAID", "child", 100_00),
        ("PREMIUM_PAID", ONE, 100_00),
    ]
    assert "ORPHAN" not in str([e.payload for e in told])


def test_a_quota_caps_what_is_paid_and_is_used_up() -> None:
    """Under a quota a premium uses it up as a settlement does, and a refund makes it whole again."""
    rules = {"premiums__pays": ["RESIDENT"], "quota__scope": "PER_BINDING"}
    world = Payers(make_policy(**rules))
    bound = world.state.bindings_of_authorizer(world.state.keys[ref(ONE)])[0]
    world.state.add_bindings([msgspec.structs.replace(bound, quota_fen=300_00)])
    assert world.pay() == Refusal("QUOTA_EXCEEDED", {"quota_left_fen": "30000", "amount_fen": "40000"})
    world.state.add_bindings([msgspec.structs.replace(bound, quota_fen=500_00)])
    paid = world.pay()
    assert world.state.bindings[bound.binding_id].quota_used_fen == 400_00
    world.refund(paid.premium_id)
    assert world.state.bindings[bound.binding_id].quota_used_fen == 0
