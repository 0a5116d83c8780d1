"""Quotas: what is frozen, who spends it, and how it returns."""

import pytest

from service.domain.commands import RevokeAuthorization, Settle, Unbind
from service.domain.family import Binding
from service.domain.outcome import Outcome
from service.domain.terms import InsuState, PassThrough
from service.domain.undo_commands import ReverseSettlement
from tests.policies.people import reason
from tests.support.quotas import check_frozen, freezing, frozen_fen, set_quota, tell
from tests.support.world import ABROAD, HOME, NEIGHBOUR, World, handling, make_policy, paid, ref, why


def family(balance_fen: int = 1000_00, **rules: object) -> World:
    """An authorizer with this much, and relatives without money: a spouse, a child, a mother in another province."""
    world = World([freezing(**rules)])
    world.person("holder")
    world.money("holder", PERSONAL=balance_fen)
    world.person("spouse")
    world.person("child", insutype="390")
    world.person("mother", ABROAD, insutype="390")
    return world


def bound(world: World, member: str = "child", quota_fen: int | None = 300_00, **fields: object) -> Binding:
    region = ABROAD if member == "mother" else HOME
    made = world.bind("holder", member, "CHILD", member_region=region, quota_fen=quota_fen, **fields)
    assert isinstance(made, Binding), made
    check_frozen(world)
    return made


def unbind(made: Binding) -> Unbind:
    by = handling(made.authorizer_psn_no, made.region)
    return Unbind(authorizer=ref(made.authorizer_psn_no, made.region), binding_ids=(made.binding_id,), handling=by)


def test_the_authorizer_cannot_spend_what_is_frozen() -> None:
    """A quota moves no money, and keeps its part from the authorizer's own bills."""
    world = family()
    bound(world)
    assert (world.balance_fen("holder"), frozen_fen(world, "holder")) == (1000_00, 300_00)
    own = world.settle("holder", 900_00)
    assert (paid(own), own.psn_cash_pay_fen) == ([("holder", "PERSONAL", 700_00)], 200_00)
    assert why(world.settle("holder", 1_00), "holder") == "EMPTY"
    check_frozen(world)


def test_a_member_spends_its_quota_up() -> None:
    """A settlement pays what is left of the quota at most, out of the frozen part, which shrinks with the balance."""
    world = family()
    bound(world)
    assert paid(world.settle("child", 200_00)) == [("holder", "PERSONAL", 200_00)]
    assert (world.balance_fen("holder"), frozen_fen(world, "holder")) == (800_00, 100_00)
    last = world.settle("child", 200_00)
    assert (paid(last), last.psn_cash_pay_fen) == ([("holder", "PERSONAL", 100_00)], 100_00)
    assert (world.balance_fen("holder"), frozen_fen(world, "holder")) == (700_00, 0)
    assert why(world.settle("child", 1_00), "holder") == "QUOTA_USED"
    check_frozen(world)


def test_quotas_of_one_authorizer_sum() -> None:
    """What several quotas freeze adds up, no more than is free can be frozen, and each member has its own."""
    world = family()
    bound(world, "child", 300_00)
    bound(world, "spouse", 700_00)
    assert frozen_fen(world, "holder") == 1000_00
    refused = world.bind("holder", "mother", "MOTHER", member_region=ABROAD, quota_fen=1)
    assert reason(refused) == "INSUFFICIENT_BALANCE"
    assert refused.metadata == {"free_fen": "0", "amount_fen": "1"}
    assert paid(world.settle("child", 500_00)) == [("holder", "PERSONAL", 300_00)]
    assert paid(world.settle("spouse", 800_00)) == [("holder", "PERSONAL", 700_00)]
    check_frozen(world)


def test_a_quota_is_raised_and_lowered() -> None:
    """Raising freezes more, lowering frees some; below what has been used it is refused, to just that it is done."""
    world = family()
    made = bound(world)
    world.settle("child", 100_00)
    set_quota(world, "holder", 500_00, made)
    assert frozen_fen(world, "holder") == 400_00
    refused = set_quota(world, "holder", 99_99, made)
    assert reason(refused) == "QUOTA_BELOW_USED"
    assert refused.metadata == {"quota_used_fen": "10000", "quota_fen": "9999"}
    assert frozen_fen(world, "holder") == 400_00
    set_quota(world, "holder", 100_00, made)
    assert (frozen_fen(world, "holder"), why(world.settle("child", 1_00), "holder")) == (0, "QUOTA_USED")
    assert reason(set_quota(world, "holder", 1000_01, made)) == "INSUFFICIENT_BALANCE"
    check_frozen(world)


