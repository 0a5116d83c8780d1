"""Authorize, revoke, bind, unbind: how relations begin and end."""

from datetime import date
from uuid import UUID

import msgspec

from service.domain import family_events as happened
from service.domain.acting import Parties, check_acting, find
from service.domain.calendar import day_of, months_later
from service.domain.commands import Authorize, Bind, FamilyCommand, RevokeAuthorization, Unbind
from service.domain.context import Context
from service.domain.eligibility import (
    check_authorizer,
    check_exclusivity,
    check_founding,
    check_limits,
    check_member,
)
from service.domain.family import Authorization, Binding, CommitmentRecord
from service.domain.family_events import event
from service.domain.leaving import going_home
from service.domain.outcome import Changes, Outcome
from service.domain.person import Person, PersonKey
from service.domain.policy import Act, Party, Policy
from service.domain.policy_book import within
from service.domain.policy_money import QuotaScope
from service.domain.premium_record import Premium
from service.domain.quota import Holdings, check_offered
from service.domain.refusal import refuse, require
from service.domain.standing import authorization, not_ended, received
from service.domain.terms import AuthorizationState, BindingState, Channel


class Revoked(msgspec.Struct, frozen=True):
    authorization: Authorization
    bindings: tuple[Binding, ...]


class Unbound(msgspec.Struct, frozen=True):
    bindings: tuple[Binding, ...]


def authorize(command: Authorize, ctx: Context) -> Outcome:
    """The employee consents that relatives may spend. In a network this founds the network."""
    authorizer = find(command.authorizer, "authorizer", ctx)
    policy = _policy_for(command.policy_id, authorizer, authorizer, ctx)
    check_acting(Act.AUTHORIZE, command.handling, Parties(authorizer), policy, ctx)
    check_authorizer(authorizer, command.handling, policy, ctx)
    check_founding(authorizer, policy, ctx)
    standing = authorization(authorizer.key, policy.id, ctx)
    if standing is not None:
        refuse("ALREADY_AUTHORIZED", authorization_id=standing.authorization_id)
    letter = _letter(command, authorizer, policy, ctx)
    made = _new_authorization(authorizer, policy, ctx, letter)
    events = [event(happened.founding(made), authorizer.key, made, command, ctx)]
    return Outcome(made, Changes(authorizations=[made], events=events))


def revoke(command: RevokeAuthorization, ctx: Context) -> Outcome:
    """End an authorization and every binding under it; not a way around the time that bindings have to stand."""
    authorizer = find(command.authorizer, "authorizer", ctx)
    standing = ctx.state.authorizations.get(command.authorization_id)
    if standing is None or standing.authorizer != authorizer.key:
        refuse("AUTHORIZATION_NOT_FOUND")
    require(standing.state is AuthorizationState.ACTIVE, "AUTHORIZATION_ENDED")
    policy = policy_of(standing, authorizer, ctx)
    check_acting(Act.UNBIND, command.handling, Parties(authorizer), policy, ctx)
    under = ctx.state.bindings_under(standing.authorization_id)
    bound = [b for b in under if b.state is not BindingState.ENDED]
    for binding in bound:
        _check_bound_long_enough(binding, command.handling.channel, policy, ctx)
    gone = msgspec.structs.replace(standing, state=AuthorizationState.ENDED, end_time=ctx.now)
    changes = _ending(bound, policy, command, ctx)
    if gone.network:
        changes.add(going_home([authorizer.key], policy, str(gone.authorization_id), ctx, changes.postings))
    changes.authorizations = [gone]
    changes.events.insert(0, event(happened.dissolving(gone), authorizer.key, gone, command, ctx))
    return Outcome(Revoked(gone, tuple(changes.bindings)), changes)


