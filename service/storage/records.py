"""What the pipeline hands over to be written, and what it gets back of requests remembered."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from msgspec import Struct

from service.domain.account import Account, AccountKey
from service.domain.outcome import Changes
from service.domain.refusal import Refusal


class RequestKey(NamedTuple):
    """The scope of a request id: the pooling region, the calling platform, the method; and the id."""

    region: str
    platform: str
    method: str
    request_id: str


class Remembered(Struct, frozen=True):
    """A request decided before: what it asked (keyed digest), and what was answered, refusals included."""

    fingerprint: bytes
    refused: bool
    answer: bytes


BLOCKED = Remembered(b"", True, msgspec.json.encode(Refusal("REVERSED_BEFORE_ARRIVAL")))
"""What a request meets that never came and was reversed: without a fingerprint, for whatever it would have asked."""


class JournalRow(Struct, frozen=True, kw_only=True):
    """One link of a region's chain. A lane is a region and a server process's start, so that no writer waits."""

    region: str
    lane: str
    seq: int
    content_digest: bytes
    mac: bytes


class Record(Struct, frozen=True, kw_only=True):
    """One decided command: its request, its answer, its changes, and its journal rows (one for each region).

    Postings and events have no id of their own: they are known by `entry_id` and their place in the command.
    """

    entry_id: UUID
    key: RequestKey
    fingerprint: bytes
    refused: bool
    answer: bytes
    decided_time: datetime
    changes: Changes
    journal: tuple[JournalRow, ...]


class Move(NamedTuple):
    """An account from what was read (None: there was no row) to what it becomes over a whole batch."""

    key: AccountKey
    before: Account | None
    after: Account
