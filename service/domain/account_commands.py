"""What an owner, or the office, asks of accounts themselves: transfers, presets, and winding an account up."""

from collections.abc import Callable, Iterable

from service.domain.account_rows import Liquidation, Preset, TransferMonth
from service.domain.commands import FamilyCommand, HandledCommand
from service.domain.kept import Wanted
from service.domain.person import PersonKey, PersonRef
from service.domain.terms import AccountKind, LiquidationCause


class AccountCommand(HandledCommand, frozen=True, kw_only=True, omit_defaults=True):
    """About one owner's accounts. Whether the owner is in a network may matter."""

    owner: PersonRef

    @property
    def home(self) -> str:
        return self.owner.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.owner, *self.handled_by)

    @property
    def related(self) -> tuple[PersonRef, ...]:
        return (self.owner,)


class Transfer(AccountCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Move `amount_fen` between two of the owner's own accounts."""

    from_kind: AccountKind
    to_kind: AccountKind
    amount_fen: int

    def wants(self, keys: Callable[[PersonRef], PersonKey | None]) -> Iterable[Wanted]:
        return _of(keys(self.owner), TransferMonth)


class SetPreset(AccountCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Fix the amount that moves every year, in the place of one fixed before."""

    amount_fen: int

    def wants(self, keys: Callable[[PersonRef], PersonKey | None]) -> Iterable[Wanted]:
        return _of(keys(self.owner), Preset)


class CancelPreset(AccountCommand, frozen=True, kw_only=True, omit_defaults=True):
    def wants(self, keys: Callable[[PersonRef], PersonKey | None]) -> Iterable[Wanted]:
        return _of(keys(self.owner), Preset)


class Liquidate(AccountCommand, FamilyCommand, frozen=True, kw_only=True, omit_defaults=True):
    """It ends every relation of the owner, on both sides.

    `to_region` is where the money is carried to when the owner has moved; without it the money is paid out.
    """

    cause: LiquidationCause
    to_region: str | None = None

    def wants(self, keys: Callable[[PersonRef], PersonKey | None]) -> Iterable[Wanted]:
        return _of(keys(self.owner), Liquidation)


def _of(owner: PersonKey | None, kind: type[Preset | TransferMonth | Liquidation]) -> list[Wanted]:
    return [Wanted(kind, owner.region, "psn_no", owner.psn_no)] if owner else []
