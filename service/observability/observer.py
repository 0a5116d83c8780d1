"""What the parts of a server tell of their work, so that none of them knows who counts it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from service.domain.outcome import Outcome
from service.domain.refusal import Refusal


class Pulse(NamedTuple):
    """What is looked at once a second.

    `late_seconds` is by how much the event loop was late for it; `waiting` are the commands taken and not yet
    answered; `connections` are those in use, and how many there may be, by pool.
    """

    late_seconds: float
    waiting: int
    connections: Mapping[str, tuple[int, int]]


class Observer:
    """Is told, and keeps nothing of it. Who does keep something never raises and never waits."""

    def serves(self, policies: Iterable[str]) -> None:
        """The ids of the policies that this process settles by."""

    def rpc_began(self, method: str) -> None:
        """A call of a method that there is: `SettlementService/Settle`."""

    def rpc_ended(self, method: str, code: str, reason: str | None, seconds: float) -> None:
        """It has its answer: the code, the reason of an error, and how long it took."""

    def batch_began(self, queued_seconds: Sequence[float]) -> None:
        """A batch is taken up; how long each of its commands had waited for that."""

    def batch_committed(self, seconds: float) -> None:
        """Its transaction is committed, and took so long."""

    def batch_retried(self, fault: str) -> None:
        """Its transaction is run again because of a passing fault, named by its code."""

    def decided(self, command: str, outcome: Outcome | Refusal) -> None:
        """A command was decided, and that is committed. `command` is the type's name."""

    def replayed(self, command: str) -> None:
        """A request that had been decided before got its first answer again."""

    def ready(self, ready: bool) -> None:
        """Whether this process can do its work now."""

    def pulse(self, pulse: Pulse) -> None:
        """The event loop turns, and this is what there is to see."""


UNWATCHED = Observer()
