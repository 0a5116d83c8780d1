"""Leaving a network: what the leaver had set aside for it goes home at once, and its preset ends (our reading)."""

from collections.abc import Iterable

from service.domain.context import Context
from service.domain.moving import Mover, held
from service.domain.outcome import Changes
from service.domain.person import PersonKey
from service.domain.policy import Policy
from service.domain.presets import ending_preset
from service.domain.terms import Movement


def going_home(leavers: Iterable[PersonKey], policy: Policy, cause: str, ctx: Context) -> Changes:
    """What comes of these people leaving a network that stood under this policy."""
    changes = Changes()
    for leaver in leavers:
        changes.add(_money_home(leaver, policy, cause, ctx))
        changes.add(ending_preset(leaver, ctx))
    return changes


def _money_home(leaver: PersonKey, policy: Policy, cause: str, ctx: Context) -> Changes:
    way = policy.transfers.home_on_leaving.value
    amount_fen = held(leaver, way.from_kind, ctx).free_fen if way else 0
    if way is None or amount_fen <= 0:
        return Changes()
    mover = Mover(leaver, ctx, cause)
    mover.move(Movement.TRANSFER, way.from_kind, way.to_kind, amount_fen)
    return Changes(postings=mover.postings)
