"""How relations begin and end: authorize, bind, unbind, revoke, and the order of payers.

Each function does to the books what the request asks, or raises `No`. Ids are the server's: they are the one thing
that the model can't foresee, and `ids` hands them over.
"""

from datetime import date
from typing import Any

from gongji import v1
from tests.model import endings, quotas
from tests.model.books import Consent, No, Someone, Tie, Who, day, optional, word
from tests.model.eligibility import (
    Act,
    check_exclusive,
    check_founder,
    check_giver,
    check_member,
    check_numbers,
)
from tests.model.rulebook import after_months, inside, today


def authorize(request: v1.AuthorizeRequest, act: Act) -> Consent:
    giver = act.find(request.authorizer, "authorizer")
    policy = _policy(optional(request, "policy_id"), giver, giver, act)
    act.check("AUTHORIZE", request.handling, giver, [], policy)
    check_giver(giver, request.handling, policy, act)
    check_founder(giver, policy, act)
    if act.consent(giver.who, policy):
        raise No("ALREADY_AUTHORIZED")
    _check_letter(request, giver, policy, act)
    made = _consent(giver, policy, act)
    act.books.consents[made.id] = made
    return made


def bind(request: v1.BindRequest, act: Act) -> Tie:
    giver, member = act.find(request.authorizer, "authorizer"), act.find(request.member, "member")
    if giver.who == member.who:
        raise No("SELF_BINDING")
    policy = _policy(optional(request, "policy_id"), giver, member, act)
    act.check("BIND", request.handling, giver, [member], policy)
    check_giver(giver, request.handling, policy, act)
    consent = act.consent(giver.who, policy)
    if consent is None:
        if policy.handling.letter.value:
            raise No("NOT_AUTHORIZED_YET")
        check_founder(giver, policy, act)
    check_member(giver, member, policy, act)
    check_exclusive(giver, member, policy, act)
    relation = word(v1.Relation, request.relation)
    check_numbers(giver, member, relation, policy, act)
    start, end = optional(request, "start_date"), optional(request, "end_date")
    if (start or end) and not policy.bindings.dated.value:
        raise No("DATES_NOT_ALLOWED")
    if end and day(end) < act.day:
        raise No("END_DATE_PASSED")
    consent = consent or _consent(giver, policy, act)
    tie = Tie(
        id=act.ids.tie,
        consent=consent.id,
        giver=giver.who,
        member=member.who,
        county=member.county,
        relation=relation,
        policy=policy.policy.id,
        version=policy.policy.version,
        bound=act.now,
        network=consent.network,
        place=_last_place(consent, member, policy, act) + 1,
        start=day(start) if start else None,
        end=day(end) if end else None,
        free_from=_free_from(act.day, policy),
        pending=bool(policy.bindings.review.value),
    )
    if tie.pending:
        tie.free_from = None
    quota = optional(request, "quota_fen")
    if quota is not None:
        quotas.check_offered("PER_BINDING", policy)
        quotas.set_to(tie, quota, policy, act)
    act.books.consents.setdefault(consent.id, consent)
    act.books.ties[tie.id] = tie
    return tie


def decide(request: v1.DecideBindingRequest, act: Act) -> Tie:
    """Review by staff, or the member's consent: it stands once all who are asked have agreed, a refusal ends it."""
    giver = act.find(request.authorizer, "authorizer")
    tie = own(request.binding_id, giver, act)
    if not tie.pending:
        raise No("NOT_PENDING")
    member, by = act.books.people[tie.member], word(v1.DecidedBy, request.decided_by)
    policy = act.rules.for_today(tie, giver.who.region, act.day)
    if by not in act.rules.who_agrees(tie):
        raise No("DECISION_NOT_ASKED_FOR")
    if by == "MEMBER" and act.find(request.handling.applicant, "applicant").who != tie.member:
        raise No("APPLICANT_NOT_ENTITLED")
    if by == "STAFF" and word(v1.Channel, request.handling.channel) not in ("WINDOW", "PLATFORM"):
        raise No("CHANNEL_NOT_ALLOWED")
    act.check("DECIDE", request.handling, giver, [member], policy)
    if not request.approve:
        endings.end(tie, policy, act.now, act)
        return tie
    if by in tie.agreed:
        raise No("ALREADY_DECIDED")
    check_giver(giver, request.handling, policy, act)
    check_member(giver, member, policy, act)
    tie.agreed = (*tie.agreed, by)
    if set(act.rules.who_agrees(tie)) <= set(tie.agreed):
        tie.pending, tie.bound, tie.free_from = False, act.now, _free_from(act.day, policy)
    return tie


def unbind(request: v1.UnbindRequest, act: Act) -> list[Tie]:
    """All of them or none."""
    giver = act.find(request.authorizer, "authorizer")
    ties = [own(tie_id, giver, act) for tie_id in dict.fromkeys(request.binding_ids)]
    members = [act.books.people[t.member] for t in ties]
    for tie in ties:
        policy = act.rules.for_today(tie, giver.who.region, act.day)
        act.check("UNBIND", request.handling, giver, members, policy)
        _check_stood(tie, request.handling, policy, act)
        endings.check(tie, policy, act)
    for tie in ties:
        endings.end(tie, act.rules.for_today(tie, giver.who.region, act.day), act.now, act)
    return ties


