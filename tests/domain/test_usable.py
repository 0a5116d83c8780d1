"""The list of a person's relations, from both sides, and whether each could pay now."""

from datetime import timedelta
from typing import Any

import pytest

from service.domain.commands import Unbind
from service.domain.family import Binding
from service.domain.family_list import Row, Side, relations_of
from service.domain.outcome import Outcome
from service.domain.person import PersonKey
from service.domain.policy_book import PolicyBook
from service.domain.terms import AccountState, InsuState
from service.domain.usable import usability
from tests.support.world import HOME, MED_TYPES, World, handling, make_network, make_policy, paid, ref


def family(**rules: Any) -> World:
    """A holder with 500.00 whose child and spouse are bound."""
    world = World([make_policy(**rules)])
    for psn_no in ("holder", "child", "spouse"):
        world.person(psn_no)
    world.money("holder", PERSONAL=500_00)
    assert isinstance(world.bind("holder", "child"), Binding)
    assert isinstance(world.bind("holder", "spouse", "SPOUSE"), Binding)
    return world


def network(**rules: Any) -> World:
    """An initiator with 30.00 for the network, a spouse with 20.00, and a child with nothing."""
    world = World([make_network(**rules)])
    for psn_no in ("initiator", "spouse", "child"):
        world.person(psn_no)
    world.money("initiator", MUTUAL_AID=30_00)
    world.money("spouse", MUTUAL_AID=20_00)
    assert isinstance(world.bind("initiator", "spouse", "SPOUSE"), Binding)
    assert isinstance(world.bind("initiator", "child"), Binding)
    return world


def listed(world: World, psn_no: str, side: Side, include_ended: bool = False) -> list[Row]:
    return relations_of(PersonKey(HOME, psn_no), side, include_ended, world.ctx())


def told(world: World, psn_no: str, side: Side, **how: Any) -> dict[str, tuple[bool, list[str]]]:
    """Of each row: whom it shows, whether it is usable, and the reasons."""
    found = {}
    for row in listed(world, psn_no, side, **how):
        usable_now, lines, _ = usability(row, world.ctx())
        found[row.other.psn_no] = (usable_now, [str(line.reason) for line in lines])
    return found


def unbind(world: World, authorizer: str, *bindings: Binding) -> None:
    ids = tuple(b.binding_id for b in bindings)
    command = Unbind(authorizer=ref(authorizer), binding_ids=ids, handling=handling(authorizer))
    assert isinstance(world.decide(command), Outcome)


def test_both_sides_of_a_binding_see_the_other() -> None:
    """The holder sees its members in the order bound, and a member its holder."""
    world = family()
    assert told(world, "holder", Side.AS_AUTHORIZER) == {"child": (True, []), "spouse": (True, [])}
    assert told(world, "child", Side.AS_MEMBER) == {"holder": (True, [])}
    assert listed(world, "holder", Side.AS_MEMBER) == []
    assert listed(world, "child", Side.AS_AUTHORIZER) == []


@pytest.mark.parametrize(
    ("rules", "change", "reason"),
    [
        ({}, lambda w: w.money("holder", PERSONAL=0), "EMPTY"),
        ({"payers__retained_fen": 500_00}, lambda w: None, "RETAINED_BALANCE"),
        ({}, lambda w: w.person("holder", account_state=AccountState.FROZEN), "ACCOUNT_NOT_NORMAL"),
        (
            {"payers__insu_states": ["1"]},
            lambda w: w.person("holder", psn_insu_stas=InsuState.SUSPENDED),
            "PAYER_NOT_ACTIVE",
        ),
        (
            {"settlement__member_insu_states": ["1"]},
            lambda w: w.person("child", psn_insu_stas=InsuState.SUSPENDED),
            "MEMBER_NOT_ACTIVE",
        ),
    ],
)
def test_what_keeps_a_relation_from_paying_is_said(rules: dict[str, Any], change: Any, reason: str) -> None:
    """The one thing in the way is named on both sides, and a settlement says the same of the holder's account."""
    world = family(**rules)
    change(world)
    assert told(world, "child", Side.AS_MEMBER) == {"holder": (False, [reason])}
    assert told(world, "holder", Side.AS_AUTHORIZER)["child"] == (False, [reason])
    done = world.settle("child", 10_00)
    assert [str(e.reason) for e in done.explanations if e.psn_no == "holder"] == [reason]


def test_a_usable_relation_pays() -> None:
    """What is listed as usable does pay a bill that the rules allow."""
    world = family()
    assert told(world, "child", Side.AS_MEMBER)["holder"][0]
    assert paid(world.settle("child", 10_00)) == [("holder", "PERSONAL", 10_00)]


