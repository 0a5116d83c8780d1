"""Change-over (制度衔接): what a new version of the rules does not carry on is wound up on its first day.

Kinds of account that are no longer kept go where the new rules send what belongs to them; authorizations and bindings
that were not carried over are put down as ended, as they are by the rules from 00:00 on; presets without a way end.
The period is the day; on one that no version begins on there is nothing to do.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from service.domain.account_rows import Preset
from service.domain.calendar import day_of
from service.domain.commands import JobSlice
from service.domain.context import Context
from service.domain.endings import end_authorization, end_binding
from service.domain.jobs.period import Every, midnight
from service.domain.jobs.slice import Done, Result, Work, person_of
from service.domain.kept import Wanted
from service.domain.moving import Mover, held
from service.domain.outcome import Changes
from service.domain.person import PersonKey
from service.domain.policy import Policy
from service.domain.policy_book import PolicyBook
from service.domain.presets import active_preset, ending_preset
from service.domain.refusal import refuse
from service.domain.state import Picked
from service.domain.terms import AccountKind, BindingState, EndCause, Movement


class _Change(NamedTuple):
    """A new version, and the kinds of account that the one before it kept and it does not."""

    policy: Policy
    dropped: tuple[AccountKind, ...]


def _change(run: JobSlice, book: PolicyBook) -> _Change | None:
    """The version that begins on that day in the place of another."""
    for policy in book.in_force(run.region, run.day):
        before = book.current(policy.id, run.region, run.day - timedelta(days=1))
        if before is not None and before != policy and policy.policy.in_force_from == run.day:
            kept = policy.accounts.kinds.value
            return _Change(policy, tuple(kind for kind in before.accounts.kinds.value if kind not in kept))
    return None


def _asks(run: JobSlice, book: PolicyBook) -> dict[str, Any] | None:
    found = _change(run, book)
    return found and {"kinds": list(found.dropped), "policy_id": found.policy.id}


def _wants(run: JobSlice, key: str) -> Iterable[Wanted]:
    return (Wanted(Preset, run.region, "psn_no", key),)


def _take(picked: Picked, run: JobSlice, changes: Changes, ctx: Context) -> Result:
    """Wind up what one person had under the rules before."""
    owner, found = person_of(picked, run, ctx).key, _change(run, ctx.book)
    if found is None:
        return None
    _end_relations(owner, found.policy, run, changes, ctx)
    moved_fen = _money_back(owner, found, run.period, changes, ctx)
    preset = active_preset(owner, ctx)
    if preset is not None and preset.policy_id == found.policy.id and found.policy.presets.route.value is None:
        changes.add(ending_preset(owner, ctx))
    return Done({"moved_fen": moved_fen}) if changes != Changes() else None


def _money_back(owner: PersonKey, found: _Change, period: str, changes: Changes, ctx: Context) -> int:
    mover, moved_fen = Mover(owner, ctx, period, changes.postings), 0
    for kind in found.dropped:
        amount_fen = mover.held_fen(kind) - held(owner, kind, ctx).frozen_fen
        if amount_fen <= 0:
            continue
        into = found.policy.refunds.suspense_into.value
        if into is None:
            refuse("ACCOUNT_KIND_NOT_KEPT")
        mover.move(Movement.CHANGE_OVER, kind, into, amount_fen)
        moved_fen += amount_fen
    changes.postings += mover.postings
    return moved_fen


def _end_relations(owner: PersonKey, policy: Policy, run: JobSlice, changes: Changes, ctx: Context) -> None:
    """They have not held since the day began, and are put down as ended then."""
    at = midnight(run.day)
    for given in ctx.state.authorizations_of(owner):
        if given.policy_id == policy.id and not ctx.book.carries(policy.id, day_of(given.create_time), run.day):
            changes.add(end_authorization(given, EndCause.RULES_CHANGED, at, ctx, changes.postings))
            for binding in ctx.state.bindings_under(given.authorization_id):
                if binding.state is not BindingState.ENDED:
                    changes.add(end_binding(binding, EndCause.RULES_CHANGED, at, ctx, changes.postings))


WORK = Work(take=_take, every=Every.DAY, asks=_asks, relations=True, wants=_wants)
