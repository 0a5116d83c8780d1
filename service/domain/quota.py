"""Quotas (共济额度): how much of an authorizer's money may be spent under a relation, and what is frozen for that.

A quota is virtual: no money moves when it is set. Where the policy says `quota.freezes`, what is left of it is frozen
in the authorizer's shared accounts (national rule of 2026-01-09): only who spends under the relation can spend that,
and what is frozen is at any time Σ (quota − used) over what has not ended. Elsewhere a quota is only a cap.
"""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from msgspec import structs

from service.domain.account import Account, AccountKey, Freeze
from service.domain.context import Context
from service.domain.family import Authorization, Binding
from service.domain.outcome import Changes
from service.domain.person import PersonKey
from service.domain.policy import Policy
from service.domain.policy_money import QuotaScope
from service.domain.refusal import require
from service.domain.settlement_record import Payment
from service.domain.terms import AccountKind, AuthorizationState, BindingState

Quota = Binding | Authorization
"""What a quota is set for: one member's binding, or an authorization with all its members together."""


Q = TypeVar("Q", bound=Binding | Authorization)


def check_offered(policy: Policy, scope: QuotaScope) -> None:
    """Refuse where a policy knows no quota that is set so."""
    known = policy.quota.scope.value
    require(known is scope, "QUOTA_NOT_OFFERED", scope=known or "NONE")


def left_fen(quota: Quota, policy: Policy) -> int | None:
    """How much may still be spent, in fen; None where nothing caps it.

    Where quotas are frozen, nothing may be spent until one has been set (our reading).
    """
    if quota.quota_fen is None:
        return 0 if policy.quota.freezes.value else None
    return quota.quota_fen - quota.quota_used_fen


def is_frozen(quota: Quota) -> bool:
    """Whether what is left of it is frozen: not any more once it has ended."""
    ended = quota.state in (BindingState.ENDED, AuthorizationState.ENDED)
    return quota.quota_freezes and not ended


def frozen_for(quota: Quota) -> int:
    """What is frozen for it, in fen."""
    return (quota.quota_fen or 0) - quota.quota_used_fen if is_frozen(quota) else 0


def quota_of(binding: Binding, policy: Policy, ctx: Context) -> Quota:
    """Where the quota that a binding stands under is kept: with itself, or for all members together."""
    together = policy.quota.scope.value is QuotaScope.ALL_MEMBERS
    return ctx.state.authorizations[binding.authorization_id] if together else binding


def shared_kinds(policy: Policy, owner: PersonKey, ctx: Context) -> tuple[AccountKind, ...]:
    """The kinds that a policy shares, in order, as far as the owner's place keeps them.

    A policy for all of China names the kinds of all its places.
    """
    return ctx.book.kept_there(policy.accounts.shared.value, owner.region, ctx.relations_day)


def return_what_ended(changes: Changes, ctx: Context) -> None:
    """Free what is frozen for relations that end by these changes, which are not in the state yet.

    Done where changes are folded, for all of them together: so nobody who ends a relation has to think of it.
    """
    bindings = {b.binding_id for b in changes.bindings if b.state is BindingState.ENDED}
    given = {a.authorization_id for a in changes.authorizations if a.state is AuthorizationState.ENDED}
    before = [ctx.state.bindings.get(i) for i in bindings] + [ctx.state.authorizations.get(i) for i in given]
    holdings = Holdings(ctx)
    for quota in before:
        if quota is not None:
            holdings.thaw(quota.authorizer, frozen_for(quota))
    changes.freezes += holdings.changes().freezes


def given_back(parts: Iterable[tuple[Payment, AccountKey]], ctx: Context) -> Changes:
    """What becomes of quotas when payments are undone: each with the account that its money goes back into.

    What they used up of a quota is unused again; while the relation stands it is frozen anew, of one that has ended
    the money is free. The postings are the caller's, and stand in the same Changes; they are not in the state yet.
    """
    holdings = Holdings(ctx)
    for payment, key in parts:
        holdings.give_back(payment, key)
    return holdings.changes()


