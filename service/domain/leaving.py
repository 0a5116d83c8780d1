"""Leaving a network: what the leaver had set aside for it goes home at once, and its preset ends (our reading)."""

from collections.abc import Iterable

from service.domain.account import Posting
from service.domain.context import Context
from service.domain.moving import Mover, held
from service.domain.outcome import Changes
from service.domain.person import PersonKey
from service.domain.policy import Policy
from service.domain.presets import ending_preset
from service.domain.terms import Movement


def going_home(
    leavers: Iterable[PersonKey], policy: Policy, cause: str, ctx: Context, before: Iterable[Posting] = ()
) -> Changes:
    """What comes of these people leaving a network that stood under this policy.

    `before` are postings of the same decision: who leaves twice in it, by an old binding and by a new one, takes the
    money home once.
    """
    changes = Changes()
    for leaver in leavers:
        changes.add(_money_home(leaver, policy, cause, ctx, before))
        changes.add(ending_preset(leaver, ctx))
    return changes


def _money_home(leaver: PersonKey, policy: Policy, cause: str, ctx: Context, before: Iterable[Posting]) -> Changes:
    way = policy.transfers.home_on_leaving.value
    if way is None:
        return Changes()
    mover = Mover(leaver, ctx, cause, before)
    amount_fen = mover.held_fen(way.from_kind) - held(leaver, way.from_kind, ctx).frozen_fen
    if amount_fen <= 0:
        return Changes()
    mover.move(Movement.TRANSFER, way.from_kind, way.to_kind, amount_fen)
    return Changes(postings=mover.postings)
