"""A caller's deadline: what is over before it is begun is not done, now or later."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2
from sqlalchemy import make_url

import gongji
from service.api.interceptors import Edge
from tests.api.asking import MEMBER, NOON, found_a_family, settlement
from tests.api.books import snapshot, waits_for_lock
from tests.support.postgres import run_sql
from tests.support.server import start_server
from tests.support.waiting import until

SETTLE = "/gongji.v1.SettlementService/Settle"


class Details(NamedTuple):
    """Of a call, as an interceptor is told."""

    method: str


class Aborted(Exception):
    pass


class LateContext:
    """Of a call whose time is up when it is admitted."""

    code: grpc.StatusCode
    trailing: dict[str, bytes]

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        return ()

    def time_remaining(self) -> float:
        return -0.001

    async def abort(self, code: grpc.StatusCode, details: str, trailing: tuple[tuple[str, bytes], ...]) -> None:
        self.code, self.trailing = code, dict(trailing)
        raise Aborted


async def test_a_call_that_comes_too_late_is_not_begun() -> None:
    """A call whose deadline has passed is DEADLINE_EXCEEDED with its reason, and reaches no servicer."""
    begun = []

    async def servicer(request: Any, call: Any) -> None:
        begun.append(request)

    async def continuation(details: Any) -> Any:
        return grpc.unary_unary_rpc_method_handler(servicer, bytes, bytes)

    handler = await Edge(None).intercept_service(continuation, Details(SETTLE))
    context = LateContext()
    with pytest.raises(Aborted):
        await handler.unary_unary(b"", context)
    status = status_pb2.Status.FromString(context.trailing["grpc-status-details-bin"])
    info = error_details_pb2.ErrorInfo()
    assert any(detail.Unpack(info) for detail in status.details)
    assert (context.code, info.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_EXPIRED")
    assert begun == []


def test_an_expired_deadline_writes_nothing(server: Any, client: gongji.Client) -> None:
    """A call that leaves no time at all is DEADLINE_EXCEEDED, and the books stay as they are."""
    before = snapshot(server.database_url)
    with pytest.raises(gongji.GongjiError) as caught:
        client.settlement.settle(settlement("no-time"), timeout_seconds=0)
    assert caught.value.code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert snapshot(server.database_url) == before


async def test_what_waited_too_long_is_never_done(postgres_url: str, tmp_path: Path) -> None:
    """A settlement whose caller gave up while it waited its turn is dropped; its request id is still unused."""
    with start_server(postgres_url, tmp_path) as server, ThreadPoolExecutor() as threads:
        client = server.client(now=NOON, timeout_seconds=30)
        found_a_family(client)
        url = make_url(server.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
        blocker = await asyncpg.connect(url)
        async with blocker.transaction():
            await blocker.execute("SELECT 1 FROM persons WHERE psn_no = $1 FOR UPDATE", MEMBER)
            first = threads.submit(client.settlement.settle, settlement("first"))
            until(lambda: waits_for_lock(server.database_url), what="the first settlement to wait for the lock")
            with pytest.raises(gongji.GongjiError) as caught:
                client.settlement.settle(settlement("given-up"), timeout_seconds=0.2)
            assert caught.value.code is grpc.StatusCode.DEADLINE_EXCEEDED
        await blocker.close()
        assert not first.result().replayed
        client.settlement.settle(settlement("after"))
        settled = "SELECT string_agg(request_id, ',' ORDER BY request_id) FROM settlements"
        assert run_sql(server.database_url, settled) == "after,first"
        assert not client.settlement.settle(settlement("given-up")).replayed
        client.close()
