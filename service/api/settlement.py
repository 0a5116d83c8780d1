"""SettlementService: who paid how much of a visit or purchase."""

import asyncio
from functools import partial

from msgspec.structs import replace

from gongji import v1
from gongji.v1.settlement_service_pb2_grpc import SettlementServiceServicer
from service.api import convert_asked, convert_in, convert_out, convert_rows
from service.api.call import Call
from service.api.checks import MalformedRequest, is_code
from service.api.errors import RefusedCall, failure_of
from service.api.paging import Pages
from service.api.reads import Reads
from service.api.refusals import text_of_refusal
from service.api.undo import UndoActs
from service.api.writes import Writes
from service.domain.refusal import refuse
from service.storage import queries
from service.storage.queries import SettlementCursor


class Settlements(UndoActs, SettlementServiceServicer):
    def __init__(self, writes: Writes, reads: Reads, pages: Pages) -> None:
        self._writes = writes
        self._reads = reads
        self._pages = pages

    async def PreviewSettlement(self, request: v1.PreviewSettlementRequest, call: Call) -> v1.PreviewSettlementResponse:
        bill, asked_about = self._reads.asked(request, convert_in.preview)
        drawn = await self._reads.preview(call, bill, asked_about)
        return v1.PreviewSettlementResponse(settlement=convert_out.settlement(drawn, None))

    async def Settle(self, request: v1.SettleRequest, call: Call) -> v1.SettleResponse:
        answer = await self._writes.write(request, call, convert_in.settle)
        done = convert_out.settlement(answer.value, request.request_id)
        return v1.SettleResponse(settlement=done, replayed=answer.replayed)

    async def SettleBatch(self, request: v1.SettleBatchRequest, call: Call) -> v1.SettleBatchResponse:
        region = call.region = self._reads.asked(request, convert_in.batch_region)
        results = await asyncio.gather(*(self._settle_one(row, region, call) for row in request.requests))
        return v1.SettleBatchResponse(results=results)

    async def _settle_one(self, request: v1.SettleRequest, region: str, call: Call) -> v1.SettleResult:
        """One row of a batch; whatever Settle would refuse the call with, the row is."""
        found = v1.SettleResult(request_id=request.request_id if is_code(request.request_id, 64) else "")
        try:
            answer = await self._writes.write(request, replace(call), partial(convert_in.settle_of, region))
        except RefusedCall as refused:
            found.error.CopyFrom(convert_out.row_error(text_of_refusal(refused.refusal)))
            found.replayed = refused.replayed
        except MalformedRequest as malformed:
            refusal = convert_rows.bad_row(malformed.violations[0], "", 0).refusal
            found.error.CopyFrom(convert_out.row_error(text_of_refusal(refusal)))
        except Exception as error:
            found.error.CopyFrom(convert_out.row_error(failure_of(error).text))
        else:
            found.settlement.CopyFrom(convert_out.settlement(answer.value, request.request_id))
            found.replayed = answer.replayed
        return found

    async def GetSettlement(self, request: v1.GetSettlementRequest, call: Call) -> v1.GetSettlementResponse:
        ref, setl_id = self._reads.asked(request, convert_asked.settlement)
        async with self._reads.look_at(call, ref, "patient") as (view, patient):
            found = await queries.settlement(view.tx, *patient.key, setl_id)
        if found is None:
            refuse("SETTLEMENT_NOT_FOUND", setl_id=setl_id)
        return v1.GetSettlementResponse(settlement=convert_out.settlement(found.settlement, found.request_id))

    async def ListSettlements(self, request: v1.ListSettlementsRequest, call: Call) -> v1.ListSettlementsResponse:
        asked = self._reads.asked(request, convert_asked.settlements)
        after = self._pages.cursor(request, SettlementCursor)
        async with self._reads.look_at(call, asked.patient, "patient") as (view, patient):
            found = await queries.settlements(
                view.tx,
                *patient.key,
                from_date=asked.from_date,
                to_date=asked.to_date,
                fixmedins_code=asked.fixmedins_code,
                after=after,
                limit=asked.page_size + 1,
            )
        page, more = found[: asked.page_size], found[asked.page_size :]
        return v1.ListSettlementsResponse(
            settlements=[convert_out.settlement(f.settlement, f.request_id) for f in page],
            next_page_token=self._pages.token(request, page[-1].cursor) if more else "",
        )
