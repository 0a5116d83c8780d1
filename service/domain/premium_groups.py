"""Who fits a row of a premium table: by category, by age, by how long ago something was."""

from collections.abc import Sequence
from datetime import date
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from service.domain.calendar import months_later
from service.domain.person import Person
from service.domain.premium_table import Who


class Grouped(Protocol):
    """A row for the people that `who` says; for everybody where it says nothing."""

    @property
    def who(self) -> tuple[Who, ...]: ...


Row = TypeVar("Row", bound=Grouped)


class Facts(Struct, frozen=True):
    """A person on the day that is asked about; `birth_date` is personal data, and nothing made here keeps it."""

    person: Person
    birth_date: date | None
    ages_on: date
    day: date


class Fit(Struct, Generic[Row], frozen=True):
    """The row that counts, which of its groups the person is in, through which category, and since when."""

    row: Row
    who: Who
    category: str | None = None
    since: date | None = None


def fitting(rows: Sequence[Row], facts: Facts) -> Fit[Row] | None:
    """The first row that the person fits."""
    for row in rows:
        if not row.who:
            return Fit(row, Who())
        for who in row.who:
            if _in_group(who, facts):
                category, since = _since(who, facts)
                return Fit(row, who, category, since)
    return None


def _in_group(who: Who, facts: Facts) -> bool:
    person, day = facts.person, facts.day
    if who.categories and not person.in_category(who.categories, day):
        return False
    if who.also and not person.in_category(who.also, day):
        return False
    if who.within_days is not None:
        _, since = _since(who, facts)
        if since is None or not 0 <= (day - since).days <= who.within_days:
            return False
    return _of_age(who, facts)


def _of_age(who: Who, facts: Facts) -> bool:
    born = facts.birth_date
    if born is None:
        return (who.age_from, who.age_under, who.born_from) == (None, None, None)
    if who.born_from is not None and born < who.born_from:
        return False
    if who.age_from is not None and months_later(born, 12 * who.age_from) > facts.ages_on:
        return False
    return who.age_under is None or months_later(born, 12 * who.age_under) > facts.ages_on


def _since(who: Who, facts: Facts) -> tuple[str | None, date | None]:
    """The category that the person is in, and its first day; for a group by age alone, the birth."""
    if not who.categories:
        return None, facts.birth_date
    held = [c for c in facts.person.categories if c.code in who.categories and _current(c.from_date, c.to_date, facts)]
    latest = max(held, key=lambda c: (c.from_date, -who.categories.index(c.code)))
    return latest.code, latest.from_date


def _current(first: date, last: date | None, facts: Facts) -> bool:
    return first <= facts.day and (last is None or facts.day <= last)
