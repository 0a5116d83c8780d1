"""Who may handle what, where, and with which proof."""

from datetime import datetime, timedelta
from typing import Any

from gongji import v1
from tests.model.books import Books, No, Someone, Who, find, moment, optional, word
from tests.model.rulebook import Rulebook

CLOCKS_DIFFER = timedelta(minutes=5)


def person(ref: v1.PersonRef, role: str, books: Books, rules: Rulebook) -> Someone:
    found = find(ref, books, rules.pooling)
    if found is None:
        raise No("PERSON_NOT_FOUND", person=role)
    return found


def check(
    act: str,
    handling: v1.Handling,
    giver: Someone,
    members: list[Someone],
    policy: Any,
    books: Books,
    rules: Rulebook,
    now: datetime,
) -> None:
    """Channel, applicant, office, proof of identity, papers: in this order."""
    channel, ruled = word(v1.Channel, handling.channel), policy.handling
    if act in ruled.channels.value and channel not in ruled.channels.value[act]:
        raise No("CHANNEL_NOT_ALLOWED")
    applicant = person(handling.applicant, "applicant", books, rules)
    for rule in ruled.applicants.value:
        if act in rule.acts and not _entitled(applicant.who, rule.who, giver, members):
            raise No("APPLICANT_NOT_ENTITLED")
    office = optional(handling, "office_admdvs") or ""
    for rule in ruled.offices.value:
        right = rules.pool(office) == giver.who.region if rule.place == "ANY_IN_REGION" else office == giver.county
        if channel in rule.channels and not right:
            raise No("OFFICE_NOT_ALLOWED")
    for rule in ruled.proofs.value:
        if act in rule.acts and channel in rule.channels:
            _check_proof(rule, handling, now)
    for rule in ruled.papers.value:
        if act in rule.acts and channel in rule.channels:
            _check_papers(rule, handling, giver, members, books, rules)


def _entitled(applicant: Who, allowed: Any, giver: Someone, members: list[Someone]) -> bool:
    """Nobody by proxy: a member acts for itself only, so never where the act concerns others too."""
    if "AUTHORIZER" in allowed and applicant == giver.who:
        return True
    if "MEMBER" in allowed and members and all(m.who == applicant for m in members):
        return True
    return "ANY" in allowed and applicant in [giver.who, *(m.who for m in members)]


def _check_proof(rule: Any, handling: v1.Handling, now: datetime) -> None:
    proof = optional(handling, "verification")
    if proof is None or word(v1.VerificationMethod, proof.method) not in rule.any_of:
        raise No("VERIFICATION_REQUIRED")
    if rule.fresh_minutes is not None:
        oldest, newest = now - timedelta(minutes=rule.fresh_minutes), now + CLOCKS_DIFFER
        if not oldest <= moment(proof.verified_time) <= newest:
            raise No("VERIFICATION_STALE")


def _check_papers(
    rule: Any, handling: v1.Handling, giver: Someone, members: list[Someone], books: Books, rules: Rulebook
) -> None:
    for shown in rule.shown:
        fitting = (p.person for p in handling.presented if word(v1.Credential, p.credential) in shown.any_of)
        by = {someone.who for ref in fitting if (someone := find(ref, books, rules.pooling))}
        member_keys = {m.who for m in members}
        enough = {
            "AUTHORIZER": giver.who in by,
            "MEMBER": member_keys <= by,
            "ANY": bool(by & {giver.who, *member_keys}),
        }
        if not enough[shown.who]:
            raise No("EVIDENCE_REQUIRED")
    papers = {word(v1.EvidenceType, e.type) for e in handling.evidence}
    if any(not papers & set(group) for group in rule.evidence):
        raise No("EVIDENCE_REQUIRED")
