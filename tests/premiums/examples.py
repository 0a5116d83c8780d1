"""The worked examples of the tables of premiums: what stands in the files, and what a quote says, to be compared."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import msgspec
from msgspec import field

from service.domain.calendar import SHANGHAI
from service.domain.person import CategoryPeriod, Person
from service.domain.policy_format import Strict
from service.domain.premium_groups import Facts
from service.domain.premium_quote import Quote, quote
from service.domain.premium_table import PremiumTable
from service.domain.refusal import Refused
from service.domain.terms import InsuState
from service.policy_files import load_codes
from service.policy_files.premiums import load_premiums

POLICIES = Path(__file__).parents[2] / "policies"
LONG_AGO = date(1990, 1, 1)


class Somebody(Strict, frozen=True):
    born: date | None = None
    categories: tuple[str, ...] = ()
    since: dict[str, date] = field(default_factory=dict)
    until: dict[str, date] = field(default_factory=dict)

    def periods(self) -> tuple[CategoryPeriod, ...]:
        """The categories from and to their dates; those without have long been held, without an end."""
        return tuple(CategoryPeriod(c, self.since.get(c, LONG_AGO), self.until.get(c)) for c in self.categories)


class Expected(Strict, frozen=True):
    """Amounts in yuan, as text; what is left out is not looked at."""

    refused: str | None = None
    due: str | None = None
    standard: str | None = None
    subsidy: str | None = None
    set_off: str | None = None
    category: str | None = None
    tier: int | None = None
    supplementary: str | None = None
    government: str | None = None
    opens: date | None = None
    closes: date | None = None
    payable: bool | None = None
    late: bool | None = None
    cover: tuple[date, date] | None = None


class Example(Strict, frozen=True):
    id: str
    title_zh: str
    title_en: str
    source: str
    on: date
    person: Somebody
    expect: Expected
    tier: int | None = None

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.on, time(9), SHANGHAI)


def tables(folder: Path = POLICIES) -> list[PremiumTable]:
    return [f.table for f in load_premiums(folder, load_codes(folder / "codes"))]


def examples_of(table: PremiumTable) -> list[Example]:
    return msgspec.convert(table.examples, list[Example])


def answer(table: PremiumTable, example: Example) -> Quote | str:
    """The quote, or why it is refused."""
    person = Person(
        region=table.premium.regions[0],
        psn_no="somebody",
        insuplc_admdvs=table.premium.regions[0],
        insutype="390",
        psn_insu_stas=InsuState.NORMAL,
        categories=example.person.periods(),
        as_of_time=example.moment,
    )
    try:
        return quote(Facts(person, example.person.born, table.ages_day, example.on), table, example.tier)
    except Refused as refused:
        return refused.refusal.reason


def as_expected(found: Quote) -> dict[str, Any]:
    """A quote in the words of an expectation."""
    beside = found.supplement
    return {
        "due": yuan(found.amount_due_fen),
        "standard": yuan(found.standard_fen),
        "subsidy": yuan(found.subsidy_fen),
        "set_off": yuan(found.set_off_fen),
        "category": found.counted.category,
        "tier": found.tier,
        "supplementary": yuan(beside.fen) if beside else None,
        "government": yuan(beside.government_fen) if beside else None,
        "opens": found.window.opens,
        "closes": found.window.closes,
        "payable": found.window.payable_now,
        "late": found.window.late,
        "cover": (found.cover_start, found.cover_end),
    }


def differences(expect: Expected, found: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What is expected and is otherwise: expected, found."""
    wanted = {name: value for name in expect.__struct_fields__ if (value := getattr(expect, name)) is not None}
    wanted.pop("refused", None)
    return {name: (value, found[name]) for name, value in wanted.items() if found[name] != value}


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"
