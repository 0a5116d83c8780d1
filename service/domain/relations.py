"""Authorize, revoke, bind, unbind, set the order of payers: how relations begin, change and end."""

from datetime import date
from uuid import UUID

import msgspec

from service.domain.acting import Parties, check_acting, find
from service.domain.calendar import day_of, months_later
from service.domain.commands import Authorize, Bind, FamilyCommand, RevokeAuthorization, Unbind
from service.domain.eligibility import (
    check_authorizer,
    check_exclusivity,
    check_founding,
    check_limits,
    check_member,
)
from service.domain.family import Authorization, Binding
from service.domain.moment import Moment
from service.domain.outcome import Changes, Event, Outcome
from service.domain.person import Person, PersonKey
from service.domain.policy import Act, Policy
from service.domain.policy_book import PolicyBook, within
from service.domain.refusal import refuse, require
from service.domain.standing import given, not_ended, received
from service.domain.state import State
from service.domain.terms import AuthorizationState, BindingState, Channel


class Revoked(msgspec.Struct, frozen=True):
    authorization: Authorization
    bindings: tuple[Binding, ...]


class Unbound(msgspec.Struct, frozen=True):
    bindings: tuple[Binding, ...]


def authorize(command: Authorize, moment: Moment, state: State, book: PolicyBook) -> Outcome:
    """The employee consents that relatives may spend. In a network this founds the network."""
    authorizer = find(state, command.authorizer, "authorizer")
    policy = _policy_for(command.policy_id, authorizer, authorizer, moment.today, book)
    check_acting(Act.AUTHORIZE, command.handling, Parties(authorizer), policy, state, book, moment.now)
    check_authorizer(authorizer, command.handling, policy, moment.today)
    check_founding(authorizer, policy, state, moment.today, book)
    standing = _authorization(state, authorizer.key, policy, moment.today, book)
    if standing is not None:
        refuse("ALREADY_AUTHORIZED", authorization_id=standing.authorization_id)
    _check_letter(command, authorizer, policy, state)
    made = _new_authorization(command, authorizer, policy, moment)
    return Outcome(made, Changes(authorizations=[made], events=[_event("AUTHORIZED", made, command, moment)]))


def revoke(command: RevokeAuthorization, moment: Moment, state: State, book: PolicyBook) -> Outcome:
    """End an authorization and every binding under it; not a way around the time that bindings have to stand."""
    authorizer = find(state, command.authorizer, "authorizer")
    authorization = state.authorizations.get(command.authorization_id)
    if authorization is None or authorization.authorizer != authorizer.key:
        refuse("AUTHORIZATION_NOT_FOUND")
    require(authorization.state is AuthorizationState.ACTIVE, "AUTHORIZATION_ENDED")
    policy = _policy_of(authorization.policy_id, authorization.policy_version, authorizer, moment.today, book)
    check_acting(Act.UNBIND, command.handling, Parties(authorizer), policy, state, book, moment.now)
    bound = [
        b for b in state.bindings_under(authorization.authorization_id) if b.state is not BindingState.ENDED
    ]
    for binding in bound:
        _check_bound_long_enough(binding, command.handling.channel, policy, moment.today, book)
    ended = [_end(b, moment) for b in bound]
    gone = msgspec.structs.replace(authorization, state=AuthorizationState.ENDED, end_time=moment.now)
    events = [_event("AUTHORIZATION_REVOKED", gone, command, moment)]
    events += [_event("UNBOUND", b, command, moment) for b in ended]
    return Outcome(Revoked(gone, tuple(ended)), Changes(authorizations=[gone], bindings=ended, events=events))


