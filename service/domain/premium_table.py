"""What a table of resident-scheme premiums (居民医保个人缴费) can say: one place, one cover year.

The values are data (policies/premiums). A list of rows is read from the top, and the first whose `who` fits a person
counts; only of subsidies the highest does. Amounts are in fen.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import UNSET, UnsetType

from service.domain.policy import Source
from service.domain.policy_format import Rule, Strict, rule


class Who(Strict, frozen=True):
    """A group of people: all that is given has to be true; nothing given means everybody.

    Ages are whole years on the table's day for ages. A person whose birth date is unknown has no age.
    """

    categories: tuple[str, ...] = ()
    """In one of these on the day that is asked about."""
    also: tuple[str, ...] = ()
    """And in one of these too."""
    age_from: int | None = None
    age_under: int | None = None
    born_from: date | None = None
    within_days: int | None = None
    """No more than so many days ago: the birth, or the first day in the category where `categories` are named."""


class Standard(Strict, frozen=True):
    """What these people pay: one amount, or one for each tier, tier 1 first."""

    by_tier_fen: tuple[int, ...]
    zh: str
    en: str
    who: tuple[Who, ...] = ()


class Subsidy(Strict, frozen=True):
    """What the government pays for these people: `fen`, or `percent` of the standard (100: all of it).

    The percentage is of the tier that is taken, or always of `of_tier`. It never comes to more than what is due.
    """

    zh: str
    en: str
    who: tuple[Who, ...]
    fen: int | None = None
    percent: int | None = None
    of_tier: int | None = None


class SetOff(Strict, frozen=True):
    """A credit that these people have with the scheme, which is set off against the premium."""

    fen: int
    zh: str
    en: str
    who: tuple[Who, ...] = ()


class Supplement(Strict, frozen=True):
    """What a supplementary scheme beside it costs these people, and what the government adds to that."""

    fen: int
    government_fen: int = 0
    who: tuple[Who, ...] = ()


class Window(Strict, frozen=True):
    """When these people pay, both days included; a day that is not given is not restricted.

    With neither it is the days that `within_days` counts.
    """

    opens: date | None = None
    closes: date | None = None
    who: tuple[Who, ...] = ()


class Begin(StrEnum):
    """When cover begins: on a day, at birth, or with the month after the payment."""

    DAY = "DAY"
    BIRTH = "BIRTH"
    NEXT_MONTH = "NEXT_MONTH"


class Cover(Strict, frozen=True):
    """The days that the premium covers; left out: from 1 January to 31 December of the cover year."""

    begin: Begin = Begin.DAY
    first_day: date | None = None
    last_day: date | None = None
    who: tuple[Who, ...] = ()


class Late(StrEnum):
    """What becomes of somebody who pays after the window."""

    REFUSED = "REFUSED"
    ALLOWED = "ALLOWED"
    FULL_AMOUNT = "FULL_AMOUNT"
    """The government's share has to be paid too, and there is no subsidy."""


class LateRule(Strict, frozen=True):
    """`government_fen` is the government's share, where it is published; cover begins so many days after payment."""

    then: Late
    government_fen: int | None = None
    cover_after_days: int | None = None


class Header(Strict, frozen=True):
    """`regions`: pooling regions, provinces (…0000) or 000000, as in a policy.

    `test_region`: the regions are invented (99…), since the place is not named, or its rules are not current.
    """

    place: str
    cover_year: int
    name_zh: str
    name_en: str
    regions: tuple[str, ...]
    test_region: bool = False
    note: str = ""


class PremiumTable(Strict, frozen=True):
    """One cover year's premiums of one place."""

    premium: Header
    sources: dict[str, Source]
    standards: Rule[tuple[Standard, ...]]
    subsidies: Rule[tuple[Subsidy, ...]] = rule(())
    """Of those that fit a person the highest counts, once."""
    set_offs: Rule[tuple[SetOff, ...]] = rule(())
    supplements: Rule[tuple[Supplement, ...]] = rule(())
    windows: Rule[tuple[Window, ...]] = rule(())
    covers: Rule[tuple[Cover, ...]] = rule(())
    late: Rule[LateRule] = rule(LateRule(then=Late.REFUSED))
    ages_on: Rule[date | None] = rule(None)
    """The day on which ages are counted; None: 1 January of the cover year."""
    schemes: Rule[tuple[str, ...]] = rule(("390",))
    """Whose premium it is (insutype)."""
    examples: Any | UnsetType = UNSET
    """Worked examples; no part of the rules."""

    @property
    def id(self) -> str:
        return f"{self.premium.place}/{self.premium.cover_year}"

    @property
    def ages_day(self) -> date:
        return self.ages_on.value or date(self.premium.cover_year, 1, 1)

    @property
    def tiered(self) -> bool:
        return any(len(row.by_tier_fen) > 1 for row in self.standards.value)

    def rules(self) -> Iterator[tuple[str, Rule[Any]]]:
        """Every rule with its key, in the order of the format."""
        for key in RULES:
            yield key, getattr(self, key)


RULES = (
    "standards",
    "subsidies",
    "set_offs",
    "supplements",
    "windows",
    "covers",
    "late",
    "ages_on",
    "schemes",
)
