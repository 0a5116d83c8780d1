"""Who is let in: a sandbox lets in everybody and may be told the time; elsewhere a platform's token decides."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

import gongji
from gongji import v1
from service.security.platforms import PlatformsError, add_platform, load_platforms
from tests.api.asking import MEMBER, NOON, people, person, ref, settlement
from tests.api.reflection import services_of
from tests.support.server import POLICIES, Server, gongji_server, start_server


class Guarded:
    """A server outside the sandbox, and the tokens of two platforms that may call it."""

    def __init__(self, server: Server, first: str, second: str) -> None:
        self.server = server
        self.first = first
        self.second = second


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("guarded")
    platforms, key = folder / "platforms.toml", folder / "gongji.key"
    assert gongji_server("key", "create", "--key-file", str(key), cwd=folder).returncode == 0
    tokens = []
    for name in ("clinics", "pharmacies"):
        made = gongji_server("platform", "add", name, "--platforms-file", str(platforms), cwd=folder)
        tokens.append(made.stdout.strip())
    url = f"sqlite+aiosqlite:///{folder / 'gongji.sqlite'}"
    with start_server(url, folder, sandbox=False, arguments=("--platforms-file", str(platforms))) as server:
        yield Guarded(server, *tokens)


def refusal(call: Any, request: Any) -> gongji.GongjiError:
    with pytest.raises(gongji.GongjiError) as caught:
        call(request)
    return caught.value


@pytest.mark.parametrize("token", [None, "", "wrong", "wrong " * 500])
def test_nobody_calls_without_a_known_token(guarded: Guarded, token: str | None) -> None:
    """Without a platform's token every RPC is refused before anything of it is read."""
    with guarded.server.client(token=token) as client:
        for call, request in (
            (client.registry.list_policies, v1.ListPoliciesRequest()),
            (client.settlement.settle, v1.SettleRequest()),
        ):
            error = refusal(call, request)
            assert (error.code, error.reason) == (grpc.StatusCode.UNAUTHENTICATED, "PLATFORM_UNKNOWN")
            assert not error.message_zh.isascii() and error.message_en.isascii()


def test_a_known_token_lets_in(guarded: Guarded) -> None:
    """The token that `platform add` printed is good, and the log names the platform by its name."""
    with guarded.server.client(token=guarded.first) as client:
        assert client.registry.list_policies(v1.ListPoliciesRequest()).policies
    assert guarded.server.lines("rpc")[-1]["platform"] == "clinics"


def test_request_ids_are_a_platforms_own(guarded: Guarded) -> None:
    """Two platforms may use one request id for two things."""
    for token, psn_no in ((guarded.first, "p1"), (guarded.second, "p2")):
        with guarded.server.client(token=token) as client:
            done = client.registry.upsert_persons(people("the-same-id", person(psn_no)))
            assert not done.replayed


def test_only_a_sandbox_lets_the_time_be_set(guarded: Guarded) -> None:
    """`gongji-now` is refused outside the sandbox, even with a token."""
    with guarded.server.client(token=guarded.first, now=NOON) as client:
        error = refusal(client.registry.list_policies, v1.ListPoliciesRequest())
    assert (error.code, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "SANDBOX_ONLY")
    assert error.metadata == {"key": "gongji-now"}


def test_health_needs_no_token_and_reflection_does(guarded: Guarded) -> None:
    """A load balancer may ask for health without a credential; the contract is shown to platforms only."""
    with grpc.insecure_channel(guarded.server.address) as channel:
        answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=10)
        assert answer.status == health_pb2.HealthCheckResponse.SERVING
        with pytest.raises(grpc.RpcError) as caught:
            services_of(channel)
        assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED
        assert "gongji.v1.FamilyService" in services_of(channel, (("authorization", f"Bearer {guarded.first}"),))


def test_the_sandbox_warns_and_the_guarded_does_not(server: Server, guarded: Guarded) -> None:
    """A sandbox says loudly, in both languages, that it asks for no credentials."""
    assert "沙箱" in server.log and "SANDBOX" in server.log
    assert "沙箱" not in guarded.server.log