def bind(command: Bind, moment: Moment, state: State, book: PolicyBook) -> Outcome:
    """Let a relative spend. Where no commitment letter is asked for, the first binding makes the authorization."""
    authorizer = find(state, command.authorizer, "authorizer")
    member = find(state, command.member, "member")
    require(authorizer.key != member.key, "SELF_BINDING")
    policy = _policy_for(command.policy_id, authorizer, member, moment.today, book)
    parties = Parties(authorizer, (member,))
    check_acting(Act.BIND, command.handling, parties, policy, state, book, moment.now)
    check_authorizer(authorizer, command.handling, policy, moment.today)
    authorization = _authorization(state, authorizer.key, policy, moment.today, book)
    founded = authorization is None
    if authorization is None:
        require(not policy.handling.letter.value, "NOT_AUTHORIZED_YET")
        check_founding(authorizer, policy, state, moment.today, book)
        authorization = _new_authorization(command, authorizer, policy, moment)
    check_member(member, authorizer, policy, moment.today)
    check_exclusivity(authorizer, member, policy, state, moment.today, book)
    bound = given(state, authorizer.key, policy.id, moment.today, book)
    ever = [b for b in state.bindings_of_authorizer(authorizer.key) if b.policy_id == policy.id]
    check_limits(member.key, command.relation, bound, ever, policy)
    _check_dates(command, policy, moment.today)
    place = _last_place(authorization, member.key, policy, state, moment.today, book) + 1
    made = _new_binding(command, authorization, member, place, policy, moment)
    events = [_event("AUTHORIZED", authorization, command, moment)] if founded else []
    events.append(_event("BOUND", made, command, moment))
    phones = {made.binding_id: command.member_phone} if command.member_phone else {}
    authorizations = [authorization] if founded else []
    return Outcome(
        made, Changes(authorizations=authorizations, bindings=[made], phones=phones, events=events)
    )


def unbind(command: Unbind, moment: Moment, state: State, book: PolicyBook) -> Outcome:
    """End bindings, all of them or none; the applicant is the authorizer, or a member for itself."""
    authorizer = find(state, command.authorizer, "authorizer")
    bindings = [_own_binding(i, authorizer.key, state, moment.today, book) for i in command.binding_ids]
    members = tuple(state.persons[b.member] for b in bindings)
    ended = []
    for binding in bindings:
        policy = _policy_of(binding.policy_id, binding.policy_version, authorizer, moment.today, book)
        check_acting(
            Act.UNBIND, command.handling, Parties(authorizer, members), policy, state, book, moment.now
        )
        _check_bound_long_enough(binding, command.handling.channel, policy, moment.today, book)
        ended.append(_end(binding, moment))
    events = [_event("UNBOUND", b, command, moment) for b in ended]
    return Outcome(Unbound(tuple(ended)), Changes(bindings=ended, events=events))


def _policy_for(
    policy_id: str | None, authorizer: Person, member: Person, today: date, book: PolicyBook
) -> Policy:
    """The policy asked for, or the first in force whose area covers both; failing that the first, to say why not."""
    there = book.in_force(authorizer.region, today)
    if not there:
        refuse("NO_POLICY", region=authorizer.region)
    if policy_id is not None:
        asked = next((p for p in there if p.id == policy_id), None)
        return asked or refuse("POLICY_NOT_FOUND", policy_id=policy_id)
    covering = (p for p in there if within(p.members.area.value, authorizer.region, member.region))
    return next(covering, there[0])


def _policy_of(policy_id: str, version: str, authorizer: Person, today: date, book: PolicyBook) -> Policy:
    """Today's rules for what was made under a policy, or, where none is in force any more, those it was made under."""
    policy = book.current(policy_id, authorizer.region, today) or book.version(policy_id, version)
    return policy or refuse("NO_POLICY", region=authorizer.region)


def _authorization(
    state: State, authorizer: PersonKey, policy: Policy, today: date, book: PolicyBook
) -> Authorization | None:
    """The authorization in force under a policy; one of an earlier version counts only if it was carried over."""
    for found in state.authorizations_of(authorizer):
        if found.policy_id == policy.id and book.carries(found.policy_id, day_of(found.create_time), today):
            return found
    return None


def _own_binding(
    binding_id: UUID, authorizer: PersonKey, state: State, day: date, book: PolicyBook
) -> Binding:
    binding = state.bindings.get(binding_id)
    if binding is None or binding.authorizer != authorizer:
        refuse("BINDING_NOT_FOUND", binding_id=binding_id)
    require(not_ended(binding, day, book), "BINDING_ENDED", binding_id=binding_id)
    return binding


def _check_letter(command: Authorize, authorizer: Person, policy: Policy, state: State) -> None:
    """The letter is signed before the first member is named, so `ANY` party is any insured person the region knows."""
    for rule in policy.handling.letter.value:
        if command.handling.channel not in rule.channels:
            continue
        if command.commitment is None:
            refuse("COMMITMENT_NOT_SIGNED")
        signer = find(state, command.commitment.signed_by, "signed_by")
        by_authorizer_only = not {"MEMBER", "ANY"} & set(rule.signed_by)
        require(
            signer.key == authorizer.key or not by_authorizer_only,
            "COMMITMENT_NOT_SIGNED",
            signed_by="AUTHORIZER",
        )


