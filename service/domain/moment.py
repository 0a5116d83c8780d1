"""What a decision may not make up for itself: the time, and new ids."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from service.domain.calendar import day_of


class Moment(NamedTuple):
    """`now` is the time that the request is decided at; `new_id` gives the next id."""

    now: datetime
    new_id: Callable[[], UUID]

    @property
    def today(self) -> date:
        return day_of(self.now)
