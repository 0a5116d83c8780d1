"""The metrics of all workers add up, whatever becomes of the workers, and name nobody."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest

import gongji
from gongji import v1
from tests.api.asking import (
    HOLDER,
    MEMBER,
    NOON,
    REGION,
    binding,
    credit,
    credits,
    found_a_family,
    identity_number,
    people,
    person,
    settlement,
)
from tests.api.processes import alive, children
from tests.operating.pages import METRICS, Samples, address, get, scrape, until_workers
from tests.support.server import POLICIES, Server, gongji_server, start_server
from tests.support.waiting import until

POLICY = "zibo"
SETTLE = "SettlementService/Settle"
OWN_FEN = 30_00
"""What the member has of its own: the first bills take it, then the holder's money goes."""
HELD_FEN = 100_00
FEES_FEN = [1_01 * (n + 1) for n in range(40)]


@contextmanager
def counting(postgres_url: str, folder: Path, workers: int) -> Iterator[Server]:
    """A server that counts, with a family in its books."""
    with start_server(postgres_url, folder, workers=workers, arguments=METRICS) as started:
        with started.client(now=NOON) as client:
            found_a_family(client, HELD_FEN)
            client.registry.credit_accounts(credits("own-money", credit("own-money", MEMBER, OWN_FEN)))
        yield started


