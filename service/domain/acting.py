"""Whether this person may do this, here, with this proof: the checks of a handling (经办)."""

from datetime import timedelta

from msgspec import Struct

from service.domain.context import Context
from service.domain.handling import Handling
from service.domain.person import Person, PersonRef
from service.domain.policy import Act, Office, Party, Policy, ShownRule
from service.domain.refusal import refuse, require

CLOCK_DIFFERENCE = timedelta(minutes=5)
"""How far a platform's clock may be ahead of ours before its identity check is taken for one of the future."""


class Parties(Struct, frozen=True):
    """Whom an act concerns. `members` may be empty (an authorization) or several (an unbinding)."""

    authorizer: Person
    members: tuple[Person, ...] = ()

    def of(self, party: Party) -> tuple[Person, ...]:
        if party is Party.AUTHORIZER:
            return (self.authorizer,)
        if party is Party.MEMBER:
            return self.members
        return (self.authorizer, *self.members)


def find(ref: PersonRef, role: str, ctx: Context) -> Person:
    """The person meant, or the refusal PERSON_NOT_FOUND that says which of those named is unknown."""
    person = ctx.state.person(ref)
    if person is None:
        refuse("PERSON_NOT_FOUND", person=role)
    return person


def check_acting(act: Act, handling: Handling, parties: Parties, policy: Policy, ctx: Context) -> None:
    """Refuse an act that the policy does not let this applicant do on this channel with these proofs."""
    _check_channel(act, handling, policy)
    _check_applicant(act, find(handling.applicant, "applicant", ctx), parties, policy)
    _check_office(handling, parties.authorizer, policy, ctx)
    _check_proof(act, handling, policy, ctx)
    _check_papers(act, handling, parties, policy, ctx)


def _check_channel(act: Act, handling: Handling, policy: Policy) -> None:
    allowed = policy.handling.channels.value.get(act)
    if allowed is not None and handling.channel not in allowed:
        refuse("CHANNEL_NOT_ALLOWED", channel=handling.channel, act=act)


def _check_applicant(act: Act, applicant: Person, parties: Parties, policy: Policy) -> None:
    for rule in policy.handling.applicants.value:
        if act in rule.acts:
            require(_entitled(applicant, rule.who, parties), "APPLICANT_NOT_ENTITLED", act=act)


def _entitled(applicant: Person, who: tuple[Party, ...], parties: Parties) -> bool:
    """A member may act only for itself: with several members in one act, only the authorizer is entitled."""
    by_authorizer = Party.AUTHORIZER in who and applicant.key == parties.authorizer.key
    by_member = Party.MEMBER in who and bool(parties.members) and {m.key for m in parties.members} == {applicant.key}
    by_any = Party.ANY in who and applicant.key in {p.key for p in parties.of(Party.ANY)}
    return by_authorizer or by_member or by_any


def _check_office(handling: Handling, authorizer: Person, policy: Policy, ctx: Context) -> None:
    for rule in policy.handling.offices.value:
        if handling.channel not in rule.channels:
            continue
        office = handling.office_admdvs or ""
        if rule.place is Office.ANY_IN_REGION:
            require(ctx.book.pooling_region(office) == authorizer.region, "OFFICE_NOT_ALLOWED", office_admdvs=office)
        else:
            require(office == authorizer.insuplc_admdvs, "OFFICE_NOT_ALLOWED", office_admdvs=office)


def _check_proof(act: Act, handling: Handling, policy: Policy, ctx: Context) -> None:
    for rule in policy.handling.proofs.value:
        if act not in rule.acts or handling.channel not in rule.channels:
            continue
        proof = handling.verification
        if proof is None or proof.method not in rule.any_of:
            refuse("VERIFICATION_REQUIRED", any_of=",".join(rule.any_of))
        if rule.fresh_minutes is not None:
            age = ctx.now - proof.verified_time
            fresh = -CLOCK_DIFFERENCE <= age <= timedelta(minutes=rule.fresh_minutes)
            require(fresh, "VERIFICATION_STALE", fresh_minutes=rule.fresh_minutes)


def _check_papers(act: Act, handling: Handling, parties: Parties, policy: Policy, ctx: Context) -> None:
    for rule in policy.handling.papers.value:
        if act not in rule.acts or handling.channel not in rule.channels:
            continue
        for shown in rule.shown:
            _check_shown(shown, handling, parties, ctx)
        handed_in = {e.type for e in handling.evidence}
        for group in rule.evidence:
            require(handed_in.intersection(group), "EVIDENCE_REQUIRED", one_of=",".join(group))


def _check_shown(rule: ShownRule, handling: Handling, parties: Parties, ctx: Context) -> None:
    showed = {
        person.key
        for p in handling.presented
        if p.credential in rule.any_of and (person := ctx.state.person(p.person)) is not None
    }
    needed = {p.key for p in parties.of(rule.who)}
    enough = bool(showed & needed) if rule.who is Party.ANY else needed <= showed
    require(enough, "EVIDENCE_REQUIRED", shown_by=rule.who, one_of=",".join(rule.any_of))
