"""What holds of every quote, whoever asks, on whatever day, by every table."""

from datetime import date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from service.domain.calendar import SHANGHAI
from service.domain.person import CategoryPeriod, Person
from service.domain.premium_groups import Facts, fitting
from service.domain.premium_quote import Quote, quote
from service.domain.premium_table import PremiumTable
from service.domain.refusal import Refused
from service.domain.terms import InsuState
from service.policy_files import load_codes
from tests.premiums.examples import POLICIES, tables

CODES = sorted(load_codes(POLICIES / "codes").categories)
TABLES = tables()
DAYS = some.dates(date(2010, 1, 1), date(2027, 12, 31))


def _somebody(codes: list[str], from_date: date, to_date: date | None) -> Person:
    return Person(
        region="990100",
        psn_no="somebody",
        insuplc_admdvs="990100",
        insutype="390",
        psn_insu_stas=InsuState.NORMAL,
        categories=tuple(CategoryPeriod(code, from_date, to_date) for code in codes),
        as_of_time=datetime(2020, 1, 1, tzinfo=SHANGHAI),
    )


@some.composite
def asked(draw: Any) -> tuple[PremiumTable, Facts, int | None]:
    """A table, a person of any age and categories, a day, a tier; often around the table's own days."""
    table = draw(some.sampled_from(TABLES))
    codes = draw(some.lists(some.sampled_from(CODES), max_size=4, unique=True))
    year = table.premium.cover_year
    near = some.dates(date(year - 1, 9, 1), date(year, 12, 31))
    person = _somebody(codes, draw(DAYS | some.just(date(1990, 1, 1))), draw(some.none() | DAYS))
    born = draw(some.none() | some.dates(date(1920, 1, 1), date(2027, 12, 31)) | near)
    facts = Facts(person, born, table.ages_day, draw(near | DAYS))
    return table, facts, draw(some.sampled_from([None, 1, 2, 3]))


def quoted(table: PremiumTable, facts: Facts, tier: int | None) -> Quote | None:
    try:
        return quote(facts, table, tier)
    except Refused:
        return None


@given(asked())
def test_amounts_are_never_negative_and_add_up(given_: tuple[PremiumTable, Facts, int | None]) -> None:
    """Due = standard − subsidy − set-off, none of them is below zero, and the subsidy is at most the standard."""
    found = quoted(*given_)
    if found is not None:
        assert 0 <= found.subsidy_fen <= found.standard_fen
        assert found.set_off_fen >= 0
        assert 0 <= found.amount_due_fen == found.standard_fen - found.subsidy_fen - found.set_off_fen
        assert found.cover_start <= found.cover_end


@given(asked())
def test_the_highest_subsidy_counts_once(given_: tuple[PremiumTable, Facts, int | None]) -> None:
    """With each subsidy alone in the table nobody would have more; all together are no sum of them."""
    table, facts, tier = given_
    found = quoted(*given_)
    if found is None:
        return
    alone = [_with_only(row, table) for row in table.subsidies.value if fitting((row,), facts)]
    each = [one.subsidy_fen for other in alone if (one := quoted(other, facts, tier)) is not None]
    assert found.subsidy_fen == max(each, default=0)


@given(asked(), some.sampled_from(CODES))
def test_one_more_category_never_costs_more_subsidy(given_: tuple[PremiumTable, Facts, int | None], code: str) -> None:
    """Being in one more category never lowers the subsidy while the standard stays what it is."""
    table, facts, tier = given_
    before = quoted(table, facts, tier)
    more = (*facts.person.categories, CategoryPeriod(code, facts.day))
    richer = Facts(_with_categories(facts.person, more), facts.birth_date, facts.ages_on, facts.day)
    after = quoted(table, richer, tier)
    if before is not None and after is not None and before.standard_fen == after.standard_fen:
        assert after.subsidy_fen >= before.subsidy_fen or before.window.late != after.window.late


def _with_only(row: Any, table: PremiumTable) -> PremiumTable:
    return replace(table, subsidies=replace(table.subsidies, value=(row,)))


def _with_categories(person: Person, categories: tuple[CategoryPeriod, ...]) -> Person:
    return replace(person, categories=categories)
