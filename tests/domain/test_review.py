"""Review and consent: what a binding is until all who have to agree have, and what becomes of it."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from service.domain.commands import RevokeAuthorization, Unbind
from service.domain.family import Binding
from service.domain.family_events import FamilyEventType
from service.domain.handling import Verification
from service.domain.outcome import Outcome
from service.domain.terms import BindingState, Channel, InsuState, VerificationMethod
from tests.policies.people import reason, world_of
from tests.support.world import NEIGHBOUR, World, handling, make_network, make_policy, paid, ref, why

BOTH = ["STAFF", "MEMBER"]


def pending(world: World, member: str = "member", **fields: Any) -> Binding:
    """An application of the holder's that waits."""
    bound = world.bind("holder", member, **fields)
    assert isinstance(bound, Binding), bound
    assert bound.state is BindingState.PENDING
    return bound


def approved(world: World, bound: Binding, by: str) -> Binding:
    decided = world.decide_binding(bound, by)
    assert isinstance(decided, Binding), decided
    return decided


@pytest.mark.parametrize("by", BOTH)
def test_a_binding_waits_pays_nothing_and_says_so(by: str) -> None:
    """Until it is agreed to, a binding pays nothing and the rule is named; from the moment it is, it pays."""
    world = world_of(bindings__review=[by])
    bound = pending(world)
    done = world.settle("member", 5_00)
    assert (paid(done), why(done, "holder"), done.psn_cash_pay_fen) == ([], "PENDING", 5_00)
    (line,) = (e for e in done.explanations if e.psn_no == "holder")
    assert line.rule is not None and line.rule.key == "bindings.review"
    decided = approved(world, bound, by)
    assert (decided.state, decided.approved_by) == (BindingState.ACTIVE, (by,))
    assert paid(world.settle("member", 5_00)) == [("holder", "PERSONAL", 5_00)]


@pytest.mark.parametrize("order", [BOTH, BOTH[::-1]])
def test_both_have_to_agree(order: list[str]) -> None:
    """Where two have to agree it stands with the second, whichever that is; one alone changes nothing that pays."""
    world = world_of(bindings__review=BOTH)
    bound = pending(world)
    first = approved(world, bound, order[0])
    assert (first.state, first.approved_by) == (BindingState.PENDING, (order[0],))
    assert reason(world.decide_binding(bound, order[0])) == "ALREADY_DECIDED"
    assert not paid(world.settle("member", 5_00))
    second = approved(world, bound, order[1])
    assert (second.state, second.approved_by) == (BindingState.ACTIVE, tuple(order))
    assert reason(world.decide_binding(bound, order[1])) == "NOT_PENDING"


@pytest.mark.parametrize("agreed_before", [False, True])
@pytest.mark.parametrize("by", BOTH)
def test_a_refusal_ends_it_at_once(by: str, agreed_before: bool) -> None:
    """Either may refuse, also after it agreed while the other has not; then the person may be bound anew."""
    world = world_of(bindings__review=BOTH, members__at_most=1)
    bound = pending(world)
    if agreed_before:
        approved(world, bound, by)
    refused = world.decide_binding(bound, by, approve=False)
    assert isinstance(refused, Binding)
    assert (refused.state, refused.unbound_time) == (BindingState.ENDED, world.now)
    assert reason(world.decide_binding(bound, by)) == "BINDING_ENDED"
    assert pending(world).binding_id != bound.binding_id


def test_who_may_decide() -> None:
    """Staff decides at a window or on a platform; consent is the member's own act; nobody else is asked."""
    world = world_of(bindings__review=["MEMBER"])
    bound = pending(world)
    assert reason(world.decide_binding(bound, "STAFF")) == "DECISION_NOT_ASKED_FOR"
    by_holder = world.decide_binding(bound, "MEMBER", handled=handling("holder"))
    assert reason(by_holder) == "APPLICANT_NOT_ENTITLED"
    world = world_of(bindings__review=["STAFF"])
    bound = pending(world)
    for channel in set(Channel) - {Channel.WINDOW, Channel.PLATFORM}:
        decided = world.decide_binding(bound, "STAFF", handled=handling("holder", channel=channel))
        assert reason(decided) == "CHANNEL_NOT_ALLOWED"
    assert reason(world.decide_binding(bound, "STAFF", handled=handling("holder", channel=Channel.WINDOW))) is None


