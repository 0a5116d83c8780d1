"""What the office's own runs do: each once for a job, a region and a period, by the rules of the period's last day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from gongji import v1
from tests.model import endings, own, quotas, suspense, wallets
from tests.model.books import CHINA, MOST_FEN, Consent, No, Tie, Who, word
from tests.model.eligibility import Act

MILLION = 1_000_000


@dataclass
class Run:
    """A run of a job, and the report at its end."""

    region: str
    period: str
    day: date
    act: Act
    done: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)

    def take(self, owner: Who, work: Any) -> None:
        """One owner's turn: what is refused is passed over, and nothing of it is done."""
        try:
            sums = work(owner)
        except No as no:
            self.skipped[no.reason] += 1
            return
        if sums is not None:
            self.done += 1
            self.sums.update(sums)


def run(request: v1.RunJobRequest, act: Act) -> Any:
    job, region = word(v1.Job, request.job), act.rules.pool(request.insuplc_admdvs)
    if not act.rules.knows(region):
        raise No("NO_POLICY")
    day = date(int(request.period), 12, 31) if job == "YEAR_END" else date.fromisoformat(request.period)
    if act.now < _due(job, region, day, act):
        raise No("JOB_NOT_DUE")
    key = (region, job, request.period)
    if key not in act.books.runs:
        made = Run(region, request.period, day, act)
        JOBS[job](made)
        sums = {name: fen for name, fen in made.sums.items() if fen}
        act.books.runs[key] = (job, region, request.period, made.done, dict(made.skipped), sums)
    return act.books.runs[key]


def _due(job: str, region: str, day: date, act: Act) -> datetime:
    """A day's run from its midnight on, a year's once its last day is over, wallets from their hour on."""
    if job == "YEAR_END":
        return midnight(_year_end_policy(region, day.year, act)[1] + timedelta(days=1))
    policy = act.rules.wallet(region, day) if job == "WALLET_RETURN" else None
    return datetime.combine(day, time.fromisoformat(policy.wallet.returned_at.value if policy else "00:00"), CHINA)


def told(run: v1.JobRun) -> Any:
    """The same of the server's report; it is finished, and nothing in it was a mistake."""
    assert run.state == v1.JOB_RUN_STATE_FINISHED and not run.failed, run
    skipped = {s.reason: s.count for s in run.skipped}
    sums = {s.name: s.sum_fen for s in run.sums}
    return word(v1.Job, run.job), run.insuplc_admdvs, run.period, run.done, skipped, sums


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, CHINA)


def _nightly(run: Run) -> None:
    """What waited in SUSPENSE at the day's midnight goes where the place's rules say."""
    for owner in _owners(run, {"SUSPENSE"}):
        run.take(owner, lambda owner: suspense.put_back(owner, midnight(run.day), run.day, run.act))


def _preset(run: Run) -> None:
    there = [p for p in run.act.rules.all_on(run.region, run.day) if p.presets.route.value]
    policy = next((p for p in there if day_in(run.day.year, p.presets.day.value) == run.day), None)
    for owner, preset in sorted(run.act.books.presets.items()):
        if policy and owner.region == run.region and not preset.ended:
            run.take(owner, lambda owner: _move_preset(owner, policy, run.act))


def _move_preset(owner: Who, policy: Any, act: Act) -> dict[str, int]:
    fen, way = act.books.presets[owner].fen, policy.presets.route.value
    own.check_skip(act.books.people[owner], fen, policy, act)
    act.books.move(owner, str(way.from_kind), str(way.to_kind), fen)
    return {"moved": fen}


def _wallet_return(run: Run) -> None:
    until = midnight(run.day + timedelta(days=1))
    waiting = [s for s in run.act.books.sent if s.state == "SENT" and s.sender.region == run.region]
    for sender in sorted({s.sender for s in waiting if s.back_at < until}):
        run.take(sender, lambda sender: wallets.return_overdue(sender, run.act))


def _expiry(run: Run) -> None:
    for giver in sorted({t.giver for t in _expired(run)}):
        run.take(giver, lambda giver: _put_down([t for t in _expired(run) if t.giver == giver], run.act))


def _expired(run: Run) -> list[Tie]:
    here = (t for t in run.act.books.ties.values() if t.giver.region == run.region and not t.ended)
    return [t for t in here if t.end and t.end < run.day]


def _put_down(ties: list[Tie], act: Act) -> dict[str, int]:
    """They ended when their last day was over."""
    returned = sum(map(quotas.frozen_for, ties))
    ruled = [(t, act.rules.for_today(t, t.giver.region, act.day)) for t in ties]
    for tie, policy in ruled:
        endings.check(tie, policy, act)
    for tie, policy in ruled:
        assert tie.end
        endings.end(tie, policy, midnight(tie.end + timedelta(days=1)), act)
    return {"returned": returned}


