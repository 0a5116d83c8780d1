"""What a decision is made in: the time, the policies, the state of the books, and where new ids come from."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from service.domain.calendar import day_of
from service.domain.policy_book import PolicyBook
from service.domain.state import State


class Context(NamedTuple):
    """`now` is the time that the request is decided at; a decision reads no clock and makes up no id of its own."""

    now: datetime
    state: State
    book: PolicyBook
    new_id: Callable[[], UUID]

    @property
    def today(self) -> date:
        return day_of(self.now)