def test_the_policy_says_how_it_is_handled() -> None:
    """handling.channels and handling.proofs of DECIDE hold for review and consent."""
    proofs = [{"acts": ["DECIDE"], "channels": ["APP"], "any_of": ["FACE"]}]
    channels = {"DECIDE": ["APP", "PLATFORM"]}
    world = world_of(bindings__review=BOTH, handling__channels=channels, handling__proofs=proofs)
    bound = pending(world)
    at_window = handling("holder", channel=Channel.WINDOW)
    assert reason(world.decide_binding(bound, "STAFF", handled=at_window)) == "CHANNEL_NOT_ALLOWED"
    assert reason(world.decide_binding(bound, "STAFF")) is None
    assert reason(world.decide_binding(bound, "MEMBER")) == "VERIFICATION_REQUIRED"
    face = Verification(VerificationMethod.FACE, "face-1", world.now)
    proved = msgspec.structs.replace(handling("member"), verification=face)
    assert reason(world.decide_binding(bound, "MEMBER", handled=proved)) is None


def test_what_waits_counts_already() -> None:
    """A pending binding fills the limits, excludes as one that stands does, and is in the order of payers."""
    world = world_of(bindings__review=["STAFF"], members__at_most=1, exclusivity__one_authorizer_per_member=True)
    bound = pending(world)
    assert reason(world.bind("holder", "member")) == "ALREADY_BOUND_TO_THIS_AUTHORIZER"
    assert reason(world.bind("holder", "other")) == "MEMBER_LIMIT_REACHED"
    assert reason(world.bind("third", "member")) == "MEMBER_ALREADY_BOUND"
    world.decide_binding(bound, "STAFF", approve=False)
    assert reason(world.bind("holder", "other")) is None
    world = world_of(bindings__review=["STAFF"])
    first, second = pending(world), world.bind("third", "member")
    assert isinstance(second, Binding)
    assert approved(world, second, "STAFF").payer_order == 2
    assert approved(world, first, "STAFF").payer_order == 1


def test_who_was_refused_was_never_a_member() -> None:
    """members.lifetime_at_most counts whoever is bound or waits to be, not applications that came to nothing."""
    world = world_of(bindings__review=["STAFF"], members__lifetime_at_most=1)
    bound = pending(world)
    assert reason(world.bind("holder", "other")) == "LIFETIME_MEMBER_LIMIT_REACHED"
    world.decide_binding(bound, "STAFF", approve=False)
    stood = approved(world, pending(world, "other"), "STAFF")
    world.decide(Unbind(authorizer=ref("holder"), binding_ids=(stood.binding_id,), handling=handling("holder")))
    assert reason(world.bind("holder", "member")) == "LIFETIME_MEMBER_LIMIT_REACHED"


@pytest.mark.parametrize(
    ("who", "fields", "expected"),
    [
        ("holder", {"psn_insu_stas": InsuState.SUSPENDED}, "AUTHORIZER_NOT_ACTIVE"),
        ("member", {"psn_insu_stas": InsuState.ENDED}, "MEMBER_NOT_INSURED"),
    ],
)
def test_the_people_are_tested_again_at_the_approval(who: str, fields: dict[str, Any], expected: str) -> None:
    """What was in order at the application has to be still; a refusal is possible whatever has become of them."""
    rules = {"authorizer__insu_states": ["1"], "members__insu_states": ["1"]}
    world = world_of(bindings__review=["STAFF"], **rules)
    bound = pending(world)
    world.person(who, **fields)
    assert reason(world.decide_binding(bound, "STAFF")) == expected
    assert world.state.bindings[bound.binding_id] == bound
    assert reason(world.decide_binding(bound, "STAFF", approve=False)) is None


def test_it_stands_from_its_approval() -> None:
    """bindings.wait counts from the approval; a pending binding has no wait, and is not bound yet."""
    world = world_of(bindings__review=["STAFF"], bindings__wait=[{"channels": ["APP"], "months": 3}])
    bound = pending(world)
    assert bound.earliest_unbind_date is None
    world.now += timedelta(days=20)
    stands = approved(world, bound, "STAFF")
    assert stands.bound_time == world.now
    assert stands.earliest_unbind_date == date(2026, 6, 21)
    assert stands.first_day == date(2026, 3, 21)


