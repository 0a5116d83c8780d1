"""Days as the field counts them: Asia/Shanghai, whole days, months that end on their last day."""

import calendar
from datetime import date, datetime, timedelta, timezone

# China has had one zone and no summer time since 1991: a fixed offset needs no zone database on the machine.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def day_of(moment: datetime) -> date:
    """The calendar day of an instant in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def months_later(day: date, months: int) -> date:
    """The same day of the month, `months` later; where that month has no such day, its last (our reading)."""
    years, month0 = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month0 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def day_in(year: int, month_and_day: str) -> date:
    """A rule's MM-DD in a year; 02-29 is the last of February where there is none."""
    month, day = map(int, month_and_day.split("-"))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def month_of(moment: datetime) -> str:
    """The month of an instant in Asia/Shanghai, as YYYY-MM: the part of a posting's key that lets old months go."""
    return day_of(moment).strftime("%Y-%m")