@pytest.mark.parametrize("moment", ["yesterday", "2021-09-01", "2021-09-01T12:00:00", "9999-12-31T23:59:59Z", ""])
def test_a_time_has_to_be_rfc_3339(server: Server, moment: str) -> None:
    """In a sandbox a time that can't be read, or has no zone, is refused by the name of its key."""
    with server.client(now=moment) as client:
        error = refusal(client.registry.list_policies, v1.ListPoliciesRequest())
    assert (error.code, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST")
    assert [v.field for v in error.field_violations] == ["gongji-now"]


def test_time_may_go_forwards_and_backwards(client: gongji.Client) -> None:
    """Requests are decided at the time that each says; nothing minds that it was later before."""
    for year in (2030, 2022, 2199, 2021):
        client.now = datetime(year, 12, 1, tzinfo=UTC)
        done = client.settlement.settle(settlement(f"in-{year}", MEMBER, 1_00)).settlement
        assert done.settle_time.ToDatetime(UTC).year == year
    listed = client.settlement.list_settlements(v1.ListSettlementsRequest(patient=ref(MEMBER))).settlements
    years = [row.settle_time.ToDatetime(UTC).year for row in listed]
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--sandbox", "--listen", "0.0.0.0:0"), "--sandbox-anywhere"),
        (("--listen", "0.0.0.0:0"), "TLS"),
        (("--listen", "127.0.0.1:0"), "--platforms-file"),
        (("--listen", "127.0.0.1:0", "--platforms-file", "none.toml"), "none.toml"),
        (("--sandbox", "--listen", "50051"), "HOST:PORT"),
        (("--sandbox", "--listen", "127.0.0.1:70000"), "HOST:PORT"),
        (("--sandbox", "--listen", "127.0.0.1:0", "--workers", "0"), "workers"),
        (("--sandbox", "--listen", "127.0.0.1:0", "--policies", "nowhere"), "regions.csv"),
        (("--sandbox", "--listen", "127.0.0.1:0", "--database-url", "oracle://x"), "database"),
        (("--sandbox", "--listen", "127.0.0.1:0", "--database-url", "postgresql://u:hush@127.0.0.1:1/x"), "database"),
    ],
)
def test_a_server_that_may_not_serve_says_why(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """Where a setting keeps it from serving it exits with 2 and one message, and never shows a password."""
    given = {"--policies": str(POLICIES), "--database-url": "sqlite:///gongji.sqlite"}
    rest = [part for key, value in given.items() if key not in arguments for part in (key, value)]
    done = gongji_server("serve", *arguments, *rest, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr
    assert "hush" not in done.stderr


def test_outside_the_sandbox_a_key_is_demanded(tmp_path: Path) -> None:
    """No key is made up for real data."""
    add_platform(tmp_path / "platforms.toml", "clinics")
    arguments = ("--listen", "127.0.0.1:0", "--platforms-file", "platforms.toml", "--policies", str(POLICIES))
    done = gongji_server("serve", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "--key-file" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["platforms.toml"]


def test_of_a_token_only_the_digest_is_kept(tmp_path: Path) -> None:
    """The file that tells platforms by their tokens holds no token; a platform may have two at a time."""
    path = tmp_path / "platforms.toml"
    first, second = add_platform(path, "clinics"), add_platform(path, "clinics")
    assert first not in path.read_text() and second not in path.read_text()
    platforms = load_platforms(path)
    assert platforms.authenticate(f"Bearer {first}") == platforms.authenticate(f"bearer {second}") == "clinics"
    for wrong in (None, "", first, "Bearer", f"Basic {first}", f"Bearer {first}x"):
        assert platforms.authenticate(wrong) is None
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["token = 1", "[[token]]\nplatform = 'a'\nsha256 = 'short'\n", "\x00", "[[token]]\n"])
def test_a_wrong_platforms_file_is_refused(tmp_path: Path, text: str) -> None:
    """A file that can't be read lets nobody in, and says so."""
    path = tmp_path / "platforms.toml"
    path.write_text(text)
    with pytest.raises(PlatformsError, match=r"platforms\.toml"):
        load_platforms(path)
    with pytest.raises(PlatformsError, match="platform's name"):
        add_platform(tmp_path / "other.toml", "Not A Name")
