"""Kept rows about accounts: presets, transfers counted, liquidations."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from service.domain.kept import Kept
from service.domain.person import PersonKey
from service.domain.terms import LiquidationCause, PresetState


class _OfOwner(Kept, frozen=True, kw_only=True):
    """A row about one owner's accounts, looked up by the owner."""

    FOUND_BY: ClassVar[tuple[str, ...]] = ("psn_no",)

    psn_no: str

    @property
    def owner(self) -> PersonKey:
        return PersonKey(self.region, self.psn_no)

    @property
    def concerns(self) -> tuple[PersonKey, ...]:
        return (self.owner,)


class Preset(_OfOwner, frozen=True, kw_only=True):
    """An amount fixed in advance that moves every year on the policy's day (预设). The last one fixed counts."""

    KEY: ClassVar[tuple[str, ...]] = ("psn_no",)

    amount_fen: int
    policy_id: str
    policy_version: str
    state: PresetState
    set_time: datetime
    end_time: datetime | None = None


class TransferMonth(_OfOwner, frozen=True, kw_only=True):
    """How many transfers an owner made in the last month, YYYY-MM, in which there was one."""

    KEY: ClassVar[tuple[str, ...]] = ("psn_no",)

    month: str
    made: int


class Liquidation(_OfOwner, frozen=True, kw_only=True):
    """A wound-up account (清算), in fen: what was in it, the interest on that, and where both went.

    It keeps the account closed, whatever the registry says, until `reopened_time`: the first row of a new insurance.
    """

    KEY: ClassVar[tuple[str, ...]] = ("liquidation_id",)

    liquidation_id: UUID
    cause: LiquidationCause
    to_region: str | None
    balance_fen: int
    interest_fen: int
    paid_out_fen: int
    carried_fen: int
    liquidated_time: datetime
    policy_id: str
    policy_version: str
    reopened_time: datetime | None = None