def bind(command: Bind, ctx: Context) -> Outcome:
    """Let a relative spend, at once or, where others have to agree, when they have.

    Where no commitment letter is asked for, the first binding makes the authorization.
    """
    authorizer = find(command.authorizer, "authorizer", ctx)
    member = find(command.member, "member", ctx)
    require(authorizer.key != member.key, "SELF_BINDING")
    policy = _policy_for(command.policy_id, authorizer, member, ctx)
    check_acting(Act.BIND, command.handling, Parties(authorizer, (member,)), policy, ctx)
    check_authorizer(authorizer, command.handling, policy, ctx)
    standing = authorization(authorizer.key, policy.id, ctx)
    under = standing or _founded_by_binding(authorizer, policy, ctx)
    check_member(member, authorizer, policy, ctx)
    check_exclusivity(authorizer, member, policy, ctx)
    check_limits(authorizer, member, command.relation, policy, ctx)
    _check_dates(command, policy, ctx)
    made = _new_binding(command, under, member, policy, ctx)
    holdings = Holdings(ctx)
    if command.quota_fen is not None:
        check_offered(policy, QuotaScope.PER_BINDING)
        made = holdings.set(made, command.quota_fen, policy)
    founded = [] if standing else [under]
    events = [event(happened.founding(a), authorizer.key, a, command, ctx) for a in founded]
    events.append(event(happened.binding(made), authorizer.key, made, command, ctx))
    phones = {made.binding_id: command.member_phone} if command.member_phone else {}
    frozen = holdings.changes().freezes
    changes = Changes(authorizations=founded, bindings=[made], phones=phones, freezes=frozen, events=events)
    return Outcome(made, changes)


def unbind(command: Unbind, ctx: Context) -> Outcome:
    """End bindings, all of them or none; the applicant is the authorizer, or a member for itself."""
    authorizer = find(command.authorizer, "authorizer", ctx)
    bindings = [own_binding(i, authorizer.key, ctx) for i in dict.fromkeys(command.binding_ids)]
    parties = Parties(authorizer, tuple(ctx.state.persons[b.member] for b in bindings))
    changes = Changes()
    for binding in bindings:
        policy = policy_of(binding, authorizer, ctx)
        check_acting(Act.UNBIND, command.handling, parties, policy, ctx)
        _check_bound_long_enough(binding, command.handling.channel, policy, ctx)
        changes.add(_ending([binding], policy, command, ctx))
    return Outcome(Unbound(tuple(changes.bindings)), changes)


def _policy_for(policy_id: str | None, authorizer: Person, member: Person, ctx: Context) -> Policy:
    """The policy asked for, or the first in force whose area covers both; failing that the first, to say why not."""
    there = ctx.book.for_bindings(authorizer.region, ctx.today)
    if not there:
        refuse("NO_POLICY", region=authorizer.region)
    if policy_id is not None:
        asked = next((p for p in there if p.id == policy_id), None)
        return asked or refuse("POLICY_NOT_FOUND", policy_id=policy_id)
    covering = (p for p in there if within(p.members.area.value, authorizer.region, member.region))
    return next(covering, there[0])


def policy_of(made: Authorization | Binding | Premium, authorizer: Person, ctx: Context) -> Policy:
    """Today's rules for what was made under a policy, or, where none is in force any more, those it was made under."""
    today = ctx.book.current(made.policy_id, authorizer.region, ctx.today)
    policy = today or ctx.book.version(made.policy_id, made.policy_version)
    return policy or refuse("NO_POLICY", region=authorizer.region)


def own_binding(binding_id: UUID, authorizer: PersonKey, ctx: Context) -> Binding:
    """The authorizer's binding of this id; refused where there is none, or it has ended."""
    binding = ctx.state.bindings.get(binding_id)
    if binding is None or binding.authorizer != authorizer:
        refuse("BINDING_NOT_FOUND")
    require(not_ended(binding, ctx), "BINDING_ENDED")
    return binding


def _letter(command: Authorize, authorizer: Person, policy: Policy, ctx: Context) -> CommitmentRecord | None:
    """The letter is signed before the first member is named: a member who signs is any insured person known here."""
    given = command.commitment
    signer = find(given.signed_by, "signed_by", ctx) if given else None
    for rule in policy.handling.letter.value:
        if command.handling.channel in rule.channels:
            by_other = set(rule.signed_by) & {Party.MEMBER, Party.ANY}
            entitled = signer is not None and (signer.key == authorizer.key or by_other)
            require(entitled, "COMMITMENT_NOT_SIGNED", signed_by=",".join(rule.signed_by))
    if given is None or signer is None:
        return None
    return CommitmentRecord(
        document_version=given.document_version,
        document_sha256=given.document_sha256,
        signature_ref=given.signature_ref,
        signed_by_psn_no=signer.psn_no,
        signed_time=given.signed_time,
    )


