"""What a person's resident-scheme premium is, and why: pure, from the table, the person and the day.

The birth date is sealed personal data. It comes in here to be counted with; what may be kept of a quote
(`cover_first_day`, the window in a refusal) never tells it.
"""

from datetime import date, timedelta

from msgspec import Struct

from service.domain.calendar import months_later
from service.domain.interest import half_up
from service.domain.premium_groups import Facts, Fit, fitting
from service.domain.premium_table import Begin, Cover, Late, PremiumTable, SetOff, Standard, Subsidy, Supplement, Window
from service.domain.refusal import refuse, require


class Dates(Struct, frozen=True):
    """When a premium is paid, both days included where there are any. `late`: the window has closed."""

    opens: date | None
    closes: date | None
    payable_now: bool
    late: bool


class Counted(Struct, frozen=True):
    """The subsidy that counts, in fen; how many the person would have had; the category that it is for."""

    row: Subsidy | None = None
    fen: int = 0
    of: int = 0
    category: str | None = None


class Quote(Struct, frozen=True, kw_only=True):
    """Amounts in fen: due = standard − subsidy − set-off. The supplementary scheme is beside it, not in it."""

    table: PremiumTable
    standard: Standard
    tier: int | None
    standard_fen: int
    counted: Counted
    set_off: SetOff | None
    set_off_fen: int
    supplement: Supplement | None
    window: Dates
    cover_start: date
    cover_end: date
    from_birth: bool

    @property
    def subsidy_fen(self) -> int:
        return self.counted.fen

    @property
    def amount_due_fen(self) -> int:
        return self.standard_fen - self.subsidy_fen - self.set_off_fen

    @property
    def cover_first_day(self) -> date | None:
        """The first day of cover as it may be kept: not where it is the birth date."""
        return None if self.from_birth else self.cover_start


def quote(facts: Facts, table: PremiumTable, tier: int | None) -> Quote:
    """What somebody who pays on this day owes. Refuses where the amount is not known, or the tier is not offered."""
    header, insutype = table.premium, facts.person.insutype
    require(insutype in table.schemes.value, "MEMBER_NOT_INSURED", insutype=insutype)
    window = window_of(facts, table)
    found = fitting(table.standards.value, facts)
    if found is None:
        refuse("PREMIUM_AMOUNT_UNKNOWN", cover_year=header.cover_year)
    standard, prices = found.row, found.row.by_tier_fen
    taken = 1 if tier is None else tier
    require(1 <= taken <= len(prices), "PREMIUM_TIER_NOT_OFFERED", tier=taken, tiers=len(prices))
    standard_fen = prices[taken - 1]
    full = window.late and table.late.value.then is Late.FULL_AMOUNT
    if full:
        government_fen = table.late.value.government_fen
        if government_fen is None:
            refuse("PREMIUM_AMOUNT_UNKNOWN", cover_year=header.cover_year, late="true")
        standard_fen += government_fen
    counted = Counted() if full else highest_subsidy(facts, prices, standard_fen, table)
    credit = None if full else fitting(table.set_offs.value, facts)
    supplement = fitting(table.supplements.value, facts)
    start, end, from_birth = cover_of(facts, window, table)
    return Quote(
        table=table,
        standard=standard,
        tier=taken if table.tiered else None,
        standard_fen=standard_fen,
        counted=counted,
        set_off=credit.row if credit else None,
        set_off_fen=min(credit.row.fen, standard_fen - counted.fen) if credit else 0,
        supplement=supplement.row if supplement else None,
        window=window,
        cover_start=start,
        cover_end=end,
        from_birth=from_birth,
    )


def highest_subsidy(facts: Facts, prices: tuple[int, ...], standard_fen: int, table: PremiumTable) -> Counted:
    """Of all subsidies that fit the person the highest, once, and never more than the standard."""
    fits = [fit for row in table.subsidies.value if (fit := fitting((row,), facts)) is not None]
    if not fits:
        return Counted()
    best = max(fits, key=lambda fit: _subsidy_fen(fit.row, prices, standard_fen))
    fen = min(_subsidy_fen(best.row, prices, standard_fen), standard_fen)
    return Counted(best.row, fen, len(fits), best.category)


def _subsidy_fen(row: Subsidy, prices: tuple[int, ...], standard_fen: int) -> int:
    """In fen, halves up. Who is not offered the tier that a subsidy is a part of gets it of the highest offered."""
    if row.fen is not None:
        return row.fen
    of_fen = standard_fen if row.of_tier is None else prices[min(row.of_tier, len(prices)) - 1]
    return half_up(of_fen * (row.percent or 0), 100)


def window_of(facts: Facts, table: PremiumTable) -> Dates:
    """When the person pays, and whether today; a table without windows restricts nothing."""
    found: Fit[Window] | None = fitting(table.windows.value, facts)
    if found is None:
        return Dates(None, None, payable_now=not table.windows.value, late=False)
    opens, closes = found.row.opens, found.row.closes
    if opens is None and closes is None and found.who.within_days is not None and found.since is not None:
        opens, closes = found.since, found.since + timedelta(days=found.who.within_days)
    early = opens is not None and facts.day < opens
    late = closes is not None and closes < facts.day
    allowed = not late or table.late.value.then is not Late.REFUSED
    return Dates(opens, closes, payable_now=not early and allowed, late=late)


def cover_of(facts: Facts, window: Dates, table: PremiumTable) -> tuple[date, date, bool]:
    """First and last day of cover, and whether the first is the birth date: nobody is covered before being born."""
    year = table.premium.cover_year
    found = fitting(table.covers.value, facts)
    row = found.row if found else Cover()
    start, end = row.first_day or date(year, 1, 1), row.last_day or date(year, 12, 31)
    after_days = table.late.value.cover_after_days
    if row.begin is Begin.NEXT_MONTH:
        start = max(start, months_later(facts.day.replace(day=1), 1))
    elif row.begin is Begin.DAY and window.late and after_days is not None:
        start = max(start, facts.day + timedelta(days=after_days))
    from_birth = facts.birth_date is not None and facts.birth_date >= start
    if facts.birth_date is not None and from_birth:
        start = facts.birth_date
    require(start <= end, "PREMIUM_WINDOW_CLOSED", to_date=end)
    return start, end, from_birth
