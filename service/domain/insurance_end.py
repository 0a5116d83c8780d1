"""The end of an insurance: where the rules say so, it ends the relations of both sides (bindings.ends_with_insurance).

Who moves to another pooling region is told as ended in the old one.
"""

from service.domain.context import Context
from service.domain.endings import end_authorization, end_binding, rules_of
from service.domain.family import Authorization, Binding
from service.domain.outcome import Changes
from service.domain.person import PersonKey
from service.domain.standing import not_ended
from service.domain.terms import EndCause


def end_with_insurance(person: PersonKey, ctx: Context) -> Changes:
    """What a person's relations become once the insurance has ended: those given, those received, on both sides."""
    changes = Changes()
    for given in ctx.state.authorizations_of(person):
        if _ends(given, ctx):
            changes.add(end_authorization(given, EndCause.INSURANCE_ENDED, ctx.now, ctx, changes.postings))
    for binding in (*ctx.state.bindings_of_authorizer(person), *ctx.state.bindings_of_member(person)):
        if not_ended(binding, ctx) and _ends(binding, ctx):
            changes.add(end_binding(binding, EndCause.INSURANCE_ENDED, ctx.now, ctx, changes.postings))
    return changes


def _ends(made: Authorization | Binding, ctx: Context) -> bool:
    policy = rules_of(made, ctx)
    return policy is not None and policy.bindings.ends_with_insurance.value
