"""What the callers of a trial noted: every write they asked for, every time they sent it, and what they were told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import grpc
from google.protobuf.message import Message

from tests.support.caller import Fault

UNDECIDED = (
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.CANCELLED,
)
"""What a caller may be told instead of an answer; it then sends the same request again.

CANCELLED is what gRPC makes of a call that reaches a server in the moment in which that begins to stop.
"""
REFUSALS = (grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.NOT_FOUND)
"""What a decision against the caller looks like; as good an answer as any."""
INSTITUTIONS = "000000"
"""The region of requests about institutions (contract)."""


class Sending(NamedTuple):
    """One time that a request was sent and not answered. Times are those of the caller's clock, in seconds."""

    sent: float
    ended: float
    fault: Fault


class Key(NamedTuple):
    """What names a request, as far as one platform is concerned."""

    region: str
    rpc: str
    request_id: str


@dataclass
class Asked:
    """One write. `answer` is the response, or the refusal as a Fault; None when the caller never got one."""

    region: str
    service: str
    rpc: str
    request: Any
    patient: bool = True
    """Whether the caller goes on sending until it is answered."""
    unanswered: list[Sending] = field(default_factory=list)
    sent: float = 0.0
    """When it was sent for the last time."""
    answered: float = 0.0
    answer: Any = None

    @property
    def key(self) -> Key:
        return Key(self.region, self.rpc, str(self.request.request_id))

    @property
    def first_sent(self) -> float:
        return self.unanswered[0].sent if self.unanswered else self.sent

    @property
    def done(self) -> Any:
        """The response, or None where there is no answer or a refusal."""
        return None if isinstance(self.answer, Fault) else self.answer


def is_decision(got: Any) -> bool:
    """Whether this is an answer, for or against, that will never change."""
    return not isinstance(got, Fault) or got.code in REFUSALS


def replayed(answer: Any) -> bool:
    """Whether the server says that it had given this answer before."""
    return answer.metadata.get("replayed") == "true" if isinstance(answer, Fault) else bool(answer.replayed)


def essence(answer: Any) -> tuple[Any, ...]:
    """All that an answer says but whether it was given before: equal for the same answer."""
    if isinstance(answer, Fault):
        metadata = {key: value for key, value in answer.metadata.items() if key != "replayed"}
        return (answer.code.name, answer.reason, sorted(metadata.items()))
    return (type(answer).__name__, _without_replayed(answer).SerializeToString(deterministic=True))


def _without_replayed(answer: Message) -> Message:
    copy = type(answer)()
    copy.CopyFrom(answer)
    copy.ClearField("replayed")
    return copy


def of_rpc(history: Iterable[Asked], rpc: str) -> list[Asked]:
    """The writes of one kind that were done."""
    return [asked for asked in history if asked.rpc == rpc and asked.done is not None]
