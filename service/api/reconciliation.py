"""ReconciliationService: totals, rows compared, and what regions owe each other."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from sqlalchemy.ext.asyncio import AsyncConnection

from gongji import v1
from gongji.v1.reconciliation_service_pb2_grpc import ReconciliationServiceServicer
from service.api import convert_reconciliation as convert
from service.api.call import Call
from service.api.ids import text_of
from service.api.reads import Reads
from service.domain.clearing import clearings
from service.domain.reconciliation import Comparison, OutOfOrder
from service.domain.totals import Figures, compare
from service.pipeline.request import DeadlinePassed, Overloaded
from service.storage.clearing import cleared, through
from service.storage.reconciliation import Scope, rows, totals

_AT_ONCE = 2
"""How many streams one process compares at a time: each has a connection, and a snapshot, to itself."""
_PATIENCE_SECONDS = 50
_FOUND_AT_ONCE = 500


class Reconciliation(ReconciliationServiceServicer):
    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._under_way = 0

    async def GetTotals(self, request: v1.GetTotalsRequest, call: Call) -> v1.GetTotalsResponse:
        scope, stated = self._reads.asked(request, convert.totals)
        async with self._reads.look_over(call, scope.region) as (tx, _):
            found = await totals(tx, scope)
        all_of_it = sum((one.figures for one in found), Figures())
        return convert.totals_response(found, all_of_it, compare(all_of_it, stated) if stated else None)

    async def GetClearing(self, request: v1.GetClearingRequest, call: Call) -> v1.GetClearingResponse:
        region, month = self._reads.asked(request, convert.clearing)
        async with self._reads.look_over(call, region) as (tx, _):
            found = clearings(region, await through(tx, region, month), await cleared(tx, region, month))
        return v1.GetClearingResponse(regions=map(convert.region_clearing, found))

    async def Reconcile(
        self, requests: AsyncIterator[v1.ReconcileRequest], call: Call
    ) -> AsyncIterator[v1.ReconcileResponse]:
        first = await _next(requests)
        scope = self._reads.asked(first or v1.ReconcileRequest(), convert.scope)
        if self._under_way >= _AT_ONCE:
            raise Overloaded
        self._under_way += 1
        try:
            async with (
                self._reads.look_over(call, scope.region) as (tx, _),
                aclosing(_compared(requests, scope, tx)) as responses,
            ):
                async for response in responses:
                    yield response
        finally:
            self._under_way -= 1


async def _compared(
    requests: AsyncIterator[v1.ReconcileRequest], scope: Scope, tx: AsyncConnection
) -> AsyncGenerator[v1.ReconcileResponse, None]:
    """The two lists side by side; of each no more is held than one piece that waits for the other's."""
    comparison, found = Comparison(), []
    async with aclosing(rows(tx, scope, text_of)) as ours:
        while not comparison.over:
            if comparison.wants_ours:
                comparison.take_ours(await anext(ours, None))
            if comparison.wants_theirs:
                _take_theirs(comparison, await _next(requests))
            for discrepancy in comparison.told():
                found.append(discrepancy)
                if len(found) == _FOUND_AT_ONCE:
                    yield convert.discrepancies(found)
                    found.clear()
            if found:
                yield convert.discrepancies(found)
                found.clear()
    yield convert.counts(comparison.counts)


def _take_theirs(comparison: Comparison, request: v1.ReconcileRequest | None) -> None:
    if request is None:
        comparison.take_theirs(None)
        return
    try:
        comparison.take_theirs(convert.statement_rows(request, comparison.counts.theirs))
    except OutOfOrder as error:
        zh, en = "未按 setl_id 升序排列", "does not come after the row before it: rows ascend by setl_id"
        raise convert.bad_row(error.row, "setl_id", zh, en) from None


async def _next(requests: AsyncIterator[v1.ReconcileRequest]) -> v1.ReconcileRequest | None:
    """The caller's next message, None at the end of the stream; whoever stands still does not keep a snapshot open."""
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await anext(requests, None)
    except TimeoutError:
        raise DeadlinePassed from None
