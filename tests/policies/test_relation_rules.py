"""Each rule of the format about who may be bound, by a policy made for it: what it refuses, and what it lets pass."""

from datetime import date, timedelta
from typing import Any

import pytest

from service.domain.commands import RevokeAuthorization, SetPayerOrder, Unbind
from service.domain.person import CategoryPeriod
from service.domain.terms import (
    AccountState,
    CardState,
    Channel,
    InsuState,
)
from tests.policies.people import reason, world_of
from tests.support.world import NEIGHBOUR, World, handling, make_network, paid, ref

CADRE = (CategoryPeriod("RETIRED_CADRE", date(2020, 1, 1)),)


@pytest.mark.parametrize(
    ("key", "value", "fields", "expected"),
    [
        ("authorizer__schemes", ["310"], {"insutype": "390"}, "AUTHORIZER_NOT_EMPLOYEE_SCHEME"),
        ("authorizer__insu_states", ["1"], {"psn_insu_stas": InsuState.SUSPENDED}, "AUTHORIZER_NOT_ACTIVE"),
        (
            "authorizer__categories_excluded",
            ["RETIRED_CADRE"],
            {"categories": CADRE},
            "AUTHORIZER_CATEGORY_EXCLUDED",
        ),
        ("authorizer__card_states", ["NORMAL"], {"card_state": CardState.LOST}, "AUTHORIZER_CARD_NOT_NORMAL"),
        (
            "authorizer__account_states",
            ["NORMAL", "FROZEN"],
            {"account_state": AccountState.CLOSING},
            "ACCOUNT_NOT_NORMAL",
        ),
        ("authorizer__voucher_active_on", ["APP"], {"voucher_active": False}, "AUTHORIZER_VOUCHER_NOT_ACTIVE"),
    ],
)
def test_the_authorizers_state(key: str, value: Any, fields: dict[str, Any], expected: str) -> None:
    """A condition on the authorizer refuses those who do not meet it, and nobody where the policy does not name it."""
    for rules, outcome in (({key: value}, expected), ({}, None)):
        world = world_of(**rules)
        assert reason(world.bind("holder", "member")) is None
        world.person("third", **fields)
        assert reason(world.bind("third", "other")) == outcome


def test_money_has_to_be_there_when_the_authorization_is_made() -> None:
    """authorizer.balance_in asks for money in an account when the authorization is made, not at later bindings."""
    world = world_of(authorizer__balance_in=["PERSONAL"])
    assert reason(world.bind("other", "member")) == "NO_HISTORIC_BALANCE"
    assert reason(world.bind("holder", "member")) is None
    world.money("holder", PERSONAL=0)
    assert reason(world.bind("holder", "other")) is None


def test_the_voucher_is_asked_for_on_its_channels_only() -> None:
    """authorizer.voucher_active_on names channels: at the window the voucher need not be active."""
    world = world_of(authorizer__voucher_active_on=["APP"])
    world.person("holder", voucher_active=False)
    at_window = handling("holder", channel=Channel.WINDOW)
    assert reason(world.bind("holder", "member", handling=at_window)) is None


@pytest.mark.parametrize(
    ("key", "value", "fields", "expected"),
    [
        ("members__schemes", ["310"], {"insutype": "390"}, "MEMBER_NOT_INSURED"),
        ("members__insu_states", ["1"], {"psn_insu_stas": InsuState.ENDED}, "MEMBER_NOT_INSURED"),
        ("members__categories_excluded", ["RETIRED_CADRE"], {"categories": CADRE}, "MEMBER_CATEGORY_EXCLUDED"),
        ("members__card_states", ["NORMAL"], {"card_state": CardState.CANCELLED}, "MEMBER_CARD_NOT_NORMAL"),
        ("members__account_states", ["NORMAL"], {"account_state": AccountState.FROZEN}, "ACCOUNT_NOT_NORMAL"),
    ],
)
def test_the_members_state(key: str, value: Any, fields: dict[str, Any], expected: str) -> None:
    """A condition on the member refuses those who do not meet it, and nobody where the policy does not name it."""
    for rules, outcome in (({key: value}, expected), ({}, None)):
        world = world_of(**rules)
        assert reason(world.bind("holder", "other")) is None
        world.person("member", **fields)
        assert reason(world.bind("holder", "member")) == outcome


