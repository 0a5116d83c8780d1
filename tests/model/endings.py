"""How relations end, whoever or whatever ends them, and what comes of it: who leaves a network takes its money home."""

from datetime import datetime
from typing import Any

from tests.model import quotas
from tests.model.books import MOST_FEN, Consent, No, Tie, Who
from tests.model.eligibility import Act

HAS_LEFT = ("0", "3")
"""psn_insu_stas: not insured, or not any more."""


def check(of: Tie | Consent, policy: Any, act: Act) -> None:
    """Refused where the account at home can't hold what would come back."""
    way, leaver = policy.transfers.home_on_leaving.value, _leaver(of)
    if way and leaver and act.books.money.get((leaver, way.to_kind), 0) + act.free(leaver, way.from_kind) > MOST_FEN:
        raise No("AMOUNT_OUT_OF_RANGE")


def end(of: Tie | Consent, policy: Any, at: datetime, act: Act) -> None:
    """It is over; what was frozen for it is free."""
    leaver = _leaver(of)
    if leaver:
        _go_home(leaver, policy, act)
    quotas.thaw(of.giver, quotas.frozen_for(of), act.books)
    of.ended = at


def _leaver(of: Tie | Consent) -> Who | None:
    """Who is out of a network by that: nobody by an application that never stood."""
    if not of.network:
        return None
    if isinstance(of, Consent):
        return of.giver
    return None if of.pending else of.member


def _go_home(leaver: Who, policy: Any, act: Act) -> None:
    """What had been set aside for the network returns at once, and the preset ends."""
    way = policy.transfers.home_on_leaving.value
    fen = act.free(leaver, way.from_kind) if way else 0
    if way and fen > 0:
        act.books.move(leaver, str(way.from_kind), str(way.to_kind), fen)
    end_preset(leaver, act)


def end_preset(owner: Who, act: Act) -> None:
    preset = act.books.presets.get(owner)
    if preset and not preset.ended:
        preset.ended = act.now


def end_with_insurance(who: Who, act: Act) -> None:
    """Where the rules say so, all that somebody gave or was given ends when its insurance does."""
    mine: list[Tie | Consent] = [c for c in act.books.consents.values() if c.giver == who and not c.ended]
    bound = (*act.books.given(who), *act.books.received(who))
    mine += [tie for tie in bound if act.rules.counts(tie, act.day)]
    ruled = [(of, act.rules.for_today(of, of.giver.region, act.day)) for of in mine]
    over = [(of, policy) for of, policy in ruled if policy.bindings.ends_with_insurance.value]
    for of, policy in over:
        check(of, policy, act)
    for of, policy in over:
        end(of, policy, act.now, act)
