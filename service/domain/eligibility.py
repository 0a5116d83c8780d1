"""Who may authorize, who may be a member, and how many: the tests of a new relation."""

from service.domain.context import Context
from service.domain.handling import Handling
from service.domain.person import Person
from service.domain.policy import Policy
from service.domain.policy_book import within
from service.domain.refusal import refuse, require
from service.domain.standing import authorization, ever_stood, given, not_ended, received
from service.domain.terms import Relation


def check_authorizer(authorizer: Person, handling: Handling, policy: Policy, ctx: Context) -> None:
    """The state of the person whose money is to be shared, without looking at the money."""
    rules = policy.authorizer
    require(_one_of(authorizer.insutype, rules.schemes.value), "AUTHORIZER_NOT_EMPLOYEE_SCHEME")
    require(_one_of(authorizer.psn_insu_stas, rules.insu_states.value), "AUTHORIZER_NOT_ACTIVE")
    excluded = authorizer.in_category(rules.categories_excluded.value, ctx.today)
    require(not excluded, "AUTHORIZER_CATEGORY_EXCLUDED")
    require(_one_of(authorizer.card_state, rules.card_states.value), "AUTHORIZER_CARD_NOT_NORMAL")
    require(_one_of(authorizer.account_state, rules.account_states.value), "ACCOUNT_NOT_NORMAL", person="authorizer")
    voucher_needed = handling.channel in rules.voucher_active_on.value
    require(authorizer.voucher_active or not voucher_needed, "AUTHORIZER_VOUCHER_NOT_ACTIVE")


def check_founding(authorizer: Person, policy: Policy, ctx: Context) -> None:
    """What is asked besides when an authorization (or a network) comes into being."""
    kinds = policy.authorizer.balance_in.value
    held = ctx.state.accounts_of(authorizer.key)
    has_money = any(kind in held and held[kind].free_fen > 0 for kind in kinds)
    require(has_money or not kinds, "NO_HISTORIC_BALANCE")
    if policy.exclusivity.one_network.value:
        require(not received(authorizer.key, policy.id, ctx), "AUTHORIZER_IS_MEMBER")


def check_member(member: Person, authorizer: Person, policy: Policy, ctx: Context) -> None:
    """Whether this person may be a member at all."""
    rules = policy.members
    require(within(rules.area.value, authorizer.region, member.region), "MEMBER_OUT_OF_AREA")
    require(_one_of(member.insutype, rules.schemes.value), "MEMBER_NOT_INSURED", insutype=member.insutype)
    require(_one_of(member.psn_insu_stas, rules.insu_states.value), "MEMBER_NOT_INSURED")
    require(not member.in_category(rules.categories_excluded.value, ctx.today), "MEMBER_CATEGORY_EXCLUDED")
    require(_one_of(member.card_state, rules.card_states.value), "MEMBER_CARD_NOT_NORMAL")
    require(_one_of(member.account_state, rules.account_states.value), "ACCOUNT_NOT_NORMAL", person="member")


def check_exclusivity(authorizer: Person, member: Person, policy: Policy, ctx: Context) -> None:
    """Rules on being bound once, and on chains. Bindings under other policies do not count."""
    rules = policy.exclusivity
    bound_by = received(member.key, policy.id, ctx)
    require(all(b.authorizer != authorizer.key for b in bound_by), "ALREADY_BOUND_TO_THIS_AUTHORIZER")
    one_network = rules.one_network.value
    if rules.one_authorizer_per_member.value or one_network:
        require(not bound_by, "MEMBER_ALREADY_BOUND")
    if rules.authorizer_cannot_be_member.value or one_network:
        require(not given(member.key, policy.id, ctx), "MEMBER_IS_AUTHORIZER")
    if one_network:
        require(authorization(member.key, policy.id, ctx) is None, "MEMBER_IS_AUTHORIZER")
    if rules.member_cannot_be_authorizer.value or one_network:
        require(not received(authorizer.key, policy.id, ctx), "AUTHORIZER_IS_MEMBER")


def check_limits(authorizer: Person, member: Person, relation: Relation, policy: Policy, ctx: Context) -> None:
    """Which relations, and how many members: at once, in one relation, in a lifetime."""
    require(relation in policy.relations.allowed.value, "RELATION_NOT_ALLOWED", relation=relation)
    bound = given(authorizer.key, policy.id, ctx)
    for limit in policy.relations.limits.value:
        there = sum(b.relation in limit.of for b in bound)
        if relation in limit.of and there >= limit.at_most:
            refuse("RELATION_LIMIT_REACHED", of=",".join(limit.of), at_most=limit.at_most)
    at_most = policy.members.at_most.value
    if at_most is not None:
        require(len(bound) < at_most, "MEMBER_LIMIT_REACHED", at_most=at_most)
    lifetime = policy.members.lifetime_at_most.value
    if lifetime is not None:
        mine = (b for b in ctx.state.bindings_of_authorizer(authorizer.key) if b.policy_id == policy.id)
        ever = {b.member for b in mine if not_ended(b, ctx) or ever_stood(b, ctx)}
        require(len(ever | {member.key}) <= lifetime, "LIFETIME_MEMBER_LIMIT_REACHED", at_most=lifetime)


def _one_of(value: str, allowed: tuple[str, ...] | None) -> bool:
    return allowed is None or value in allowed
