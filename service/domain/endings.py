"""Relations that end without anybody's act: a last day is over, an insurance ended.

What their quotas froze is freed where changes are folded (domain/quota.py).
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from service.domain import family_events as happened
from service.domain.account import Posting
from service.domain.context import Context
from service.domain.family import Authorization, Binding
from service.domain.leaving import going_home
from service.domain.outcome import Changes, Event
from service.domain.policy import Policy
from service.domain.terms import AuthorizationState, BindingState, EndCause


def end_binding(
    binding: Binding, cause: EndCause, at: datetime, ctx: Context, before: Iterable[Posting] = ()
) -> Changes:
    """A binding that ended at a moment, with its news; who was in a network by it has left.

    `before` are the postings of the same decision that were made already.
    """
    gone = replace(binding, state=BindingState.ENDED, unbound_time=at)
    changes = Changes(bindings=[gone], events=[_event(happened.unbinding(binding), gone, cause, ctx)])
    policy = rules_of(binding, ctx)
    if binding.network and binding.state is BindingState.ACTIVE and policy is not None:
        changes.add(going_home([binding.member], policy, str(binding.binding_id), ctx, before))
    return changes


def end_authorization(
    given: Authorization, cause: EndCause, at: datetime, ctx: Context, before: Iterable[Posting] = ()
) -> Changes:
    """The same of an authorization; the bindings under it are the caller's to end."""
    gone = replace(given, state=AuthorizationState.ENDED, end_time=at)
    changes = Changes(authorizations=[gone], events=[_event(happened.dissolving(gone), gone, cause, ctx)])
    policy = rules_of(given, ctx)
    if given.network and policy is not None:
        changes.add(going_home([given.authorizer], policy, str(given.authorization_id), ctx, before))
    return changes


def rules_of(made: Authorization | Binding, ctx: Context) -> Policy | None:
    """Today's rules for what was made under a policy, or those that it was made under; None where neither is known."""
    today = ctx.book.current(made.policy_id, made.region, ctx.today)
    return today or ctx.book.version(made.policy_id, made.policy_version)


def _event(kind: happened.FamilyEventType, about: Authorization | Binding, cause: EndCause, ctx: Context) -> Event:
    return Event(
        region=about.region,
        type=kind,
        psn_no=about.authorizer_psn_no,
        payload=msgspec.to_builtins({"about": about, "end_cause": cause}),
        event_time=ctx.now,
    )
