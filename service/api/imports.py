"""The imports: rows stream in, slices of them go through the one door, and every row is answered in order.

A stream holds no more in memory than the slice that is gathered, the few that are under way and a message or two,
however many rows come.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Sequence
from typing import Any

from uuid_utils.compat import uuid7

from service.api.call import Call
from service.api.checks import ROWS_AT_MOST, MalformedRequest, Violation
from service.api.convert_imports import ImportRow, Kind
from service.domain.feed_commands import BadRow
from service.domain.policy_book import PolicyBook
from service.domain.rows import RowResult
from service.pipeline.pipeline import Pipeline

_SLICES_AT_ONCE = 2
"""One slice is read while another is written; more would only make others wait longer for their turn."""


class Imports:
    def __init__(self, pipeline: Pipeline, book: PolicyBook) -> None:
        self._pipeline = pipeline
        self._book = book

    async def run(self, messages: AsyncIterator[Any], call: Call, kind: Kind) -> AsyncIterator[list[RowResult]]:
        """The rows' results, some at a time. Raises MalformedRequest, or NotDone when a slice could not be taken."""
        gathered = _Gathered()
        slices: asyncio.Queue[asyncio.Task[list[RowResult]] | None] = asyncio.Queue(_SLICES_AT_ONCE)
        reading = asyncio.create_task(_read(messages, kind, gathered))
        cutting = asyncio.create_task(self._cut(gathered, slices, call, kind))
        try:
            while (under_way := await slices.get()) is not None:
                yield await under_way
            await reading
        finally:
            left = (reading, cutting, *(slices.get_nowait() for _ in range(slices.qsize())))
            for task in filter(None, left):
                task.cancel()
            await asyncio.gather(reading, cutting, return_exceptions=True)

    async def _cut(
        self,
        gathered: "_Gathered",
        slices: "asyncio.Queue[asyncio.Task[list[RowResult]] | None]",
        call: Call,
        kind: Kind,
    ) -> None:
        """Slices of what has come so far: few rows do not wait for more."""
        while rows := await gathered.take():
            await slices.put(asyncio.create_task(self._take(rows, call, kind)))
        await slices.put(None)

    async def _take(self, messages: Sequence[Any], call: Call, kind: Kind) -> list[RowResult]:
        """One slice: a command for each region in it, under a request id that nobody has used.

        Rows are known by their keys, so a slice that is sent again may be decided again.
        """
        rows = [kind.read_row(message, self._book) for message in messages]
        by_region: dict[str, list[int]] = defaultdict(list)
        results: dict[int, RowResult] = {}
        for place, row in enumerate(rows):
            if isinstance(row, BadRow):
                results[place] = RowResult(row.key, refusal=row.refusal)
            else:
                by_region[kind.region_of(row)].append(place)
        commands = (self._submit(region, [rows[p] for p in places], call, kind) for region, places in by_region.items())
        for places, answered in zip(by_region.values(), await asyncio.gather(*commands), strict=True):
            results.update(zip(places, answered, strict=True))
        return [results[place] for place in range(len(rows))]

    async def _submit(
        self, region: str, rows: Sequence[ImportRow | BadRow], call: Call, kind: Kind
    ) -> Sequence[RowResult]:
        command = kind.command(region=region, rows=tuple(rows))
        answer = await self._pipeline.submit(call.platform, f"import-{uuid7()}", command, call.now, call.deadline)
        if answer.refusal is not None:
            return [RowResult(kind.name_of(row), refusal=answer.refusal) for row in rows]
        results: Sequence[RowResult] = answer.value.results
        return results


class _Gathered:
    """Rows between the reader and the slices: at most a slice waits, then the reader does, and with it the caller."""

    def __init__(self) -> None:
        self._messages: deque[Sequence[Any]] = deque()
        self._rows = 0
        self._closed = False
        self._changed = asyncio.Condition()

    async def put(self, rows: Sequence[Any]) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self._rows < ROWS_AT_MOST)
            self._messages.append(rows)
            self._rows += len(rows)
            self._changed.notify_all()

    async def close(self) -> None:
        async with self._changed:
            self._closed = True
            self._changed.notify_all()

    async def take(self) -> list[Any]:
        """Up to a slice of rows, whole messages first; empty when there will be no more."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._messages or self._closed)
            taken: list[Any] = []
            while self._messages and len(taken) + len(self._messages[0]) <= ROWS_AT_MOST:
                taken += self._messages.popleft()
            self._rows -= len(taken)
            self._changed.notify_all()
            return taken


async def _read(messages: AsyncIterator[Any], kind: Kind, gathered: _Gathered) -> None:
    try:
        async for message in messages:
            rows = kind.rows_of(message)
            if not 0 < len(rows) <= ROWS_AT_MOST:
                zh, en = f"须有 1 至 {ROWS_AT_MOST} 项", f"has 1 to {ROWS_AT_MOST} items"
                raise MalformedRequest([Violation(kind.field, zh, en)])
            await gathered.put(rows)
    finally:
        await gathered.close()
