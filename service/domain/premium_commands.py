"""What may be asked of premiums: pay one, give one back."""

from collections.abc import Callable, Iterable
from uuid import UUID

from service.domain.commands import HandledCommand
from service.domain.kept import Shelf, Wanted
from service.domain.person import PersonKey, PersonRef
from service.domain.premium_record import by_id, of_insured

Keys = Callable[[PersonRef], PersonKey | None]


class PremiumCommand(HandledCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Only the payer's relations matter: whom the payer's account may pay for."""

    payer: PersonRef

    @property
    def home(self) -> str:
        return self.payer.region

    @property
    def related(self) -> tuple[PersonRef, ...]:
        return (self.payer,)


class PayPremium(PremiumCommand, frozen=True, kw_only=True, omit_defaults=True):
    insured: PersonRef
    cover_year: int
    tier: int | None = None

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.payer, self.insured, *self.handled_by)

    def wants(self, keys: Keys) -> Iterable[Wanted]:
        insured = keys(self.insured)
        return (of_insured(insured),) if insured else ()

    def counts_age_of(self, keys: Keys, shelf: Shelf) -> Iterable[PersonKey]:
        insured = keys(self.insured)
        return (insured,) if insured else ()


class RefundPremium(PremiumCommand, frozen=True, kw_only=True, omit_defaults=True):
    premium_id: UUID

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.payer, *self.handled_by)

    def wants(self, keys: Keys) -> Iterable[Wanted]:
        return (by_id(self.home, self.premium_id),)

    def counts_age_of(self, keys: Keys, shelf: Shelf) -> Iterable[PersonKey]:
        return (row.insured for row in shelf.find(by_id(self.home, self.premium_id)))
