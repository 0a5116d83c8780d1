"""Each rule of the format about how an act is handled: channel, proof, papers, applicant, office, letter."""

from datetime import timedelta

import msgspec
import pytest

from service.domain.commands import Authorize, Unbind
from service.domain.handling import Commitment, Evidence, Presented, Verification
from service.domain.terms import Channel, Credential, EvidenceType, VerificationMethod
from tests.policies.people import reason, world_of
from tests.support.world import World, handling, ref


def test_channels_by_act() -> None:
    """handling.channels: an act that is named is handled on its channels only, one that is not on all."""
    world = world_of(handling__channels={"BIND": ["WINDOW"]})
    assert reason(world.bind("holder", "member")) == "CHANNEL_NOT_ALLOWED"
    bound = world.bind("holder", "member", handling=handling("holder", channel=Channel.WINDOW))
    unbind = Unbind(authorizer=ref("holder"), binding_ids=(bound.binding_id,), handling=handling("holder"))
    assert reason(world.decide(unbind)) is None


@pytest.mark.parametrize(
    ("method", "age_minutes", "expected"),
    [
        (None, 0, "VERIFICATION_REQUIRED"),
        ("REAL_NAME", 0, "VERIFICATION_REQUIRED"),
        ("FACE", 0, None),
        ("FACE", 10, None),
        ("FACE", 10.1, "VERIFICATION_STALE"),
        ("FACE", -4, None),
        ("FACE", -6, "VERIFICATION_STALE"),
    ],
)
def test_proof_of_identity_and_how_fresh(method: str | None, age_minutes: float, expected: str | None) -> None:
    """handling.proofs: one of the methods, not older than said, and not from the future beyond a clock's difference."""
    proofs = [{"acts": ["BIND"], "channels": ["APP"], "any_of": ["FACE", "CARD"], "fresh_minutes": 10}]
    world = world_of(handling__proofs=proofs)
    verified = world.now - timedelta(minutes=age_minutes)
    proof = Verification(VerificationMethod(method), "face-1", verified) if method else None
    with_proof = msgspec.structs.replace(handling("holder"), verification=proof)
    assert reason(world.bind("holder", "member", handling=with_proof)) == expected


def test_a_proof_is_asked_for_its_acts_and_channels_only() -> None:
    """handling.proofs of an act on a channel asks nothing of another channel or act."""
    world = world_of(handling__proofs=[{"acts": ["UNBIND"], "channels": ["APP"], "any_of": ["FACE"]}])
    bound = world.bind("holder", "member")
    for channel, expected in ((Channel.APP, "VERIFICATION_REQUIRED"), (Channel.WINDOW, None)):
        how = handling("holder", channel=channel)
        unbind = Unbind(authorizer=ref("holder"), binding_ids=(bound.binding_id,), handling=how)
        assert reason(world.decide(unbind)) == expected


@pytest.mark.parametrize(
    ("who", "shown", "expected"),
    [
        ("AUTHORIZER", ["holder"], None),
        ("AUTHORIZER", ["member"], "EVIDENCE_REQUIRED"),
        ("MEMBER", ["member"], None),
        ("MEMBER", ["holder"], "EVIDENCE_REQUIRED"),
        ("ANY", ["member"], None),
        ("ANY", ["other"], "EVIDENCE_REQUIRED"),
    ],
)
def test_who_shows_a_card(who: str, shown: list[str], expected: str | None) -> None:
    """handling.papers: the one who has to show a card, or whichever party of the relation did."""
    papers = [{"acts": ["BIND"], "channels": ["APP"], "shown": [{"who": who, "any_of": ["ID_CARD"]}]}]
    world = world_of(handling__papers=papers)
    cards = tuple(Presented(ref(psn_no), Credential.ID_CARD) for psn_no in shown)
    with_cards = msgspec.structs.replace(handling("holder"), presented=cards)
    assert reason(world.bind("holder", "member", handling=with_cards)) == expected


@pytest.mark.parametrize(
    ("handed_in", "expected"),
    [
        (["MARRIAGE_CERTIFICATE", "APPLICATION_FORM"], None),
        (["COMMUNITY_CERTIFICATE", "APPLICATION_FORM"], None),
        (["HOUSEHOLD_REGISTER", "MARRIAGE_CERTIFICATE"], "EVIDENCE_REQUIRED"),
        (["APPLICATION_FORM"], "EVIDENCE_REQUIRED"),
    ],
)
def test_papers_one_of_each_group(handed_in: list[str], expected: str | None) -> None:
    """handling.papers: of each group of papers one is enough, and one is needed."""
    groups = [["HOUSEHOLD_REGISTER", "MARRIAGE_CERTIFICATE", "COMMUNITY_CERTIFICATE"], ["APPLICATION_FORM"]]
    world = world_of(handling__papers=[{"acts": ["BIND"], "channels": ["APP"], "evidence": groups}])
    papers = tuple(Evidence(EvidenceType(kind), f"file {kind}") for kind in handed_in)
    with_papers = msgspec.structs.replace(handling("holder"), evidence=papers)
    assert reason(world.bind("holder", "member", handling=with_papers)) == expected