@pytest.mark.parametrize(("area", "expected"), [("REGION", "MEMBER_OUT_OF_AREA"), ("PROVINCE", None), ("NATION", None)])
def test_where_a_member_may_be_insured(area: str, expected: str | None) -> None:
    """members.area: the authorizer's pooling region, its province, or the nation."""
    world = world_of(members__area=area)
    world.person("neighbour", region=NEIGHBOUR)
    assert reason(world.bind("holder", "neighbour", member_region=NEIGHBOUR)) == expected


def test_how_many_members_at_once() -> None:
    """members.at_most counts the bindings that have not ended: an ended one frees its place."""
    world = world_of(members__at_most=1)
    first = world.bind("holder", "member")
    assert reason(world.bind("holder", "other")) == "MEMBER_LIMIT_REACHED"
    unbind = Unbind(authorizer=ref("holder"), binding_ids=(first.binding_id,), handling=handling("holder"))
    assert reason(world.decide(unbind)) is None
    assert reason(world.bind("holder", "other")) is None


def test_how_many_different_people_ever() -> None:
    """members.lifetime_at_most counts people: the same person again costs nothing, an ended binding frees nothing."""
    world = world_of(members__lifetime_at_most=2)
    for member in ("member", "other", "member"):
        bound = world.bind("holder", member)
        unbind = Unbind(authorizer=ref("holder"), binding_ids=(bound.binding_id,), handling=handling("holder"))
        assert reason(world.decide(unbind)) is None
    assert reason(world.bind("holder", "third")) == "LIFETIME_MEMBER_LIMIT_REACHED"
    assert reason(world.bind("holder", "other")) is None


def test_which_relations() -> None:
    """relations.allowed is the whole list."""
    world = world_of(relations__allowed=["SPOUSE", "SIBLING"])
    assert reason(world.bind("holder", "member", "CHILD")) == "RELATION_NOT_ALLOWED"
    assert reason(world.bind("holder", "member", "SIBLING")) is None


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ([{"of": ["FATHER"], "at_most": 1}, {"of": ["MOTHER"], "at_most": 1}], [None, None, "RELATION_LIMIT_REACHED"]),
        ([{"of": ["FATHER", "MOTHER"], "at_most": 1}], [None, "RELATION_LIMIT_REACHED", "RELATION_LIMIT_REACHED"]),
        ([], [None, None, None]),
    ],
)
def test_a_cap_on_relations(limits: list[Any], expected: list[str | None]) -> None:
    """relations.limits: one father and one mother, or both together under one cap."""
    world = world_of(relations__limits=limits)
    bound = [world.bind("holder", who, relation) for who, relation in PARENTS]
    assert [reason(b) for b in bound] == expected


PARENTS = (("member", "FATHER"), ("other", "MOTHER"), ("third", "FATHER"))


@pytest.mark.parametrize(
    ("key", "second", "expected"),
    [
        ("exclusivity__one_authorizer_per_member", ("other", "member"), "MEMBER_ALREADY_BOUND"),
        ("exclusivity__authorizer_cannot_be_member", ("other", "holder"), "MEMBER_IS_AUTHORIZER"),
        ("exclusivity__member_cannot_be_authorizer", ("member", "other"), "AUTHORIZER_IS_MEMBER"),
    ],
)
def test_exclusivity(key: str, second: tuple[str, str], expected: str) -> None:
    """Each rule on being bound once and on chains refuses its own case, and only when the policy has it."""
    for rules, outcome in (({key: True}, expected), ({key: False}, None)):
        world = world_of(**rules)
        assert reason(world.bind("holder", "member")) is None
        assert reason(world.bind(*second)) == outcome


def test_an_ended_binding_no_longer_excludes() -> None:
    """What has ended does not count for exclusivity."""
    world = world_of(exclusivity__one_authorizer_per_member=True)
    bound = world.bind("holder", "member")
    world.decide(Unbind(authorizer=ref("holder"), binding_ids=(bound.binding_id,), handling=handling("holder")))
    assert reason(world.bind("other", "member")) is None