class Holdings:
    """Accounts and quotas as they become in the course of one decision, before it is folded into the state."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._accounts: dict[AccountKey, Account] = {}
        self._quotas: dict[UUID, Quota] = {}

    def account(self, key: AccountKey) -> Account | None:
        return self._accounts.get(key) or self._ctx.state.accounts.get(key)

    def quota_of(self, binding: Binding, policy: Policy) -> Quota:
        """The quota that a binding stands under, as it is by now; nothing is frozen for one that has ended, which may
        pay once more where a settlement takes the place of one that was made before it ended."""
        found = quota_of(binding, policy, self._ctx)
        found = self._quotas.get(_id(found), found)
        ended = found.state in (BindingState.ENDED, AuthorizationState.ENDED)
        return structs.replace(found, quota_freezes=False) if ended else found

    def spend(self, key: AccountKey, amount_fen: int, quota: Quota | None = None) -> Account:
        """Take money out of an account, under a quota if there is one; the account as it is then."""
        held = self.account(key) or Account()
        frozen_fen = 0
        if quota is not None and quota.quota_fen is not None:
            frozen_fen = amount_fen if is_frozen(quota) else 0
            self._put(structs.replace(quota, quota_used_fen=quota.quota_used_fen + amount_fen))
        self._accounts[key] = Account(held.balance_fen - amount_fen, held.frozen_fen - frozen_fen)
        return self._accounts[key]

    def give_back(self, payment: Payment, key: AccountKey) -> None:
        """Put a payment's money back into an account, and into the quota that it was spent under."""
        held = self.account(key) or Account()
        quota = self._quota_spent(payment)
        again_fen = min(payment.amount_fen, quota.quota_used_fen) if quota else 0
        frozen_fen = again_fen if quota and is_frozen(quota) else 0
        self._accounts[key] = Account(held.balance_fen + payment.amount_fen, held.frozen_fen + frozen_fen)
        if quota and again_fen:
            self._put(structs.replace(quota, quota_used_fen=quota.quota_used_fen - again_fen))

    def _quota_spent(self, payment: Payment) -> Quota | None:
        """What the quota is kept in that a payment was spent under; none for one's own money."""
        binding = None if payment.binding_id is None else self._ctx.state.bindings.get(payment.binding_id)
        policy = self._ctx.book.version(payment.policy_id, payment.policy_version)
        if payment.own or binding is None or policy is None:
            return None
        return self.quota_of(binding, policy)

    def set(self, quota: Q, quota_fen: int, policy: Policy) -> Q:
        """Set a quota anew by today's rules; it is not lowered below what has been used.

        Raises INSUFFICIENT_BALANCE where less is free to be frozen than has to be.
        """
        used_fen = quota.quota_used_fen
        require(quota_fen >= used_fen, "QUOTA_BELOW_USED", quota_used_fen=used_fen, quota_fen=quota_fen)
        made = structs.replace(quota, quota_fen=quota_fen, quota_freezes=policy.quota.freezes.value)
        more_fen = frozen_for(made) - frozen_for(quota)
        if more_fen > 0:
            self.freeze(quota.authorizer, more_fen, policy)
        self.thaw(quota.authorizer, -more_fen)
        self._put(made)
        return made

    def freeze(self, owner: PersonKey, amount_fen: int, policy: Policy) -> None:
        """Freeze money that may be shared, over the shared kinds in their order."""
        kinds = shared_kinds(policy, owner, self._ctx)
        keys = [AccountKey(owner.region, owner.psn_no, kind) for kind in kinds]
        retained_fen = policy.payers.retained_fen.value
        free = {key: max(0, (self.account(key) or Account()).free_fen - retained_fen) for key in keys}
        free_fen = sum(free.values())
        require(free_fen >= amount_fen, "INSUFFICIENT_BALANCE", free_fen=free_fen, amount_fen=amount_fen)
        for key in keys:
            part_fen = min(amount_fen, free[key])
            self._change_frozen(key, part_fen)
            amount_fen -= part_fen

    def thaw(self, owner: PersonKey, amount_fen: int) -> None:
        """Free what was frozen, from the last kind of account to the first."""
        for kind in reversed(AccountKind):
            key = AccountKey(owner.region, owner.psn_no, kind)
            part_fen = min(max(0, amount_fen), (self.account(key) or Account()).frozen_fen)
            self._change_frozen(key, -part_fen)
            amount_fen -= part_fen

    def _change_frozen(self, key: AccountKey, by_fen: int) -> None:
        if by_fen:
            held = self.account(key) or Account()
            self._accounts[key] = Account(held.balance_fen, held.frozen_fen + by_fen)

    def _put(self, quota: Quota) -> None:
        self._quotas[_id(quota)] = quota

    def changes(self) -> Changes:
        """The quotas that are different now, and what is frozen; moving the money is for postings to do."""
        before = self._ctx.state.accounts
        frozen = [
            Freeze(key=key, frozen_fen=held.frozen_fen)
            for key, held in self._accounts.items()
            if held.frozen_fen != before.get(key, Account()).frozen_fen
        ]
        return Changes(
            bindings=[q for q in self._quotas.values() if isinstance(q, Binding)],
            authorizations=[q for q in self._quotas.values() if isinstance(q, Authorization)],
            freezes=frozen,
        )


def _id(quota: Quota) -> UUID:
    return quota.binding_id if isinstance(quota, Binding) else quota.authorization_id