@pytest.mark.parametrize("act", ["holder", "member", "revoke"])
def test_what_waits_is_taken_back_at_any_time(act: str) -> None:
    """Neither party, nor taking back the authorization, has to wait for a binding that does not stand yet."""
    world = world_of(bindings__review=BOTH, bindings__wait=[{"channels": ["APP"], "months": 3}])
    bound = approved(world, pending(world), "STAFF")
    who = "member" if act == "member" else "holder"
    command: Any = Unbind(authorizer=ref("holder"), binding_ids=(bound.binding_id,), handling=handling(who))
    if act == "revoke":
        command = RevokeAuthorization(
            authorizer=ref("holder"), authorization_id=bound.authorization_id, handling=handling("holder")
        )
    outcome = world.decide(command)
    assert isinstance(outcome, Outcome)
    assert outcome.changes.events[-1].type == FamilyEventType.BINDING_WITHDRAWN
    assert world.state.bindings[bound.binding_id].state is BindingState.ENDED


def test_who_has_to_agree_is_what_was_said_at_the_application() -> None:
    """A later version that asks for nobody, or for others, changes nothing for an application that waits."""
    first = make_policy({"in_force_until": "2026-03-31"}, bindings__review=["STAFF"])
    second = make_policy({"version": "2026-04-01", "in_force_from": "2026-04-01"}, bindings__review=["MEMBER"])
    world = World([first, second])
    for psn_no in ("holder", "member"):
        world.person(psn_no)
    bound = pending(world)
    world.now += timedelta(days=60)
    assert reason(world.decide_binding(bound, "MEMBER")) == "DECISION_NOT_ASKED_FOR"
    assert approved(world, bound, "STAFF").state is BindingState.ACTIVE


def test_an_application_that_has_run_out_is_not_approved() -> None:
    """A dated binding whose last day has passed while it waited has ended."""
    world = world_of(bindings__review=["STAFF"], bindings__dated=True)
    bound = pending(world, end_date=date(2026, 3, 2))
    world.now += timedelta(days=2)
    assert reason(world.decide_binding(bound, "STAFF")) == "BINDING_ENDED"


def test_only_the_authorizers_own_binding_is_decided() -> None:
    """A binding is named together with its authorizer."""
    world = world_of(bindings__review=["STAFF"])
    other = msgspec.structs.replace(pending(world), authorizer_psn_no="third")
    assert reason(world.decide_binding(other, "STAFF")) == "BINDING_NOT_FOUND"


def test_across_regions() -> None:
    """A member insured elsewhere consents as itself, wherever it is insured."""
    world = world_of(bindings__review=["MEMBER"], members__area="PROVINCE")
    world.person("far", region=NEIGHBOUR)
    bound = pending(world, "far", member_region=NEIGHBOUR)
    assert reason(world.decide_binding(bound, "MEMBER", handled=handling("member"))) == "APPLICANT_NOT_ENTITLED"
    assert approved(world, bound, "MEMBER").state is BindingState.ACTIVE


def test_a_network_that_asks_for_consent() -> None:
    """In a network one who has not consented spends nobody's money, and nobody spends its own; then all do."""
    world = World([make_network(bindings__review=["MEMBER"])])
    for psn_no in ("holder", "member"):
        world.person(psn_no)
        world.money(psn_no, MUTUAL_AID=10_00)
    bound = pending(world)
    assert why(world.settle("holder", 30_00), "member") == "PENDING"
    approved(world, bound, "MEMBER")
    assert paid(world.settle("holder", 5_00))


def test_events_tell_the_story() -> None:
    """Application, approval, standing: each has its event, with who decided, and the application's own time."""
    world = world_of(bindings__review=BOTH)
    told: list[tuple[str, Any]] = []

    def note(outcome: Any) -> None:
        told.extend((e.type, e.payload.get("decided_by")) for e in outcome.changes.events)

    decide = world.decide
    world.decide = lambda command: (note(outcome := decide(command)), outcome)[1]  # type: ignore[method-assign]
    bound = pending(world)
    for by in BOTH:
        approved(world, bound, by)
    kinds = FamilyEventType
    assert told == [
        (kinds.AUTHORIZED, None),
        (kinds.BINDING_REQUESTED, None),
        (kinds.BINDING_APPROVED, "STAFF"),
        (kinds.BOUND, "MEMBER"),
    ]
