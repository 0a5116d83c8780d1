"""Review and consent in the books: a pending binding is kept, locked and paid through as one that stands would be."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.domain.commands import DecideBinding
from service.domain.family import Binding
from service.domain.handling import Handling
from service.domain.terms import BindingState, Channel, DecidedBy
from service.storage.migrate import migrate
from tests.support.desk import Desk, all_of
from tests.support.world import HOME, NEIGHBOUR, handling, make_policy, ref


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A server whose policy asks for review and consent, and lets members be insured anywhere in the province."""
    await migrate(database_url)
    policy = make_policy(settlement__area="NATION", members__area="PROVINCE", bindings__review=["STAFF", "MEMBER"])
    opened = Desk(database_url, tmp_path / "keys", policy)
    yield opened
    await opened.books()
    await opened.close()


def decision(bound: Binding, by: DecidedBy, *, approve: bool = True) -> DecideBinding:
    holder, member = bound.authorizer, bound.member
    handled: Handling = handling(member.psn_no, member.region)
    if by is DecidedBy.STAFF:
        handled = handling(holder.psn_no, holder.region, Channel.PLATFORM)
    return DecideBinding(
        authorizer=ref(holder.psn_no, holder.region),
        binding_id=bound.binding_id,
        decided_by=by,
        approve=approve,
        handling=handled,
    )


async def test_a_member_insured_elsewhere(desk: Desk) -> None:
    """Both copies of the binding, in both regions, become what was decided; then money crosses between them."""
    await desk.people("holder", region=NEIGHBOUR)
    await desk.people("member")
    await desk.money("holder", 50_00, NEIGHBOUR)
    bound = (await desk.do(desk.bind("holder", "member", region=NEIGHBOUR))).value
    assert bound.state is BindingState.PENDING
    assert (await desk.settle("member", 10_00)).acct_pay_fen == 0
    half = (await desk.do(decision(bound, DecidedBy.STAFF))).value
    assert half.approved_by == (DecidedBy.STAFF,)
    for region in (HOME, NEIGHBOUR):
        approved_by = await desk.scalar(f"SELECT approved_by FROM bindings WHERE region = '{region}'")
        assert approved_by == '["STAFF"]'
    whole = (await desk.do(decision(bound, DecidedBy.MEMBER))).value
    assert whole.state is BindingState.ACTIVE
    assert (await desk.settle("member", 10_00)).acct_mulaid_pay_fen == 10_00
    assert await desk.balance_fen("holder") == 40_00


async def test_a_decision_is_remembered(desk: Desk) -> None:
    """Sent again, at once or after the binding has changed, a decision is answered as the first time."""
    await desk.people("holder", "member")
    bound = (await desk.do(desk.bind("holder", "member"))).value
    answers = await all_of(*(desk.do(decision(bound, DecidedBy.STAFF), "same") for _ in range(5)))
    await desk.do(decision(bound, DecidedBy.MEMBER))
    answers.append(await desk.do(decision(bound, DecidedBy.STAFF), "same"))
    assert {a.value.state for a in answers} == {BindingState.PENDING}
    assert sum(a.replayed for a in answers) == 5


async def test_decisions_and_settlements_in_one_batch(desk: Desk) -> None:
    """What is decided before a bill of the same batch holds for the bill."""
    await desk.people("holder", "member")
    await desk.money("holder", 50_00)
    bound = (await desk.do(desk.bind("holder", "member"))).value
    work = (
        desk.bill("member", 1_00),
        decision(bound, DecidedBy.MEMBER),
        desk.bill("member", 1_00),
        decision(bound, DecidedBy.STAFF),
        desk.bill("member", 1_00),
        decision(bound, DecidedBy.STAFF, approve=False),
    )
    first, _, second, approved, third, too_late = await all_of(*map(desk.do, work))
    assert [done.value.acct_pay_fen for done in (first, second, third)] == [0, 0, 1_00]
    assert approved.value.state is BindingState.ACTIVE
    assert too_late.refusal.reason == "NOT_PENDING"
