"""What holds for every bill, every family and every policy of the format, whatever their values."""

from hypothesis import given
from hypothesis import strategies as st

from service.domain.commands import Settle
from service.domain.outcome import Outcome
from service.domain.policy import Policy
from service.domain.settlement import draw
from tests.support.world import HOME, World, make_network, make_policy

PEOPLE = ("p0", "p1", "p2", "p3")
AMOUNTS_FEN = st.one_of(st.integers(0, 3), st.integers(0, 10**16 - 1))

rules = st.fixed_dictionaries(
    {},
    optional={
        "payers__retained_fen": st.integers(0, 5),
        "payers__order": st.sampled_from(["AS_BOUND", "LAST_BOUND_FIRST", "SET_BY_MEMBER"]),
        "settlement__pooled_fund": st.booleans(),
        "settlement__scenes": st.sampled_from([{"310": ["OUTPATIENT"]}, {"390": ["PHARMACY"], "310": ["INPATIENT"]}]),
        "settlement__accounts_at_most": st.sampled_from([{"at_most": 1}, {"at_most": 2, "own_counts": ["PERSONAL"]}]),
    },
)
networks = st.integers(1, 2).map(
    lambda n: make_network(settlement__accounts_at_most={"at_most": n, "own_counts": ["MUTUAL_AID"]})
)
policies = st.one_of(rules.map(lambda r: make_policy(**r)), networks)


@st.composite
def families(draw_from: st.DrawFn, policy: Policy) -> World:
    """A family of four with any balances, in which one has bound any of the others."""
    world = World([policy])
    for psn_no in PEOPLE:
        world.person(psn_no, insutype=draw_from(st.sampled_from(["310", "390"])))
        held = {kind: draw_from(AMOUNTS_FEN) for kind in policy.accounts.kinds.value if draw_from(st.booleans())}
        world.money(psn_no, **held)
    for authorizer, member in draw_from(st.lists(st.permutations(PEOPLE).map(lambda p: (p[0], p[1])), max_size=6)):
        world.bind(authorizer, member, "SPOUSE")
    return world


@st.composite
def bills(draw_from: st.DrawFn) -> dict[str, int | str | None]:
    """Any amounts that a bill may have: what is payable is no more than the burden."""
    burden_fen, fund_fen, other_fen = draw_from(AMOUNTS_FEN), draw_from(st.integers(0, 2)), draw_from(st.integers(0, 2))
    payable_fen = draw_from(st.none() | st.integers(0, burden_fen))
    return {
        "fee_fen": burden_fen + fund_fen + other_fen,
        "fund_pay_sumamt_fen": fund_fen,
        "other_pay_fen": other_fen,
        "account_payable_fen": payable_fen,
        "med_type": draw_from(st.sampled_from(["11", "21", "41", "9999"])),
    }


def total_fen(world: World) -> int:
    return sum(account.balance_fen for account in world.state.accounts.values())


@given(st.data(), policies, st.lists(bills(), min_size=1, max_size=4))
def test_money_is_conserved(data: st.DataObject, policy: Policy, asked: list[dict[str, int]]) -> None:
    """What accounts lose is what settlements and postings say they paid; burden = accounts + cash; none below zero."""
    world = data.draw(families(policy))
    for bill in asked:
        before_fen = total_fen(world)
        decided = world.decide(Settle(bill=world.bill(data.draw(st.sampled_from(PEOPLE)), **bill)))
        assert isinstance(decided, Outcome)
        done = decided.answer
        paid_fen = sum(p.amount_fen for p in done.payments)
        assert done.acct_pay_fen == paid_fen == before_fen - total_fen(world)
        assert paid_fen == sum(p.amount_fen for p in decided.changes.postings)
        assert done.acct_pay_fen + done.psn_cash_pay_fen == done.psn_part_amt_fen
        assert all(p.amount_fen > 0 and p.balance_after_fen >= 0 for p in done.payments)
        payable = bill["account_payable_fen"]
        assert payable is None or paid_fen <= payable
        assert all(account.balance_fen >= 0 for account in world.state.accounts.values())


@given(st.data(), policies, bills())
def test_every_account_is_explained_and_ones_own_come_first(
    data: st.DataObject, policy: Policy, bill: dict[str, int]
) -> None:
    """Each binding has a line, each payment a PAID line of the same account, own accounts before others."""
    world = data.draw(families(policy))
    patient = data.draw(st.sampled_from(PEOPLE))
    done = draw(world.bill(patient, **bill), world.ctx())
    explained = [(e.psn_no, e.account_kind) for e in done.explanations if e.reason == "PAID"]
    assert explained == [(p.psn_no, p.account_kind) for p in done.payments]
    assert sorted(done.payments, key=lambda p: not p.own) == list(done.payments)
    bindings = world.state.bindings_of_member(world.state.keys[world.bill(patient, 0).patient])
    assert {b.authorizer_psn_no for b in bindings} <= {e.psn_no for e in done.explanations}
    assert all(e.rule is not None and e.rule.key in dict(policy.rules()) for e in done.explanations)


@given(st.data(), policies, bills())
def test_a_preview_is_what_the_settlement_would_be(data: st.DataObject, policy: Policy, bill: dict[str, int]) -> None:
    """Drawing changes nothing, and settling at the same moment pays and explains the very same."""
    world = data.draw(families(policy))
    asked = world.bill(data.draw(st.sampled_from(PEOPLE)), **bill)
    before = dict(world.state.accounts)
    preview = draw(asked, world.ctx())
    assert world.state.accounts == before
    decided = world.decide(Settle(bill=asked))
    assert isinstance(decided, Outcome)
    assert (decided.answer.payments, decided.answer.explanations) == (preview.payments, preview.explanations)


@given(st.data(), policies)
def test_limits_of_the_one_account_rule_hold(data: st.DataObject, policy: Policy) -> None:
    """No settlement draws on more counted accounts than the policy allows."""
    world = data.draw(families(policy))
    done = world.settle(data.draw(st.sampled_from(PEOPLE)), 10**15)
    limit = policy.settlement.accounts_at_most.value
    if limit is not None:
        counted = [p for p in done.payments if not p.own or p.account_kind in limit.own_counts]
        assert len(counted) <= limit.at_most
    assert done.region == HOME