def revoke(request: v1.RevokeAuthorizationRequest, act: Act) -> tuple[Consent, list[Tie]]:
    """The authorization and all under it; the time that bindings have to stand can't be got round."""
    giver = act.find(request.authorizer, "authorizer")
    consent = act.books.consents.get(request.authorization_id)
    if consent is None or consent.giver != giver.who:
        raise No("AUTHORIZATION_NOT_FOUND")
    if consent.ended:
        raise No("AUTHORIZATION_ENDED")
    policy = act.rules.for_today(consent, giver.who.region, act.day)
    act.check("UNBIND", request.handling, giver, [], policy)
    ties = [t for t in act.books.under(consent.id) if not t.ended]
    for tie in ties:
        if act.rules.counts(tie, act.day):
            _check_stood(tie, request.handling, policy, act)
    for of in (*ties, consent):
        endings.check(of, policy, act)
    for of in (*ties, consent):
        endings.end(of, policy, act.now, act)
    return consent, ties


def order(request: v1.SetPayerOrderRequest, act: Act) -> list[Who]:
    """Who pays first: complete, and the own act of whoever the policy lets set it."""
    owner = act.find(request.owner, "owner")
    policy = act.rules.first_on(owner.who.region, act.day)
    if policy is None:
        raise No("NO_POLICY")
    if act.find(request.handling.applicant, "applicant").who != owner.who:
        raise No("APPLICANT_NOT_ENTITLED")
    act.check("ORDER", request.handling, owner, [], policy)
    asked = [act.find(ref, "payers").who for ref in request.payers]
    if policy.policy.shape == "NETWORK":
        _order_network(owner.who, asked, policy, act)
    else:
        _order_payers(request, owner.who, asked, policy, act)
    return asked


def _order_network(initiator: Who, asked: list[Who], policy: Any, act: Act) -> None:
    network = act.consent(initiator, policy)
    if network is None:
        raise No("APPLICANT_NOT_ENTITLED" if act.received(initiator, policy) else "NOT_IN_NETWORK")
    ties = [t for t in act.books.under(network.id) if act.rules.counts(t, act.day)]
    if sorted(asked) != sorted([initiator, *(t.member for t in ties)]):
        raise No("PAYER_ORDER_INCOMPLETE")
    network.place = asked.index(initiator) + 1
    for tie in ties:
        tie.place = asked.index(tie.member) + 1


def _order_payers(request: v1.SetPayerOrderRequest, owner: Who, asked: list[Who], policy: Any, act: Act) -> None:
    order, spender = policy.payers.order.value, owner
    if order not in ("SET_BY_AUTHORIZER", "SET_BY_MEMBER"):
        raise No("PAYER_ORDER_FIXED")
    if order == "SET_BY_AUTHORIZER":
        if not request.HasField("member"):
            raise No("PAYER_ORDER_INCOMPLETE")
        spender = act.find(request.member, "member").who
    ties = act.received(spender, policy)
    if spender != owner and owner not in [t.giver for t in ties]:
        raise No("APPLICANT_NOT_ENTITLED")
    if sorted(asked) != sorted(t.giver for t in ties):
        raise No("PAYER_ORDER_INCOMPLETE")
    for tie in ties:
        tie.place = asked.index(tie.giver) + 1


def own(tie_id: str, giver: Someone, act: Act) -> Tie:
    tie = act.books.ties.get(tie_id)
    if tie is None or tie.giver != giver.who:
        raise No("BINDING_NOT_FOUND")
    if not act.rules.counts(tie, act.day):
        raise No("BINDING_ENDED")
    return tie


def _free_from(bound: date, policy: Any) -> date | None:
    """The day from which every channel may end what was bound on a day."""
    waits = [rule.months for rule in policy.bindings.wait.value]
    return after_months(bound, max(waits)) if waits else None


def _policy(asked: str | None, giver: Someone, member: Someone, act: Act) -> Any:
    """The policy asked for, or the first whose area covers both, or else the first, which then says why not."""
    there = act.rules.for_ties(giver.who.region, act.day)
    if not there:
        raise No("NO_POLICY")
    if asked is not None:
        named = [p for p in there if p.policy.id == asked]
        if not named:
            raise No("POLICY_NOT_FOUND")
        return named[0]
    covering = [p for p in there if inside(p.members.area.value, giver.who.region, member.who.region)]
    return (covering or there)[0]


def _check_letter(request: v1.AuthorizeRequest, giver: Someone, policy: Any, act: Act) -> None:
    """Signed by the authorizer, or where any party may, by anybody whom the region knows."""
    letter = optional(request, "commitment")
    signer = act.find(letter.signed_by, "signed_by") if letter else None
    for rule in policy.handling.letter.value:
        if word(v1.Channel, request.handling.channel) in rule.channels:
            others_may = {"MEMBER", "ANY"} & set(rule.signed_by)
            if signer is None or (signer.who != giver.who and not others_may):
                raise No("COMMITMENT_NOT_SIGNED")


def _check_stood(tie: Tie, how: v1.Handling, policy: Any, act: Act) -> None:
    """From 00:00 of the day that completes the months; what does not stand yet may be taken back at any time."""
    if tie.pending:
        return
    channel = word(v1.Channel, how.channel)
    waits = [rule.months for rule in policy.bindings.wait.value if channel in rule.channels]
    free_from = after_months(today(tie.bound), max(waits)) if waits else None
    if free_from and act.day < free_from:
        raise No("BOUND_TOO_RECENTLY", binding_id=tie.id, earliest_unbind_date=free_from.isoformat())


def _consent(giver: Someone, policy: Any, act: Act) -> Consent:
    network = policy.policy.shape == "NETWORK"
    made = Consent(act.ids.consent, giver.who, policy.policy.id, policy.policy.version, act.now, network)
    return made


def _last_place(consent: Consent, member: Someone, policy: Any, act: Act) -> int:
    """Of the network, or of those who pay for this member."""
    if consent.network:
        inside = [t.place for t in act.books.under(consent.id) if act.rules.counts(t, act.day)]
        return max([consent.place, *inside])
    return max([t.place for t in act.received(member.who, policy)], default=0)
