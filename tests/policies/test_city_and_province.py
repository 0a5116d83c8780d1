"""A city with rules of its own inside a province that has some: whose rules hold for whom."""

from datetime import date
from typing import Any

from service.domain.family import Binding
from service.domain.policy import Policy
from tests.support.world import HOME, NEIGHBOUR, World, make_policy, paid, why

PROVINCE = "990000"


def rules(policy_id: str, region: str, header: dict[str, Any] | None = None, **said: Any) -> Policy:
    return make_policy({"id": policy_id, "regions": [region], **(header or {})}, members__area="PROVINCE", **said)


def family(*policies: Policy) -> World:
    """A member in the city, a payer there and one in the neighbour city, each with 50.00."""
    world = World(policies)
    world.person("member")
    world.person("here")
    world.person("there", region=NEIGHBOUR)
    world.money("here", PERSONAL=50_00)
    world.money("there", NEIGHBOUR, PERSONAL=50_00)
    return world


def test_a_citys_rules_take_the_place_of_its_provinces() -> None:
    """In the city its own policy is the one in force, elsewhere in the province the province's; one of each form."""
    city = rules("city", HOME)
    wallet = make_policy({"id": "wallet", "regions": [PROVINCE], "shape": "WALLET"})
    book = World([rules("province", PROVINCE), wallet, city]).book
    day = date(2026, 3, 1)
    assert [p.id for p in book.in_force(HOME, day)] == ["city", "wallet"]
    assert [p.id for p in book.in_force(NEIGHBOUR, day)] == ["province", "wallet"]
    assert book.first(HOME, day) == city


def test_payers_of_city_and_province_are_one_line() -> None:
    """Where both count as bound, a payer under the province's rules who was bound first pays first."""
    world = family(rules("city", HOME), rules("province", PROVINCE))
    world.bind("there", "member", region=NEIGHBOUR, member_region=HOME)
    world.bind("here", "member")
    done = world.settle("member", 80_00)
    assert paid(done) == [("there", "PERSONAL", 50_00), ("here", "PERSONAL", 30_00)]
    assert [p.policy_id for p in done.payments] == ["province", "city"]


def test_the_patients_city_says_what_is_covered() -> None:
    """Scenes are those of the patient's own rules, whoever pays; the payer's rules say what may leave its account."""
    city = rules("city", HOME, settlement__scenes={"310": ["OUTPATIENT"]})
    world = family(city, rules("province", PROVINCE, payers__retained_fen=45_00))
    world.bind("there", "member", region=NEIGHBOUR, member_region=HOME)
    done = world.settle("member", 80_00, med_type="41")
    assert why(done, "there") == "SCENE_NOT_COVERED"
    assert done.explanations[-1].rule is not None and done.explanations[-1].rule.policy_id == "city"
    assert paid(world.settle("member", 80_00)) == [("there", "PERSONAL", 5_00)]


def test_what_was_bound_under_the_provinces_rules_stands() -> None:
    """A city that gets rules of its own later ends nothing: what was made under the province's goes on under it."""
    later = rules("city", HOME, {"in_force_from": "2026-04-01", "version": "2026-04-01"})
    world = family(rules("province", PROVINCE), later)
    world.bind("here", "member")
    world.now = world.now.replace(month=5)
    done = world.settle("member", 10_00)
    assert [(p.psn_no, p.policy_id) for p in done.payments] == [("here", "province")]
    world.person("sister")
    bound = world.bind("here", "sister")
    assert isinstance(bound, Binding) and bound.policy_id == "city"
