"""Whether a server lives, and whether it can work: two questions, over gRPC and over HTTP."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from service.api.health import LIVENESS
from tests.api.processes import children
from tests.operating.pages import METRICS, get, scrape, until_workers
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


def asked(server: Server) -> tuple[int, int, int, int]:
    """Readiness and liveness over gRPC, then over HTTP."""
    with grpc.insecure_channel(server.address, options=[("grpc.use_local_subchannel_pool", 1)]) as channel:
        check = health_pb2_grpc.HealthStub(channel).Check
        over_grpc = [check(health_pb2.HealthCheckRequest(service=name), timeout=10).status for name in ("", LIVENESS)]
    return (*over_grpc, get(server, "/readyz").status, get(server, "/livez").status)


@pytest.mark.parametrize("workers", [1, 2])
def test_without_its_database_a_server_lives_and_is_not_ready(
    postgres: PostgresServer, tmp_path: Path, workers: int
) -> None:
    """Who would start it anew is told not to, who would send it work too; when the database is back both are well."""
    with start_server(postgres.url, tmp_path, workers=workers, arguments=METRICS) as server:
        until_workers(server, workers)
        assert asked(server) == (SERVING, SERVING, 200, 200)
        assert get(server, "/readyz").body == f"ready: {workers} workers\n"
        postgres.stop()
        until(lambda: asked(server) == (NOT_SERVING, SERVING, 503, 200), what="lives, and is not ready")
        assert scrape(server).one("gongji_workers") == workers
        postgres.start()
        until_workers(server, workers)
        until(lambda: asked(server) == (SERVING, SERVING, 200, 200), what="all well again")


def test_a_database_that_hangs_is_no_database(postgres: PostgresServer, tmp_path: Path) -> None:
    """A PostgreSQL that is stopped in its tracks, and refuses nobody, makes the server unready all the same."""
    with start_server(postgres.url, tmp_path, arguments=METRICS) as server:
        processes = [postgres.pid, *children(postgres.pid)]
        for pid in processes:
            os.kill(pid, signal.SIGSTOP)
        try:
            until(lambda: asked(server) == (NOT_SERVING, SERVING, 503, 200), what="lives, and is not ready")
        finally:
            for pid in processes:
                os.kill(pid, signal.SIGCONT)
        until(lambda: asked(server) == (SERVING, SERVING, 200, 200), what="all well again")


def test_a_hung_worker_is_not_live(tmp_path: Path) -> None:
    """A worker whose event loop no longer turns makes the server as a whole not live, until it turns again."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'gongji.sqlite'}"
    with start_server(url, tmp_path, workers=2, arguments=METRICS) as server:
        until_workers(server, 2)
        hung = children(server.pid)[0]
        os.kill(hung, signal.SIGSTOP)
        try:
            until(lambda: get(server, "/livez").status == 503, what="not live", deadline_seconds=30)
            assert "silent" in get(server, "/livez").body
        finally:
            os.kill(hung, signal.SIGCONT)
        until(lambda: get(server, "/livez").status == 200, what="live again")


def test_liveness_is_not_a_matter_of_stopping(tmp_path: Path) -> None:
    """Whoever watches liveness hears SERVING and nothing else until a stopping server lets go."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'gongji.sqlite'}"
    with start_server(url, tmp_path) as server, grpc.insecure_channel(server.address) as channel:
        watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(service=LIVENESS), timeout=60)
        assert next(watch).status == SERVING
        server.signal(signal.SIGTERM)
        assert [answer.status for answer in watch] == []
        assert server.wait() == 0
