"""How a server begins and ends: one line when it serves, a port of its own, and nothing taken that is not answered."""

import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from sqlalchemy import make_url

from gongji import v1
from tests.api.asking import MEMBER, NOON, found_a_family, ref, settlement
from tests.api.books import waits_for_lock
from tests.api.processes import alive, children
from tests.support.postgres import run_sql
from tests.support.server import POLICIES, Server, gongji_server, start_server
from tests.support.waiting import until

WORKERS = pytest.mark.parametrize("workers", [1, 2])


@contextmanager
def started(postgres_url: str, folder: Path, workers: int) -> Iterator[Server]:
    with start_server(postgres_url, folder, workers=workers) as server:
        with server.client(now=NOON) as client:
            found_a_family(client)
        yield server


def listens(server: Server) -> bool:
    host, _, port = server.address.rpartition(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


@WORKERS
async def test_sigterm_finishes_what_was_taken(postgres_url: str, tmp_path: Path, workers: int) -> None:
    """A settlement that waits for a lock when the server is told to stop is answered and in the books; exit code 0."""
    with started(postgres_url, tmp_path, workers) as server, ThreadPoolExecutor() as threads:
        url = make_url(server.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
        blocker = await asyncpg.connect(url)
        async with blocker.transaction():
            await blocker.execute("SELECT 1 FROM persons WHERE psn_no = $1 FOR UPDATE", MEMBER)
            client = server.client(now=NOON, timeout_seconds=30)
            answer = threads.submit(client.settlement.settle, settlement("taken"))
            until(lambda: waits_for_lock(server.database_url), what="the settlement to wait for the lock")
            server.signal(signal.SIGTERM)
            until(lambda: not listens(server), what="the server to take nothing new")
            assert server.exit_code is None
        await blocker.close()
        assert answer.result().settlement.acct_pay_fen == 10_00
        client.close()
        assert server.wait() == 0
        assert run_sql(server.database_url, "SELECT count(*) FROM settlements") == "1"


@WORKERS
def test_it_prints_one_line_and_stops_with_0(tmp_path: Path, workers: int) -> None:
    """Stdout holds the address alone; SIGINT ends the server as SIGTERM does; started again, it remembers."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'gongji.sqlite'}"
    with start_server(url, tmp_path, workers=workers) as server:
        assert server.printed == f"listening on {server.address}\n"
        with server.client(now=NOON) as client:
            found_a_family(client)
            first = client.settlement.settle(settlement("before"))
        server.signal(signal.SIGINT)
        assert server.wait() == 0
        address = server.address
        server.start()
        assert server.address == address
        with server.client(now=NOON) as client:
            again = client.settlement.settle(settlement("before"))
        assert again.replayed and again.settlement == first.settlement
        assert server.stop() == 0


def test_an_occupied_port_is_refused(server: Server, tmp_path: Path) -> None:
    """A port that another gongji server or anything else listens on is refused, although ports can be shared."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        for address in (server.address, f"127.0.0.1:{other.getsockname()[1]}"):
            done = gongji_server(
                *("serve", "--sandbox", "--listen", address, "--policies", str(POLICIES)),
                *("--database-url", "sqlite:///gongji.sqlite"),
                cwd=tmp_path,
            )
            assert (done.returncode, done.stdout) == (2, "")
            assert address in done.stderr and "in use" in done.stderr


def test_a_worker_that_dies_is_started_again(postgres_url: str, tmp_path: Path) -> None:
    """The parent says so in its log, and the others answer meanwhile."""
    with started(postgres_url, tmp_path, 2) as server:
        before = children(server.pid)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        until(lambda: server.lines("worker.died"), what="the parent to notice")
        until(lambda: len(children(server.pid)) == 2, what="a new worker")
        with server.client(now=NOON) as client:
            assert client.account.get_accounts(v1.GetAccountsRequest(owner=ref(MEMBER))).psn_no == MEMBER
        assert server.stop() == 0


def test_workers_do_not_outlive_their_parent(postgres_url: str, tmp_path: Path) -> None:
    """When the parent is killed its workers notice and stop; the port is free again."""
    with started(postgres_url, tmp_path, 2) as server:
        workers = children(server.pid)
        server.kill()
        until(lambda: not any(alive(pid) for pid in workers), what="the workers to stop", deadline_seconds=30)
        assert not listens(server)


def test_a_database_that_was_not_migrated_is_refused(postgres_database_url: str, tmp_path: Path) -> None:
    """A server never migrates PostgreSQL, and says which command does."""
    arguments = ("serve", "--sandbox", "--listen", "127.0.0.1:0", "--policies", str(POLICIES))
    refused = gongji_server(*arguments, "--database-url", postgres_database_url, cwd=tmp_path)
    assert refused.returncode == 2
    assert "gongji-server migrate" in refused.stderr
    assert gongji_server("migrate", "--database-url", postgres_database_url, cwd=tmp_path).returncode == 0
    assert run_sql(postgres_database_url, "SELECT count(*) FROM settlements") == "0"


def test_connections_are_shared_by_the_workers(postgres_url: str, tmp_path: Path) -> None:
    """Over many connections both workers answer: the log's lines come from both, and none is lost."""
    with started(postgres_url, tmp_path, 2) as server:
        for _ in range(20):
            own = [("grpc.use_local_subchannel_pool", 1)]
            with grpc.insecure_channel(server.address, options=own) as channel:
                channel.unary_unary("/gongji.v1.RegistryService/ListPolicies")(b"", timeout=10)
        assert len({line["pid"] for line in server.lines("rpc")}) == 2


@WORKERS
def test_who_watches_health_is_told_and_let_go(tmp_path: Path, workers: int) -> None:
    """A watcher hears NOT_SERVING when the server stops and does not hold it up, however long it would wait."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'gongji.sqlite'}"
    patient = {"GONGJI_STOP_SECONDS": "600"}
    with start_server(url, tmp_path, workers=workers, settings=patient) as server:
        with grpc.insecure_channel(server.address) as channel:
            watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(), timeout=60)
            assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
            server.signal(signal.SIGTERM)
            told = {answer.status for answer in watch}
        assert told == {health_pb2.HealthCheckResponse.NOT_SERVING}
        assert server.wait() == 0
