"""ListFamilyEvents over the wire: a person's family, and the networks of a region."""

from datetime import timedelta

import grpc
import pytest

import gongji
from gongji import v1
from tests.api.asking import (
    NETWORK,
    NOON,
    REGION,
    UNSERVED,
    changed,
    credit,
    credits,
    handling,
    people,
    person,
    ref,
)
from tests.support.server import Server

TYPES = v1.FamilyEventType
WEEK = [NOON + timedelta(days=day) for day in range(7)]
FOUNDERS = ("founder-0", "founder-1", "founder-2")


@pytest.fixture(scope="module", autouse=True)
def networks(server: Server) -> None:
    """Three networks, one founded a day; then somebody applies, consents, is ordered first and leaves."""
    names = [*FOUNDERS, "joiner"]
    with server.client(now=NOON) as client:
        rows = [person(name, NETWORK) for name in names]
        client.registry.upsert_persons(people("networks-people", *rows, region=NETWORK))
        for day, founder in zip(WEEK, FOUNDERS, strict=False):
            client.now = day
            acting = handling(founder, NETWORK, day)
            found = v1.AuthorizeRequest(
                request_id=f"found-{founder}", authorizer=ref(founder, NETWORK), handling=acting
            )
            client.family.authorize(found)
        _join_and_leave(client, FOUNDERS[0], "joiner")


def _join_and_leave(client: gongji.Client, founder: str, member: str) -> None:
    owner, other = ref(founder, NETWORK), ref(member, NETWORK)
    client.now = WEEK[3]
    acting, consenting = handling(founder, NETWORK, WEEK[3]), handling(member, NETWORK, WEEK[3])
    joining = v1.BindRequest(
        request_id="join", authorizer=owner, member=other, relation=v1.RELATION_SPOUSE, handling=acting
    )
    binding_id = client.family.bind(joining).binding.binding_id
    consent = v1.DecideBindingRequest(
        request_id="consent",
        authorizer=owner,
        binding_id=binding_id,
        decided_by=v1.DECIDED_BY_MEMBER,
        approve=True,
        handling=consenting,
    )
    client.family.decide_binding(consent)
    order = v1.SetPayerOrderRequest(request_id="order", owner=owner, payers=[other, owner], handling=acting)
    client.family.set_payer_order(order)
    client.now = WEEK[5]
    leaving = v1.UnbindRequest(request_id="leave", authorizer=owner, binding_ids=[binding_id], handling=consenting)
    client.family.unbind(leaving)


def types(response: v1.ListFamilyEventsResponse) -> list[str]:
    return [TYPES.Name(event.type).removeprefix("FAMILY_EVENT_TYPE_") for event in response.events]


def test_one_family(client: gongji.Client) -> None:
    """Latest first, all that the founder's family went through, with what each event is about and who decided."""
    found = client.family.list_family_events(v1.ListFamilyEventsRequest(person=ref(FOUNDERS[0], NETWORK)))
    assert types(found) == [
        "NETWORK_LEFT",
        "NETWORK_ORDER_SET",
        "NETWORK_JOINED",
        "BINDING_REQUESTED",
        "NETWORK_FOUNDED",
    ]
    left, ordered, joined, requested, founded = found.events
    assert (founded.psn_no, founded.region) == (FOUNDERS[0], NETWORK)
    assert founded.authorization.state == v1.AUTHORIZATION_STATE_ACTIVE
    assert requested.binding.state == v1.BINDING_STATE_PENDING
    assert joined.binding.state == v1.BINDING_STATE_ACTIVE and joined.decided_by == v1.DECIDED_BY_MEMBER
    assert [p.psn_no for p in ordered.payer_order.payers] == ["joiner", FOUNDERS[0]]
    assert left.binding.state == v1.BINDING_STATE_ENDED and left.binding.member_psn_no == "joiner"
    assert {event.channel for event in found.events} == {v1.CHANNEL_MINI_PROGRAM}
    assert len({event.event_id for event in found.events}) == len(found.events)


def test_networks_founded_in_a_region(client: gongji.Client) -> None:
    """The query by type, region and dates: both days are included, a county's code means its pooling region."""
    asked = v1.ListFamilyEventsRequest(insuplc_admdvs=NETWORK, types=[TYPES.FAMILY_EVENT_TYPE_NETWORK_FOUNDED])
    assert [e.psn_no for e in client.family.list_family_events(asked).events] == [*reversed(FOUNDERS)]
    second_day = str(WEEK[1].date())
    asked = changed(asked, insuplc_admdvs="330203", from_date=second_day, to_date=second_day)
    assert [e.psn_no for e in client.family.list_family_events(asked).events] == [FOUNDERS[1]]


