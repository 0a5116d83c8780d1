"""What all steps of a province are made of."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from tests.model.acts import Neighbour
from tests.model.books import Consent, Someone, Tie, Who
from tests.model.model import Asked, Model, Refused, ids_of, told
from tests.model.office import Office
from tests.model.policies import Setting
from tests.model.rulebook import Rulebook, today
from tests.model.tally import Tally

OpenOffice = Callable[[Setting], AbstractContextManager[Office]]
PEOPLE = 12
CITY = 7
"""So many of them are in the first city."""
ANY = st.integers(0, PEOPLE - 1)
DATA = st.data()


class Lived(RuleBasedStateMachine):
    """What every step needs: it is asked of the server and of the model, and the two have to say the same."""

    now: datetime
    setting: Setting
    rulebook: Rulebook
    model: Model
    office: Office
    people: list[Neighbour]
    houses: list[str]

    def __init__(self, open_office: OpenOffice, settings: st.SearchStrategy[Setting], name: str, tally: Tally) -> None:
        super().__init__()
        self.open_office, self.settings, self.name, self.tally = open_office, settings, name, tally
        self.stack = ExitStack()
        self.steps = self.looks = 0
        self.asked: list[Asked] = []

    def teardown(self) -> None:
        self.stack.close()

    def ask(self, service: str, rpc: str, request: Any) -> Any:
        """Ask the server and the model; they have to say the same."""
        self.steps += 1
        self.now += timedelta(seconds=1)
        if "request_id" in request.DESCRIPTOR.fields_by_name and not request.request_id:
            request.request_id = f"r{self.steps}"
        return self.submit(Asked(service, rpc, request, self.now))

    def submit(self, asked: Asked) -> Any:
        response = self.office.ask(asked)
        refused = isinstance(response, Refused)
        ids = ids_of(asked.rpc, None if refused else response)
        expected = self.model.answer(asked, ids)
        answered = response if refused else told(asked.rpc, response)
        assert expected == answered, f"{asked}\nmodel:  {expected}\nserver: {answered}"
        self.tally.note(asked, expected)
        if asked.writes:
            self.asked.append(asked)
        return answered

    def someone(self, i: int) -> Someone | None:
        n = self.people[i]
        return self.model.books.people.get(Who(n.region, n.psn_no))

    def policy_of(self, region: str, made: Tie | Consent | None = None) -> Any:
        if made:
            return self.rulebook.for_today(made, region, today(self.now))
        return self.rulebook.first_on(region, today(self.now))
