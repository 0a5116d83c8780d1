"""What a call that was not done is answered with: every error, as the contract describes errors.

No words of a driver, no stack and nothing of a person leaves: what is not known here is INTERNAL, and in the log.
"""

from typing import Any
from uuid import uuid4

import grpc
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, LocalizedMessage, RetryInfo
from google.rpc.status_pb2 import Status
from msgspec import Struct

from service.api.checks import MalformedRequest, Violation
from service.api.refusals import RefusalText, text_of_refusal
from service.domain.refusal import Refusal, Refused
from service.observability import log
from service.pipeline.request import DeadlinePassed, Draining, Overloaded, StoreUnavailable
from service.storage.faults import is_unavailable

DETAILS_KEY = "grpc-status-details-bin"
_RETRY_SECONDS = 1


class RefusedCall(Exception):
    """A write was decided, and refused; `replayed` when that had been decided before."""

    def __init__(self, refusal: Refusal, *, replayed: bool) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal
        self.replayed = replayed


class NotAdmitted(Exception):
    """A call was turned away before anything of it was read. `reason` is one of _EDGE."""

    def __init__(self, reason: str, **metadata: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.metadata = metadata


class Failure(Struct, frozen=True):
    """An error on its way out."""

    text: RefusalText
    violations: tuple[Violation, ...] = ()
    retry: bool = False

    def status(self) -> Status:
        text = self.text
        details: list[Message] = [
            ErrorInfo(reason=text.reason, domain="gongji", metadata=text.metadata),
            LocalizedMessage(locale="zh-CN", message=text.zh),
            LocalizedMessage(locale="en", message=text.en),
        ]
        if self.violations:
            details.append(BadRequest(field_violations=map(_field_violation, self.violations)))
        if self.retry:
            details.append(RetryInfo(retry_delay=Duration(seconds=_RETRY_SECONDS)))
        status = Status(code=text.code.value[0], message=f"{text.reason}: {text.en}")
        for detail in details:
            status.details.add().Pack(detail)
        return status


_EDGE: dict[str, tuple[grpc.StatusCode, str, str]] = {
    "PLATFORM_UNKNOWN": (
        grpc.StatusCode.UNAUTHENTICATED,
        "未识别调用平台，请携带有效的令牌",
        "the calling platform is not known: send a valid bearer token",
    ),
    "SANDBOX_ONLY": (
        grpc.StatusCode.FAILED_PRECONDITION,
        "只有沙箱可以指定办理时间",
        "only a sandbox lets a call set the time",
    ),
    "OVERLOADED": (
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        "系统繁忙，请稍后用同一请求号重试",
        "too much is waiting; try again later with the same request id",
    ),
    "DATABASE_UNAVAILABLE": (
        grpc.StatusCode.UNAVAILABLE,
        "服务暂时不可用，请稍后用同一请求号重试",
        "the service is not available now; try again later with the same request id",
    ),
    "DEADLINE_EXPIRED": (
        grpc.StatusCode.DEADLINE_EXCEEDED,
        "已超过调用方给定的时限，未予办理",
        "the caller's deadline passed before it was done",
    ),
    "INTERNAL": (
        grpc.StatusCode.INTERNAL,
        "服务内部错误，已记录",
        "a fault of the server, which is in its log",
    ),
}


def failure_of(error: Exception) -> Failure:
    """The answer to whatever stopped a call. What nobody expected is logged under an id that the answer carries."""
    match error:
        case RefusedCall():
            replayed = {"replayed": "true"} if error.replayed else {}
            return _refused(error.refusal, replayed)
        case Refused():
            return _refused(error.refusal)
        case MalformedRequest():
            return Failure(text_of_refusal(Refusal("INVALID_REQUEST")), error.violations)
        case NotAdmitted():
            return _edge(error.reason, error.metadata)
        case Overloaded():
            return _edge("OVERLOADED", retry=True)
        case DeadlinePassed():
            return _edge("DEADLINE_EXPIRED")
        case Draining() | StoreUnavailable():
            return _edge("DATABASE_UNAVAILABLE", retry=True)
    if is_unavailable(error):
        log.warning("database.unavailable", exc_info=error)
        return _edge("DATABASE_UNAVAILABLE", retry=True)
    error_id = uuid4().hex
    log.error("rpc.failed", error_id=error_id, exc_info=error)
    return _edge("INTERNAL", {"error_id": error_id})


def _refused(refusal: Refusal, more: dict[str, str] | None = None) -> Failure:
    text = text_of_refusal(refusal)
    return Failure(RefusalText(text.code, text.reason, text.metadata | (more or {}), text.zh, text.en))


def _edge(reason: str, metadata: dict[str, str] | None = None, *, retry: bool = False) -> Failure:
    code, zh, en = _EDGE[reason]
    return Failure(RefusalText(code, reason, metadata or {}, zh, en), retry=retry)


def _field_violation(violation: Violation) -> Any:
    return BadRequest.FieldViolation(field=violation.field, description=violation.description)
