"""What a liquidation does to the owner's relations: all of them end, on both sides, and the others are told."""

from service.domain.context import Context
from service.domain.endings import end_authorization, end_binding
from service.domain.family import Binding
from service.domain.outcome import Changes, Event
from service.domain.person import Person, PersonKey
from service.domain.terms import BindingState, EndCause


def ending_ties(owner: Person, ctx: Context) -> Changes:
    """End the authorizations that the owner gave, the bindings under them, and those that the owner is a member by."""
    changes = Changes()
    for given in ctx.state.authorizations_of(owner.key):
        changes.add(end_authorization(given, EndCause.LIQUIDATED, ctx.now, ctx, changes.postings))
    for binding in _live(ctx.state.bindings_of_authorizer(owner.key)):
        changes.add(end_binding(binding, EndCause.LIQUIDATED, ctx.now, ctx, changes.postings))
        changes.events.append(_told(binding.member, "PAYER_LIQUIDATED", binding, owner, ctx))
    for binding in _live(ctx.state.bindings_of_member(owner.key)):
        changes.add(end_binding(binding, EndCause.LIQUIDATED, ctx.now, ctx, changes.postings))
        changes.events.append(_told(binding.authorizer, "MEMBER_LIQUIDATED", binding, owner, ctx))
    return changes


def _live(bindings: list[Binding]) -> list[Binding]:
    return [b for b in bindings if b.state is not BindingState.ENDED]


def _told(whom: PersonKey, what: str, binding: Binding, owner: Person, ctx: Context) -> Event:
    payload = {"binding_id": str(binding.binding_id), "liquidated_psn_no": owner.psn_no}
    return Event(region=whom.region, type=what, psn_no=whom.psn_no, payload=payload, event_time=ctx.now)
