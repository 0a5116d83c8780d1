"""Steps of the office: its runs, night by night, on the days that the rules name, late or too early; and payments of
what waits in SUSPENSE."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from gongji import v1
from tests.model import acts
from tests.model.books import CHINA, Who
from tests.model.lived import ANY, DATA, Lived
from tests.model.rulebook import today

JOBS = ("NIGHTLY", "EXPIRY", "PRESET", "CHANGE_OVER", "YEAR_END", "YEAR_END", "WALLET_RETURN")


class Runs(Lived):
    @rule(data=DATA)
    def night(self, data: Any) -> None:
        """Until half past midnight or past six; what ends with the day is put down, and what waits is put back."""
        midnight = datetime.combine(today(self.now) + timedelta(days=1), time.min, CHINA)
        self.now = midnight + timedelta(hours=data.draw(st.sampled_from([0, 0, 6])), minutes=30)
        region = self.people[data.draw(st.sampled_from([0, 0, -1]))].region
        day = today(self.now)
        named = {job for job in ("CHANGE_OVER", "PRESET") if day in self._named(job)}
        if self.model.books.sent:
            named.add("WALLET_RETURN")
        for job in ("NIGHTLY", "EXPIRY", *sorted(named)):
            self._run(job, region, day.isoformat())

    @rule(data=DATA, job=st.sampled_from(JOBS))
    def any_run(self, data: Any, job: str) -> None:
        """Any run on a day that it has something to do on, most often."""
        draw = data.draw
        region = self.people[draw(st.sampled_from([0, 0, 0, -1]))].region
        if job == "YEAR_END":
            year = today(self.now).year
            self._run(job, region, str(draw(st.sampled_from([year - 1, year - 1, year]))))
            return
        self._run(job, region, draw(st.sampled_from(self._days(job))).isoformat())

    def _days(self, job: str) -> list[date]:
        """Today and around it, and days that the rules name."""
        day = today(self.now)
        around = [day, day, day - timedelta(days=1), day + timedelta(days=1)]
        return [*around, *[d for d in self._named(job) if d <= day] * 3]

    def _named(self, job: str) -> list[date]:
        """The days that the rules name for a run."""
        policies, year = self.setting.policies, today(self.now).year
        if job == "CHANGE_OVER":
            return [p.policy.in_force_from for p in policies]
        if job == "PRESET":
            return [date.fromisoformat(f"{year}-{p.presets.day.value}") for p in policies if p.presets.route.value]
        return []

    def _run(self, job: str, region: str, period: str) -> None:
        request = v1.RunJobRequest(job=f"JOB_{job}", insuplc_admdvs=region, period=period)
        self.ask("Admin", "RunJob", request)

    def liquidate(self, draw: Any) -> None:
        """Somebody has died, or moved and takes the money along; sometimes to where no policy is."""
        i = draw(ANY)
        n = self.people[i]
        held = self.someone(i)
        if held is None:
            return
        ref = acts.numbered(held.who)
        by = draw(st.sampled_from([ref, self.people[0].ref(draw)]))
        how = acts.handling(draw, "CLOSE", self.policy_of(n.region), by, held.county, [], self.now)
        request = v1.LiquidateRequest(owner=ref, cause=v1.LIQUIDATION_CAUSE_DEATH, handling=how)
        there = draw(st.sampled_from([None, *self.setting.places, acts.NOWHERE]))
        if there and self.rulebook.pool(there) != n.region:
            request.cause, request.to_admdvs = v1.LIQUIDATION_CAUSE_MOVE, there
        self.ask("Account", "Liquidate", request)

    def pay_out(self, draw: Any) -> None:
        """To somebody for whom something waits, mostly."""
        waiting = [who for (who, kind), fen in self.model.books.money.items() if kind == "SUSPENSE" and fen]
        owner = draw(st.sampled_from(waiting)) if waiting else Who(self.people[0].region, self.people[0].psn_no)
        held = self.model.books.people.get(owner)
        if held is None or (not waiting and draw(st.integers(0, 3))):
            return
        ref = acts.numbered(owner)
        how = acts.handling(draw, "CLOSE", self.policy_of(owner.region), ref, held.county, [], self.now)
        fen = max(1, self.model.books.money.get((owner, "SUSPENSE"), 0) + draw(st.sampled_from([0, 0, -1, 1])))
        self.ask("Account", "PayOutSuspense", v1.PayOutSuspenseRequest(owner=ref, amount_fen=fen, handling=how))
