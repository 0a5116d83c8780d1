"""What keeps an account from paying: the relation, the people, the visit, the institution, in this order."""

from typing import NamedTuple

from service.domain import quota as quotas
from service.domain.account import Account
from service.domain.context import Context
from service.domain.explanation import Why
from service.domain.person import Person
from service.domain.policy import Policy
from service.domain.policy_book import within
from service.domain.quota import Quota
from service.domain.standing import why_not_standing
from service.domain.terms import AccountKind, InstitutionState
from service.domain.visit import Purse, Visit

NOWHERE = "------"
"""The place of a handed-in claim without an institution: inside no area but the nation's."""

Barrier = tuple[Why, str | None]
"""The reason, and the key of the rule that decided (none where an act did, such as an unbinding)."""


def why_own_barred(purse: Purse, visit: Visit) -> Barrier | None:
    """Of the restrictions only the account's own state touches one's own money."""
    if purse.kind not in purse.visit_rules.accounts.own_order.value:
        return Why.ACCOUNT_KIND_NOT_COVERED, "accounts.own_order"
    if purse.kind not in purse.policy.accounts.kinds.value:
        return Why.ACCOUNT_KIND_NOT_COVERED, "accounts.kinds"
    return why_account_barred(visit.patient, purse.policy)


def why_account_barred(owner: Person, rules: Policy) -> Barrier | None:
    """Today's state of the accounts of whoever would pay, one's own or others'."""
    states = rules.payers.account_states.value
    if states is not None and owner.account_state not in states:
        return Why.ACCOUNT_NOT_NORMAL, "payers.account_states"
    return None


def why_other_barred(purse: Purse, visit: Visit, ctx: Context) -> Barrier | None:
    """The first rule that keeps somebody else's account from this bill: the relation, the people, then the visit."""
    return (
        why_relation_barred(purse, ctx)
        or why_people_barred(purse, visit.patient, ctx)
        or _why_visit_barred(purse, visit)
        or _why_institution_barred(purse, visit)
    )


def why_relation_barred(purse: Purse, ctx: Context) -> Barrier | None:
    for binding in (purse.own_binding, purse.binding):
        reason = why_not_standing(binding, ctx) if binding else None
        if reason is not None:
            return reason
    return None


def why_people_barred(purse: Purse, patient: Person, ctx: Context) -> Barrier | None:
    """Today's states of the patient and of the account's owner."""
    allowed = purse.policy.settlement.member_insu_states.value
    if allowed is not None and patient.psn_insu_stas not in allowed:
        return Why.MEMBER_NOT_ACTIVE, "settlement.member_insu_states"
    return why_payer_barred(ctx.state.persons[purse.owner], purse.policy)


def why_payer_barred(payer: Person, rules: Policy) -> Barrier | None:
    """Today's states of somebody who would pay for others."""
    allowed = rules.payers.insu_states.value
    if allowed is not None and payer.psn_insu_stas not in allowed:
        return Why.PAYER_NOT_ACTIVE, "payers.insu_states"
    return why_account_barred(payer, rules)


def _why_visit_barred(purse: Purse, visit: Visit) -> Barrier | None:
    """The rules of the visit's day: what it was for, where, how it is claimed, and who else has paid."""
    rules = purse.visit_rules.settlement
    scenes = rules.scenes.value
    if scenes is not None and visit.scene not in scenes.get(visit.patient.insutype, ()):
        return Why.SCENE_NOT_COVERED, "settlement.scenes"
    if visit.bill.claim_type not in rules.claim_types.value:
        return Why.OUT_OF_AREA, "settlement.claim_types"
    if not within(rules.area.value, visit.patient.region, visit.place or NOWHERE):
        return Why.OUT_OF_AREA, "settlement.area"
    if visit.bill.fund_pay_sumamt_fen > 0 and not rules.pooled_fund.value:
        return Why.POOLED_FUND_LINKED, "settlement.pooled_fund"
    return None


def _why_institution_barred(purse: Purse, visit: Visit) -> Barrier | None:
    """Today's switches. An institution that is suspended is designated for nobody's mutual aid."""
    key = "settlement.institution_switch"
    there = visit.institution
    if there is not None and there.state is not InstitutionState.NORMAL:
        return Why.INSTITUTION_NOT_ENABLED, key
    needed = purse.policy.settlement.institution_switch.value
    if needed and not (there is not None and there.mutual_aid_enabled):
        return Why.INSTITUTION_NOT_ENABLED, key
    return None


class Room(NamedTuple):
    """How much of an account may be spent, in fen, and why nothing."""

    fen: int
    barrier: Barrier | None = None


def room_in(account: Account, policy: Policy, quota: Quota | None) -> Room:
    """What of an account may be spent; `quota` is None for one's own.

    Of others' money only what is above the balance that stays with its owner, up to the quota; and where the quota is
    frozen out of that, elsewhere out of what is not.
    """
    if quota is None:
        free_fen = max(0, account.free_fen)
        return Room(free_fen, None if free_fen else (Why.EMPTY, "accounts.own_order"))
    left_fen = quotas.left_fen(quota, policy)
    if left_fen == 0:
        return Room(0, (Why.QUOTA_USED, "quota.scope"))
    frozen = quotas.is_frozen(quota)
    held_fen = account.frozen_fen if frozen else account.free_fen
    if held_fen <= 0:
        return Room(0, (Why.EMPTY, "accounts.shared"))
    retained_fen = policy.payers.retained_fen.value
    above_fen = min(held_fen, (account.balance_fen if frozen else held_fen) - retained_fen)
    if above_fen <= 0:
        return Room(0, (Why.RETAINED_BALANCE, "payers.retained_fen"))
    return Room(above_fen if left_fen is None else min(above_fen, left_fen))


def account_of(owner: Person, kind: AccountKind, policy: Policy, ctx: Context) -> Account | None:
    """The account if there is one: it holds or held money, or its owner's scheme gives one in this place. A wallet is
    nobody's by scheme: there is one once it was opened."""
    held = ctx.state.account(owner.key, kind)
    if held is not None:
        return held
    accounts = policy.accounts
    given = kind in accounts.kinds.value and kind is not AccountKind.WALLET
    entitled = given and owner.insutype in accounts.schemes.value
    return Account() if entitled else None
