"""Requests as a province makes them: mostly in order by the policy, some of them wrong on purpose."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from gongji import v1
from tests.model.books import Who
from tests.support.caller import stamp

Draw = Any
"""`data.draw` of hypothesis."""

PASSPORT = "08"
NOWHERE = "110101"
"""A county of a region without a policy in most runs."""
WRONGS = ("channel", "applicant", "nobody", "no proof", "stale", "ahead", "no papers", "office")
LETTER_SHA256 = "ab" * 32


class Neighbour(NamedTuple):
    """A person of the run, whether or not it has been registered."""

    psn_no: str
    county: str
    region: str
    paper: str

    def ref(self, draw: Draw) -> v1.PersonRef:
        """By number or by paper, in the region or by the county's code."""
        place = draw(st.sampled_from([self.region, self.region, self.county]))
        if draw(st.integers(0, 5)) == 0:
            certificate = v1.Certificate(psn_cert_type=PASSPORT, certno=self.paper)
            return v1.PersonRef(insuplc_admdvs=place, certificate=certificate)
        return v1.PersonRef(insuplc_admdvs=place, psn_no=self.psn_no)


def numbered(who: Who) -> v1.PersonRef:
    """Somebody by number, known or not."""
    return v1.PersonRef(insuplc_admdvs=who.region, psn_no=who.psn_no)


def handling(
    draw: Draw, act: str, policy: Any, giver: v1.PersonRef, county: str, members: list[v1.PersonRef], now: datetime
) -> v1.Handling:
    """In order by the policy; one in eight has something wrong."""
    ruled = policy.handling if policy else None
    channels = ruled.channels.value.get(act) if ruled else None
    channel = draw(st.sampled_from(channels or ("APP", "WINDOW", "MINI_PROGRAM")))
    made = v1.Handling(
        channel=f"CHANNEL_{channel}",
        applicant=_applicant(draw, act, ruled, giver, members),
        office_admdvs=county,
        verification=v1.Verification(
            method=f"VERIFICATION_METHOD_{_proof(act, channel, ruled)}",
            reference="check",
            verified_time=stamp(now - timedelta(minutes=draw(st.sampled_from([0, 5])))),
        ),
    )
    if ruled and ruled.papers.value:
        _papers(made, giver, members)
    if draw(st.integers(0, 7)) == 0:
        _spoil(draw(st.sampled_from(WRONGS)), made, members, now)
    return made


def _applicant(draw: Draw, act: str, ruled: Any, giver: v1.PersonRef, members: list[v1.PersonRef]) -> v1.PersonRef:
    allowed = [rule.who for rule in ruled.applicants.value if act in rule.acts] if ruled else []
    by_member = any("AUTHORIZER" not in who and "ANY" not in who for who in allowed)
    if members and (by_member or (allowed and draw(st.integers(0, 3)) == 0)):
        return members[0]
    return giver


def _proof(act: str, channel: str, ruled: Any) -> str:
    for rule in ruled.proofs.value if ruled else ():
        if act in rule.acts and channel in rule.channels:
            return str(rule.any_of[0])
    return "FACE"


def _papers(made: v1.Handling, giver: v1.PersonRef, members: list[v1.PersonRef]) -> None:
    for person in (giver, *members):
        for credential in (v1.CREDENTIAL_ID_CARD, v1.CREDENTIAL_SOCIAL_SECURITY_CARD, v1.CREDENTIAL_VOUCHER):
            made.presented.add(person=person, credential=credential)
    for paper in (v1.EVIDENCE_TYPE_APPLICATION_FORM, v1.EVIDENCE_TYPE_HOUSEHOLD_REGISTER):
        made.evidence.add(type=paper, reference="file")


def _spoil(how: str, made: v1.Handling, members: list[v1.PersonRef], now: datetime) -> None:
    match how:
        case "channel":
            made.channel = v1.CHANNEL_INSTITUTION
        case "applicant" if members:
            made.applicant.CopyFrom(members[-1])
        case "nobody":
            made.applicant.CopyFrom(v1.PersonRef(insuplc_admdvs=made.applicant.insuplc_admdvs, psn_no="nobody"))
        case "no proof":
            made.ClearField("verification")
        case "stale":
            made.verification.verified_time.CopyFrom(stamp(now - timedelta(days=2)))
        case "ahead":
            made.verification.verified_time.CopyFrom(stamp(now + timedelta(minutes=6)))
        case "no papers":
            del made.presented[:]
            if len(members) != 1:
                del made.evidence[:]
        case "office":
            made.office_admdvs = NOWHERE


def letter(signer: v1.PersonRef, now: datetime) -> v1.Commitment:
    return v1.Commitment(
        document_version="2022",
        document_sha256=LETTER_SHA256,
        signature_ref="signature",
        signed_by=signer,
        signed_time=stamp(now),
    )


def bill(draw: Draw, kind: Any, patient: v1.PersonRef, houses: list[str], place: str, now: datetime) -> Any:
    """A bill of any amounts that a bill may have, today's or of a visit some time ago."""
    burden, fund, other = draw(FEN), draw(st.sampled_from([0, 0, 50_00])), draw(st.sampled_from([0, 0, 0, 5_00]))
    claim = draw(st.sampled_from(["DIRECT", "DIRECT", "DIRECT", "OUT_OF_AREA", "HAND_IN"]))
    made = kind(
        patient=patient,
        med_type=draw(st.sampled_from(["11", "11", "14", "21", "41", "15", "9999"])),
        mdtrt_id="visit",
        claim_type=f"CLAIM_TYPE_{claim}",
        medfee_sumamt_fen=burden + fund + other,
        fund_pay_sumamt_fen=fund,
        other_pay_fen=other,
        visit_time=stamp(now - timedelta(days=draw(st.sampled_from([0, 0, 0, 3, 20, 60])))),
        mdtrtarea_admvs=place,
    )
    if claim != "HAND_IN" or draw(st.booleans()):
        made.fixmedins_code = draw(st.sampled_from([*houses, *houses, *houses, "UNKNOWN"]))
    if draw(st.integers(0, 4)) == 0:
        made.account_payable_fen = draw(st.integers(0, burden))
    return made


FEN = st.one_of(st.sampled_from([0, 1, 50_00, 200_00, 900_00]), st.integers(0, 300_00))
