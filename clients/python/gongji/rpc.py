"""One RPC as a typed callable: deadline, metadata and the retries that are safe."""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import grpc
import stamina
from google.protobuf.message import Message

from gongji.errors import GongjiError, Lang, from_rpc_error

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)

_ATTEMPTS = 5
_TRANSIENT = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED)


def new_request_id() -> str:
    """A request id that nobody has used. Keep it with the act: only the same id makes sending again safe."""
    return str(uuid.uuid4())


@dataclass
class Wire:
    """The channel, and what every call on it has in common. `now` may be changed between calls."""

    channel: grpc.Channel
    token: str | None
    now: datetime | str | None
    lang: Lang
    timeout_seconds: float

    def metadata(self) -> tuple[tuple[str, str], ...]:
        entries = []
        if self.token is not None:
            entries.append(("authorization", f"Bearer {self.token}"))
        if self.now is not None:
            entries.append(("gongji-now", rfc3339(self.now)))
        return tuple(entries)


class Rpc(Generic[Request, Response]):
    """Call it with the request; it returns the response or raises GongjiError. See the RPC in the contract."""

    def __init__(self, wire: Wire, path: str, response: type[Response]) -> None:
        self._wire = wire
        self._call = wire.channel.unary_unary(
            path,
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=response.FromString,
        )

    def __call__(self, request: Request, *, timeout_seconds: float | None = None) -> Response:
        """`timeout_seconds` holds for the whole call, retries included; absent: the client's."""
        timeout = self._wire.timeout_seconds if timeout_seconds is None else timeout_seconds
        if not is_safe_to_repeat(request):
            return self._attempt(request, timeout)
        deadline = time.monotonic() + timeout
        for attempt in stamina.retry_context(on=backoff(deadline), attempts=_ATTEMPTS, timeout=None, wait_max=2.0):
            with attempt:
                return self._attempt(request, deadline - time.monotonic())
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _attempt(self, request: Request, timeout: float) -> Response:
        try:
            response: Response = self._call(request, timeout=timeout, metadata=self._wire.metadata())
            return response
        except grpc.RpcError as error:
            raise from_rpc_error(error, self._wire.lang) from None


class Stream(Generic[Request, Response]):
    """Call it with the requests, as many as there are; it yields the responses as they come, or raises GongjiError.

    The requests are taken from another thread, as fast as the server takes them. Nothing is sent twice: after an error
    it is for the caller to begin again, with what was not answered or with everything.
    """

    def __init__(self, wire: Wire, path: str, response: type[Response]) -> None:
        self._wire = wire
        self._call = wire.channel.stream_stream(
            path,
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=response.FromString,
        )

    def __call__(self, requests: Iterable[Request], *, timeout_seconds: float | None = None) -> Iterator[Response]:
        """`timeout_seconds` holds for the whole stream; absent: as long as it takes."""
        call = self._call(iter(requests), timeout=timeout_seconds, metadata=self._wire.metadata())
        yield from _responses(call, self._wire.lang)


class ServerStream(Generic[Request, Response]):
    """Call it with the request; it yields the responses as they come, or raises GongjiError.

    Nothing is asked twice: after an error it is for the caller to begin again, where the last response left off. The
    call ends when the iterator is closed or forgotten.
    """

    def __init__(self, wire: Wire, path: str, response: type[Response]) -> None:
        self._wire = wire
        self._call = wire.channel.unary_stream(
            path,
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=response.FromString,
        )

    def __call__(self, request: Request, *, timeout_seconds: float | None = None) -> Iterator[Response]:
        """`timeout_seconds` holds for the whole stream; absent: as long as it takes."""
        call = self._call(request, timeout=timeout_seconds, metadata=self._wire.metadata())
        yield from _responses(call, self._wire.lang)


def _responses(call: Any, lang: Lang) -> Iterator[Any]:
    try:
        yield from call
    except grpc.RpcError as error:
        raise from_rpc_error(error, lang) from None
    finally:
        call.cancel()


def is_safe_to_repeat(request: Message) -> bool:
    """A read is, and a write is by its request id: the server answers the same id with the first answer."""
    return "request_id" not in request.DESCRIPTOR.fields_by_name or bool(request.request_id)  # type: ignore[attr-defined]


def backoff(deadline: float) -> Callable[[Exception], bool | float]:
    """Whether to try again, and after how long: the server's own delay where it gives one."""

    def decide(error: Exception) -> bool | float:
        if not isinstance(error, GongjiError) or error.code not in _TRANSIENT:
            return False
        delay = error.retry_after.total_seconds() if error.retry_after else 0.0
        if time.monotonic() + delay >= deadline:
            return False
        return delay or True

    return decide


def rfc3339(moment: datetime | str) -> str:
    """The moment as the metadata key `gongji-now` wants it; a datetime without a zone is a ValueError."""
    if isinstance(moment, str):
        return moment
    if moment.tzinfo is None:
        raise ValueError("a datetime needs a time zone: which moment is meant?")
    return moment.isoformat()
