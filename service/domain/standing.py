"""Whether a binding or an authorization holds today, for whatever asks: a settlement, a list, a new binding."""

from datetime import datetime

from service.domain.calendar import day_of
from service.domain.context import Context
from service.domain.explanation import Why
from service.domain.family import Authorization, Binding
from service.domain.person import PersonKey
from service.domain.terms import BindingState, DecidedBy


def why_not_standing(binding: Binding, ctx: Context) -> tuple[Why, str | None] | None:
    """The reason why a binding does not hold today, with the key of the rule if one decided; None when it holds.

    Where the relations of an earlier time are asked for, those of then: one that ended since held.
    """
    state, day = binding.state, ctx.relations_day
    if ctx.relations_time is not None:
        if binding.bound_time > ctx.relations_time:
            return Why.NOT_YET_VALID, None
        state = _state_at(ctx.relations_time, binding, ctx)
    if state is BindingState.ENDED and not _put_down_as_expired(binding):
        return Why.ENDED, None
    if binding.expired(day):
        return Why.EXPIRED, "bindings.dated"
    if ctx.book.holds_on(binding, day) is None:
        return Why.ENDED, "bindings.carried_over"
    if state is BindingState.PENDING:
        return Why.PENDING, "bindings.review"
    if binding.start_date is not None and day < binding.start_date:
        return Why.NOT_YET_VALID, "bindings.dated"
    return None


def _put_down_as_expired(binding: Binding) -> bool:
    """Whether it ended when its last day was over: then that is what is said of it, before and after it is put down."""
    return binding.unbound_time is not None and binding.expired(day_of(binding.unbound_time))


def _state_at(moment: datetime, binding: Binding, ctx: Context) -> BindingState:
    """What a binding that had been bound by then was: one that nobody had refused, and that ended later, stood."""
    ended = binding.unbound_time
    if binding.state is not BindingState.ENDED or ended is None or ended < moment:
        return binding.state
    return BindingState.ACTIVE if ever_stood(binding, ctx) else BindingState.PENDING


def not_ended(binding: Binding, ctx: Context) -> bool:
    """Whether a binding still counts: for exclusivity, for limits, for the order of payers."""
    reason = why_not_standing(binding, ctx)
    return reason is None or reason[0] in (Why.PENDING, Why.NOT_YET_VALID)


def has_to_agree(binding: Binding, ctx: Context) -> tuple[DecidedBy, ...]:
    """Who has to agree to a binding: those named by the version of the rules that it was applied for under."""
    made_under = ctx.book.version(binding.policy_id, binding.policy_version)
    return made_under.bindings.review.value if made_under else ()


def ever_stood(binding: Binding, ctx: Context) -> bool:
    """Whether a binding was in force at some time: one that was refused, or taken back before, never was."""
    return set(has_to_agree(binding, ctx)) <= set(binding.approved_by)


def given(person: PersonKey, policy_id: str, ctx: Context) -> list[Binding]:
    """The person's bindings as authorizer that still count under a policy."""
    mine = ctx.state.bindings_of_authorizer(person)
    return [b for b in mine if b.policy_id == policy_id and not_ended(b, ctx)]


def received(person: PersonKey, policy_id: str, ctx: Context) -> list[Binding]:
    """The person's bindings as member that still count under a policy."""
    mine = ctx.state.bindings_of_member(person)
    return [b for b in mine if b.policy_id == policy_id and not_ended(b, ctx)]


def authorization(authorizer: PersonKey, policy_id: str, ctx: Context) -> Authorization | None:
    """The authorization in force under a policy; one of an earlier version counts only if it was carried over."""
    for found in ctx.state.authorizations_of(authorizer):
        if found.policy_id == policy_id and ctx.book.carries(policy_id, day_of(found.create_time), ctx.today):
            return found
    return None
