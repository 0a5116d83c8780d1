"""A command on its way through the door, and the answer that comes back."""

import asyncio
from datetime import datetime
from typing import Any

from msgspec import Struct

from service.domain.commands import Command
from service.domain.refusal import Refusal
from service.storage.records import RequestKey


class Answer(Struct, frozen=True):
    """What was decided: a resource, or a refusal. `replayed` when it had been decided before."""

    value: Any
    replayed: bool = False

    @property
    def refusal(self) -> Refusal | None:
        return self.value if isinstance(self.value, Refusal) else None


class Request(Struct, frozen=True, eq=False):
    """`now` is the time that it is decided at; `taken` and `deadline` are on the event loop's clock, in seconds."""

    key: RequestKey
    command: Command
    fingerprint: bytes
    now: datetime
    taken: float
    deadline: float | None
    answered: asyncio.Future[Answer]


class NotDone(Exception):
    """Nothing was decided and nothing changed: the caller may try again with the same request id."""


class Overloaded(NotDone):
    """Too many commands wait already."""


class Draining(NotDone):
    """This server is stopping and takes nothing new."""


class DeadlinePassed(NotDone):
    """The caller's deadline passed before the command was taken up."""


class StoreUnavailable(NotDone):
    """The database could not be reached, or would not let a transaction through, for too long."""
