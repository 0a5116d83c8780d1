"""What AccountService does with accounts themselves: transfers, presets, liquidations."""

from gongji import v1
from service.api import convert_accounts
from service.api.call import Call
from service.api.writes import Writes


class AccountActs:
    """For the servicer that has the rest of the service."""

    _writes: Writes

    async def Transfer(self, request: v1.TransferRequest, call: Call) -> v1.TransferResponse:
        answer = await self._writes.write(request, call, convert_accounts.transfer)
        moved = convert_accounts.transferred(answer.value)
        return v1.TransferResponse(transfer=moved, replayed=answer.replayed)

    async def SetPreset(self, request: v1.SetPresetRequest, call: Call) -> v1.SetPresetResponse:
        answer = await self._writes.write(request, call, convert_accounts.set_preset)
        return v1.SetPresetResponse(preset=convert_accounts.preset(answer.value), replayed=answer.replayed)

    async def CancelPreset(self, request: v1.CancelPresetRequest, call: Call) -> v1.CancelPresetResponse:
        answer = await self._writes.write(request, call, convert_accounts.cancel_preset)
        return v1.CancelPresetResponse(preset=convert_accounts.preset(answer.value), replayed=answer.replayed)

    async def Liquidate(self, request: v1.LiquidateRequest, call: Call) -> v1.LiquidateResponse:
        answer = await self._writes.write(request, call, convert_accounts.liquidate)
        done = convert_accounts.liquidation(answer.value)
        return v1.LiquidateResponse(liquidation=done, replayed=answer.replayed)
