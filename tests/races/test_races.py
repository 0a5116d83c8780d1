"""Two workers, one PostgreSQL, many callers at once: the rules hold and no fault of the database reaches a caller."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime

import grpc
import pytest

from gongji import v1
from service.domain.calendar import SHANGHAI
from tests.support.caller import Caller, Fault, at_once
from tests.support.server import Server, start_server

ONE_HOLDER = "370300"
"""A region whose policy lets a member have one holder and forbids chains."""
SIX_MEMBERS = "421200"
"""A region whose policy lets a holder have six members."""
SUMMER = datetime(2022, 7, 1, 10, tzinfo=SHANGHAI)
ROUNDS = range(12)
HOSPITAL = "H37030000001"
REFUSED = grpc.StatusCode.FAILED_PRECONDITION


@pytest.fixture(scope="module")
def server(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with two workers over PostgreSQL, for all races."""
    with start_server(postgres_url, tmp_path_factory.mktemp("races"), workers=2) as started:
        yield started


@pytest.fixture
async def caller(server: Server) -> AsyncIterator[Caller]:
    async with Caller(server.address, ONE_HOLDER, SUMMER) as opened:
        await opened.institution(HOSPITAL, ONE_HOLDER)
        yield opened


def reasons(results: list[object]) -> list[str]:
    """The reasons of those that were refused; a fault that is no refusal fails the test."""
    faults = [r for r in results if isinstance(r, Fault)]
    assert all(f.code is REFUSED for f in faults), faults
    return [f.reason for f in faults]


async def test_two_holders_bind_one_member_at_once(caller: Caller) -> None:
    """Of two holders who bind the same person at the same moment, exactly one succeeds."""
    for i in ROUNDS:
        a, b, member = f"h1-{i}", f"h2-{i}", f"hm-{i}"
        await caller.people(a, b, member)
        results = await at_once(caller.bind(a, member), caller.bind(b, member))
        assert reasons(results) == ["MEMBER_ALREADY_BOUND"]


async def test_a_binds_b_while_b_binds_c(caller: Caller) -> None:
    """No chain comes about, whichever of the two bindings is decided first."""
    for i in ROUNDS:
        a, b, c = f"ca-{i}", f"cb-{i}", f"cc-{i}"
        await caller.people(a, b, c)
        results = await at_once(caller.bind(a, b), caller.bind(b, c))
        assert reasons(results) in (["MEMBER_IS_AUTHORIZER"], ["AUTHORIZER_IS_MEMBER"])


async def test_an_unbinding_while_the_member_settles(caller: Caller) -> None:
    """The holder pays or does not, in full either way, and what it lost is what the settlement says."""
    for i in ROUNDS:
        holder, member = f"uh-{i}", f"um-{i}"
        await caller.people(holder, member)
        await caller.money(holder, 100_00)
        bound = await caller.bind(holder, member)
        settled, unbound = await at_once(
            caller.settle(member, 30_00, HOSPITAL), caller.unbind(holder, bound.binding.binding_id)
        )
        assert unbound.bindings[0].state == v1.BINDING_STATE_ENDED
        paid_fen = settled.settlement.acct_mulaid_pay_fen
        assert paid_fen in (0, 30_00)
        assert await caller.balance_fen(holder) == 100_00 - paid_fen
        assert (await caller.settle(member, 30_00, HOSPITAL)).settlement.acct_mulaid_pay_fen == 0


async def test_the_sixth_and_the_seventh_at_once(server: Server) -> None:
    """With five members bound, of two more at the same moment one finds the last place and one is refused."""
    async with Caller(server.address, SIX_MEMBERS, SUMMER, v1.VERIFICATION_METHOD_REAL_NAME) as caller:
        for i in range(4):
            holder, members = f"sh-{i}", [f"sm-{i}-{j}" for j in range(7)]
            await caller.people(holder, *members)
            assert not isinstance(await caller.authorize(holder), Fault)
            for member in members[:5]:
                assert not isinstance(await caller.bind(holder, member), Fault)
            results = await at_once(*(caller.bind(holder, member) for member in members[5:]))
            assert reasons(results) == ["MEMBER_LIMIT_REACHED"]


async def test_fifty_settlements_at_once_on_a_balance_for_thirty(caller: Caller) -> None:
    """Thirty are paid in full, twenty are cash, and nothing is left or lost."""
    await caller.people("purse", "spender")
    await caller.money("purse", 30 * 10_00)
    assert not isinstance(await caller.bind("purse", "spender"), Fault)
    results = await at_once(*(caller.settle("spender", 10_00, HOSPITAL) for _ in range(50)))
    assert not reasons(results)
    paid = sorted(r.settlement.acct_pay_fen for r in results)
    assert paid == [0] * 20 + [10_00] * 30
    assert await caller.balance_fen("purse") == 0


async def test_families_that_pay_for_each_other_do_not_deadlock(caller: Caller, server: Server) -> None:
    """Couples who settle for both sides at once, while each holder is credited, all get an answer."""
    holders = [f"dh-{i}" for i in range(6)]
    await caller.people(*holders, *(f"dm-{i}" for i in range(6)))
    for i, holder in enumerate(holders):
        await caller.money(holder, 1000_00)
        assert not isinstance(await caller.bind(holder, f"dm-{i}"), Fault)
    work = [caller.settle(f"dm-{n % 6}", 1_00, HOSPITAL) for n in range(120)]
    work += [caller.money(holders[n % 6], 5_00) for n in range(30)]
    results = await at_once(*work)
    assert not reasons(results)
    assert [await caller.balance_fen(h) for h in holders] == [1000_00 + 5 * 5_00 - 20 * 1_00] * 6


async def test_one_request_id_with_two_contents_at_once(caller: Caller) -> None:
    """Of two contents under one id one is decided; the other is told that the id is taken."""
    await caller.people("lone")
    results = await at_once(
        *(caller.settle("lone", fee_fen, HOSPITAL, "shared-id") for fee_fen in (1_00, 2_00) for _ in range(5))
    )
    faults = [r for r in results if isinstance(r, Fault)]
    assert {(f.code, f.reason) for f in faults} == {(grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED")}
    assert len({r.settlement.setl_id for r in results if not isinstance(r, Fault)}) == 1
    assert len(faults) == 5


async def test_a_mixed_crowd_leaves_the_books_right(caller: Caller) -> None:
    """Binding, unbinding, crediting and settling at once over one small town: money in = money held + money paid."""
    people = [f"t{i}" for i in range(12)]
    await caller.people(*people)
    credited = 0
    paid: list[int] = []

    async def live(n: int) -> None:
        nonlocal credited
        one, other = people[n % 12], people[(n * 5 + 1) % 12]
        bound = await caller.bind(one, other)
        await caller.money(one, 3_00)
        credited += 3_00
        done = await caller.settle(other, 2_50, HOSPITAL)
        paid.append(done.settlement.acct_pay_fen)
        if not isinstance(bound, Fault):
            assert not isinstance(await caller.unbind(one, bound.binding.binding_id), Fault)

    await asyncio.gather(*(live(n) for n in range(60)))
    held = sum([await caller.balance_fen(p) for p in people])
    assert held == credited - sum(paid)
