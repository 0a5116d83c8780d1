"""What a refused call raises: the contract's error details, read once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import grpc
from google.rpc import error_details_pb2, status_pb2

Lang = Literal["zh", "en"]

_STATUS_KEY = "grpc-status-details-bin"

_WITHOUT_DETAILS = {
    grpc.StatusCode.UNAVAILABLE: ("暂时无法连接服务", "the service cannot be reached"),
    grpc.StatusCode.DEADLINE_EXCEEDED: ("服务未在时限内答复", "the service did not answer in time"),
}


@dataclass(frozen=True)
class FieldViolation:
    """One field of a malformed request, and what is wrong with it."""

    field: str
    description: str


class GongjiError(Exception):
    """A call that was refused or failed.

    `reason` and `metadata` are those of the contract's error_reason.proto; the reason is empty where the call never
    reached the service, and then the gRPC `code` says what happened. `message` is in the language of the client.
    """

    def __init__(
        self,
        code: grpc.StatusCode,
        reason: str = "",
        metadata: dict[str, str] | None = None,
        message_zh: str = "",
        message_en: str = "",
        field_violations: tuple[FieldViolation, ...] = (),
        *,
        retry_after: timedelta | None = None,
        lang: Lang = "zh",
    ) -> None:
        self.code = code
        self.reason = reason
        self.metadata = metadata or {}
        self.message_zh = message_zh
        self.message_en = message_en
        self.field_violations = field_violations
        self.retry_after = retry_after
        self.message = message_zh if lang == "zh" else message_en
        super().__init__(f"{reason or code.name}: {self.message}")


def from_rpc_error(error: grpc.RpcError, lang: Lang) -> GongjiError:
    """The error of the contract that a failed gRPC call carries."""
    code, details = error.code(), error.details() or ""
    info, bad, retry = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
    retry_after = None
    zh, en = _WITHOUT_DETAILS.get(code, (details, details))
    for detail in _status(error).details:
        localized = error_details_pb2.LocalizedMessage()
        if detail.Unpack(localized):
            zh, en = (localized.message, en) if localized.locale == "zh-CN" else (zh, localized.message)
        elif detail.Unpack(retry):
            retry_after = retry.retry_delay.ToTimedelta()
        elif not detail.Unpack(info):
            detail.Unpack(bad)
    violations = tuple(FieldViolation(v.field, v.description) for v in bad.field_violations)
    return GongjiError(code, info.reason, dict(info.metadata), zh, en, violations, retry_after=retry_after, lang=lang)


def _status(error: grpc.RpcError) -> status_pb2.Status:
    for entry in error.trailing_metadata() or ():
        if entry.key == _STATUS_KEY:
            return status_pb2.Status.FromString(entry.value)
    return status_pb2.Status()
