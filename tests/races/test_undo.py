"""Undoing at once, two workers over one PostgreSQL: the money comes back once, or was never paid."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any

import grpc
import pytest

from gongji import v1
from service.domain.calendar import SHANGHAI
from tests.support.caller import Caller, Fault, at_once
from tests.support.server import Server, start_server

REGION = "370300"
HOSPITAL = "H37030000001"
SUMMER = datetime(2022, 7, 1, 10, tzinfo=SHANGHAI)
ROUNDS = range(8)


@pytest.fixture(scope="module")
def server(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with start_server(postgres_url, tmp_path_factory.mktemp("undo"), workers=2) as started:
        yield started


@pytest.fixture
async def caller(server: Server) -> AsyncIterator[Caller]:
    """A holder with 100.00 and a member, bound."""
    async with Caller(server.address, REGION, SUMMER) as opened:
        await opened.institution(HOSPITAL, REGION)
        await opened.people("holder", "member")
        if await opened.balance_fen("holder") == 0:
            await opened.money("holder", 100_00)
            assert not isinstance(await opened.bind("holder", "member"), Fault)
        yield opened


async def reverse(caller: Caller, **named: str) -> Any:
    request = v1.ReverseSettlementRequest(
        request_id=caller.request_id(), patient=caller.ref("member"), reason="race", **named
    )
    return await caller.call("Settlement", "ReverseSettlement", request)


def reasons(results: list[Any]) -> list[str]:
    """The reasons of those that were refused; a fault that is no refusal fails the test."""
    faults = [r for r in results if isinstance(r, Fault)]
    assert all(f.code is grpc.StatusCode.FAILED_PRECONDITION for f in faults), faults
    return [f.reason for f in faults]


async def test_five_reversals_at_once(caller: Caller) -> None:
    """One of them gives the money back; the others find it done."""
    for _ in ROUNDS:
        done = await caller.settle("member", 10_00, HOSPITAL)
        results = await at_once(*(reverse(caller, setl_id=done.settlement.setl_id) for _ in range(5)))
        assert reasons(results) == ["SETTLEMENT_ALREADY_REVERSED"] * 4
        assert await caller.balance_fen("holder") == 100_00


async def test_a_reversal_and_the_late_request_at_once(caller: Caller) -> None:
    """Whichever comes first on whichever worker: undone, or never paid; never paid after it was reversed."""
    for _ in ROUNDS:
        late_id = caller.request_id()
        late, *backs = await at_once(
            caller.settle("member", 10_00, HOSPITAL, late_id),
            reverse(caller, original_request_id=late_id),
            reverse(caller, original_request_id=late_id),
        )
        if isinstance(late, Fault):
            assert reasons([late, *backs]) == ["REVERSED_BEFORE_ARRIVAL", "NOTHING_TO_REVERSE", "NOTHING_TO_REVERSE"]
        else:
            assert reasons(backs) == ["SETTLEMENT_ALREADY_REVERSED"]
        assert await caller.balance_fen("holder") == 100_00
        again = await caller.settle("member", 10_00, HOSPITAL, late_id)
        assert isinstance(again, Fault) == isinstance(late, Fault)


async def test_a_reversal_and_a_re_account_at_once(caller: Caller) -> None:
    """One of the two has it: all the money is back, or the new amount stands."""
    for _ in ROUNDS:
        done = (await caller.settle("member", 10_00, HOSPITAL)).settlement
        bill = caller.bill("member", 20_00, HOSPITAL)
        fields = {field.name: value for field, value in bill.ListFields()}
        anew = v1.ReaccountSettlementRequest(**fields, setl_id=done.setl_id)
        back, made = await at_once(
            reverse(caller, setl_id=done.setl_id), caller.call("Settlement", "ReaccountSettlement", anew)
        )
        assert reasons([back, made]) == ["SETTLEMENT_ALREADY_REVERSED"]
        if not isinstance(made, Fault):
            assert await caller.balance_fen("holder") == 80_00
            asked = v1.GetSettlementRequest(patient=caller.ref("member"), setl_id=done.setl_id)
            gone = (await caller.call("Settlement", "GetSettlement", asked)).settlement
            assert (gone.state, gone.refunded_fen) == (v1.SETTLEMENT_STATE_REVERSED, 10_00)
            assert (gone.replaced_by_setl_id, made.settlement.replaces_setl_id) == (
                made.settlement.setl_id,
                gone.setl_id,
            )
            await reverse(caller, setl_id=made.settlement.setl_id)
        assert await caller.balance_fen("holder") == 100_00
