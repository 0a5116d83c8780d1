"""Health tells the truth about the database, service by service."""

from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

import gongji
from gongji import v1
from service.api.server import SERVICES
from tests.api.asking import MEMBER, NOON, found_a_family, ref, settlement
from tests.support.postgres import PostgresServer
from tests.support.server import Server, start_server
from tests.support.waiting import until

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of the test's own, to be stopped."""
    server = PostgresServer()
    yield server
    server.remove()


def status(server: Server, service: str = "") -> "health_pb2.HealthCheckResponse.ServingStatus":
    with grpc.insecure_channel(server.address) as channel:
        return (
            health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(service=service), timeout=10).status
        )


def test_every_service_has_its_health(server: Server) -> None:
    """The server as a whole and each of its services are SERVING; of others nothing is known."""
    assert all(status(server, service) == SERVING for service in ("", *SERVICES))
    with pytest.raises(grpc.RpcError) as caught:
        status(server, "gongji.v1.NoService")
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND


def test_health_follows_the_database(postgres: PostgresServer, tmp_path: Path) -> None:
    """Without its database the server is NOT_SERVING and says so to callers; when it is back, all goes on by itself."""
    with start_server(postgres.url, tmp_path) as server, server.client(now=NOON, timeout_seconds=30) as client:
        found_a_family(client)
        postgres.stop()
        until(lambda: status(server) == NOT_SERVING, what="NOT_SERVING")
        assert status(server, SERVICES[0]) == NOT_SERVING
        for call in (
            lambda: client.account.get_accounts(v1.GetAccountsRequest(owner=ref(MEMBER)), timeout_seconds=1),
            lambda: client.settlement.settle(settlement("while-away"), timeout_seconds=15),
        ):
            with pytest.raises(gongji.GongjiError) as caught:
                call()
            assert (caught.value.code, caught.value.reason) == (grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE")
            assert caught.value.retry_after is not None
        postgres.start()
        until(lambda: status(server) == SERVING, what="SERVING")
        assert client.settlement.settle(settlement("while-away")).settlement.acct_pay_fen == 10_00