@pytest.mark.parametrize(
    ("who", "applicant", "expected"),
    [
        (["AUTHORIZER"], "holder", None),
        (["AUTHORIZER"], "member", "APPLICANT_NOT_ENTITLED"),
        (["AUTHORIZER", "MEMBER"], "member", None),
        (["AUTHORIZER", "MEMBER"], "other", "APPLICANT_NOT_ENTITLED"),
        (["ANY"], "member", None),
    ],
)
def test_who_may_unbind(who: list[str], applicant: str, expected: str | None) -> None:
    """handling.applicants: the authorizer, the member for itself, or either; never anybody else."""
    world = world_of(handling__applicants=[{"acts": ["UNBIND"], "who": who}])
    bound = world.bind("holder", "member")
    unbind = Unbind(authorizer=ref("holder"), binding_ids=(bound.binding_id,), handling=handling(applicant))
    assert reason(world.decide(unbind)) == expected


def test_a_member_unbinds_nobody_else() -> None:
    """With several members in one act only the authorizer is entitled, whatever the policy lets a member do."""
    world = world_of(handling__applicants=[{"acts": ["UNBIND"], "who": ["AUTHORIZER", "MEMBER"]}])
    both = tuple(world.bind("holder", psn_no).binding_id for psn_no in ("member", "other"))
    by_member = Unbind(authorizer=ref("holder"), binding_ids=both, handling=handling("member"))
    assert reason(world.decide(by_member)) == "APPLICANT_NOT_ENTITLED"


@pytest.mark.parametrize(
    ("place", "office", "expected"),
    [
        ("ANY_IN_REGION", "990100", None),
        ("ANY_IN_REGION", "990200", "OFFICE_NOT_ALLOWED"),
        ("ANY_IN_REGION", None, "OFFICE_NOT_ALLOWED"),
        ("AUTHORIZERS_PLACE", "990101", None),
        ("AUTHORIZERS_PLACE", "990100", "OFFICE_NOT_ALLOWED"),
    ],
)
def test_which_window(place: str, office: str | None, expected: str | None) -> None:
    """handling.offices: any desk of the pooling region, or only that of the authorizer's own place of insurance."""
    world = world_of(handling__offices=[{"channels": ["WINDOW"], "place": place}])
    world.person("holder", insuplc_admdvs="990101")
    at_window = msgspec.structs.replace(handling("holder", channel=Channel.WINDOW), office_admdvs=office)
    assert reason(world.bind("holder", "member", handling=at_window)) == expected


def letter(world: World, signed_by: str) -> Commitment:
    return Commitment(
        document_version="1",
        document_sha256="0" * 64,
        signature_ref="signature",
        signed_by=ref(signed_by),
        signed_time=world.now,
    )


@pytest.mark.parametrize(
    ("channel", "signed_by", "expected"),
    [
        (Channel.APP, None, "COMMITMENT_NOT_SIGNED"),
        (Channel.APP, "member", "COMMITMENT_NOT_SIGNED"),
        (Channel.APP, "holder", None),
        (Channel.WINDOW, "member", None),
        (Channel.PLATFORM, None, None),
    ],
)
def test_the_commitment_letter(channel: Channel, signed_by: str | None, expected: str | None) -> None:
    """handling.letter: by channel, who has to have signed; where a letter is asked for, a binding needs it first."""
    rules = [{"channels": ["APP"], "signed_by": ["AUTHORIZER"]}, {"channels": ["WINDOW"], "signed_by": ["ANY"]}]
    world = world_of(handling__letter=rules)
    assert reason(world.bind("holder", "member")) == "NOT_AUTHORIZED_YET"
    commitment = letter(world, signed_by) if signed_by else None
    how = handling("holder", channel=channel)
    asked = Authorize(authorizer=ref("holder"), handling=how, commitment=commitment)
    assert reason(world.decide(asked)) == expected
    assert reason(world.bind("holder", "member")) == ("NOT_AUTHORIZED_YET" if expected else None)
