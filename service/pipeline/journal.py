"""The chain of what was written: each row carries a keyed digest over its content and the row before it.

A lane belongs to one server process's start and one home region, so nobody waits for anybody's chain. The heads
move only once a transaction is committed; a process that starts anew begins new lanes, and so does one that does not
know whether a transaction was committed.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from service.domain.outcome import Changes
from service.pipeline import codec
from service.security.personal_data import Vault
from service.storage.records import JournalRow, RequestKey

Heads = dict[str, tuple[int, bytes]]
"""By region: the last sequence number of this lane there, and its MAC."""

FIRST: tuple[int, bytes] = (0, b"")


class Chain:
    """The links of one batch, on top of the heads that stand."""

    def __init__(self, lane: str, heads: Heads, vault: Vault) -> None:
        self._lane = lane
        self._vault = vault
        self.heads = dict(heads)

    def link(
        self, key: RequestKey, entry_id: UUID, fingerprint: bytes, answer: bytes, now: datetime, changes: Changes
    ) -> tuple[JournalRow, ...]:
        """One row for each region that a command touched, its home first."""
        regions = ({p.region for p in changes.postings} | {e.region for e in changes.events}) - {key.region}
        rows = []
        for region in (key.region, *sorted(regions)):
            seq, previous = self.heads.get(region, FIRST)
            content = content_digest(region, key, entry_id, fingerprint, answer, now, changes)
            mac = self._vault.journal_mac(f"{region}/{self._lane}/{seq + 1}/".encode() + previous + content)
            self.heads[region] = (seq + 1, mac)
            rows.append(JournalRow(region=region, lane=self._lane, seq=seq + 1, content_digest=content, mac=mac))
        return tuple(rows)


def content_digest(
    region: str,
    key: RequestKey,
    entry_id: UUID,
    fingerprint: bytes,
    answer: bytes,
    now: datetime,
    changes: Changes,
) -> bytes:
    """Over everything that can be read again from the rows: the request, its answer, the region's money and events."""
    postings = [p for p in changes.postings if p.region == region]
    events = [e for e in changes.events if e.region == region]
    parts = [entry_id, key, fingerprint.hex(), hashlib.sha256(answer).hexdigest(), now, postings, events]
    blocked = [asked for asked in changes.blocked if asked.region == region]
    if blocked:
        parts.append(blocked)
    return hashlib.sha256(codec.encode(parts)).digest()
