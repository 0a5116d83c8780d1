"""A request id is good for ever: later, after a refusal whose cause has gone, after a crash, on every database."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

import grpc
import pytest

from gongji import v1
from service.domain.calendar import SHANGHAI
from tests.support.caller import Caller, Fault, at_once
from tests.support.server import Server, start_server

REGION = "370300"
HOSPITAL = "H37030000001"
SUMMER = datetime(2022, 7, 1, 10, tzinfo=SHANGHAI)


class Family(NamedTuple):
    """A family of a test's own, and a request id for its visit."""

    holder: str
    member: str
    visit: str


@pytest.fixture(params=["sqlite", "postgres"], scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with two workers, on each kind of database."""
    folder = tmp_path_factory.mktemp("ids")
    sqlite = f"sqlite+aiosqlite:///{folder / 'gongji.sqlite'}"
    url = sqlite if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
    with start_server(url, folder, workers=2) as started:
        yield started


@pytest.fixture
def family() -> Family:
    """Names that no other test has used."""
    name = uuid4().hex[:8]
    return Family(f"h-{name}", f"m-{name}", f"visit-{name}")


@pytest.fixture
async def caller(server: Server, family: Family) -> AsyncIterator[Caller]:
    """A holder with 100.00 and a member, bound."""
    async with Caller(server.address, REGION, SUMMER) as opened:
        await opened.institution(HOSPITAL, REGION)
        await opened.people(family.holder, family.member)
        await opened.money(family.holder, 100_00)
        assert not isinstance(await opened.bind(family.holder, family.member), Fault)
        yield opened


async def test_an_hour_later_the_first_answer_again(caller: Caller, family: Family) -> None:
    """The same request an hour later gets the first settlement, marked as replayed, and no money moves."""
    bill = caller.bill(family.member, 30_00, HOSPITAL, family.visit)
    first = await caller.call("Settlement", "Settle", bill)
    caller.now += timedelta(hours=1)
    again = await caller.call("Settlement", "Settle", bill)
    assert (again.settlement, again.replayed, first.replayed) == (first.settlement, True, False)
    assert await caller.balance_fen(family.holder) == 70_00


async def test_with_other_content_it_is_refused(caller: Caller, family: Family) -> None:
    """Another amount under the same id is told that the id is taken, and pays nothing."""
    await caller.settle(family.member, 30_00, HOSPITAL, family.visit)
    other = await caller.settle(family.member, 31_00, HOSPITAL, family.visit)
    assert (other.code, other.reason) == (grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED")
    assert await caller.balance_fen(family.holder) == 70_00


async def test_a_refusal_stays_after_its_cause_has_gone(caller: Caller, family: Family) -> None:
    """A binding refused for an unknown person stays refused under its id, and is done under a new one."""
    early = caller.bind_request(family.holder, f"new-{family.member}")
    refused = await caller.call("Family", "Bind", early)
    await caller.people(f"new-{family.member}")
    again = await caller.call("Family", "Bind", early)
    assert (refused.reason, refused.metadata.get("replayed")) == ("PERSON_NOT_FOUND", None)
    assert (again.reason, again.metadata["replayed"]) == ("PERSON_NOT_FOUND", "true")
    assert (await caller.bind(family.holder, f"new-{family.member}")).binding.state == v1.BINDING_STATE_ACTIVE


async def test_the_answer_outlives_a_crash(caller: Caller, server: Server, family: Family) -> None:
    """A server killed without warning and started anew answers an old request with its first answer."""
    bill = caller.bill(family.member, 30_00, HOSPITAL, family.visit)
    first = await caller.call("Settlement", "Settle", bill)
    server.kill()
    server.start()
    async with Caller(server.address, REGION, SUMMER) as after:
        again = await after.call("Settlement", "Settle", bill)
        assert (again.settlement, again.replayed) == (first.settlement, True)
        assert await after.balance_fen(family.holder) == 70_00


async def test_at_once_from_twenty_callers(caller: Caller, family: Family) -> None:
    """Twenty callers with one id get one settlement; one of them was first."""
    results = await at_once(*(caller.settle(family.member, 7_00, HOSPITAL, family.visit) for _ in range(20)))
    assert not [r for r in results if isinstance(r, Fault)]
    assert len({r.settlement.setl_id for r in results}) == 1
    assert [r.replayed for r in results].count(False) == 1
    assert await caller.balance_fen(family.holder) == 93_00


async def test_methods_and_regions_are_scopes_of_their_own(caller: Caller, family: Family) -> None:
    """The same id used for a binding and for a settlement names two requests."""
    request = caller.bind_request(family.holder, family.member)
    request.request_id = family.visit
    refused = await caller.call("Family", "Bind", request)
    done = await caller.settle(family.member, 1_00, HOSPITAL, family.visit)
    assert refused.reason == "ALREADY_BOUND_TO_THIS_AUTHORIZER"
    assert done.settlement.acct_mulaid_pay_fen == 1_00