def test_only_the_authorizer_sets_a_quota() -> None:
    """A member that would raise its own quota is refused, and so is one who is no party."""
    world = family()
    made = bound(world)
    for somebody in ("child", "spouse"):
        assert reason(set_quota(world, "holder", 400_00, made, by=somebody)) == "APPLICANT_NOT_ENTITLED"
    world.decide(unbind(made))
    assert reason(set_quota(world, "holder", 400_00, made)) == "BINDING_ENDED"


@pytest.mark.parametrize("way", ["unbind", "revoke", "refusal", "authorizer's insurance", "member's insurance"])
def test_what_is_unused_returns_when_the_relation_ends(way: str) -> None:
    """However a relation ends, the authorizer can spend again what was frozen for it and has not been used."""
    world = family(bindings__review=["MEMBER"] if way == "refusal" else [])
    made = bound(world)
    kept = bound(world, "spouse", 200_00)
    used_fen = sum(p.amount_fen for p in world.settle("child", 50_00).payments)
    assert used_fen == (0 if way == "refusal" else 50_00)
    if way == "unbind":
        world.decide(unbind(made))
    elif way == "revoke":
        revoke = RevokeAuthorization(
            authorizer=ref("holder"), authorization_id=made.authorization_id, handling=handling("holder")
        )
        world.decide(revoke)
    elif way == "refusal":
        world.decide_binding(made, "MEMBER", approve=False)
    else:
        tell(world, "holder" if way.startswith("authorizer") else "child", InsuState.ENDED)
    all_end = way in ("revoke", "authorizer's insurance")
    assert frozen_fen(world, "holder") == (0 if all_end else 200_00)
    assert (world.state.bindings[kept.binding_id].unbound_time is not None) == all_end
    check_frozen(world)


def test_a_suspended_insurance_ends_nothing() -> None:
    """While somebody is suspended the relation stays, and what is frozen for it stays frozen."""
    world = family()
    bound(world)
    for person in ("holder", "child"):
        tell(world, person, InsuState.SUSPENDED)
    assert frozen_fen(world, "holder") == 300_00


def test_the_end_is_told_on_both_sides() -> None:
    """When a member of another region moves away, the authorizer's family is told why, and can't be told twice."""
    world = family()
    made = bound(world, "mother")
    outcome = tell(world, "mother", InsuState.ENDED, ABROAD)
    told = [(e.region, e.type, e.psn_no, e.payload.get("end_cause")) for e in outcome.changes.events]
    assert (HOME, "UNBOUND", "holder", "INSURANCE_ENDED") in told
    gone = world.state.bindings[made.binding_id]
    assert (gone.state, gone.unbound_time) == ("ENDED", world.now)
    again = tell(world, "mother", InsuState.ENDED, ABROAD)
    assert not again.changes.bindings and not again.changes.freezes


def test_an_older_row_ends_nothing() -> None:
    """A row that is older than what is known is ignored, also where it says that the insurance has ended."""
    world = family()
    bound(world)
    tell(world, "child", InsuState.ENDED, as_of_time=world.now.replace(year=2020))
    assert frozen_fen(world, "holder") == 300_00


def test_frozen_over_the_shared_kinds_in_their_order() -> None:
    """A quota freezes the first shared kind of account, then the next; the member's bills take them in that order."""
    kinds = ["CURRENT", "HISTORIC", "PERSONAL"]
    world = family(accounts__kinds=kinds, accounts__own_order=kinds, accounts__shared=["HISTORIC", "PERSONAL"])
    world.money("holder", CURRENT=500_00, HISTORIC=100_00, PERSONAL=250_00)
    made = bound(world, "child", 300_00)
    assert [frozen_fen(world, "holder", kind) for kind in kinds] == [0, 100_00, 200_00]
    assert paid(world.settle("child", 150_00)) == [("holder", "HISTORIC", 100_00), ("holder", "PERSONAL", 50_00)]
    check_frozen(world)
    world.decide(unbind(made))
    assert [frozen_fen(world, "holder", kind) for kind in kinds] == [0, 0, 0]


def test_what_has_to_stay_is_not_frozen() -> None:
    """Only what is above the retained balance can be frozen; if the owner has spent below it, that is not shared."""
    world = family(1000_00, payers__retained_fen=400_00)
    refused = world.bind("holder", "child", quota_fen=600_01)
    assert reason(refused) == "INSUFFICIENT_BALANCE"
    bound(world, "child", 600_00)
    world.settle("holder", 300_00)
    assert paid(world.settle("child", 600_00)) == [("holder", "PERSONAL", 300_00)]
    assert why(world.settle("child", 1_00), "holder") == "RETAINED_BALANCE"
    check_frozen(world)


