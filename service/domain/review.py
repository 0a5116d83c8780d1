"""Review and consent: a binding that others have to agree to is PENDING, and stands once all of them have.

It counts for exclusivity, limits and the order of payers from its application on; it pays nothing before it stands.
"""

import msgspec

from service.domain import family_events as happened
from service.domain.acting import Parties, check_acting, find
from service.domain.commands import DecideBinding
from service.domain.context import Context
from service.domain.eligibility import check_authorizer, check_member
from service.domain.family import Binding
from service.domain.family_events import FamilyEventType, event
from service.domain.outcome import Changes, Outcome
from service.domain.person import Person
from service.domain.policy import Act, Policy
from service.domain.refusal import require
from service.domain.relations import earliest_unbind, ended, own_binding, policy_of
from service.domain.standing import has_to_agree
from service.domain.terms import BindingState, Channel, DecidedBy

STAFF_CHANNELS = (Channel.WINDOW, Channel.PLATFORM)
"""Where staff decides: at its desk, or in the insurer's own system. Nobody reviews in an app made for everybody."""


def decide_binding(command: DecideBinding, ctx: Context) -> Outcome:
    """Agree to a binding or refuse it. A refusal ends it at once; who has agreed may refuse while others have not.

    At each approval the people are tested again, by today's rules: what was true at the application may not be now.
    """
    authorizer = find(command.authorizer, "authorizer", ctx)
    binding = own_binding(command.binding_id, authorizer.key, ctx)
    require(binding.state is BindingState.PENDING, "NOT_PENDING")
    member = ctx.state.persons[binding.member]
    policy = policy_of(binding, authorizer, ctx)
    _check_decider(command, binding, member, ctx)
    check_acting(Act.DECIDE, command.handling, Parties(authorizer, (member,)), policy, ctx)
    if not command.approve:
        return _decided(ended(binding, ctx), FamilyEventType.BINDING_REFUSED, command, ctx)
    require(command.decided_by not in binding.approved_by, "ALREADY_DECIDED", decided_by=command.decided_by)
    check_authorizer(authorizer, command.handling, policy, ctx)
    check_member(member, authorizer, policy, ctx)
    approved = _approved(binding, command.decided_by, policy, ctx)
    return _decided(approved, happened.binding(approved), command, ctx)


def _check_decider(command: DecideBinding, binding: Binding, member: Person, ctx: Context) -> None:
    """Consent is the member's own act; a review is applied for by whoever, and done where staff works."""
    asked = has_to_agree(binding, ctx)
    require(command.decided_by in asked, "DECISION_NOT_ASKED_FOR", decided_by=command.decided_by, asked=",".join(asked))
    if command.decided_by is DecidedBy.MEMBER:
        applicant = find(command.handling.applicant, "applicant", ctx)
        require(applicant.key == member.key, "APPLICANT_NOT_ENTITLED", act=Act.DECIDE)
    else:
        channel = command.handling.channel
        require(channel in STAFF_CHANNELS, "CHANNEL_NOT_ALLOWED", channel=channel, act=Act.DECIDE)


def _approved(binding: Binding, by: DecidedBy, policy: Policy, ctx: Context) -> Binding:
    """The binding with one more who agreed; it stands from the moment that the last has (our reading)."""
    agreed = (*binding.approved_by, by)
    if not set(has_to_agree(binding, ctx)) <= set(agreed):
        return msgspec.structs.replace(binding, approved_by=agreed)
    standing = msgspec.structs.replace(binding, approved_by=agreed, state=BindingState.ACTIVE, bound_time=ctx.now)
    return msgspec.structs.replace(standing, earliest_unbind_date=earliest_unbind(standing, policy))


def _decided(binding: Binding, event_type: FamilyEventType, command: DecideBinding, ctx: Context) -> Outcome:
    events = [event(event_type, binding.authorizer, binding, command, ctx)]
    return Outcome(binding, Changes(bindings=[binding], events=events))
