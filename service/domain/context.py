"""What a decision is made in: the time, the policies, the state of the books, and where new ids come from."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from service.domain.calendar import day_of
from service.domain.policy_book import PolicyBook
from service.domain.state import State


class Context(NamedTuple):
    """`now` is the time that the request is decided at; a decision reads no clock and makes up no id of its own.

    Where a settlement takes another's place, `relations_time` is that one's time: the relations of then hold.
    """

    now: datetime
    state: State
    book: PolicyBook
    new_id: Callable[[], UUID]
    relations_time: datetime | None = None

    @property
    def today(self) -> date:
        return day_of(self.now)

    @property
    def relations_day(self) -> date:
        """The day whose relations, and whose rules for them, hold."""
        return day_of(self.relations_time or self.now)
