"""DecideBinding over the wire: what is answered, what is refused, and what comes of many decisions at once."""

import asyncio
from typing import Any

import grpc
import pytest

import gongji
from gongji import v1
from tests.api.asking import (
    NOON,
    binding,
    changed,
    credit,
    credits,
    handling,
    people,
    person,
    ref,
)
from tests.support.caller import Caller, Fault, at_once
from tests.support.server import Server

STAFF, MEMBER = v1.DECIDED_BY_STAFF, v1.DECIDED_BY_MEMBER
ACTIVE, PENDING, ENDED = v1.BINDING_STATE_ACTIVE, v1.BINDING_STATE_PENDING, v1.BINDING_STATE_ENDED


def apply_for(client: gongji.Client, name: str) -> v1.Binding:
    """A holder and a member of this name, and the application of the one for the other."""
    holder, member = f"{name}-holder", f"{name}-member"
    client.registry.upsert_persons(people(f"{name}-people", person(holder), person(member)))
    client.registry.credit_accounts(credits(f"{name}-money", credit(f"{name}-money", holder, 100_00)))
    return client.family.bind(binding(f"{name}-bind", holder, member)).binding


def decision(bound: v1.Binding, by: v1.DecidedBy, approve: bool = True, /, **fields: Any) -> v1.DecideBindingRequest:
    """Staff decides at its window, the member in the mini-program with a fresh check of its face."""
    holder, member = bound.authorizer_psn_no, bound.member_psn_no
    at_window = v1.Handling(channel=v1.CHANNEL_WINDOW, office_admdvs="370300", applicant=ref(holder))
    made = v1.DecideBindingRequest(
        request_id=f"{bound.binding_id}-{by}-{approve}",
        authorizer=ref(holder),
        binding_id=bound.binding_id,
        decided_by=by,
        approve=approve,
        handling=at_window if by == STAFF else handling(member),
    )
    return changed(made, **fields)


def refused(client: gongji.Client, request: v1.DecideBindingRequest) -> gongji.GongjiError:
    with pytest.raises(gongji.GongjiError) as caught:
        client.family.decide_binding(request)
    return caught.value


def test_both_agree(client: gongji.Client) -> None:
    """Pending with nobody, pending with one, active with both; sent again, a decision is answered as it was."""
    bound = apply_for(client, "both")
    assert (bound.state, list(bound.approved_by), bound.HasField("earliest_unbind_date")) == (PENDING, [], False)
    (row,) = client.family.list_members(
        v1.ListMembersRequest(person=ref("both-holder"), view=v1.MEMBER_VIEW_AS_AUTHORIZER)
    ).members
    assert not row.usable_now
    assert [(e.reason, e.rule.key) for e in row.explanations] == [("PENDING", "bindings.review")]
    first = client.family.decide_binding(decision(bound, STAFF))
    assert (first.binding.state, list(first.binding.approved_by)) == (PENDING, [STAFF])
    second = client.family.decide_binding(decision(bound, MEMBER)).binding
    assert (second.state, list(second.approved_by)) == (ACTIVE, [STAFF, MEMBER])
    assert second.earliest_unbind_date == "2021-12-01"
    again = client.family.decide_binding(decision(bound, STAFF))
    assert (again.binding, again.replayed) == (first.binding, True)
    (row,) = client.family.list_members(
        v1.ListMembersRequest(person=ref("both-member"), view=v1.MEMBER_VIEW_AS_MEMBER)
    ).members
    assert row.usable_now and row.binding == second


def test_refusals(client: gongji.Client) -> None:
    """Who may not decide, what is decided already and what there is not are refused, each with its reason."""
    bound = apply_for(client, "refusals")
    for request, reason in (
        (decision(bound, MEMBER, handling=handling("refusals-holder")), "APPLICANT_NOT_ENTITLED"),
        (decision(bound, STAFF, handling=handling("refusals-holder")), "CHANNEL_NOT_ALLOWED"),
        (decision(bound, STAFF, authorizer=ref("refusals-member")), "BINDING_NOT_FOUND"),
        (decision(bound, STAFF, authorizer=ref("nobody")), "PERSON_NOT_FOUND"),
    ):
        error = refused(client, changed(request, request_id=f"refusals-{reason}"))
        assert error.reason == reason
    client.family.decide_binding(decision(bound, STAFF))
    error = refused(client, decision(bound, STAFF, request_id="refusals-again"))
    assert (error.code, error.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "ALREADY_DECIDED")
    assert error.metadata == {"decided_by": "STAFF"}
    ended = client.family.decide_binding(decision(bound, STAFF, False)).binding
    assert ended.state == ENDED and ended.HasField("unbound_time")
    assert refused(client, decision(bound, MEMBER)).reason == "BINDING_ENDED"


def test_what_stands_is_not_decided_again(client: gongji.Client) -> None:
    """A binding that all have agreed to waits for nobody."""
    bound = apply_for(client, "stands")
    for by in (MEMBER, STAFF):
        client.family.decide_binding(decision(bound, by))
    assert refused(client, decision(bound, STAFF, False)).reason == "NOT_PENDING"


def test_malformed_decisions(client: gongji.Client) -> None:
    """What is missing or unknown is named, each field; whether they agree has to be said."""
    bound = apply_for(client, "malformed")
    request = decision(bound, STAFF, approve=None, decided_by=None, binding_id="no-id", handling=None)
    error = refused(client, request)
    assert (error.code, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST")
    named = {violation.field for violation in error.field_violations}
    assert named == {"approve", "decided_by", "binding_id", "handling"}
    assert refused(client, decision(bound, v1.DecidedBy.ValueType(9))).field_violations[0].field == "decided_by"


async def test_agreeing_and_refusing_at_once(server: Server) -> None:
    """Of the approval that completes it and a refusal at the same moment one is done; the other finds it decided."""
    with server.client(now=NOON) as client:
        applied = [await asyncio.to_thread(apply_for, client, f"race-{i}") for i in range(6)]
        for bound in applied:
            await asyncio.to_thread(client.family.decide_binding, decision(bound, STAFF))
    async with Caller(server.address, "370300", NOON) as caller:
        for bound in applied:
            agreeing, refusing = await at_once(
                caller.call("Family", "DecideBinding", decision(bound, MEMBER)),
                caller.call("Family", "DecideBinding", decision(bound, STAFF, False)),
            )
            states = [None if isinstance(r, Fault) else r.binding.state for r in (agreeing, refusing)]
            assert states in ([ACTIVE, None], [None, ENDED])
            faults = [r.reason for r in (agreeing, refusing) if isinstance(r, Fault)]
            assert faults == ["NOT_PENDING" if states[0] else "BINDING_ENDED"]
