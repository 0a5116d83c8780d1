"""The yearly run of presets (预设划转, 1 June): each amount moves, or is skipped and the reason said.

The period is the policy's day; on any other there is nothing to do.
"""

from collections.abc import Iterable
from typing import Any

from service.domain.account_rows import Preset
from service.domain.calendar import day_in
from service.domain.commands import JobSlice
from service.domain.context import Context
from service.domain.jobs.period import Every
from service.domain.jobs.slice import Done, Result, Skipped, Work, person_of
from service.domain.kept import Wanted
from service.domain.moving import Mover, check_in_network, check_leaves
from service.domain.outcome import Changes, Event
from service.domain.person import Person
from service.domain.policy import Policy
from service.domain.policy_book import PolicyBook
from service.domain.policy_money import Route
from service.domain.presets import active_preset
from service.domain.refusal import Refused
from service.domain.state import Picked
from service.domain.terms import Movement
from service.domain.transfers import check_owner


def _policy(run: JobSlice, book: PolicyBook) -> Policy | None:
    """The policy whose presets move on that day."""
    there = (p for p in book.in_force(run.region, run.day) if p.presets.route.value is not None)
    return next((p for p in there if day_in(run.day.year, p.presets.day.value) == run.day), None)


def _asks(run: JobSlice, book: PolicyBook) -> dict[str, Any] | None:
    return {} if _policy(run, book) else None


def _wants(run: JobSlice, key: str) -> Iterable[Wanted]:
    return (Wanted(Preset, run.region, "psn_no", key),)


def _take(picked: Picked, run: JobSlice, changes: Changes, ctx: Context) -> Result:
    """Move one owner's amount. With less in the account, or an account that is not normal, it is skipped: the report
    says so, and so does an event to the owner."""
    owner = person_of(picked, run, ctx)
    preset, policy = active_preset(owner.key, ctx), _policy(run, ctx.book)
    if preset is None or policy is None or policy.presets.route.value is None:
        return None
    way, told = policy.presets.route.value, {"amount_fen": preset.amount_fen, "period": run.period}
    try:
        _check(owner, preset, policy, way, ctx)
    except Refused as refused:
        reason = refused.refusal.reason
        changes.events.append(_event("PRESET_SKIPPED", owner, told | {"reason": reason}, ctx))
        return Skipped(reason)
    mover = Mover(owner.key, ctx, run.period)
    mover.move(Movement.PRESET, way.from_kind, way.to_kind, preset.amount_fen)
    changes.postings += mover.postings
    changes.events.append(_event("PRESET_MOVED", owner, told, ctx))
    return Done({"moved_fen": preset.amount_fen})


def _check(owner: Person, preset: Preset, policy: Policy, way: Route, ctx: Context) -> None:
    check_owner(owner, policy.presets.schemes.value, policy.transfers.account_states.value)
    if policy.presets.in_network_only.value:
        check_in_network(owner, policy, ctx)
    check_leaves(owner.key, way.from_kind, preset.amount_fen, policy.transfers.retained_fen.value, ctx)


def _event(kind: str, owner: Person, payload: dict[str, Any], ctx: Context) -> Event:
    return Event(region=owner.region, type=kind, psn_no=owner.psn_no, payload=payload, event_time=ctx.now)


WORK = Work(take=_take, every=Every.DAY, asks=_asks, relations=True, wants=_wants)