def test_books_of_two_regions_balance_each_by_itself() -> None:
    """A payment across regions is two postings through clearing: what one region owes is what the other is due."""
    world = family()
    bound(world, "mother", 300_00)
    decided = world.decide(Settle(bill=world.bill("mother", 120_00, ABROAD, fixmedins_code=None, claim_type="DIRECT")))
    assert isinstance(decided, Outcome), decided
    sums = dict.fromkeys((HOME, ABROAD), 0)
    for posting in decided.changes.postings:
        for side, sign in ((posting.debit, -1), (posting.credit, 1)):
            if side.kind is PassThrough.CLEARING:
                assert {posting.region, side.owner} == {HOME, ABROAD}
                sums[posting.region] += sign * posting.amount_fen
    assert sums == {HOME: 120_00, ABROAD: -120_00}
    assert {p.region for p in decided.changes.postings} == {HOME, ABROAD}
    check_frozen(world)


def test_both_directions_and_many() -> None:
    """Two people may each set a quota for the other, and one may be paid for by several, in the order bound."""
    world = family()
    world.money("spouse", PERSONAL=100_00)
    bound(world, "spouse", 50_00)
    assert reason(world.bind("spouse", "holder", "SPOUSE", quota_fen=100_00)) is None
    world.person("father")
    world.money("father", PERSONAL=40_00)
    assert reason(world.bind("father", "spouse", "CHILD", quota_fen=40_00)) is None
    assert paid(world.settle("spouse", 80_00)) == [("holder", "PERSONAL", 50_00), ("father", "PERSONAL", 30_00)]
    assert paid(world.settle("holder", 1050_00)) == [("holder", "PERSONAL", 950_00), ("spouse", "PERSONAL", 100_00)]
    check_frozen(world)


def test_one_account_reached_in_two_ways_is_spent_once() -> None:
    """Bound by the city's rules and by a quota too, a member spends what is free by one and the quota by the other."""
    world = World([make_policy({"id": "city"}), freezing()])
    world.person("holder")
    world.money("holder", PERSONAL=500_00)
    world.person("child", insutype="390")
    assert reason(world.bind("holder", "child", policy_id="city")) is None
    assert reason(world.bind("holder", "child", policy_id="test", quota_fen=200_00)) is None
    done = world.settle("child", 600_00)
    assert sorted(p.amount_fen for p in done.payments) == [200_00, 300_00]
    assert [p.balance_after_fen for p in done.payments][-1] == 0
    assert (world.balance_fen("holder"), done.psn_cash_pay_fen) == (0, 100_00)
    check_frozen(world)


@pytest.mark.parametrize("stands", [True, False])
def test_a_reversal_gives_the_quota_back(stands: bool) -> None:
    """Undone while the relation stands, the quota is whole again and frozen; once it has ended, the money is free."""
    world = family()
    made = bound(world)
    done = world.settle("child", 120_00)
    if not stands:
        world.decide(unbind(made))
    undo = ReverseSettlement(patient=ref("child"), setl_id=done.setl_id, reason="test")
    assert reason(world.decide(undo)) is None
    assert world.balance_fen("holder") == 1000_00
    assert frozen_fen(world, "holder") == (300_00 if stands else 0)
    assert world.state.bindings[made.binding_id].quota_used_fen == 0
    check_frozen(world)


def test_one_quota_for_all_members() -> None:
    """A quota for all members together is used up by any of them, and frees what it froze when it is taken back."""
    world = family(quota__scope="ALL_MEMBERS")
    made = bound(world, "child", None)
    bound(world, "spouse", None)
    assert why(world.settle("child", 1_00), "holder") == "QUOTA_USED"
    assert set_quota(world, "holder", 300_00).authorization.quota_fen == 300_00
    assert paid(world.settle("child", 200_00)) == [("holder", "PERSONAL", 200_00)]
    assert paid(world.settle("spouse", 200_00)) == [("holder", "PERSONAL", 100_00)]
    assert why(world.settle("child", 1_00), "holder") == "QUOTA_USED"
    set_quota(world, "holder", 400_00)
    check_frozen(world)
    world.decide(unbind(made))
    assert frozen_fen(world, "holder") == 100_00
    revoke = RevokeAuthorization(
        authorizer=ref("holder"), authorization_id=made.authorization_id, handling=handling("holder")
    )
    world.decide(revoke)
    assert frozen_fen(world, "holder") == 0
    check_frozen(world)


def test_a_neighbouring_region_is_no_obstacle() -> None:
    """A member of another pooling region of the province is bound and spends as anybody else does."""
    world = family()
    world.person("cousin", NEIGHBOUR)
    made = world.bind("holder", "cousin", "SIBLING", member_region=NEIGHBOUR, quota_fen=10_00)
    assert reason(made) == "RELATION_NOT_ALLOWED"
    made = world.bind("holder", "cousin", "SPOUSE", member_region=NEIGHBOUR, quota_fen=10_00)
    assert paid(world.settle("cousin", 30_00, region=NEIGHBOUR)) == [("holder", "PERSONAL", 10_00)]