def _founded_by_binding(authorizer: Person, policy: Policy, ctx: Context) -> Authorization:
    require(not policy.handling.letter.value, "NOT_AUTHORIZED_YET")
    check_founding(authorizer, policy, ctx)
    return _new_authorization(authorizer, policy, ctx)


def _check_bound_long_enough(binding: Binding, channel: Channel, policy: Policy, ctx: Context) -> None:
    """A binding may be ended from 00:00 of the day that completes its months.

    One that is PENDING does not stand yet, and may be taken back at any time (our reading).
    """
    if binding.state is BindingState.PENDING:
        return
    earliest = earliest_unbind(binding, policy, channel)
    if earliest is not None and ctx.today < earliest and not_ended(binding, ctx):
        refuse("BOUND_TOO_RECENTLY", binding_id=binding.binding_id, earliest_unbind_date=earliest)


def earliest_unbind(binding: Binding, policy: Policy, channel: Channel | None = None) -> date | None:
    """The first day on which a channel ends the binding; without a channel, the day from which all do.

    Counted from the approval where there was one: before that the binding did not stand (our reading).
    """
    waits = [r.months for r in policy.bindings.wait.value if channel is None or channel in r.channels]
    return months_later(day_of(binding.bound_time), max(waits)) if waits else None


def _check_dates(command: Bind, policy: Policy, ctx: Context) -> None:
    dated = command.start_date is not None or command.end_date is not None
    require(policy.bindings.dated.value or not dated, "DATES_NOT_ALLOWED")
    if command.end_date is not None:
        require(command.end_date >= ctx.today, "END_DATE_PASSED", end_date=command.end_date)


def next_place(under: Authorization, member: PersonKey, policy: Policy, ctx: Context) -> int:
    """The last place in the order of payers: of the network, or of those who pay for this member."""
    if under.network:
        places = [b.payer_order for b in ctx.state.bindings_under(under.authorization_id) if not_ended(b, ctx)]
        places.append(under.payer_order)
    else:
        places = [b.payer_order for b in received(member, policy.id, ctx)]
    return max(places, default=0) + 1


def _new_authorization(
    authorizer: Person, policy: Policy, ctx: Context, letter: CommitmentRecord | None = None
) -> Authorization:
    return Authorization(
        region=authorizer.region,
        authorization_id=ctx.new_id(),
        authorizer_psn_no=authorizer.psn_no,
        policy_id=policy.id,
        policy_version=policy.version,
        state=AuthorizationState.ACTIVE,
        create_time=ctx.now,
        network=policy.network,
        commitment=letter,
    )


def _new_binding(command: Bind, under: Authorization, member: Person, policy: Policy, ctx: Context) -> Binding:
    made = Binding(
        region=under.region,
        binding_id=ctx.new_id(),
        authorization_id=under.authorization_id,
        authorizer_psn_no=under.authorizer_psn_no,
        member_region=member.region,
        member_psn_no=member.psn_no,
        member_insuplc_admdvs=member.insuplc_admdvs,
        relation=command.relation,
        state=BindingState.PENDING if policy.bindings.review.value else BindingState.ACTIVE,
        payer_order=next_place(under, member.key, policy, ctx),
        bound_time=ctx.now,
        policy_id=policy.id,
        policy_version=policy.version,
        network=policy.network,
        start_date=command.start_date,
        end_date=command.end_date,
    )
    if made.state is BindingState.PENDING:
        return made
    return msgspec.structs.replace(made, earliest_unbind_date=earliest_unbind(made, policy))


def _ending(bindings: list[Binding], policy: Policy, command: FamilyCommand, ctx: Context) -> Changes:
    """Bindings under one policy ended, with the event of each and what comes of leaving a network."""
    changes = Changes()
    for before in bindings:
        after = ended(before, ctx)
        changes.bindings.append(after)
        changes.events.append(event(happened.unbinding(before), after.authorizer, after, command, ctx))
        if before.network and before.state is BindingState.ACTIVE:
            changes.add(going_home([before.member], policy, str(before.binding_id), ctx, changes.postings))
    return changes


def ended(binding: Binding, ctx: Context) -> Binding:
    """The binding as it is once it has ended, at this moment."""
    return msgspec.structs.replace(binding, state=BindingState.ENDED, unbound_time=ctx.now)
