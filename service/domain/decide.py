"""The one decision: what a command does to the books, or why it is refused. Pure; the place to look first."""

from collections.abc import Callable
from typing import Any

from service.domain import binding_import, credits, payer_order, registry, relations, review, settlement
from service.domain.commands import (
    Authorize,
    Bind,
    Command,
    CreditAccounts,
    DecideBinding,
    ImportBindings,
    ImportCredits,
    ImportPersons,
    RevokeAuthorization,
    SetPayerOrder,
    Settle,
    Unbind,
    UpsertInstitutions,
    UpsertPersons,
)
from service.domain.context import Context
from service.domain.outcome import Outcome
from service.domain.refusal import Refusal, Refused

DECISIONS: dict[type[Command], Callable[[Any, Context], Outcome]] = {
    Authorize: relations.authorize,
    RevokeAuthorization: relations.revoke,
    Bind: relations.bind,
    DecideBinding: review.decide_binding,
    Unbind: relations.unbind,
    SetPayerOrder: payer_order.set_payer_order,
    Settle: settlement.settle,
    UpsertPersons: registry.upsert_persons,
    UpsertInstitutions: registry.upsert_institutions,
    CreditAccounts: credits.credit_accounts,
    ImportPersons: registry.upsert_persons,
    ImportCredits: credits.credit_accounts,
    ImportBindings: binding_import.import_bindings,
}
"""Which function decides which command."""


def decide(command: Command, ctx: Context) -> Outcome | Refusal:
    """Decide one command and make the state what it will be once the outcome is written."""
    try:
        outcome = DECISIONS[type(command)](command, ctx)
    except Refused as refused:
        return refused.refusal
    ctx.state.fold(outcome.changes)
    return outcome
