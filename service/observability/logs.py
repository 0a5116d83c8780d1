"""The log, to stderr: one canonical line an RPC, as JSON or for people. What could hold personal data stays out.

The message of an exception may quote a row or a statement's parameters: its type and where it was raised are logged,
and nothing else of it.
"""

import asyncio
import logging
import os
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import msgspec
import structlog

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()

EventDict = MutableMapping[str, Any]


def configure_logging(log_format: str) -> None:
    """Send the log of this process, ours and the libraries', to stderr. Called once, by whoever starts the process.

    `log_format` is json, console, or auto: console where people look on.
    """
    json = log_format == "json" or (log_format == "auto" and not sys.stderr.isatty())
    common: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        with_pid,
        without_message,
    ]
    if json:
        render: Any = structlog.processors.JSONRenderer(serializer=_json)
        factory: Any = structlog.BytesLoggerFactory(sys.stderr.buffer)
    else:
        render = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        factory = structlog.WriteLoggerFactory(sys.stderr)
    structlog.configure(
        processors=[*common, render],
        logger_factory=factory,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, handlers=[_FromLibraries()], force=True)


class _FromLibraries(logging.Handler):
    """Hands over what libraries log in the standard library's way."""

    def emit(self, record: logging.LogRecord) -> None:
        log.log(record.levelno, record.getMessage(), logger=record.name, exc_info=record.exc_info)


def with_pid(_: Any, __: str, event: EventDict) -> EventDict:
    """Which of the processes that share a port says it."""
    event["pid"] = os.getpid()
    return event


def _json(event: EventDict, **_: Any) -> bytes:
    return msgspec.json.encode(event)


def without_message(_: Any, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and its frames; what it says may be somebody's name."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event.update(described(error))
    return event


def described(error: BaseException) -> dict[str, Any]:
    """What may be said of an exception: the types along its chain, and the frames of where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "exception": " < ".join(type(e).__qualname__ for e in _chain(error)),
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def watch_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Log what a task left behind; asyncio's own way would print the exception with its message."""

    def report(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        log.error("loop.error", about=context["message"], exc_info=context.get("exception"))

    loop.set_exception_handler(report)
