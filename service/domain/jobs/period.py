"""Periods of jobs: a date, a month or a year of Asia/Shanghai, as text (2026-06-01, 2026-06, 2026)."""

import calendar
import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from service.domain.calendar import SHANGHAI


class Every(StrEnum):
    """How often a job runs, and so the form of its periods."""

    DAY = "YYYY-MM-DD"
    MONTH = "YYYY-MM"
    YEAR = "YYYY"


_FIRST_YEAR, _LAST_YEAR = 1850, 2199
_FORM = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def last_day(period: str) -> date | None:
    """The period's last day, whose rules its run goes by; None for what is no period at all."""
    if not _FORM.fullmatch(period):
        return None
    year, month, day = (*map(int, period.split("-")), 0, 0)[:3]
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        if period.count("-") == 2:
            return date(year, month, day)
        month = month if "-" in period else 12
        return date(year, month, calendar.monthrange(year, month)[1])
    except ValueError:  # calendar's own error for a month that there is not is one, too
        return None


def has_form(period: str, every: Every) -> bool:
    """Whether it is a real period of this kind."""
    return len(period) == len(every) and last_day(period) is not None


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time.min, SHANGHAI)


def begins(period: str, every: Every) -> datetime:
    """From when on a run may be made: a day's from its midnight, a month's or a year's once it is over."""
    day = last_day(period)
    assert day is not None, period
    return midnight(day if every is Every.DAY else day + timedelta(days=1))