def test_dates_decide_whether_a_binding_is_usable() -> None:
    """Before its first day a binding is not yet valid; after its last it has expired and is listed with the ended."""
    world = World([make_policy(bindings__dated=True)])
    for psn_no in ("holder", "child"):
        world.person(psn_no)
    world.money("holder", PERSONAL=1_00)
    today = world.ctx().today
    world.bind("holder", "child", start_date=today + timedelta(days=1), end_date=today + timedelta(days=2))
    assert told(world, "child", Side.AS_MEMBER) == {"holder": (False, ["NOT_YET_VALID"])}
    world.now += timedelta(days=1)
    assert told(world, "child", Side.AS_MEMBER) == {"holder": (True, [])}
    world.now += timedelta(days=2)
    assert listed(world, "child", Side.AS_MEMBER) == []
    assert told(world, "child", Side.AS_MEMBER, include_ended=True) == {"holder": (False, ["EXPIRED"])}


def test_ended_bindings_are_listed_only_when_asked_for() -> None:
    """An ended binding shows when ended ones are wanted, with the reason ENDED."""
    world = family()
    unbind(world, "holder", *world.state.bindings_of_member(PersonKey(HOME, "child")))
    assert list(told(world, "holder", Side.AS_AUTHORIZER)) == ["spouse"]
    assert told(world, "holder", Side.AS_AUTHORIZER, include_ended=True)["child"] == (False, ["ENDED"])


def test_a_network_is_listed_whole_to_everybody_in_it() -> None:
    """Each sees everybody, the initiator first and itself included, and of each whether its money can be spent."""
    world = network()
    seen = {"initiator": (True, []), "spouse": (True, []), "child": (False, ["EMPTY"])}
    for person in ("initiator", "spouse", "child"):
        assert told(world, person, Side.AS_MEMBER) == seen
        assert next(row.other.psn_no for row in listed(world, person, Side.AS_MEMBER)) == "initiator"


def test_the_initiator_sees_who_may_spend_its_money() -> None:
    """As authorizer, the initiator is told of each member whether it could spend the initiator's money."""
    world = network()
    world.person("spouse", account_state=AccountState.FROZEN)
    everybody = told(world, "initiator", Side.AS_AUTHORIZER)
    assert everybody == {"initiator": (True, []), "spouse": (True, []), "child": (True, [])}
    assert told(world, "child", Side.AS_MEMBER)["spouse"] == (False, ["ACCOUNT_NOT_NORMAL"])


def test_the_row_of_an_initiator_has_no_binding() -> None:
    """The initiator is in the network without being bound; what is said of it goes by the member's own binding."""
    world = network()
    world.money("initiator", MUTUAL_AID=0)
    first = listed(world, "child", Side.AS_MEMBER)[0]
    own = world.state.bindings_of_member(PersonKey(HOME, "child"))[0]
    line = usability(first, world.ctx()).explanations[0]
    assert first.binding is None
    assert (str(line.reason), line.binding_id) == ("EMPTY", own.binding_id)


def test_who_has_left_a_network_sees_itself_out() -> None:
    """After leaving, nothing is listed but, when asked for, that it has ended; coming back shows the network once."""
    world = network()
    unbind(world, "initiator", *world.state.bindings_of_member(PersonKey(HOME, "spouse")))
    assert listed(world, "spouse", Side.AS_MEMBER) == []
    assert told(world, "spouse", Side.AS_MEMBER, include_ended=True) == {"initiator": (False, ["ENDED"])}
    world.now += timedelta(days=1)
    world.bind("initiator", "spouse", "SPOUSE")
    rows = listed(world, "spouse", Side.AS_MEMBER, include_ended=True)
    assert [row.other.psn_no for row in rows] == ["initiator", "spouse", "child", "spouse"]
    assert [usability(row, world.ctx()).usable_now for row in rows] == [True, False, False, True]


def test_a_network_that_a_later_version_ended_is_gone() -> None:
    """Where the rules ended all networks, they are listed with the ended only, as ended."""
    old = make_network()
    dropped = make_policy({"version": "2026-04-01", "in_force_from": "2026-04-01"}, bindings__carried_over=False)
    world = network()
    world.book = PolicyBook([old, dropped], {}, MED_TYPES)
    world.now += timedelta(days=60)
    for person in ("initiator", "child"):
        assert listed(world, person, Side.AS_MEMBER) == []
    assert told(world, "initiator", Side.AS_AUTHORIZER, include_ended=True)["child"] == (False, ["ENDED"])


def test_places_do_not_depend_on_who_looks_when() -> None:
    """Rows have places that stay, so that pages fit together however the family changes meanwhile."""
    world = family()
    before = [row.place for row in listed(world, "holder", Side.AS_AUTHORIZER, include_ended=True)]
    unbind(world, "holder", *world.state.bindings_of_member(PersonKey(HOME, "child")))
    after = [row.place for row in listed(world, "holder", Side.AS_AUTHORIZER, include_ended=True)]
    assert before == after == sorted(before)
