"""People under a policy made for a test, and why something about them was refused."""

from typing import Any

from service.domain.refusal import Refusal
from tests.support.world import World, make_policy


def world_of(**rules: Any) -> World:
    """A holder with 500.00 and a member, not bound yet, under a star policy with these rules."""
    world = World([make_policy(**rules)])
    for psn_no in ("holder", "member", "other", "third"):
        world.person(psn_no)
    world.money("holder", PERSONAL=500_00)
    return world


def reason(decided: Any) -> str | None:
    """Why it was refused; None where it was done."""
    return decided.reason if isinstance(decided, Refusal) else None