def _year_end(run: Run) -> None:
    policy, _ = _year_end_policy(run.region, run.day.year, run.act)
    if policy is None:
        return
    into = str(policy.year_end.into.value)
    gathered = [str(kind) for kind in policy.year_end.gathered.value]
    ppm = policy.interest.annual_ppm.value
    for owner in _owners(run, {into, *gathered}):
        run.take(owner, lambda owner: _gather(owner, into, gathered, ppm, run.act))


def _gather(owner: Who, into: str, gathered: list[str], ppm: int, act: Act) -> dict[str, int]:
    """Interest on all; what is frozen stays where it is."""
    money = act.books.money
    in_all = sum(money.get((owner, kind), 0) for kind in (into, *gathered))
    interest = half_up(in_all * ppm, MILLION)
    free = {kind: act.free(owner, kind) for kind in gathered}
    if money.get((owner, into), 0) + sum(free.values()) + interest > MOST_FEN:
        raise No("AMOUNT_OUT_OF_RANGE")
    for kind, fen in free.items():
        if fen > 0:
            act.books.move(owner, kind, into, fen)
    if interest:
        act.books.put(owner, into, interest)
    return {"sum": in_all, "interest": interest}


def _year_end_policy(region: str, year: int, act: Act) -> tuple[Any, date]:
    """Whose rules a region's year ends by, and the last day of that year."""
    for policy in act.rules.all_ever(region):
        day = day_in(year, policy.year_end.day.value)
        if policy.year_end.into.value is not None and policy in act.rules.all_on(region, day):
            return policy, day
    return None, date(year, 12, 31)


def _change_over(run: Run) -> None:
    """On the first day of a version that follows another."""
    rules = run.act.rules
    for policy in rules.all_on(run.region, run.day):
        before = rules.on(policy.policy.id, run.region, run.day - timedelta(days=1))
        if policy.policy.in_force_from == run.day and before not in (None, policy):
            kept = policy.accounts.kinds.value
            dropped = [str(kind) for kind in before.accounts.kinds.value if kind not in kept]
            for owner in sorted(_changed(policy, dropped, run)):
                run.take(owner, lambda owner: _wind_up(owner, policy, dropped, run))  # noqa: B023  called at once
            return


def _changed(policy: Any, dropped: list[str], run: Run) -> Iterator[Who]:
    """Whom a change of the rules concerns, each once."""
    books = run.act.books
    found = set(_owners(run, set(dropped)))
    found |= {c.giver for c in books.consents.values() if c.policy == policy.policy.id and not c.ended}
    found |= {o for o, preset in books.presets.items() if preset.policy == policy.policy.id and not preset.ended}
    yield from (who for who in found if who.region == run.region)


def _wind_up(owner: Who, policy: Any, dropped: list[str], run: Run) -> dict[str, int] | None:
    act = run.act
    over = list(_not_carried(owner, policy, run))
    into = policy.refunds.suspense_into.value
    frozen = {kind: act.books.frozen.get((owner, kind), 0) for kind in dropped}
    if into is None and any(act.books.money.get((owner, kind), 0) > frozen[kind] for kind in dropped):
        raise No("ACCOUNT_KIND_NOT_KEPT")
    for of in over:
        endings.end(of, act.rules.for_today(of, of.giver.region, act.day), midnight(run.day), act)
    moved = 0
    for kind in dropped:
        fen = act.books.money.get((owner, kind), 0) - frozen[kind]
        if fen > 0:
            act.books.move(owner, kind, str(into), fen)
            moved += fen
    preset = act.books.presets.get(owner)
    ends = preset and not preset.ended and preset.policy == policy.policy.id and not policy.presets.route.value
    if ends:
        endings.end_preset(owner, act)
    return {"moved": moved} if over or moved or ends else None


def _not_carried(owner: Who, policy: Any, run: Run) -> Iterator[Tie | Consent]:
    for consent in [c for c in run.act.books.consents.values() if c.giver == owner and not c.ended]:
        made = consent.made.astimezone(CHINA).date()
        if consent.policy == policy.policy.id and run.act.rules.dropped(policy.policy.id, made, run.day):
            yield consent
            yield from (t for t in run.act.books.under(consent.id) if not t.ended)


def _owners(run: Run, kinds: set[str]) -> list[Who]:
    """Who has money in one of these kinds."""
    money = run.act.books.money
    return sorted({who for (who, kind), fen in money.items() if who.region == run.region and kind in kinds and fen})


def day_in(year: int, month_and_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_and_day}")


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


JOBS = {
    "NIGHTLY": _nightly,
    "PRESET": _preset,
    "EXPIRY": _expiry,
    "YEAR_END": _year_end,
    "CHANGE_OVER": _change_over,
    "WALLET_RETURN": _wallet_return,
}
