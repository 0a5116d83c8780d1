"""Answers as they are remembered: JSON of the domain's own types, read back by the command's name."""

from typing import Any

import msgspec

from service.domain.account_commands import CancelPreset, Liquidate, SetPreset, Transfer
from service.domain.account_rows import Liquidation, Preset
from service.domain.commands import (
    Authorize,
    Bind,
    Command,
    DecideBinding,
    JobSlice,
    RevokeAuthorization,
    SetPayerOrder,
    SetQuota,
    Settle,
    Unbind,
)
from service.domain.family import Authorization, Binding
from service.domain.feed_commands import (
    CreditAccounts,
    ImportBindings,
    ImportCredits,
    ImportPersons,
    UpsertInstitutions,
    UpsertPersons,
)
from service.domain.jobs.run import JobRun
from service.domain.payer_order import OrderSet
from service.domain.premium_commands import PayPremium, RefundPremium
from service.domain.premium_record import Premium
from service.domain.refusal import Refusal
from service.domain.relations import Revoked, Unbound
from service.domain.rows import Rows
from service.domain.set_quota import QuotaSet
from service.domain.settlement_record import Reaccounted, Reversed, Settlement
from service.domain.suspense import SuspensePayout
from service.domain.transfers import Transferred
from service.domain.undo_commands import PayOutSuspense, ReaccountSettlement, ReverseSettlement
from service.domain.wallet_commands import AcceptWalletTransfer, OpenWallet, TransferToWallet
from service.domain.wallet_record import Wallet, WalletTransfer
from service.storage.records import Remembered

ANSWERS: dict[type[Command], Any] = {
    Authorize: Authorization,
    RevokeAuthorization: Revoked,
    Bind: Binding,
    DecideBinding: Binding,
    Unbind: Unbound,
    SetPayerOrder: OrderSet,
    SetQuota: QuotaSet,
    Settle: Settlement,
    ReverseSettlement: Reversed,
    ReaccountSettlement: Reaccounted,
    PayOutSuspense: SuspensePayout,
    UpsertPersons: Rows,
    UpsertInstitutions: Rows,
    CreditAccounts: Rows,
    ImportPersons: Rows,
    ImportCredits: Rows,
    ImportBindings: Rows,
    JobSlice: JobRun,
    Transfer: Transferred,
    SetPreset: Preset,
    CancelPreset: Preset,
    Liquidate: Liquidation,
    OpenWallet: Wallet,
    TransferToWallet: WalletTransfer,
    AcceptWalletTransfer: WalletTransfer,
    PayPremium: Premium,
    RefundPremium: Premium,
}

_encoder = msgspec.json.Encoder(order="deterministic")
_decoders = {command: msgspec.json.Decoder(answer) for command, answer in ANSWERS.items()}
_refusals = msgspec.json.Decoder(Refusal)


def encode(value: Any) -> bytes:
    """Bytes that are the same for the same value, however it was built."""
    return _encoder.encode(value)


def content(command: Command) -> bytes:
    """What a request asks, as bytes. Fields at their default are left out, so that new ones change nothing."""
    return _encoder.encode([type(command).__name__, command])


def recall(command: type[Command], remembered: Remembered) -> Any:
    """The answer that was given before, refusals included."""
    decoder = _refusals if remembered.refused else _decoders[command]
    return decoder.decode(remembered.answer)
