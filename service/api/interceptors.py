"""The edge: who calls, what time it is, how long there is; and after the call, its error and its line in the log.

A servicer gets a `Call` where gRPC would hand over its own context. Health is answered to anybody and not logged.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any, NoReturn, cast

import grpc
from google.protobuf.message import DecodeError
from grpc_health.v1 import health

from service.api.call import Call
from service.api.checks import FIRST_DAY, LAST_DAY, MalformedRequest, Violation
from service.api.errors import DETAILS_KEY, Failure, NotAdmitted, failure_of
from service.observability import UNWATCHED, Observer, log
from service.security.platforms import Platforms

NOW_KEY = "gongji-now"
SANDBOX_PLATFORM = "sandbox"
_OURS = "/gongji.v1."
_DEADLINE = grpc.StatusCode.DEADLINE_EXCEEDED
_HEALTH = f"/{health.SERVICE_NAME}/"

Handler = Any
"""A grpc.RpcMethodHandler: its stubs know nothing of servicers that are not given gRPC's own context."""
Context = grpc.aio.ServicerContext[Any, Any]
Continuation = Callable[[grpc.HandlerCallDetails], Awaitable[Handler]]


class Edge(grpc.aio.ServerInterceptor):  # type: ignore[type-arg]
    """Stands before every RPC. Without `platforms` it is a sandbox's: anybody is let in, and may set the time."""

    def __init__(self, platforms: Platforms | None, observer: Observer = UNWATCHED) -> None:
        self._platforms = platforms
        self._observer = observer
        self._handlers: dict[str, Handler] = {}

    async def intercept_service(self, continuation: Continuation, details: grpc.HandlerCallDetails) -> Handler:
        method: str = details.method
        known = self._handlers.get(method)
        if known is not None:
            return known
        handler = await continuation(details)
        if handler is None or method.startswith(_HEALTH):
            return handler
        if not method.startswith(_OURS):
            return self._guarded(handler)
        self._handlers[method] = self._ours(method, handler)
        return self._handlers[method]

    def _ours(self, method: str, handler: Handler) -> Handler:
        if handler.request_streaming:
            return grpc.stream_stream_rpc_method_handler(
                self._streaming(method, handler), response_serializer=handler.response_serializer
            )
        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(
                self._telling(method, handler), response_serializer=handler.response_serializer
            )
        return grpc.unary_unary_rpc_method_handler(
            self._answering(method, handler), response_serializer=handler.response_serializer
        )

    def _guarded(self, handler: Handler) -> Handler:
        """Reflection: open to whoever may call, and otherwise as it is."""

        async def answer(requests: Any, context: Context) -> None:
            try:
                self._platform(_entries(context))
            except NotAdmitted as error:
                await _abort(context, failure_of(error))
            async for response in handler.stream_stream(requests, context):
                await context.write(response)

        return grpc.stream_stream_rpc_method_handler(answer, handler.request_deserializer, handler.response_serializer)

    def _answering(self, method: str, handler: Handler) -> Callable[..., Awaitable[Any]]:
        name = method.removeprefix(_OURS)

        async def answer(raw: bytes, context: Context) -> Any:
            line = Line(name, self._observer)
            try:
                line.call = self._admit(context)
                response = await handler.unary_unary(_parsed(handler, raw), line.call)
            except asyncio.CancelledError:
                line.write((_DEADLINE if line.over() else grpc.StatusCode.CANCELLED).name)
                raise
            except Exception as error:
                failure = failure_of(error)
                line.write(failure.text.code.name, failure.text.reason)
                await _abort(context, failure)
            line.write(grpc.StatusCode.OK.name)
            return response

        return answer

    def _streaming(self, method: str, handler: Handler) -> Callable[..., Awaitable[None]]:
        def begin(raws: AsyncIterator[bytes], call: Call) -> Any:
            return handler.stream_stream((_parsed(handler, raw) async for raw in raws), call)

        return self._writing(method, begin)

    def _telling(self, method: str, handler: Handler) -> Callable[..., Awaitable[None]]:
        def begin(raw: bytes, call: Call) -> Any:
            return handler.unary_stream(_parsed(handler, raw), call)

        return self._writing(method, begin)

    def _writing(self, method: str, begin: Callable[[Any, Call], Any]) -> Callable[..., Awaitable[None]]:
        """Answers with what `begin` yields for what was asked, message by message."""
        name = method.removeprefix(_OURS)

        async def answer(asked: Any, context: Context) -> None:
            line = Line(name, self._observer)
            try:
                line.call = self._admit(context)
                async with aclosing(begin(asked, line.call)) as responses:
                    async for response in responses:
                        await context.write(response)
            except asyncio.CancelledError:
                line.write((_DEADLINE if line.over() else grpc.StatusCode.CANCELLED).name)
                raise
            except Exception as error:
                failure = failure_of(error)
                line.write(failure.text.code.name, failure.text.reason)
                await _abort(context, failure)
            line.write(grpc.StatusCode.OK.name)

        return answer

    def _admit(self, context: Context) -> Call:
        """The call, or why it is turned away. One whose time is up is not begun."""
        entries = _entries(context)
        platform = self._platform(entries)
        now = self._now(entries.get(NOW_KEY))
        given = NOW_KEY in entries
        left_seconds = cast("float | None", context.time_remaining())  # None without a deadline
        if left_seconds is None:
            return Call(platform, now, None, given)
        if left_seconds <= 0:
            raise NotAdmitted("DEADLINE_EXPIRED")
        return Call(platform, now, asyncio.get_running_loop().time() + left_seconds, given)

    def _platform(self, entries: dict[str, Any]) -> str:
        if self._platforms is None:
            return SANDBOX_PLATFORM
        platform = self._platforms.authenticate(entries.get("authorization"))
        if platform is None:
            raise NotAdmitted("PLATFORM_UNKNOWN")
        return platform

    def _now(self, given: str | None) -> datetime:
        if given is None:
            return datetime.now(UTC)
        if self._platforms is not None:
            raise NotAdmitted("SANDBOX_ONLY", key=NOW_KEY)
        return _moment(given)