def _check_bound_long_enough(
    binding: Binding, channel: Channel, policy: Policy, today: date, book: PolicyBook
) -> None:
    """A binding may be ended on the day that completes its months, from 00:00 (Xianning: three)."""
    if not not_ended(binding, today, book):
        return
    earliest = _earliest_unbind(binding, policy, channel)
    if earliest is not None and today < earliest:
        refuse("BOUND_TOO_RECENTLY", binding_id=binding.binding_id, earliest_unbind_date=earliest)


def _earliest_unbind(binding: Binding, policy: Policy, channel: Channel | None = None) -> date | None:
    """The first day on which a channel ends the binding; without a channel, the day from which all do."""
    waits = [r.months for r in policy.bindings.wait.value if channel is None or channel in r.channels]
    return months_later(day_of(binding.bound_time), max(waits)) if waits else None


def _check_dates(command: Bind, policy: Policy, today: date) -> None:
    dated = command.start_date is not None or command.end_date is not None
    require(policy.bindings.dated.value or not dated, "DATES_NOT_ALLOWED")
    if command.end_date is not None:
        first = max(command.start_date or today, today)
        require(command.end_date >= first, "END_DATE_PASSED", end_date=command.end_date)


def _last_place(
    authorization: Authorization, member: PersonKey, policy: Policy, state: State, day: date, book: PolicyBook
) -> int:
    if policy.network:
        bindings = state.bindings_under(authorization.authorization_id)
        places = [b.payer_order for b in bindings if not_ended(b, day, book)] + [authorization.payer_order]
    else:
        places = [b.payer_order for b in received(state, member, policy.id, day, book)]
    return max(places, default=0)


def _new_authorization(
    command: Authorize | Bind, authorizer: Person, policy: Policy, moment: Moment
) -> Authorization:
    letter = command.commitment if isinstance(command, Authorize) else None
    return Authorization(
        region=authorizer.region,
        authorization_id=moment.new_id(),
        authorizer_psn_no=authorizer.psn_no,
        policy_id=policy.id,
        policy_version=policy.version,
        state=AuthorizationState.ACTIVE,
        create_time=moment.now,
        network=policy.network,
        commitment_ref=letter.signature_ref if letter else None,
    )


def _new_binding(
    command: Bind, authorization: Authorization, member: Person, place: int, policy: Policy, moment: Moment
) -> Binding:
    made = Binding(
        region=authorization.region,
        binding_id=moment.new_id(),
        authorization_id=authorization.authorization_id,
        authorizer_psn_no=authorization.authorizer_psn_no,
        member_region=member.region,
        member_psn_no=member.psn_no,
        member_insuplc_admdvs=member.insuplc_admdvs,
        relation=command.relation,
        state=BindingState.ACTIVE,
        payer_order=place,
        bound_time=moment.now,
        policy_id=policy.id,
        policy_version=policy.version,
        network=policy.network,
        start_date=command.start_date,
        end_date=command.end_date,
    )
    return msgspec.structs.replace(made, earliest_unbind_date=_earliest_unbind(made, policy))


def _end(binding: Binding, moment: Moment) -> Binding:
    return msgspec.structs.replace(binding, state=BindingState.ENDED, unbound_time=moment.now)


def _event(event_type: str, about: Authorization | Binding, command: FamilyCommand, moment: Moment) -> Event:
    payload = msgspec.to_builtins(about)
    return _plain_event(event_type, about.authorizer, payload, command, moment)


def _plain_event(
    event_type: str, person: PersonKey, payload: dict[str, object], command: FamilyCommand, moment: Moment
) -> Event:
    """An event with who handled it and how; the applicant's proof is kept with it."""
    handling = command.handling
    proof = handling.verification
    payload = payload | {
        "channel": handling.channel,
        "office_admdvs": handling.office_admdvs,
        "verification": proof and {"method": proof.method, "reference": proof.reference},
        "evidence": [{"type": e.type, "reference": e.reference} for e in handling.evidence],
    }
    return Event(
        region=person.region,
        type=event_type,
        psn_no=person.psn_no,
        payload=payload,
        event_time=moment.now,
    )
