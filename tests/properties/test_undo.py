"""What holds for every settlement that is undone, whatever the family, the bill and the policy."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.domain.commands import Settle
from service.domain.outcome import Outcome
from service.domain.policy import Policy
from service.domain.refusal import Refusal
from service.domain.settlement_record import Reaccounted, Reversed, Settlement
from tests.properties.test_draws import PEOPLE, bills, families, policies
from tests.support.undo import reaccount, reverse
from tests.support.world import World


def settled(world: World, patient: str, bill: dict[str, Any]) -> Settlement:
    decided = world.decide(Settle(bill=world.bill(patient, **bill)))
    assert isinstance(decided, Outcome)
    done: Settlement = decided.answer
    return done


def balances(world: World) -> dict[object, int]:
    """What is in the accounts; one that was never there and one that is empty are the same."""
    return {key: held.balance_fen for key, held in world.state.accounts.items() if held.balance_fen}


@given(st.data(), policies, bills())
def test_undone_is_as_if_it_had_never_been(data: st.DataObject, policy: Policy, bill: dict[str, int]) -> None:
    """When nothing else happened meanwhile everybody has what they had, and a second reversal changes nothing."""
    world = data.draw(families(policy))
    before = balances(world)
    done = settled(world, data.draw(st.sampled_from(PEOPLE)), bill)
    undone = reverse(world, done)
    assert isinstance(undone, Reversed)
    assert balances(world) == before
    assert sum(r.amount_fen for r in undone.refunds) == undone.settlement.refunded_fen == done.acct_pay_fen
    assert isinstance(reverse(world, done), Refusal)
    assert balances(world) == before


@given(st.data(), policies, st.lists(bills(), min_size=1, max_size=3))
def test_in_any_order_no_more_comes_back_than_was_paid(
    data: st.DataObject, policy: Policy, asked: list[dict[str, int]]
) -> None:
    """Several settlements, undone in any order and some of them twice: in the end all the money is back, once."""
    world = data.draw(families(policy))
    before_fen = sum(balances(world).values())
    made = [settled(world, data.draw(st.sampled_from(PEOPLE)), bill) for bill in asked]
    back_fen = dict.fromkeys((done.setl_id for done in made), 0)
    for done in data.draw(st.permutations(made * 2)):
        undone = reverse(world, done)
        if isinstance(undone, Reversed):
            back_fen[done.setl_id] += sum(r.amount_fen for r in undone.refunds)
    assert back_fen == {done.setl_id: done.acct_pay_fen for done in made}
    assert sum(balances(world).values()) == before_fen


@given(st.data(), policies, bills(), bills())
def test_settled_anew_is_what_would_have_been(
    data: st.DataObject, policy: Policy, first: dict[str, int], second: dict[str, int]
) -> None:
    """When nothing else happened meanwhile, settling anew comes to what the second bill alone would have come to."""
    world = data.draw(families(policy))
    patient = data.draw(st.sampled_from(PEOPLE))
    before_fen = sum(balances(world).values())
    done = settled(world, patient, first)
    made = reaccount(world, done, **second)
    assert isinstance(made, Reaccounted)
    after = balances(world)
    assert sum(after.values()) == before_fen - made.settlement.acct_pay_fen
    assert isinstance(reverse(world, made.settlement), Reversed)
    assert sum(balances(world).values()) == before_fen
    alone = settled(world, patient, second)
    assert (balances(world), alone.payments) == (after, made.settlement.payments)