class Line:
    """The one line of an RPC in the log, and its place in the metrics."""

    def __init__(self, method: str, observer: Observer) -> None:
        self._method = method
        self._observer = observer
        self._started = time.perf_counter()
        self.call: Call | None = None
        observer.rpc_began(method)

    def over(self) -> bool:
        """Whether the caller's deadline has passed."""
        deadline = self.call.deadline if self.call else None
        return deadline is not None and deadline <= asyncio.get_running_loop().time()

    def write(self, code: str, reason: str | None = None) -> None:
        seconds = time.perf_counter() - self._started
        self._observer.rpc_ended(self._method, code, reason, seconds)
        about: dict[str, Any] = {"method": self._method, "code": code}
        if reason is not None:
            about["reason"] = reason
        if self.call is not None:
            noted = {"platform": self.call.platform, "region": self.call.region, "request_id": self.call.request_id}
            about |= {key: value for key, value in noted.items() if value is not None}
            about["replayed"] = self.call.replayed
        about["duration_ms"] = round(seconds * 1000, 3)
        log.info("rpc", **about)


def _entries(context: Context) -> dict[str, Any]:
    return dict(context.invocation_metadata() or ())


def _parsed(handler: Handler, raw: bytes) -> Any:
    try:
        return handler.request_deserializer(raw)
    except DecodeError:
        raise MalformedRequest([Violation("", "不是有效的消息", "is no message of this kind")]) from None


def _moment(text: str) -> datetime:
    """An instant in RFC 3339, with its zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None or not FIRST_DAY <= moment.date() <= LAST_DAY:
        raise MalformedRequest([Violation(NOW_KEY, "须为带时区的 RFC 3339 时间", "is an RFC 3339 time with its zone")])
    return moment.astimezone(UTC)


async def _abort(context: Context, failure: Failure) -> NoReturn:
    status = failure.status()
    await context.abort(failure.text.code, status.message, ((DETAILS_KEY, status.SerializeToString()),))
    raise AssertionError("unreachable: abort raises")
