"""The province lived by chance: every step is asked of the server and of the model, and the two have to agree."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from gongji import v1
from tests.model import acts
from tests.model.acts import Neighbour
from tests.model.books import CHINA, Tie, Who
from tests.model.families import RELATIONS, Families
from tests.model.job_steps import Runs
from tests.model.life import Life
from tests.model.lived import CITY, DATA, PEOPLE
from tests.model.model import Model
from tests.model.money import Money
from tests.model.own_steps import Owners
from tests.model.policies import Setting, codes
from tests.model.rulebook import Rulebook, today
from tests.model.wallet_steps import Wallets

CORE = ("pay_in", "correct", "correct", "move", "change_house", "pay_out", "liquidate")


class Province(Families, Money, Owners, Wallets, Runs, Life):
    """A dozen people in two or three regions, under a setting's policies."""

    @initialize(data=DATA)
    def begin(self, data: Any) -> None:
        setting: Setting = data.draw(self.settings)
        self.now, self.setting = setting.begin, setting
        self.rulebook = Rulebook(setting.policies, codes())
        self.model = Model(self.rulebook)
        self.office = self.stack.enter_context(self.open_office(setting))
        self.tally.examples[self.name] += 1
        shares = (CITY, 3, 2) if len(setting.places) > 2 else (CITY, 5)
        counties = [place for place, share in zip(setting.places, shares, strict=True) for _ in range(share)]
        # Two people of different regions have the same number: a number means nobody without its region.
        numbers = [*(f"p{i}" for i in range(PEOPLE - 1)), "p0"]
        self.people = [
            Neighbour(psn_no, county, self.rulebook.pool(county), f"P{i:07}")
            for i, (psn_no, county) in enumerate(zip(numbers, counties, strict=True))
        ]
        self._register(data.draw)
        self.houses = [f"H{i}" for i in range(3)]
        for i, code in enumerate(self.houses):
            self._tell_house(code, setting.places[i % len(setting.places)], True, False)
        self._first_money(data.draw)
        for giver in range(3):
            self._authorize(data.draw, giver)
            for step in range(1, 4):
                near, far = (giver + 2 + step) % CITY, PEOPLE - step
                member = data.draw(st.sampled_from([near, near, near, far]))
                self._bind(data.draw, giver, member, data.draw(st.sampled_from(RELATIONS)))

    @rule(
        data=DATA,
        what=st.sampled_from(["pay_in", "correct", "correct", "move", "change_house", "pay_out", "liquidate"]),
    )
    def core_system(self, data: Any, what: str) -> None:
        """What the insurer's core system tells: a rule of its own each would leave the families little time."""
        getattr(self, what)(data.draw)

    @precondition(lambda self: self._coming_edges())
    @rule(data=DATA)
    def over_a_midnight(self, data: Any) -> None:
        """A binding begins or ends at 00:00: its member settles in the last second before and in the first after."""
        tie, day = data.draw(st.sampled_from(self._coming_edges()[:4]))
        midnight = datetime.combine(day, time.min, CHINA)
        for moment in (midnight - timedelta(seconds=3), midnight):
            self.now = max(self.now, moment)
            self._settle(data.draw, self._index(tie.member))

    def _coming_edges(self) -> list[tuple[Tie, date]]:
        """The days on which living bindings begin, or are dead, that are still to come, the next first."""
        living = [tie for tie in self.model.books.ties.values() if not tie.ended]
        edges = [(tie, tie.start) for tie in living if tie.start]
        edges += [(tie, tie.end + timedelta(days=1)) for tie in living if tie.end]
        return sorted((e for e in edges if e[1] > today(self.now)), key=lambda e: e[1])

    @precondition(lambda self: self.asked)
    @rule(data=DATA, reused=st.booleans())
    def again(self, data: Any, reused: bool) -> None:
        """A request sent again gets its first answer, however long ago; its id with what another asks is refused."""
        first = data.draw(st.sampled_from(self.asked))
        if not reused:
            self.submit(first._replace(now=self.now))
            return
        alike = [a for a in self.asked if a.rpc == first.rpc]
        other = data.draw(st.sampled_from(alike))
        request = type(first.request)()
        request.CopyFrom(other.request)
        request.request_id = first.request.request_id
        self.submit(other._replace(request=request, now=self.now))

    @invariant()
    def books_agree(self) -> None:
        if hasattr(self, "office"):
            self.office.ledger.check(self.model, today(self.now))
            self.tally.checks += 1

    @invariant()
    def lists_agree(self) -> None:
        """One after the other, whoever is bound or not, is asked for its relations from both sides and its balances."""
        if not hasattr(self, "office"):
            return
        self.looks += 1
        everybody = [Who(n.region, n.psn_no) for n in self.people]
        bound = [tie.member for tie in self.model.books.ties.values()]
        asked = bound if bound and self.looks % 2 else everybody
        ref = acts.numbered(asked[self.looks // 2 % len(asked)])
        for view in (v1.MEMBER_VIEW_AS_AUTHORIZER, v1.MEMBER_VIEW_AS_MEMBER):
            listed = v1.ListMembersRequest(person=ref, view=view, include_ended=self.looks % 3 == 0, page_size=500)
            self.ask("Family", "ListMembers", listed)
        self.ask("Account", "GetAccounts", v1.GetAccountsRequest(owner=ref))
