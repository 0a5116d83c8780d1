"""A server that answers as it was told, to hold the client against."""

from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

import grpc
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, LocalizedMessage, RetryInfo
from google.rpc.status_pb2 import Status

import gongji
from gongji import v1
from gongji.v1.family_service_pb2_grpc import FamilyServiceServicer, add_FamilyServiceServicer_to_server


@dataclass(frozen=True)
class Failure:
    """A refusal as the contract describes it."""

    code: grpc.StatusCode
    reason: str
    metadata: dict[str, str] = field(default_factory=dict)
    violation: tuple[str, str] | None = None
    retry_seconds: int | None = None

    def end(self, context: Any) -> NoReturn:
        """Answer a call with it."""
        context.set_trailing_metadata((("grpc-status-details-bin", self.status().SerializeToString()),))
        context.abort(self.code, self.reason)
        raise AssertionError("unreachable: abort raises")

    def status(self) -> Status:
        details: list[Message] = [
            ErrorInfo(reason=self.reason, domain="gongji", metadata=self.metadata),
            LocalizedMessage(locale="zh-CN", message=f"中文 {self.reason}"),
            LocalizedMessage(locale="en", message=f"English {self.reason}"),
        ]
        if self.violation:
            name, description = self.violation
            violation = BadRequest.FieldViolation(field=name, description=description)
            details.append(BadRequest(field_violations=[violation]))
        if self.retry_seconds is not None:
            details.append(RetryInfo(retry_delay=Duration(seconds=self.retry_seconds)))
        status = Status(code=self.code.value[0], message=self.reason)
        for detail in details:
            status.details.add().Pack(detail)
        return status


@dataclass
class FakeFamily(FamilyServiceServicer):
    """Fails with `failures`, first one first, then answers; keeps what every call sent."""

    failures: list[Failure] = field(default_factory=list)
    requests: list[Message] = field(default_factory=list)
    metadata: list[dict[str, str]] = field(default_factory=list)
    seconds_left: list[float] = field(default_factory=list)

    def Bind(self, request: v1.BindRequest, context: grpc.ServicerContext) -> v1.BindResponse:
        self._take(request, context)
        return v1.BindResponse(binding=v1.Binding(binding_id="b-1", relation=request.relation))

    def ListMembers(self, request: v1.ListMembersRequest, context: grpc.ServicerContext) -> v1.ListMembersResponse:
        self._take(request, context)
        return v1.ListMembersResponse(next_page_token="more")

    def _take(self, request: Message, context: Any) -> None:
        self.requests.append(request)
        self.metadata.append({entry.key: entry.value for entry in context.invocation_metadata()})
        self.seconds_left.append(context.time_remaining())
        if self.failures:
            self.failures.pop(0).end(context)


@contextmanager
def client_of(family: FakeFamily, **options: Any) -> Iterator[gongji.Client]:
    """A client of a server with this service, as long as the block runs."""
    with served(family) as target, gongji.Client(target, **options) as client:
        yield client


@contextmanager
def served(family: FakeFamily) -> Iterator[str]:
    """The address of a server with this service, as long as the block runs."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=2))
    add_FamilyServiceServicer_to_server(family, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(grace=None).wait()
