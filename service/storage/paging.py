"""What lists have in common: pages that begin after the last row seen, and days as they are counted in China."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, bindparam, tuple_

from service.domain.calendar import SHANGHAI

_FIRST_DAY = date(1, 1, 2)
"""The first day whose midnight in China is an instant that can be written in UTC."""


def before(columns: tuple[ColumnElement[Any], ...], values: tuple[Any, ...]) -> ColumnElement[bool]:
    """Whether a row stands before these values of its columns, all compared as one."""
    return tuple_(*columns) < bound(columns, values)


def bound(columns: tuple[ColumnElement[Any], ...], values: tuple[Any, ...]) -> ColumnElement[Any]:
    """The values as a row, each of its column's type."""
    pairs = zip(columns, values, strict=True)
    return tuple_(*(bindparam(None, value, type_=column.type) for column, value in pairs))


def days(column: ColumnElement[Any], from_date: date | None, to_date: date | None) -> list[ColumnElement[bool]]:
    """That an instant is of these days, both included."""
    since = [] if from_date is None else [column >= datetime.combine(max(from_date, _FIRST_DAY), time.min, SHANGHAI)]
    return since + ([] if to_date is None else [column <= datetime.combine(to_date, time.max, SHANGHAI)])
