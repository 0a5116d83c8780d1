"""The sample province: everything in it, from a seed and a size."""

from collections.abc import Iterator
from datetime import date, datetime, time
from random import Random
from typing import NamedTuple

from gongji_cli.province.bills import Bill, Billing, BillRates
from gongji_cli.province.bindings import CHINA, Binding, bindings
from gongji_cli.province.credits import Credit, credits
from gongji_cli.province.identity import BLOCK, MOST_PERSONS
from gongji_cli.province.institutions import Institutions
from gongji_cli.province.people import Family, Person, families
from gongji_cli.province.places import Place, ProvinceError, last_day, pattern, places_in

MONTH = date(2022, 7, 1)
"""A month in which every place of places.toml has a policy in force."""
WRONG_SHARE = 0.0005
"""Of the bindings, how many are wrong on purpose."""
CREDIT_MONTHS = 3


class Block(NamedTuple):
    """The people of one place that come one after the other, and all that is theirs."""

    number: int
    place: Place
    families: list[Family]
    credits: list[Credit]
    bindings: list[Binding]

    def people(self) -> list[Person]:
        return [person for family in self.families for person in family.people()]


class Province:
    """Invented people in blocks of 250, each of one place, made without the others: any slice is the same slice.

    size: 1 to 10 million persons. month: the first day of the month whose days are billed; people are as they were when
    its year began, and everybody is bound before it. credit_months: monthly shares that were paid, this month's last.
    wrong_share: of the bindings, how many name a member who does not exist.
    """

    def __init__(
        self,
        size: int,
        seed: int = 1,
        *,
        month: date = MONTH,
        credit_months: int = CREDIT_MONTHS,
        wrong_share: float = WRONG_SHARE,
        rates: BillRates | None = None,
    ) -> None:
        if not 1 <= size <= MOST_PERSONS:
            raise ProvinceError(f"人数须在 1 与 {MOST_PERSONS} 之间 · between 1 and {MOST_PERSONS} persons")
        self.size = size
        self.seed = seed
        self.month = month.replace(day=1)
        self.places = places_in(self.month)
        self.institutions = Institutions(seed, size, self.places)
        self._pattern = pattern(self.places)
        self._months = tuple(f"{month:%Y%m}" for month in _months_until(self.month, credit_months))
        self._wrong_share = wrong_share
        regions = tuple(place.region for place in self.places)
        self._billing = Billing(seed, rates or BillRates(), self.institutions, regions)

    @property
    def morning(self) -> datetime:
        """The moment at which the month begins."""
        return datetime.combine(self.month, time(), CHINA)

    def blocks(self, region: str | None = None) -> Iterator[Block]:
        """All blocks in order, or those of one region."""
        for number in self._numbers(region):
            yield self.block(number)

    def block(self, number: int) -> Block:
        """One block, by its number from 0."""
        place, made = self._families(number)
        money = Random(f"{self.seed}/money/{number}")
        bound = Random(f"{self.seed}/bindings/{number}")
        paid = [c for f in made for p in f.people() for c in credits(money, p, place, self._months)]
        bonds = [b for f in made for b in bindings(bound, f, self.month, self._wrong_share)]
        return Block(number, place, made, paid, bonds)

    def persons(self, region: str | None = None) -> Iterator[Person]:
        for number in self._numbers(region):
            for family in self._families(number)[1]:
                yield from family.people()

    def credits(self, region: str | None = None) -> Iterator[Credit]:
        for block in self.blocks(region):
            yield from block.credits

    def bindings(self, region: str | None = None) -> Iterator[Binding]:
        for block in self.blocks(region):
            yield from block.bindings

    def bills(self, first: date | None = None, last: date | None = None) -> Iterator[Bill]:
        """The bills from one day to another, the whole month where none is given: block by block, not by time."""
        first, last = first or self.month, last or last_day(self.month)
        days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
        for number in self._numbers(None):
            people = [p for family in self._families(number)[1] for p in family.people()]
            for day in days:
                yield from self._billing.bills(number, people, day)

    def _numbers(self, region: str | None) -> Iterator[int]:
        for number in range(-(-self.size // BLOCK)):
            if region is None or self._place(number).region == region:
                yield number

    def _place(self, number: int) -> Place:
        return self._pattern[number % len(self._pattern)]

    def _families(self, number: int) -> tuple[Place, list[Family]]:
        first = number * BLOCK
        place, count = self._place(number), min(BLOCK, self.size - first)
        rng = Random(f"{self.seed}/people/{number}")
        return place, families(rng, place, first, count, self.month.year)


def _months_until(month: date, count: int) -> Iterator[date]:
    for back in range(count - 1, -1, -1):
        months = month.year * 12 + month.month - 1 - back
        yield date(months // 12, months % 12 + 1, 1)
