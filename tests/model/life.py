"""Steps of life: people change and move, institutions open and close, time passes."""

from datetime import datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gongji import v1
from tests.model import acts
from tests.model.acts import Neighbour
from tests.model.books import CHINA
from tests.model.lived import ANY, DATA, Lived
from tests.model.model import Refused
from tests.model.rulebook import today
from tests.support.caller import stamp


class Life(Lived):
    def _register(self, draw: Any) -> None:
        """One in four is out of order in something from the beginning."""
        for region in dict.fromkeys(n.region for n in self.people):
            rows = []
            for i, n in enumerate(self.people):
                odd = self._out_of_order(draw) if draw(st.integers(0, 3)) == 0 else {}
                if n.region == region:
                    rows.append(self._row(i, "390" if i % 4 == 3 else "310", **odd))
            request = v1.UpsertPersonsRequest(insuplc_admdvs=region, persons=rows)
            self.ask("Registry", "UpsertPersons", request)

    def _row(self, i: int, scheme: str, **fields: Any) -> v1.Person:
        n = self.people[i]
        plain: dict[str, Any] = {
            "psn_no": n.psn_no,
            "certificates": [v1.Certificate(psn_cert_type=acts.PASSPORT, certno=n.paper)],
            "name": "测试",
            "insutype": scheme,
            "insuplc_admdvs": n.county,
            "psn_insu_stas": "1",
            "voucher_active": True,
            "card_state": v1.CARD_STATE_NORMAL,
            "account_state": v1.ACCOUNT_STATE_NORMAL,
            "as_of_time": stamp(self.now),
        }
        return v1.Person(**(plain | fields))

    def _tell_house(self, code: str, place: str, on: bool, suspended: bool) -> None:
        house = v1.Institution(
            fixmedins_code=code,
            name="测试医院",
            type=v1.INSTITUTION_TYPE_HOSPITAL,
            admdvs=place,
            mutual_aid_enabled=on,
            state=v1.INSTITUTION_STATE_SUSPENDED if suspended else v1.INSTITUTION_STATE_NORMAL,
        )
        self.ask("Registry", "UpsertInstitutions", v1.UpsertInstitutionsRequest(institutions=[house]))

    def _out_of_order(self, draw: Any) -> dict[str, Any]:
        """One thing of a person that some rule asks about."""
        since = (today(self.now) - timedelta(days=3)).isoformat()
        until = (today(self.now) + timedelta(days=5)).isoformat()
        found: dict[str, Any] = draw(
            st.sampled_from(
                [
                    *({"psn_insu_stas": "2"}, {"psn_insu_stas": "2"}, {"psn_insu_stas": "3"}),
                    *({"card_state": "CARD_STATE_LOST"}, {"voucher_active": False}),
                    *({"account_state": "ACCOUNT_STATE_FROZEN"}, {"account_state": "ACCOUNT_STATE_CLOSING"}),
                    {"categories": [v1.PersonCategory(code="RETIRED_CADRE", from_date=since)]},
                    {"categories": [v1.PersonCategory(code="OFFICE_STAFF_CHILD", from_date=since, to_date=until)]},
                ]
            )
        )
        return found

    @rule(data=DATA, i=ANY, how=st.sampled_from(["well", "out", "out", "out", "scheme", "older", "paper"]))
    def change(self, data: Any, i: int, how: str) -> None:
        """A person's row changes: in order again, or out of order in one thing; sometimes the row is old or wrong."""
        held = self.someone(i)
        scheme = held.scheme if held else "310"
        taken = v1.Certificate(psn_cert_type=acts.PASSPORT, certno=self.people[0].paper)
        fields: dict[str, Any] = {
            "out": self._out_of_order(data.draw),
            "older": {"as_of_time": stamp(self.setting.begin - timedelta(days=1))},
            "paper": {"certificates": [taken]},
        }.get(how, {})
        other = {"310": "390", "390": "310"}[scheme]
        row = self._row(i, other if how == "scheme" else scheme, **fields)
        rows = [row, row] if data.draw(st.integers(0, 9)) == 0 else [row]
        request = v1.UpsertPersonsRequest(insuplc_admdvs=self.people[i].region, persons=rows)
        self.ask("Registry", "UpsertPersons", request)

    def move(self, draw: Any) -> None:
        """Ended where it was, and a new row in another region; sometimes one without a policy."""
        i = draw(ANY)
        here = self.people[i]
        scheme = held.scheme if (held := self.someone(i)) else "310"
        there = draw(st.sampled_from([*self.setting.places, acts.NOWHERE]))
        if self.rulebook.pool(there) == here.region:
            return
        left = v1.UpsertPersonsRequest(insuplc_admdvs=here.region, persons=[self._row(i, scheme, psn_insu_stas="3")])
        self.ask("Registry", "UpsertPersons", left)
        row = self._row(i, scheme, psn_no=f"m{self.steps}", insuplc_admdvs=there)
        region = self.rulebook.pool(there)
        answer = self.ask("Registry", "UpsertPersons", v1.UpsertPersonsRequest(insuplc_admdvs=region, persons=[row]))
        if not isinstance(answer, Refused) and answer["told"][0][1] == "CREATED":
            self.people[i] = Neighbour(row.psn_no, there, region, here.paper)

    def change_house(self, draw: Any) -> None:
        """Switched on or off, suspended or not, here or elsewhere."""
        code, places = draw(st.integers(0, 2)), self.setting.places
        place = places[(code + draw(st.integers(0, 1))) % len(places)]
        self._tell_house(self.houses[code], place, draw(st.booleans()), draw(st.integers(0, 3)) == 0)

    @rule(hours=st.sampled_from([1, 1, 15, 24, 24, 72, 24 * 15, 24 * 31, 24 * 200]))
    def wait(self, hours: int) -> None:
        """Time passes: past dates of bindings, waiting times, changes of policies, the year of explanations."""
        self.now += timedelta(hours=hours)

    @rule(data=DATA, before=st.booleans())
    def wait_for_a_day(self, data: Any, before: bool) -> None:
        """Until 00:00 of one of the next days on which something begins or ends, or the moment before."""
        days = {day for tie in self.model.books.ties.values() for day in (tie.start, tie.end, tie.free_from) if day}
        days |= {p.policy.in_force_from for p in self.setting.policies}
        days |= {day + timedelta(days=1) for day in days}
        coming = sorted(day for day in days if day > today(self.now))
        if coming:
            day = data.draw(st.sampled_from(coming[:4]))
            midnight = datetime.combine(day, time.min, CHINA)
            self.now = max(self.now, midnight - timedelta(seconds=2 if before else 0))
