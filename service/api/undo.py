"""What undoes settlements: a part of SettlementService, and PayOutSuspense of AccountService."""

from functools import partial

from gongji import v1
from service.api import convert_out, convert_undo
from service.api.call import Call
from service.api.writes import Writes


class UndoActs:
    """Undoing and settling anew; for the servicer that has the rest of the service."""

    _writes: Writes

    async def ReverseSettlement(self, request: v1.ReverseSettlementRequest, call: Call) -> v1.ReverseSettlementResponse:
        answer = await self._writes.write(request, call, partial(convert_undo.reverse, call.platform))
        done = answer.value
        return v1.ReverseSettlementResponse(
            settlement=convert_out.settlement(done.settlement, None),
            refunds=convert_undo.refunds(done.refunds),
            balc_fen=done.balc_fen,
            replayed=answer.replayed,
        )

    async def ReaccountSettlement(
        self, request: v1.ReaccountSettlementRequest, call: Call
    ) -> v1.ReaccountSettlementResponse:
        answer = await self._writes.write(request, call, convert_undo.reaccount)
        done = answer.value
        return v1.ReaccountSettlementResponse(
            settlement=convert_out.settlement(done.settlement, request.request_id),
            reversed_settlement=convert_out.settlement(done.reversed, None),
            refunds=convert_undo.refunds(done.refunds),
            replayed=answer.replayed,
        )


class SuspenseActs:
    """Paying out what waits; for the servicer that has the rest of the service."""

    _writes: Writes

    async def PayOutSuspense(self, request: v1.PayOutSuspenseRequest, call: Call) -> v1.PayOutSuspenseResponse:
        answer = await self._writes.write(request, call, convert_undo.pay_out)
        return v1.PayOutSuspenseResponse(suspense_payout=convert_undo.payout(answer.value), replayed=answer.replayed)
