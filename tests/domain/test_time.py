"""Time, across the rules: the last moment of a day in Asia/Shanghai, 29 February, months of 30 days, and visits that
are settled after the rules have changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.calendar import SHANGHAI, day_in, day_of, month_of, months_later
from service.domain.commands import Unbind
from service.domain.family import Binding
from service.domain.handling import Handling, Verification
from service.domain.jobs.period import Every, begins, has_form, last_day
from service.domain.person import CategoryPeriod
from service.domain.terms import Channel, Job, VerificationMethod
from service.domain.undo_commands import ReaccountSettlement
from tests.policies.people import reason, world_of
from tests.support.jobs import run_job
from tests.support.world import World, handling, make_policy, paid, ref, why

A_MOMENT = timedelta(milliseconds=1)


def midnight(text: str) -> datetime:
    """00:00 of a day in Shanghai."""
    return datetime.combine(date.fromisoformat(text), datetime.min.time(), SHANGHAI)


# ---- days, months, years


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (midnight("2026-03-01"), date(2026, 3, 1)),
        (midnight("2026-03-01") - A_MOMENT, date(2026, 2, 28)),
        (midnight("2024-03-01") - A_MOMENT, date(2024, 2, 29)),
        (datetime(2025, 12, 31, 15, 59, 59, 999_000, UTC), date(2025, 12, 31)),
        (datetime(2025, 12, 31, 16, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_a_day_is_a_day_in_shanghai(moment: datetime, day: date) -> None:
    """Whatever zone an instant comes in, its day and month are those of China, which end at 16:00 UTC."""
    assert day_of(moment) == day
    assert month_of(moment) == f"{day:%Y-%m}"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-31", 1, "2026-04-30"),
        ("2026-08-31", 3, "2026-11-30"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-12-31", 2, "2026-02-28"),
    ],
)
def test_months_end_on_their_last_day(day: str, months: int, later: str) -> None:
    """Where the month has no such day, its last one counts; over the end of a year, too."""
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


@given(st.dates(date(1900, 1, 1), date(2150, 1, 1)), st.integers(0, 240))
def test_months_later_never_leaves_its_month(day: date, months: int) -> None:
    """So many months later is in just that month, on the same day or the month's last."""
    later = months_later(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_a_day_of_the_year_that_there_is_not() -> None:
    """A rule's 02-29 is the last of February in a common year."""
    assert (day_in(2024, "02-29"), day_in(2026, "02-29")) == (date(2024, 2, 29), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("period", "every", "last", "due"),
    [
        ("2024-02-29", Every.DAY, "2024-02-29", "2024-02-29"),
        ("2026-02", Every.MONTH, "2026-02-28", "2026-03-01"),
        ("2024-02", Every.MONTH, "2024-02-29", "2024-03-01"),
        ("2025", Every.YEAR, "2025-12-31", "2026-01-01"),
    ],
)
def test_periods_of_jobs(period: str, every: Every, last: str, due: str) -> None:
    """A period goes by the rules of its last day; a month and a year may be run once they are over."""
    assert has_form(period, every)
    assert last_day(period) == date.fromisoformat(last)
    assert begins(period, every) == midnight(due)


@pytest.mark.parametrize("period", ["2026-02-29", "2026-04-31", "2026-13", "2026-00"])
def test_days_that_there_are_not(period: str) -> None:
    """29 February of a common year and 31 April are no periods."""
    assert last_day(period) is None


# ---- bindings


@pytest.mark.parametrize(
    ("bound", "free"),
    [
        ("2022-10-15", "2023-01-15"),
        ("2025-11-30", "2026-02-28"),
        ("2023-11-30", "2024-02-29"),
        ("2023-11-29", "2024-02-29"),
        ("2026-03-31", "2026-06-30"),
    ],
)
def test_the_wait_is_over_at_midnight(bound: str, free: str) -> None:
    """Through 23:59:59.999 of the day before unbinding is refused, from 00:00 it is done."""
    world = world_of(bindings__wait=[{"channels": ["APP"], "months": 3}])
    world.now = midnight(bound) + timedelta(hours=23, minutes=59)
    made = world.bind("holder", "member")
    assert isinstance(made, Binding)
    unbind = Unbind(authorizer=ref("holder"), binding_ids=(made.binding_id,), handling=handling("holder"))
    world.now = midnight(free) - A_MOMENT
    assert reason(world.decide(unbind)) == "BOUND_TOO_RECENTLY"
    world.now = midnight(free)
    assert reason(world.decide(unbind)) is None


@pytest.mark.parametrize("last", ["2024-02-29", "2026-02-28", "2026-04-30", "2025-12-31"])
def test_a_dated_binding_lives_whole_days(last: str) -> None:
    """It pays from 00:00 of its first day through 23:59:59.999 of its last; the job puts it down at that midnight."""
    world = world_of(bindings__dated=True)
    first = date.fromisoformat(last) - timedelta(days=1)
    over = midnight(last) + timedelta(days=1)
    world.now = midnight(last) - timedelta(days=30)
    made = world.bind("holder", "member", start_date=first, end_date=date.fromisoformat(last))
    begins_at = midnight(first.isoformat())
    for moment, expected in (
        (begins_at - A_MOMENT, "NOT_YET_VALID"),
        (begins_at, "PAID"),
        (over - A_MOMENT, "PAID"),
        (over, "EXPIRED"),
    ):
        world.now = moment
        assert why(world.settle("member", 1_00), "holder") == expected
    run_job(world, Job.EXPIRY, day_of(over).isoformat(), ["holder"])
    assert world.state.bindings[made.binding_id].unbound_time == over
    assert why(world.settle("member", 1_00), "holder") == "EXPIRED"


def test_an_ended_binding_is_explained_for_a_year() -> None:
    """Ended on 29 February it is explained through 27 February of the next year, and not from the 28th on."""
    world = world_of()
    world.now = midnight("2024-02-29")
    made = world.bind("holder", "member")
    world.decide(Unbind(authorizer=ref("holder"), binding_ids=(made.binding_id,), handling=handling("holder")))
    for moment, explained in ((midnight("2025-02-28") - A_MOMENT, True), (midnight("2025-02-28"), False)):
        world.now = moment
        lines = [e for e in world.settle("member", 1_00).explanations if e.psn_no == "holder"]
        assert bool(lines) == explained


# ---- people and proofs


def test_a_category_holds_whole_days() -> None:
    """A category through 29 February excludes until 23:59:59.999 of it, and no longer on 1 March."""
    world = world_of(members__categories_excluded=["RETIRED_CADRE"])
    cadre = CategoryPeriod("RETIRED_CADRE", date(2024, 2, 1), date(2024, 2, 29))
    world.person("member", categories=(cadre,))
    for moment, expected in (
        (midnight("2024-02-01") - A_MOMENT, None),
        (midnight("2024-02-01"), "MEMBER_CATEGORY_EXCLUDED"),
        (midnight("2024-03-01") - A_MOMENT, "MEMBER_CATEGORY_EXCLUDED"),
        (midnight("2024-03-01"), None),
    ):
        world.now = moment
        made = world.bind("holder", "member")
        assert reason(made) == expected
        if isinstance(made, Binding):
            how = handling("holder")
            world.decide(Unbind(authorizer=ref("holder"), binding_ids=(made.binding_id,), handling=how))


@pytest.mark.parametrize(
    ("age", "expected"), [(timedelta(minutes=10), None), (timedelta(minutes=10) + A_MOMENT, "STALE")]
)
def test_a_proof_is_fresh_across_midnight(age: timedelta, expected: str | None) -> None:
    """How old an identity check is is counted in time gone by: a midnight between makes no difference."""
    rule = {"acts": ["BIND"], "channels": ["APP"], "any_of": ["FACE"], "fresh_minutes": 10}
    world = world_of(handling__proofs=[rule])
    world.now = midnight("2026-03-01") + timedelta(minutes=5)
    proof = Verification(VerificationMethod.FACE, "f", world.now - age)
    how = Handling(channel=Channel.APP, applicant=ref("holder"), verification=proof)
    refused = reason(world.bind("holder", "member", handling=how))
    assert refused == (expected and f"VERIFICATION_{expected}")


# ---- a visit before, a settlement after a change of the rules

CHANGE = "2026-04-01"


def changed(before: dict[str, Any], after: dict[str, Any]) -> World:
    """A holder with money, and a member bound on 1 March, under rules that change on 1 April."""
    old = make_policy({"in_force_until": "2026-03-31"}, **before)
    new = make_policy({"version": CHANGE, "in_force_from": CHANGE}, **after)
    world = World([old, new])
    for psn_no in ("holder", "other", "member"):
        world.person(psn_no)
    world.money("holder", PERSONAL=500_00)
    world.money("other", PERSONAL=500_00)
    assert reason(world.bind("holder", "member")) is None
    assert reason(world.bind("other", "member")) is None
    world.now = midnight(CHANGE) + timedelta(hours=9)
    return world


OUTPATIENT_ONLY = {"settlement__scenes": {"310": ["OUTPATIENT"]}}
LAST_VISIT = midnight(CHANGE) - A_MOMENT
FIRST_VISIT = midnight(CHANGE)


@pytest.mark.parametrize(
    ("rules", "bill"),
    [
        (OUTPATIENT_ONLY, {"med_type": "41"}),
        ({"settlement__area": "REGION"}, {"mdtrtarea_admvs": "110100", "fixmedins_code": None}),
        ({"settlement__pooled_fund": False}, {"fund_pay_sumamt_fen": 1_00}),
        ({"settlement__claim_types": ["OUT_OF_AREA"]}, {}),
    ],
)
def test_the_visits_day_decides_what_is_covered(rules: dict[str, Any], bill: dict[str, Any]) -> None:
    """Scenes, area, claim types and the pooled-fund link are those of the visit's day; the line cites that version."""
    free = {"settlement__area": "NATION"}
    stricter, milder = changed(free, free | rules), changed(free | rules, free)
    for world, visit, covered in (
        (stricter, LAST_VISIT, True),
        (stricter, FIRST_VISIT, False),
        (milder, LAST_VISIT, False),
        (milder, FIRST_VISIT, True),
    ):
        done = world.settle("member", 11_00, visit_time=visit, **bill)
        assert bool(done.payments) == covered
        assert done.policy_version == (CHANGE if visit == FIRST_VISIT else "2020-01-01")
        if not covered:
            line = next(e for e in done.explanations if e.psn_no == "holder")
            assert line.rule is not None
            assert line.rule.policy_version == done.policy_version


def test_the_visits_day_decides_order_and_number_of_payers() -> None:
    """Who pays first, and how many may, is asked of the rules of the visit's day."""
    after = {"payers__order": "LAST_BOUND_FIRST", "settlement__accounts_at_most": {"at_most": 1}}
    world = changed({}, after)
    both = world.settle("member", 600_00, visit_time=LAST_VISIT)
    assert [who for who, _, _ in paid(both)] == ["holder", "other"]
    world = changed({}, after)
    one = world.settle("member", 600_00, visit_time=FIRST_VISIT)
    assert [who for who, _, _ in paid(one)] == ["other"]


@pytest.mark.parametrize("visit", [LAST_VISIT, FIRST_VISIT])
@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ({"bindings__carried_over": False}, "ENDED"),
        ({"payers__insu_states": ["2"]}, "PAYER_NOT_ACTIVE"),
        ({"payers__retained_fen": 500_00}, "RETAINED_BALANCE"),
        ({"settlement__institution_switch": True}, "INSTITUTION_NOT_ENABLED"),
        ({"quota__scope": "PER_BINDING", "quota__freezes": True}, "QUOTA_USED"),
    ],
)
def test_the_moment_of_the_settlement_decides_the_rest(visit: datetime, after: dict[str, Any], expected: str) -> None:
    """Bindings, states, retained balances, switches and quotas are those of the settlement, whenever the visit was."""
    world = changed({}, after)
    assert why(world.settle("member", 1_00, visit_time=visit), "holder") == expected
    world.now = LAST_VISIT
    assert why(world.settle("member", 1_00, visit_time=LAST_VISIT), "holder") == "PAID"


