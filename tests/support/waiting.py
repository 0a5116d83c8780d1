"""The one way in which a test waits: for a condition, until a deadline, never for a fixed time."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

DEADLINE_SECONDS = 10.0
_POLL_SECONDS = 0.01


def until(condition: Callable[[], T], *, what: str, deadline_seconds: float = DEADLINE_SECONDS) -> T:
    """Calls `condition` until it returns something true, and returns that.

    The condition is always tried at least once. Fails with an AssertionError that names `what` when the
    deadline passes; what the condition raises is not caught.
    """
    deadline = time.monotonic() + deadline_seconds
    while not (outcome := condition()):
        _fail_after(deadline, what, deadline_seconds)
        time.sleep(_POLL_SECONDS)
    return outcome


async def async_until(condition: Callable[[], Any], *, what: str, deadline_seconds: float = DEADLINE_SECONDS) -> Any:
    """`until` for a test that runs in an event loop; the condition may be a plain or an async function."""
    deadline = time.monotonic() + deadline_seconds
    while True:
        outcome = condition()
        if inspect.isawaitable(outcome):
            outcome = await outcome
        if outcome:
            return outcome
        _fail_after(deadline, what, deadline_seconds)
        await asyncio.sleep(_POLL_SECONDS)


def _fail_after(deadline: float, what: str, deadline_seconds: float) -> None:
    if time.monotonic() > deadline:
        raise AssertionError(f"after {deadline_seconds:g} s still waiting for: {what}")
