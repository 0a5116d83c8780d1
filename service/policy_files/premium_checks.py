"""What has to be true of a table of premiums beyond its types; each check says what would be right."""

from collections.abc import Iterator
from typing import Any

from service.domain.premium_table import RULES, Begin, Late, PremiumTable, Who
from service.policy_files.checks import SURE, known_codes, wrong_regions
from service.policy_files.codes import CodeTables
from service.policy_files.errors import Found, PolicyFileError

TEST_REGIONS = "99"
"""How the codes of invented regions begin; no province has that number."""

_ROWS = ("standards", "subsidies", "set_offs", "supplements", "windows", "covers")
_FIRST_FITS = tuple(key for key in _ROWS if key != "subsidies")


def check_table(file: str, raw: dict[str, Any], table: PremiumTable, codes: CodeTables) -> list[PolicyFileError]:
    """Everything that is wrong with one file; `raw` is what stands in it, without the format's defaults."""
    found = (
        *_name(file, table),
        *_sources(raw, table),
        *_regions(table, codes),
        *_groups(table, codes),
        *_order(table),
        *_standards(table),
        *_subsidies(table),
        *_amounts(table),
        *_days(table),
        *_late(table),
    )
    return [PolicyFileError(file, key, problem) for key, problem in found]


def _name(file: str, table: PremiumTable) -> Found:
    if file != (right := f"premiums/{table.id}.toml"):
        yield "premium", f"the file of this place and cover year has to be {right}"


def _sources(raw: dict[str, Any], table: PremiumTable) -> Found:
    for name, source in table.sources.items():
        if source.sure not in SURE:
            yield f"sources.{name}.sure", f"is {source.sure!r}, has to be one of {', '.join(SURE)}"
    known = ", ".join(table.sources) or "none yet"
    for key in RULES:
        if key in raw and (named := raw[key].get("source")) not in table.sources:
            said = "is missing" if named is None else f"is {named!r}"
            yield f"{key}.source", f"{said}, has to be a key of [sources] ({known})"


def _regions(table: PremiumTable, codes: CodeTables) -> Found:
    header = table.premium
    if not header.test_region:
        yield from wrong_regions(header.regions, "premium.regions", codes)
        return
    for region in header.regions:
        if not (region.startswith(TEST_REGIONS) and len(region) == 6 and region.isdigit()):
            yield (
                "premium.regions",
                f"{region} has to be six digits from {TEST_REGIONS} on, as premium.test_region is set",
            )
    if not header.regions:
        yield "premium.regions", "has to name at least one region"


def _rows(table: PremiumTable) -> Iterator[tuple[str, str, Any]]:
    """Every row with its rule's key and its own."""
    for name in _ROWS:
        for i, row in enumerate(getattr(table, name).value):
            yield name, f"{name}.value[{i}]", row


def _groups(table: PremiumTable, codes: CodeTables) -> Found:
    yield from known_codes("schemes.value", table.schemes.value, codes.insutypes, "codes/insutypes.toml")
    for _, key, row in _rows(table):
        for i, who in enumerate(row.who):
            yield from _group(f"{key}.who[{i}]", who, codes)


def _group(key: str, who: Who, codes: CodeTables) -> Found:
    for name in ("categories", "also"):
        named = getattr(who, name)
        yield from known_codes(f"{key}.{name}", named, codes.categories, "codes/categories.toml")
    if who == Who():
        yield key, "says nothing: leave `who` out where everybody is meant"
    if who.also and not who.categories:
        yield f"{key}.also", "goes with `categories`: name the first there"
    for name in ("age_from", "age_under", "within_days"):
        number = getattr(who, name)
        if number is not None and number < 1:
            yield f"{key}.{name}", f"is {number}, has to be 1 or more"
    if who.age_from is not None and who.age_under is not None and who.age_under <= who.age_from:
        yield f"{key}.age_under", f"is {who.age_under}, has to be more than age_from ({who.age_from})"


def _order(table: PremiumTable) -> Found:
    """The first row that fits counts, so that what stands after one for everybody never would."""
    for name in _FIRST_FITS:
        for i, row in enumerate(getattr(table, name).value[:-1]):
            if not row.who:
                yield f"{name}.value[{i}]", "fits everybody, so that the rows after it never count: put it last"


def _standards(table: PremiumTable) -> Found:
    if not table.standards.value:
        yield "standards.value", "has to hold at least one row"
    for i, row in enumerate(table.standards.value):
        if not row.by_tier_fen or min(row.by_tier_fen) < 1:
            key = f"standards.value[{i}].by_tier_fen"
            yield key, "has to hold an amount of 1 fen or more for each tier; who pays nothing has a subsidy"


def _subsidies(table: PremiumTable) -> Found:
    tiers = max((len(row.by_tier_fen) for row in table.standards.value), default=0)
    for i, row in enumerate(table.subsidies.value):
        key = f"subsidies.value[{i}]"
        if not row.who:
            yield f"{key}.who", "has to say whom it is for"
        if (row.fen is None) == (row.percent is None):
            yield key, "has to have one of `fen` and `percent`"
        if row.percent is not None and not 1 <= row.percent <= 100:
            yield f"{key}.percent", f"is {row.percent}, has to be from 1 to 100"
        if row.of_tier is not None and (row.percent is None or not 1 <= row.of_tier <= tiers):
            yield f"{key}.of_tier", f"goes with `percent`, and has to be a tier of the standards, from 1 to {tiers}"


def _amounts(table: PremiumTable) -> Found:
    """A credit of nothing is allowed: it says who has none."""
    for name, key, row in _rows(table):
        least = 0 if name == "set_offs" else 1
        fen = getattr(row, "fen", None)
        if fen is not None and fen < least:
            yield f"{key}.fen", f"is {fen}, has to be {least} or more"
    for i, row in enumerate(table.supplements.value):
        if row.government_fen < 0:
            yield f"supplements.value[{i}].government_fen", f"is {row.government_fen}, has to be 0 or more"


def _days(table: PremiumTable) -> Found:
    for i, window in enumerate(table.windows.value):
        key = f"windows.value[{i}]"
        counted = bool(window.who) and all(who.within_days is not None for who in window.who)
        if window.opens is None and window.closes is None and not counted:
            yield key, "has to say when it `opens` or `closes`, or be for people `within_days` of something"
        if window.opens is not None and window.closes is not None and window.closes < window.opens:
            yield f"{key}.closes", f"has to be {window.opens} or later, the day that it opens"
    for i, cover in enumerate(table.covers.value):
        key = f"covers.value[{i}]"
        if cover.first_day is not None and cover.begin is not Begin.DAY:
            yield f"{key}.first_day", f"goes with begin = {Begin.DAY!s}: leave out one of the two"
        if cover.first_day is not None and cover.last_day is not None and cover.last_day < cover.first_day:
            yield f"{key}.last_day", f"has to be {cover.first_day} or later, the first day"


def _late(table: PremiumTable) -> Found:
    late = table.late.value
    if late.government_fen is not None and (late.then is not Late.FULL_AMOUNT or late.government_fen < 1):
        yield "late.value.government_fen", f"goes with then = {Late.FULL_AMOUNT!s}, and has to be 1 or more"
    if late.cover_after_days is not None and (late.then is Late.REFUSED or late.cover_after_days < 1):
        yield "late.value.cover_after_days", "goes with late payment that is allowed, and has to be 1 or more"
