"""The one decision: what a command does to the books, or why it is refused. Pure; the place to look first."""

from collections.abc import Callable
from typing import Any

from service.domain import (
    binding_import,
    credits,
    liquidation,
    payer_order,
    premium,
    presets,
    registry,
    relations,
    review,
    set_quota,
    settlement,
    suspense,
    transfers,
    undo,
    wallet,
)
from service.domain.account_commands import CancelPreset, Liquidate, SetPreset, Transfer
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
from service.domain.context import Context
from service.domain.feed_commands import (
    CreditAccounts,
    ImportBindings,
    ImportCredits,
    ImportPersons,
    UpsertInstitutions,
    UpsertPersons,
)
from service.domain.jobs import registry as jobs
from service.domain.outcome import Outcome
from service.domain.premium_commands import PayPremium, RefundPremium
from service.domain.quota import return_what_ended
from service.domain.refusal import Refusal, Refused
from service.domain.undo_commands import PayOutSuspense, ReaccountSettlement, ReverseSettlement
from service.domain.wallet_commands import AcceptWalletTransfer, OpenWallet, TransferToWallet

DECISIONS: dict[type[Command], Callable[[Any, Context], Outcome]] = {
    Authorize: relations.authorize,
    RevokeAuthorization: relations.revoke,
    Bind: relations.bind,
    DecideBinding: review.decide_binding,
    Unbind: relations.unbind,
    SetPayerOrder: payer_order.set_payer_order,
    SetQuota: set_quota.set_quota,
    Settle: settlement.settle,
    ReverseSettlement: undo.reverse,
    ReaccountSettlement: undo.reaccount,
    PayOutSuspense: suspense.pay_out,
    UpsertPersons: registry.upsert_persons,
    UpsertInstitutions: registry.upsert_institutions,
    CreditAccounts: credits.credit_accounts,
    ImportPersons: registry.upsert_persons,
    ImportCredits: credits.credit_accounts,
    ImportBindings: binding_import.import_bindings,
    JobSlice: jobs.decide_slice,
    Transfer: transfers.transfer,
    SetPreset: presets.set_preset,
    CancelPreset: presets.cancel_preset,
    Liquidate: liquidation.liquidate,
    OpenWallet: wallet.open_wallet,
    TransferToWallet: wallet.transfer_to_wallet,
    AcceptWalletTransfer: wallet.accept_wallet_transfer,
    PayPremium: premium.pay,
    RefundPremium: premium.refund,
}
"""Which function decides which command."""


def decide(command: Command, ctx: Context) -> Outcome | Refusal:
    """Decide one command and make the state what it will be once the outcome is written."""
    try:
        outcome = DECISIONS[type(command)](command, ctx)
    except Refused as refused:
        return refused.refusal
    return_what_ended(outcome.changes, ctx)
    ctx.state.fold(outcome.changes)
    return outcome
