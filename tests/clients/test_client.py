"""The Python client: what it sends, what it raises, and what it dares to send again."""

from datetime import UTC, datetime, timedelta

import grpc
import pytest
import stamina

import gongji
from gongji import v1
from gongji.rpc import Rpc, ServerStream, Stream, backoff
from tests.clients.fake_server import Failure, FakeFamily, client_of, served
from tests.contract.descriptors import methods

OVERLOADED = Failure(grpc.StatusCode.RESOURCE_EXHAUSTED, "OVERLOADED", retry_seconds=1)
DATABASE_UNAVAILABLE = Failure(grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE")
LIMIT = Failure(grpc.StatusCode.FAILED_PRECONDITION, "MEMBER_LIMIT_REACHED", {"at_most": "6"})


def bind_request(request_id: str = "bind-1") -> v1.BindRequest:
    return v1.BindRequest(request_id=request_id, relation=v1.RELATION_CHILD)


def test_every_rpc_has_a_callable() -> None:
    """Each RPC of the contract is an attribute of its service, under its name in Python's spelling."""
    with gongji.Client("127.0.0.1:1") as client:
        services = {
            "FamilyService": client.family,
            "SettlementService": client.settlement,
            "AccountService": client.account,
            "RegistryService": client.registry,
            "AdminService": client.admin,
            "ReconciliationService": client.reconciliation,
            "PremiumService": client.premium,
        }
        for method in methods():
            name = "".join(f"_{c.lower()}" if c.isupper() else c for c in method.name).removeprefix("_")
            kind = Stream if method.client_streaming else ServerStream if method.server_streaming else Rpc
            assert isinstance(getattr(services[method.containing_service.name], name), kind)


def test_metadata_and_deadline_go_with_every_call() -> None:
    """A call carries the platform's token, the moment to decide at, and a deadline that nobody had to think of."""
    family = FakeFamily()
    moment = datetime(2023, 1, 15, tzinfo=UTC)
    with client_of(family, token="t-1", now=moment, timeout_seconds=7) as client:
        response = client.family.bind(bind_request())
        client.now = "2023-04-15T00:00:00+08:00"
        client.family.list_members(v1.ListMembersRequest())
    assert response.binding.binding_id == "b-1"
    assert family.metadata[0]["authorization"] == "Bearer t-1"
    assert [sent["gongji-now"] for sent in family.metadata] == [
        "2023-01-15T00:00:00+00:00",
        "2023-04-15T00:00:00+08:00",
    ]
    assert all(0 < left < 8 for left in family.seconds_left)


def test_without_token_or_moment_none_is_sent() -> None:
    """A client that was given neither token nor moment sends neither."""
    family = FakeFamily()
    with client_of(family) as client:
        client.family.bind(bind_request())
    assert not {"authorization", "gongji-now"} & family.metadata[0].keys()


def test_moment_without_zone_is_refused() -> None:
    """A datetime that could mean several moments is a ValueError, before anything is sent."""
    with (
        gongji.Client("127.0.0.1:1", now=datetime(2023, 1, 15)) as client,
        pytest.raises(ValueError, match="time zone"),
    ):
        client.family.bind(bind_request())


@pytest.mark.parametrize(
    ("lang", "message"), [("zh", "中文 MEMBER_LIMIT_REACHED"), ("en", "English MEMBER_LIMIT_REACHED")]
)
def test_refusal_is_raised_with_its_reason(lang: gongji.Lang, message: str) -> None:
    """A refusal says code, reason, metadata and both messages; `message` is in the client's language."""
    family = FakeFamily([LIMIT])
    with client_of(family, lang=lang) as client, pytest.raises(gongji.GongjiError) as caught:
        client.family.bind(bind_request())
    error = caught.value
    assert (error.code, error.reason, error.metadata) == (LIMIT.code, LIMIT.reason, {"at_most": "6"})
    assert (error.message_zh, error.message_en) == ("中文 MEMBER_LIMIT_REACHED", "English MEMBER_LIMIT_REACHED")
    assert error.message == message
    assert len(family.requests) == 1


def test_malformed_request_names_its_fields() -> None:
    """The field violations of a malformed request are read."""
    malformed = Failure(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST", violation=("member.psn_no", "missing"))
    with client_of(FakeFamily([malformed])) as client, pytest.raises(gongji.GongjiError) as caught:
        client.family.bind(bind_request())
    assert caught.value.field_violations == (gongji.FieldViolation("member.psn_no", "missing"),)


def test_error_without_details_still_says_what_happened() -> None:
    """A server that does not know the RPC gives no reason; code and text are kept."""
    with client_of(FakeFamily()) as client, pytest.raises(gongji.GongjiError) as caught:
        client.account.get_accounts(v1.GetAccountsRequest())
    assert caught.value.code is grpc.StatusCode.UNIMPLEMENTED
    assert caught.value.reason == ""
    assert caught.value.message


def test_transient_failures_are_repeated_unchanged() -> None:
    """A write with a request id is sent again, the same, until the server answers."""
    family = FakeFamily([OVERLOADED, DATABASE_UNAVAILABLE])
    with client_of(family) as client, stamina.set_testing(True, attempts=5):
        assert client.family.bind(bind_request()).binding.binding_id == "b-1"
    assert family.requests == [bind_request()] * 3


def test_reads_are_repeated() -> None:
    """A read has nothing to do twice, so it is sent again."""
    family = FakeFamily([DATABASE_UNAVAILABLE])
    with client_of(family) as client, stamina.set_testing(True, attempts=5):
        assert client.family.list_members(v1.ListMembersRequest()).next_page_token == "more"
    assert len(family.requests) == 2


def test_write_without_request_id_is_never_repeated() -> None:
    """Without a request id nobody could tell the second call from a second act."""
    family = FakeFamily([DATABASE_UNAVAILABLE])
    with client_of(family) as client, stamina.set_testing(True, attempts=5), pytest.raises(gongji.GongjiError):
        client.family.bind(bind_request(request_id=""))
    assert len(family.requests) == 1


def test_repeating_ends() -> None:
    """A server that stays unavailable is given up after a few attempts, with its own error."""
    family = FakeFamily([DATABASE_UNAVAILABLE] * 20)
    with (
        client_of(family) as client,
        stamina.set_testing(True, attempts=100, cap=True),
        pytest.raises(gongji.GongjiError) as caught,
    ):
        client.family.bind(bind_request())
    assert caught.value.reason == "DATABASE_UNAVAILABLE"
    assert len(family.requests) == 5


def test_server_that_is_not_there_is_an_error() -> None:
    """Where nobody listens the call ends with UNAVAILABLE, in words for people."""
    with served(FakeFamily()) as target:
        pass
    with (
        gongji.Client(target, lang="en") as client,
        stamina.set_testing(True, attempts=2),
        pytest.raises(gongji.GongjiError, match="cannot be reached") as caught,
    ):
        client.family.bind(bind_request())
    assert caught.value.code is grpc.StatusCode.UNAVAILABLE


def test_delay_is_the_servers_own() -> None:
    """Where the server says when to try again the client waits just that long, unless the deadline comes first."""
    error = gongji.GongjiError(grpc.StatusCode.RESOURCE_EXHAUSTED, retry_after=timedelta(seconds=3))
    assert backoff(deadline=float("inf"))(error) == 3.0
    assert backoff(deadline=0.0)(error) is False


def test_only_transient_codes_are_repeated() -> None:
    """Of all gRPC codes only UNAVAILABLE and RESOURCE_EXHAUSTED are sent again."""
    repeated = {code for code in grpc.StatusCode if backoff(float("inf"))(gongji.GongjiError(code))}
    assert repeated == {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED}


def test_request_ids_are_new_and_of_the_contract() -> None:
    """A new request id is 1 to 64 visible ASCII characters, and another one every time."""
    first, second = gongji.new_request_id(), gongji.new_request_id()
    assert first != second
    assert 1 <= len(first) <= 64 and first.isascii() and first.isprintable() and " " not in first
