"""A resident-scheme premium that was paid (居民医保个人缴费): for whom, by whom, and how much."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from msgspec import structs

from service.domain.kept import Kept, Wanted
from service.domain.person import PersonKey
from service.domain.settlement_record import Payment


class PremiumState(StrEnum):
    """缴费状态."""

    PAID = "PAID"
    REFUNDED = "REFUNDED"


class Premium(Kept, frozen=True, kw_only=True):
    """Amounts in fen: amount = standard − subsidy − set-off, and it is the sum of the payments.

    The row stands in the insured's region, where there is one that is PAID of a person and cover year; where the payer
    is insured elsewhere the same row stands there too. `cover_start` is left out where it is the birth date.
    """

    KEY: ClassVar[tuple[str, ...]] = ("premium_id",)
    FOUND_BY: ClassVar[tuple[str, ...]] = ("premium_id", "insured_psn_no")

    premium_id: UUID
    insured_region: str
    insured_psn_no: str
    cover_year: int
    payer_region: str
    payer_psn_no: str
    tier: int | None
    standard_fen: int
    subsidy_fen: int
    set_off_fen: int
    amount_fen: int
    category: str | None
    cover_start: date | None
    cover_end: date
    payments: tuple[Payment, ...]
    policy_id: str
    policy_version: str
    binding_id: UUID | None
    state: PremiumState
    paid_time: datetime
    refunded_time: datetime | None = None

    @property
    def insured(self) -> PersonKey:
        return PersonKey(self.insured_region, self.insured_psn_no)

    @property
    def payer(self) -> PersonKey:
        return PersonKey(self.payer_region, self.payer_psn_no)

    @property
    def concerns(self) -> tuple[PersonKey, ...]:
        return (self.insured, self.payer)

    def rows(self) -> list["Premium"]:
        """The row in each of the regions where it stands, the insured's first."""
        return [structs.replace(self, region=r) for r in dict.fromkeys((self.insured_region, self.payer_region))]


def of_insured(insured: PersonKey) -> Wanted:
    """All premiums of a person; rows of other regions' people of that number are among them."""
    return Wanted(Premium, insured.region, "insured_psn_no", insured.psn_no)


def by_id(region: str, premium_id: UUID) -> Wanted:
    """A premium, in the region of its insured or its payer."""
    return Wanted(Premium, region, "premium_id", premium_id)
