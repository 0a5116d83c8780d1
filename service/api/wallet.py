"""The wallet's part of AccountService."""

from gongji import v1
from service.api import convert_wallet
from service.api.call import Call
from service.api.writes import Writes


class WalletActs:
    """Opening, sending and accepting; for the servicer that has the rest of the service."""

    _writes: Writes

    async def OpenWallet(self, request: v1.OpenWalletRequest, call: Call) -> v1.OpenWalletResponse:
        answer = await self._writes.write(request, call, convert_wallet.open_wallet)
        return v1.OpenWalletResponse(wallet=convert_wallet.wallet(answer.value), replayed=answer.replayed)

    async def TransferToWallet(self, request: v1.TransferToWalletRequest, call: Call) -> v1.TransferToWalletResponse:
        answer = await self._writes.write(request, call, convert_wallet.transfer)
        sent = convert_wallet.wallet_transfer(answer.value)
        return v1.TransferToWalletResponse(wallet_transfer=sent, replayed=answer.replayed)

    async def AcceptWalletTransfer(
        self, request: v1.AcceptWalletTransferRequest, call: Call
    ) -> v1.AcceptWalletTransferResponse:
        answer = await self._writes.write(request, call, convert_wallet.accept)
        accepted = convert_wallet.wallet_transfer(answer.value)
        return v1.AcceptWalletTransferResponse(wallet_transfer=accepted, replayed=answer.replayed)