def test_one_network_a_person() -> None:
    """exclusivity.one_network: nobody is in two networks, whether as founder or as member."""
    world = World([make_network(exclusivity__one_network=True)])
    for psn_no in ("a", "b", "c", "d"):
        world.person(psn_no)
    assert reason(world.bind("a", "b")) is None
    assert reason(world.bind("c", "b")) == "MEMBER_ALREADY_BOUND"
    assert reason(world.bind("c", "a")) == "MEMBER_IS_AUTHORIZER"
    assert reason(world.bind("b", "d")) == "AUTHORIZER_IS_MEMBER"
    assert reason(world.bind("c", "d")) is None


def test_dated_bindings() -> None:
    """bindings.dated: dates are refused where the policy has none, and end a binding the day after where it has."""
    dates = {"start_date": date(2026, 3, 5), "end_date": date(2026, 3, 10)}
    assert reason(world_of().bind("holder", "member", **dates)) == "DATES_NOT_ALLOWED"
    world = world_of(bindings__dated=True)
    assert reason(world.bind("holder", "member", **dates)) is None
    noon = world.now
    for day, payers in ((4, []), (5, ["holder"]), (10, ["holder"]), (11, [])):
        world.now = noon.replace(day=day)
        assert [who for who, _, _ in paid(world.settle("member", 1_00))] == payers
    assert reason(world.bind("holder", "member", end_date=date(2026, 3, 10))) == "END_DATE_PASSED"


@pytest.mark.parametrize("act", ["unbind", "revoke"])
def test_the_shortest_time_bound(act: str) -> None:
    """bindings.wait: on its channels neither unbinding nor revoking comes before the months are full."""
    world = world_of(bindings__wait=[{"channels": ["APP"], "months": 3}])
    bound = world.bind("holder", "member")
    start = world.now.replace(hour=0, minute=0, second=0)

    def end(channel: Channel) -> Any:
        how = handling("holder", channel=channel)
        if act == "unbind":
            return Unbind(authorizer=ref("holder"), binding_ids=(bound.binding_id,), handling=how)
        return RevokeAuthorization(authorizer=ref("holder"), authorization_id=bound.authorization_id, handling=how)

    world.now = start.replace(month=6, day=1) - timedelta(milliseconds=1)
    refused = world.decide(end(Channel.APP))
    assert reason(refused) == "BOUND_TOO_RECENTLY"
    assert refused.metadata["earliest_unbind_date"] == "2026-06-01"
    world.now = start.replace(month=6, day=1)
    assert reason(world.decide(end(Channel.APP))) is None


def test_no_wait_on_other_channels() -> None:
    """bindings.wait of the app does not hold up the window."""
    world = world_of(bindings__wait=[{"channels": ["APP"], "months": 3}])
    bound = world.bind("holder", "member")
    at_window = handling("holder", channel=Channel.WINDOW)
    unbind = Unbind(authorizer=ref("holder"), binding_ids=(bound.binding_id,), handling=at_window)
    assert reason(world.decide(unbind)) is None


@pytest.mark.parametrize(
    ("order", "owner", "member", "expected"),
    [
        ("AS_BOUND", "member", None, "PAYER_ORDER_FIXED"),
        ("LAST_BOUND_FIRST", "member", None, "PAYER_ORDER_FIXED"),
        ("SET_BY_MEMBER", "member", None, None),
        ("SET_BY_MEMBER", "holder", None, "PAYER_ORDER_INCOMPLETE"),
        ("SET_BY_AUTHORIZER", "holder", "member", None),
        ("SET_BY_AUTHORIZER", "third", "member", "APPLICANT_NOT_ENTITLED"),
    ],
)
def test_who_sets_the_order_of_payers(order: str, owner: str, member: str | None, expected: str | None) -> None:
    """payers.order says who sets it; the one who is set first then pays first."""
    world = world_of(payers__order=order)
    world.money("other", PERSONAL=500_00)
    world.bind("holder", "member")
    world.bind("other", "member")
    command = SetPayerOrder(
        owner=ref(owner),
        member=ref(member) if member else None,
        payers=(ref("other"), ref("holder")),
        handling=handling(owner),
    )
    assert reason(world.decide(command)) == expected
    if expected is None:
        assert paid(world.settle("member", 5_00)) == [("other", "PERSONAL", 5_00)]