def test_network_changes_in_pages(client: gongji.Client) -> None:
    """Pages of two make up the whole; a token fits its own arguments only."""
    asked = v1.ListFamilyEventsRequest(insuplc_admdvs=NETWORK, from_date=str(WEEK[1].date()))
    whole = client.family.list_family_events(asked)
    assert len(whole.events) == 6
    seen: list[v1.FamilyEvent] = []
    page = client.family.list_family_events(changed(asked, page_size=2))
    token = page.next_page_token
    while True:
        assert len(page.events) <= 2
        seen += page.events
        if not page.next_page_token:
            break
        page = client.family.list_family_events(changed(asked, page_size=2, page_token=page.next_page_token))
    assert seen == list(whole.events)
    with pytest.raises(gongji.GongjiError) as caught:
        client.family.list_family_events(changed(asked, from_date=None, page_token=token))
    assert caught.value.reason == "PAGE_TOKEN_MISMATCH"


def test_nothing_personal_and_no_proofs(client: gongji.Client) -> None:
    """Neither names and certificates nor the numbers of checks and papers are in an event."""
    found = client.family.list_family_events(v1.ListFamilyEventsRequest(insuplc_admdvs=NETWORK))
    said = str(found)
    assert "测试" not in said and "check-1" not in said and "reference" not in said


@pytest.mark.parametrize(
    ("asked", "code", "reason"),
    [
        (v1.ListFamilyEventsRequest(), grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"),
        (
            v1.ListFamilyEventsRequest(insuplc_admdvs=NETWORK, from_date="2021-02-30"),
            grpc.StatusCode.INVALID_ARGUMENT,
            "INVALID_REQUEST",
        ),
        (v1.ListFamilyEventsRequest(person=ref("nobody", NETWORK)), grpc.StatusCode.NOT_FOUND, "PERSON_NOT_FOUND"),
        (v1.ListFamilyEventsRequest(insuplc_admdvs=UNSERVED), grpc.StatusCode.FAILED_PRECONDITION, "NO_POLICY"),
    ],
)
def test_what_can_not_be_listed(
    client: gongji.Client, asked: v1.ListFamilyEventsRequest, code: grpc.StatusCode, reason: str
) -> None:
    """One of person and region is needed, and both have to be known."""
    with pytest.raises(gongji.GongjiError) as caught:
        client.family.list_family_events(asked)
    assert (caught.value.code, caught.value.reason) == (code, reason)


def test_a_quota_from_its_setting_to_its_end(client: gongji.Client) -> None:
    """Frozen while it stands, told again to who asks again, and free once the job has put its binding down."""
    client.registry.upsert_persons(people("quota-people", person("giver"), person("taker")))
    client.registry.credit_accounts(credits("quota-money", credit("quota-money-1", "giver", 500_00)))
    owner, acting = ref("giver"), handling("giver")
    binding = v1.BindRequest(
        request_id="quota-bind",
        authorizer=owner,
        member=ref("taker"),
        relation=v1.RELATION_CHILD,
        handling=acting,
        policy_id="standing-quota",
        end_date="2021-09-30",
    )
    made = client.family.bind(binding).binding
    asked = v1.SetQuotaRequest(
        request_id="quota-set", authorizer=owner, binding_id=made.binding_id, quota_fen=300_00, handling=acting
    )
    first, again = client.family.set_quota(asked), client.family.set_quota(asked)
    assert (first.binding.quota_fen, first.binding.quota_freezes, first.replayed) == (300_00, True, False)
    assert (again.binding, again.replayed) == (first.binding, True)
    assert _frozen_fen(client) == 300_00
    client.now = NOON.replace(month=10, day=1, hour=0)
    job = v1.RunJobRequest(job=v1.JOB_EXPIRY, insuplc_admdvs=REGION, period="2021-10-01")
    assert [progress.run.done for progress in client.admin.run_job(job)][-1] == 1
    assert _frozen_fen(client) == 0
    found = client.family.list_family_events(v1.ListFamilyEventsRequest(person=owner))
    assert types(found) == ["UNBOUND", "QUOTA_SET", "BOUND", "AUTHORIZED"]
    over = found.events[0]
    assert (over.end_cause, over.HasField("channel")) == (v1.END_CAUSE_EXPIRED, False)
    assert over.binding.unbound_time.ToJsonString() == "2021-09-30T16:00:00Z"


def _frozen_fen(client: gongji.Client) -> int:
    (account,) = client.account.get_accounts(v1.GetAccountsRequest(owner=ref("giver"))).accounts
    return account.frozen_fen
