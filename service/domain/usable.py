"""Whether a relation could pay now, if a bill allowed it: what keeps its accounts from paying whatever the bill."""

from typing import NamedTuple

from service.domain.barriers import (
    Barrier,
    account_of,
    room_in,
    why_people_barred,
    why_relation_barred,
)
from service.domain.context import Context
from service.domain.explanation import Explanation, Why
from service.domain.family_list import Row, network_stands
from service.domain.policy import Policy, cite
from service.domain.quota import left_fen, quota_of, shared_kinds
from service.domain.terms import AccountKind
from service.domain.visit import Purse


class Usability(NamedTuple):
    """Whether at least one account could pay, and why each of those that could not is barred; and what of a quota
    is left, in fen, where one caps it."""

    usable_now: bool
    explanations: tuple[Explanation, ...]
    quota_left_fen: int | None = None


def usability(row: Row, ctx: Context) -> Usability:
    """Ask each account that the relation opens; of a relation that does not hold there is one line."""
    policy = _policy(row, ctx)
    if policy is None:
        return Usability(False, (_line(row, None, (Why.ENDED, None), None),))
    broken = _why_broken(row, policy, ctx)
    if broken is not None:
        return Usability(False, (_line(row, None, broken, policy),))
    kinds = shared_kinds(policy, row.payer, ctx)
    barriers = {kind: _why_barred(_purse(row, kind, policy), row, ctx) for kind in kinds}
    lines = tuple(_line(row, kind, why, policy) for kind, why in barriers.items() if why is not None)
    quota = quota_of(row.binding, policy, ctx) if row.binding else None
    return Usability(len(lines) < len(kinds), lines, left_fen(quota, policy) if quota else None)


def _policy(row: Row, ctx: Context) -> Policy | None:
    """Today's version of the rules that the relation stands under, or, where there is none, the one it was made by."""
    made = row.binding or row.network
    assert made is not None
    current = ctx.book.current(made.policy_id, row.payer.region, ctx.today)
    return current or ctx.book.version(made.policy_id, made.policy_version)


def _why_broken(row: Row, policy: Policy, ctx: Context) -> Barrier | None:
    if row.network is not None and not network_stands(row.network, ctx):
        return Why.ENDED, None
    return why_relation_barred(_purse(row, None, policy), ctx)


def _purse(row: Row, kind: AccountKind | None, policy: Policy) -> Purse:
    return Purse(
        owner=row.payer,
        kind=kind,
        policy=policy,
        visit_rules=policy,
        binding=row.binding or row.own_binding,
        own_binding=row.own_binding,
    )


def _why_barred(purse: Purse, row: Row, ctx: Context) -> Barrier | None:
    """What keeps this account from paying: the people, then the money."""
    payer = ctx.state.persons[row.payer]
    own = row.payer == row.patient
    barred = _why_own_state_barred(purse, ctx) if own else why_people_barred(purse, ctx.state.persons[row.patient], ctx)
    assert purse.kind is not None
    if barred is not None:
        return barred
    account = account_of(payer, purse.kind, purse.policy, ctx)
    if account is None:
        return Why.NO_ACCOUNT, "accounts.schemes"
    quota = None if own or purse.binding is None else quota_of(purse.binding, purse.policy, ctx)
    return room_in(account, purse.policy, quota).barrier


def _why_own_state_barred(purse: Purse, ctx: Context) -> Barrier | None:
    """Of the states of people only the account's own touches one's own money."""
    states = purse.policy.payers.account_states.value
    barred = states is not None and ctx.state.persons[purse.owner].account_state not in states
    return (Why.ACCOUNT_NOT_NORMAL, "payers.account_states") if barred else None


def _line(row: Row, kind: AccountKind | None, barrier: Barrier, policy: Policy | None) -> Explanation:
    why, key = barrier
    binding = row.binding or row.own_binding
    return Explanation(
        psn_no=row.payer.psn_no,
        account_kind=kind,
        binding_id=binding.binding_id if binding else None,
        reason=why,
        rule=cite(policy, key) if policy and key else None,
    )
