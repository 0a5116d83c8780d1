"""What keeps an account from paying: the relation, the people, the visit, the institution, in this order."""

from service.domain.account import Account
from service.domain.context import Context
from service.domain.explanation import Why
from service.domain.person import Person
from service.domain.policy import Policy
from service.domain.policy_book import within
from service.domain.standing import why_not_standing
from service.domain.terms import AccountKind, InstitutionState
from service.domain.visit import Purse, Visit

NOWHERE = "------"
"""The place of a handed-in claim without an institution: inside no area but the nation's."""

Barrier = tuple[Why, str | None]
"""The reason, and the key of the rule that decided (none where an act did, such as an unbinding)."""


def why_own_barred(purse: Purse, visit: Visit) -> Barrier | None:
    """Of the restrictions only the account's own state touches one's own money."""
    if purse.kind not in visit.rules.accounts.own_order.value:
        return Why.ACCOUNT_KIND_NOT_COVERED, "accounts.own_order"
    if purse.kind not in purse.policy.accounts.kinds.value:
        return Why.ACCOUNT_KIND_NOT_COVERED, "accounts.kinds"
    states = purse.policy.payers.account_states.value
    if states is not None and visit.patient.account_state not in states:
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
    payer = ctx.state.persons[purse.owner]
    rules = purse.policy
    for why, key, state, allowed in (
        (
            Why.MEMBER_NOT_ACTIVE,
            "settlement.member_insu_states",
            patient.psn_insu_stas,
            rules.settlement.member_insu_states.value,
        ),
        (Why.PAYER_NOT_ACTIVE, "payers.insu_states", payer.psn_insu_stas, rules.payers.insu_states.value),
        (Why.ACCOUNT_NOT_NORMAL, "payers.account_states", payer.account_state, rules.payers.account_states.value),
    ):
        if allowed is not None and state not in allowed:
            return why, key
    return None


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


def why_nothing_to_spend(account: Account, own: bool, policy: Policy) -> Barrier | None:
    """Whether anything in an account may be spent: others' money only above the balance that stays with its owner."""
    if account.free_fen <= 0:
        return Why.EMPTY, "accounts.own_order" if own else "accounts.shared"
    if not own and account.free_fen <= policy.payers.retained_fen.value:
        return Why.RETAINED_BALANCE, "payers.retained_fen"
    return None


def account_of(owner: Person, kind: AccountKind, policy: Policy, ctx: Context) -> Account | None:
    """The account if there is one: it holds or held money, or its owner's scheme gives one in this place."""
    held = ctx.state.account(owner.key, kind)
    if held is not None:
        return held
    accounts = policy.accounts
    entitled = owner.insutype in accounts.schemes.value and kind in accounts.kinds.value
    return Account() if entitled else None
