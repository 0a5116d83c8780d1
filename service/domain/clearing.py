"""What regions owe each other (跨统筹区清算): an account of one paid for somebody in the other, or the money came back.

Every such movement stands in both regions' books, through their clearing accounts, so both see the same.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from service.domain.kept import Kept
from service.domain.terms import Movement

_COMES_BACK = (Movement.REVERSAL, Movement.PREMIUM_REFUND)
"""Movements that go from the region of the account that had paid back to it."""
OWN = (Movement.LIQUIDATION,)
"""Movements of one's own money; everything else that crosses a border is paid for somebody else."""


class Through(Struct, frozen=True, kw_only=True):
    """Movements of one kind through a region's clearing account with another, in a month; amounts in fen."""

    other_region: str
    movement: Movement
    owed_count: int = 0
    owed_fen: int = 0
    """Credited: what this region came to owe the other."""
    due_count: int = 0
    due_fen: int = 0
    """Debited: what the other came to owe this region."""


class Line(Struct, frozen=True, kw_only=True):
    """What accounts of one region paid for people of the other; what came back is below zero."""

    authorizer_region: str
    movement: Movement
    count: int
    own_fen: int
    mutual_aid_fen: int

    @property
    def amount_fen(self) -> int:
        return self.own_fen + self.mutual_aid_fen


class Clearing(Kept, frozen=True, kw_only=True):
    """That a region has cleared a month with another: a row in each of the two regions' books."""

    KEY: ClassVar[tuple[str, ...]] = ("month", "other_region")
    FOUND_BY: ClassVar[tuple[str, ...]] = ("month",)

    month: str
    other_region: str
    paid_fen: int
    """What this region paid the other; below zero: was paid."""
    cleared_time: datetime


class RegionClearing(Struct, frozen=True, kw_only=True):
    """What a region and another owe each other for a month."""

    region: str
    other_region: str
    lines: tuple[Line, ...]
    cleared: Clearing | None = None

    @property
    def owed_fen(self) -> int:
        """What this region owes the other, because of its accounts."""
        return sum(line.amount_fen for line in self.lines if line.authorizer_region == self.region)

    @property
    def due_fen(self) -> int:
        """What the other owes this region, because of the other's accounts."""
        return sum(line.amount_fen for line in self.lines if line.authorizer_region == self.other_region)

    @property
    def net_fen(self) -> int:
        return self.owed_fen - self.due_fen


def clearings(region: str, moved: Iterable[Through], cleared: Iterable[Clearing]) -> list[RegionClearing]:
    """By the other region: what a month's movements come to, and what of it has been cleared."""
    lines: dict[str, list[Line]] = {}
    for through in moved:
        lines.setdefault(through.other_region, []).extend(_lines(region, through))
    done = {row.other_region: row for row in cleared}
    return [
        RegionClearing(
            region=region,
            other_region=other,
            lines=tuple(sorted(lines.get(other, ()), key=lambda line: (line.authorizer_region, line.movement))),
            cleared=done.get(other),
        )
        for other in sorted(lines.keys() | done.keys())
    ]


def _lines(region: str, through: Through) -> Iterable[Line]:
    """Money that goes to the other region is its payment there, or what had been paid here and goes back."""
    back = through.movement in _COMES_BACK
    sign = -1 if back else 1
    there, here = (region, through.other_region) if back else (through.other_region, region)
    for authorizer_region, count, fen in (
        (here, through.owed_count, through.owed_fen),
        (there, through.due_count, through.due_fen),
    ):
        if count:
            own = through.movement in OWN
            yield Line(
                authorizer_region=authorizer_region,
                movement=through.movement,
                count=count,
                own_fen=sign * fen if own else 0,
                mutual_aid_fen=0 if own else sign * fen,
            )