@pytest.fixture(scope="module")
def server(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two workers, for tests that look at what they have added themselves."""
    with counting(postgres_url, tmp_path_factory.mktemp("server"), 2) as started:
        yield started


def settle_all(server: Server, name: str) -> list[v1.Settlement]:
    """Each bill on a connection of its own, so that every worker gets some."""
    done = []
    for number, fee_fen in enumerate(FEES_FEN):
        with server.client(now=NOON) as client:
            done.append(client.settlement.settle(settlement(f"{name}-{number}", MEMBER, fee_fen)).settlement)
    return done


def settled_fen(samples: Samples) -> dict[str, float]:
    return {
        by: samples.one("gongji_settled_fen_total", policy=POLICY, paid_by=by) for by in ("own", "mutual_aid", "cash")
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_done_is_counted_exactly(postgres_url: str, tmp_path: Path, workers: int) -> None:
    """Over all workers: each settlement, each fen by who paid it, each reason, each call; nothing twice, none lost."""
    with counting(postgres_url, tmp_path, workers) as server:
        done = settle_all(server, "counted")
        samples = scrape(server)
        assert len({line["pid"] for line in server.lines("rpc")}) == workers
    assert samples.one("gongji_settlements_total", policy=POLICY) == len(FEES_FEN)
    assert settled_fen(samples) == {"own": OWN_FEN, "mutual_aid": HELD_FEN, "cash": sum(FEES_FEN) - OWN_FEN - HELD_FEN}
    assert samples.sum("gongji_settled_fen_total") == sum(FEES_FEN)
    reasons = [line.reason for settlement in done for line in settlement.explanations]
    assert samples.sum("gongji_explanations_total") == len(reasons)
    for reason in set(reasons):
        assert samples.one("gongji_explanations_total", reason=reason) == reasons.count(reason)
    assert samples.one("gongji_rpcs_total", method=SETTLE, code="OK") == len(FEES_FEN)
    assert samples.one("gongji_rpc_duration_seconds_count", method=SETTLE) == len(FEES_FEN)
    assert samples.one("gongji_commands_done_total", command="Settle") == len(FEES_FEN)
    assert samples.one("gongji_rows_total", command="UpsertPersons", result="CREATED") == 2
    commands = samples.sum("gongji_commands_done_total")
    assert samples.one("gongji_batch_commands_sum") == samples.one("gongji_queue_seconds_count") == commands
    assert samples.sum("gongji_rpcs_in_flight") == 0


def test_replays_and_refusals_are_counted_apart(server: Server) -> None:
    """A request that is sent again moves no money anew; a refused one is counted by its reason, a malformed one too."""
    before = scrape(server)
    with server.client(now=NOON) as client:
        for _ in range(3):
            client.settlement.settle(settlement("again", MEMBER, 7_00))
        for asked, reason in (
            (binding("refused"), "ALREADY_BOUND_TO_THIS_AUTHORIZER"),
            (binding("malformed", member=v1.PersonRef()), "INVALID_REQUEST"),
        ):
            with pytest.raises(gongji.GongjiError) as caught:
                client.family.bind(asked)
            assert caught.value.reason == reason
    samples = scrape(server).since(before)
    assert samples.one("gongji_settlements_total", policy=POLICY) == 1
    assert samples.one("gongji_requests_replayed_total", command="Settle") == 2
    assert samples.one("gongji_rpcs_total", method=SETTLE, code="OK") == 3
    bind = "FamilyService/Bind"
    assert samples.one("gongji_commands_refused_total", command="Bind", reason="ALREADY_BOUND_TO_THIS_AUTHORIZER") == 1
    assert samples.one("gongji_rpc_errors_total", method=bind, reason="ALREADY_BOUND_TO_THIS_AUTHORIZER") == 1
    assert samples.one("gongji_rpc_errors_total", method=bind, reason="INVALID_REQUEST") == 1
    assert samples.one("gongji_rpcs_total", method=bind, code="INVALID_ARGUMENT") == 1


def test_what_a_killed_worker_counted_stays(postgres_url: str, tmp_path: Path) -> None:
    """When both workers are killed, one after the other, the sums stay and go on; what they were doing is forgotten."""
    with counting(postgres_url, tmp_path, 2) as server:
        settle_all(server, "before")
        before = scrape(server)
        for deaths, pid in enumerate(children(server.pid), 1):
            os.kill(pid, signal.SIGKILL)
            until(lambda n=deaths: scrape(server).one("gongji_worker_deaths_total") == n, what="the death to be seen")
            until_workers(server, 2)
            assert settled_fen(scrape(server)) == settled_fen(before)
        after = scrape(server)
        for name in ("gongji_settlements_total", "gongji_rpcs_total", "gongji_rpc_duration_seconds_count"):
            assert after.sum(name) == before.sum(name)
        assert after.one("gongji_workers") == after.one("gongji_workers_wanted") == 2
        assert after.one("gongji_connections_limit", pool="writes") == before.one(
            "gongji_connections_limit", pool="writes"
        )
        settle_all(server, "after")
        assert scrape(server).sum("gongji_settled_fen_total") == 2 * sum(FEES_FEN)
        assert scrape(server).one("gongji_settlements_total", policy=POLICY) == 2 * len(FEES_FEN)


def test_nobody_is_named_in_the_metrics(server: Server) -> None:
    """Numbers, names and certificates of people stay out, and so do ids of requests and visits, and made-up methods."""
    name, certno, psn_no, visit = "测试某某某", identity_number(78), "7777333322221111", "visit-of-somebody"
    with server.client(now=NOON) as client:
        certificate = v1.Certificate(psn_cert_type="01", certno=certno)
        client.registry.upsert_persons(people("planted-id", person(psn_no, name=name, certificates=[certificate])))
        client.settlement.settle(settlement("planted-id", psn_no, mdtrt_id=visit))
        for patient in (psn_no, name):
            with pytest.raises(gongji.GongjiError):
                client.settlement.settle(settlement("", patient, mdtrt_id=visit))
    with grpc.insecure_channel(server.address) as channel:
        for method in ("/gongji.v1.SettlementService/OfSomebody", "/of.Somebody/AtAll"):
            with pytest.raises(grpc.RpcError):
                channel.unary_unary(method)(b"", timeout=10)
    told = get(server, "/metrics").body
    planted = (name, certno, psn_no, visit, "planted-id", HOLDER, MEMBER, REGION, "Somebody")
    assert [word for word in planted if word in told] == []


def test_the_pages_speak_http(server: Server) -> None:
    """GET and HEAD of three pages; anything else is told so, and what is no HTTP ends only its own connection."""
    assert get(server, "/metrics").body.startswith("# HELP gongji_")
    assert get(server, "/metrics", "HEAD") == (200, "")
    assert get(server, "/").status == get(server, "/metrics/x").status == 404
    assert get(server, "/metrics", "POST").status == 405
    for raw in (b"", b"\r\n\r\n", b"GET\r\n\r\n", b"\xff" * 20_000):
        send_raw(server, raw)
    assert get(server, "/livez?verbose").status == 200


def send_raw(server: Server, raw: bytes) -> None:
    host, _, port = address(server).rpartition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        try:
            while connection.recv(4096):
                pass
        except ConnectionResetError:
            pass


def test_files_of_metrics_do_not_stay(postgres_url: str, tmp_path: Path) -> None:
    """A server deletes its files when it stops; those of one that was killed go at the next start of any."""
    temporary = {"TMPDIR": str(tmp_path)}
    with start_server(postgres_url, tmp_path, workers=2, arguments=METRICS, settings=temporary) as server:
        (killed,) = tmp_path.glob("gongji-metrics-*")
        workers = children(server.pid)
        server.kill()
        until(lambda: not any(map(alive, workers)), what="the workers to stop", deadline_seconds=30)
        server.start()
        assert not killed.exists()
        assert len(list(tmp_path.glob("gongji-metrics-*"))) == 1
        assert server.stop() == 0
        assert list(tmp_path.glob("gongji-metrics-*")) == []


@pytest.mark.parametrize("metrics", ["0.0.0.0:0", "nonsense"])
def test_a_wrong_address_is_refused(tmp_path: Path, metrics: str) -> None:
    """The pages are for this machine alone; an address beyond it, or none, is refused before anything starts."""
    refused = gongji_server("serve", "--sandbox", "--listen", "127.0.0.1:0", "--metrics", metrics, cwd=tmp_path)
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1


def test_an_occupied_address_is_refused(server: Server, tmp_path: Path) -> None:
    """Two servers can't tell at one address: the second one says so, and ends with 2."""
    arguments = ("serve", "--sandbox", "--listen", "127.0.0.1:0", "--database-url", server.database_url)
    paths = ("--policies", str(POLICIES), "--key-file", str(server.key_file))
    refused = gongji_server(*arguments, *paths, "--metrics", address(server), cwd=tmp_path)
    assert refused.returncode == 2
    assert f"can't listen on {address(server)}" in refused.stderr


def test_without_the_setting_nothing_is_counted(postgres_url: str, tmp_path: Path) -> None:
    """A server that was not asked to has no pages, and no files."""
    with start_server(postgres_url, tmp_path, settings={"TMPDIR": str(tmp_path)}) as server:
        assert server.lines("metrics") == []
        assert list(tmp_path.glob("gongji-metrics-*")) == []
