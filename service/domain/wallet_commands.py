"""What may be asked of wallets (医保钱包): open one, send to one, accept what was sent."""

from collections.abc import Callable, Iterable
from uuid import UUID

from service.domain.commands import HandledCommand
from service.domain.kept import Wanted
from service.domain.person import PersonKey, PersonRef
from service.domain.terms import Relation
from service.domain.wallet_record import SentCount, Wallet, WalletTransfer

Keys = Callable[[PersonRef], PersonKey | None]


class WalletCommand(HandledCommand, frozen=True, kw_only=True, omit_defaults=True):
    """Nobody's relations matter to it: a transfer says itself what the receiver is to the sender."""

    @property
    def related(self) -> tuple[PersonRef, ...]:
        return ()


class OpenWallet(WalletCommand, frozen=True, kw_only=True, omit_defaults=True):
    """`phone` is personal data: it is kept encrypted, and no rule reads it."""

    owner: PersonRef
    use_admdvs: str
    phone: str

    @property
    def home(self) -> str:
        return self.owner.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.owner, *self.handled_by)

    def wants(self, keys: Keys) -> Iterable[Wanted]:
        owner = keys(self.owner)
        return (of_owner(owner),) if owner else ()


class TransferToWallet(WalletCommand, frozen=True, kw_only=True, omit_defaults=True):
    """`relation` is what the receiver is to the owner, who sends."""

    owner: PersonRef
    receiver: PersonRef
    relation: Relation
    amount_fen: int

    @property
    def home(self) -> str:
        return self.owner.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.owner, self.receiver, *self.handled_by)

    def wants(self, keys: Keys) -> Iterable[Wanted]:
        owner, receiver = keys(self.owner), keys(self.receiver)
        if owner is not None:
            yield count_of(owner)
            yield waiting_of(owner)
        if receiver is not None:
            yield of_owner(receiver)


class AcceptWalletTransfer(WalletCommand, frozen=True, kw_only=True, omit_defaults=True):
    receiver: PersonRef
    wallet_transfer_id: UUID

    @property
    def home(self) -> str:
        return self.receiver.region

    @property
    def named(self) -> tuple[PersonRef, ...]:
        return (self.receiver, *self.handled_by)

    def wants(self, keys: Keys) -> Iterable[Wanted]:
        return (by_id(self.home, self.wallet_transfer_id),)


def of_owner(owner: PersonKey) -> Wanted:
    """The wallet of a person."""
    return Wanted(Wallet, owner.region, "psn_no", owner.psn_no)


def count_of(sender: PersonKey) -> Wanted:
    """How often a person has sent."""
    return Wanted(SentCount, sender.region, "psn_no", sender.psn_no)


def waiting_of(sender: PersonKey) -> Wanted:
    """What a person has sent and nobody has accepted yet."""
    return Wanted(WalletTransfer, sender.region, "pending_of", sender.psn_no)


def on_the_way(person: PersonKey) -> tuple[Wanted, Wanted]:
    """What waits that a person has sent, and what waits that was sent to it."""
    return waiting_of(person), Wanted(WalletTransfer, person.region, "waiting_for", person.psn_no)


def by_id(region: str, wallet_transfer_id: UUID) -> Wanted:
    """A transfer, in the region of its sender or its receiver."""
    return Wanted(WalletTransfer, region, "wallet_transfer_id", wallet_transfer_id)
