"""What a servicer is told of the call beside the request."""

from datetime import datetime

from msgspec import Struct


class Call(Struct):
    """Who calls, what time it is decided at, and until when on the event loop's clock an answer is waited for.

    The rest is noted on the way, for the call's line in the log.
    """

    platform: str
    now: datetime
    deadline: float | None
    time_given: bool = False
    """Whether the caller set the time; in a sandbox alone."""
    region: str | None = None
    request_id: str | None = None
    replayed: bool = False
