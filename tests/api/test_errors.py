"""Whatever stops a call has one answer: code, reason, both languages, and when to try again where that makes sense."""

from typing import TypeVar

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, LocalizedMessage, RetryInfo
from google.rpc.status_pb2 import Status
from sqlalchemy.exc import InterfaceError

from service.api.checks import MalformedRequest, Violation
from service.api.errors import NotAdmitted, RefusedCall, failure_of
from service.domain.refusal import REFUSALS, Refusal, Refused
from service.pipeline.request import DeadlinePassed, Draining, Overloaded, StoreUnavailable

M = TypeVar("M", bound=Message)
Code = grpc.StatusCode
ALL = [
    (Overloaded(), Code.RESOURCE_EXHAUSTED, "OVERLOADED", True),
    (StoreUnavailable(), Code.UNAVAILABLE, "DATABASE_UNAVAILABLE", True),
    (Draining(), Code.UNAVAILABLE, "DATABASE_UNAVAILABLE", True),
    (ConnectionRefusedError("secret"), Code.UNAVAILABLE, "DATABASE_UNAVAILABLE", True),
    (InterfaceError("secret", None, ConnectionResetError("secret")), Code.UNAVAILABLE, "DATABASE_UNAVAILABLE", True),
    (TimeoutError("secret"), Code.UNAVAILABLE, "DATABASE_UNAVAILABLE", True),
    (DeadlinePassed(), Code.DEADLINE_EXCEEDED, "DEADLINE_EXPIRED", False),
    (NotAdmitted("PLATFORM_UNKNOWN"), Code.UNAUTHENTICATED, "PLATFORM_UNKNOWN", False),
    (NotAdmitted("SANDBOX_ONLY", key="gongji-now"), Code.FAILED_PRECONDITION, "SANDBOX_ONLY", False),
    (MalformedRequest([Violation("x", "错", "wrong")]), Code.INVALID_ARGUMENT, "INVALID_REQUEST", False),
    (ValueError("secret"), Code.INTERNAL, "INTERNAL", False),
    (AssertionError("secret"), Code.INTERNAL, "INTERNAL", False),
]


def details(status: Status, kind: type[M]) -> list[M]:
    """The details of a kind that a status carries."""
    found = []
    for detail in status.details:
        message = kind()
        if detail.Unpack(message):
            found.append(message)
    return found


def words(status: Status) -> dict[str, str]:
    return {message.locale: message.message for message in details(status, LocalizedMessage)}


@pytest.mark.parametrize(("error", "code", "reason", "retry"), ALL, ids=[type(case[0]).__name__ for case in ALL])
def test_every_error_has_its_answer(error: Exception, code: Code, reason: str, retry: bool) -> None:
    """The answer is the contract's, in Chinese and English, and says nothing of what the error said."""
    status = failure_of(error).status()
    assert (status.code, [d.reason for d in details(status, ErrorInfo)]) == (code.value[0], [reason])
    assert [d.domain for d in details(status, ErrorInfo)] == ["gongji"]
    assert bool(details(status, RetryInfo)) is retry
    said = words(status)
    assert set(said) == {"zh-CN", "en"} and not said["zh-CN"].isascii() and said["en"].isascii()
    assert b"secret" not in status.SerializeToString()


@pytest.mark.parametrize("reason", sorted(REFUSALS))
def test_every_refusal_has_its_answer(reason: str) -> None:
    """Every refusal of the rules goes out under its own code and reason, in both languages."""
    status = failure_of(Refused(Refusal(reason, {"at_most": "6"}))).status()
    assert Code[REFUSALS[reason].kind].value[0] == status.code
    assert dict(details(status, ErrorInfo)[0].metadata) == {"at_most": "6"}
    said = words(status)
    assert not said["zh-CN"].isascii() and said["en"].isascii()


def test_a_replayed_refusal_says_so() -> None:
    """A refusal that had been decided before carries replayed, the first one does not."""
    for replayed, metadata in ((True, {"replayed": "true"}), (False, {})):
        status = failure_of(RefusedCall(Refusal("SELF_BINDING"), replayed=replayed)).status()
        assert dict(details(status, ErrorInfo)[0].metadata) == metadata


def test_violations_go_out_by_field() -> None:
    """A malformed request's violations are in the order in which they were found."""
    error = MalformedRequest([Violation("a.b", "错", "wrong"), Violation("c", "长", "long")])
    found = details(failure_of(error).status(), BadRequest)[0].field_violations
    assert [(v.field, v.description) for v in found] == [("a.b", "错 / wrong"), ("c", "长 / long")]


def test_a_fault_has_an_id_of_its_own() -> None:
    """Two faults are told apart by the ids under which they are in the log."""
    ids = {details(failure_of(ValueError()).status(), ErrorInfo)[0].metadata["error_id"] for _ in range(2)}
    assert len(ids) == 2
