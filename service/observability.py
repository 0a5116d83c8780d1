"""The log: one canonical line an RPC, to stderr, as JSON or for people. What could hold personal data stays out.

The message of an exception may quote a row or a statement's parameters: only its type and where it was raised are logged.
"""

import asyncio
import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger("gongji")

EventDict = MutableMapping[str, Any]


def configure_logging(*, json: bool) -> None:
    """Send the log of this process, ours and the libraries', to stderr. Called once, by whoever starts the process."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_message,
    ]
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if not json:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("gongji").setLevel(logging.INFO)


def without_message(_: Any, __: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and its frames; what it says may be somebody's name."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event |= described(error)
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
        error = context.get("exception")
        log.error("loop.error", about=context["message"], **(described(error) if error else {}))

    loop.set_exception_handler(report)