def test_kinds_of_account_are_those_of_the_settlement() -> None:
    """What others may use is said by today's rules: after the change another kind of account pays an old visit."""
    kinds = {"accounts__kinds": ["PERSONAL", "HISTORIC"], "accounts__own_order": ["PERSONAL"]}
    world = changed(kinds | {"accounts__shared": ["PERSONAL"]}, kinds | {"accounts__shared": ["HISTORIC"]})
    world.money("holder", HISTORIC=50_00)
    done = world.settle("member", 80_00, visit_time=LAST_VISIT)
    assert paid(done) == [("holder", "HISTORIC", 50_00)]


def test_a_re_account_goes_by_the_rules_of_the_visit() -> None:
    """Settled before the change and again after it, a visit of before is covered as it was, by the bindings of then."""
    world = changed({}, OUTPATIENT_ONLY | {"bindings__carried_over": False})
    world.now = LAST_VISIT
    first = world.settle("member", 30_00, med_type="41", visit_time=LAST_VISIT)
    world.now = FIRST_VISIT + timedelta(days=2)
    bill = world.bill("member", 20_00, med_type="41", visit_time=LAST_VISIT)
    assert first.setl_id is not None
    decided = world.decide(ReaccountSettlement(bill=bill, setl_id=first.setl_id))
    assert reason(decided) is None
    assert paid(decided.answer.settlement) == [("holder", "PERSONAL", 20_00)]
    assert world.balance_fen("holder") == 480_00
