"""Where money goes when a settlement is undone: back the way it came, or into SUSPENSE where that way is closed."""

from uuid import UUID

from msgspec import Struct

from service.domain import quota
from service.domain.account import MAX_FEN, Account, AccountKey, Posting, Side
from service.domain.calendar import day_of
from service.domain.context import Context
from service.domain.family import Binding
from service.domain.outcome import Changes
from service.domain.person import PersonKey
from service.domain.policy_money import LeftPayer
from service.domain.refusal import refuse
from service.domain.settlement_books import way_back
from service.domain.settlement_record import Payment, Refund, Settlement
from service.domain.standing import why_not_standing
from service.domain.suspense import has_gone
from service.domain.terms import AccountKind, AuthorizationState, SuspenseCause


class Refunds(Struct, frozen=True):
    refunds: tuple[Refund, ...]
    changes: Changes


def refund(original: Settlement, ctx: Context) -> Refunds:
    """Give every payment of a settlement back, whole, with the quota that it used up while that stands."""
    balances: dict[AccountKey, int] = {}
    refunds: list[Refund] = []
    postings: list[Posting] = []
    went_home: list[tuple[Payment, AccountKey]] = []
    for payment in original.payments:
        cause = why_suspended(payment, ctx)
        kind = AccountKind.SUSPENSE if cause else payment.account_kind
        key = AccountKey(payment.region, payment.psn_no, kind)
        held_fen = balances.get(key, ctx.state.accounts.get(key, Account()).balance_fen)
        if held_fen + payment.amount_fen > MAX_FEN:
            refuse("AMOUNT_OUT_OF_RANGE")
        balances[key] = held_fen + payment.amount_fen
        refunds.append(_refund(payment, kind, balances[key], cause))
        postings += way_back(original, payment, Side(kind, payment.psn_no, balances[key]), ctx)
        if cause is None:
            went_home.append((payment, key))
    changes = Changes(postings=postings)
    changes.add(quota.given_back(went_home, ctx))
    return Refunds(tuple(refunds), changes)


def why_suspended(payment: Payment, ctx: Context) -> SuspenseCause | None:
    """What keeps a payment from going back into the account that it came from, as things stand today."""
    payer = ctx.state.persons[PersonKey(payment.region, payment.psn_no)]
    if has_gone(payer):
        return SuspenseCause.ACCOUNT_CLOSED
    kind = payment.account_kind
    wallet = kind is AccountKind.WALLET  # kept by the nation's rules, not by the place's
    if not wallet and not ctx.book.kept_there((kind,), payment.region, ctx.today):
        return SuspenseCause.KIND_NOT_KEPT
    today = ctx.book.current(payment.policy_id, payment.region, ctx.today)
    policy = today or ctx.book.version(payment.policy_id, payment.policy_version)
    waits = policy is not None and policy.refunds.left_payer.value is LeftPayer.SUSPENSE
    return SuspenseCause.PAYER_LEFT if waits and _has_left(payer.key, payment.binding_id, ctx) else None


def _has_left(payer: PersonKey, binding_id: UUID | None, ctx: Context) -> bool:
    """Whether the payer is no longer in the network through which it paid; elsewhere, whether the binding is over."""
    binding = ctx.state.bindings.get(binding_id) if binding_id else None
    if binding is None:
        return False
    if not binding.network:
        return why_not_standing(binding, ctx) is not None
    return not _in_network(payer, binding, ctx)


def _in_network(payer: PersonKey, binding: Binding, ctx: Context) -> bool:
    network = ctx.state.authorizations[binding.authorization_id]
    if network.authorizer == payer:
        carried = ctx.book.carries(network.policy_id, day_of(network.create_time), ctx.today)
        return network.state is AuthorizationState.ACTIVE and carried
    members = (b for b in ctx.state.bindings_under(binding.authorization_id) if b.member == payer)
    return any(why_not_standing(b, ctx) is None for b in members)


def _refund(payment: Payment, kind: AccountKind, balance_fen: int, cause: SuspenseCause | None) -> Refund:
    return Refund(
        order=payment.order,
        psn_no=payment.psn_no,
        insuplc_admdvs=payment.insuplc_admdvs,
        account_kind=kind,
        amount_fen=payment.amount_fen,
        balance_after_fen=balance_fen,
        suspense_cause=cause,
    )
