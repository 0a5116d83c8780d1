"""What is kept of wallets (医保钱包): who opened one, what was sent to one, and how often somebody has sent."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from msgspec import Struct, structs

from service.domain.kept import Kept
from service.domain.person import PersonKey
from service.domain.terms import AccountKind, Relation, WalletTransferState


class Wallet(Kept, frozen=True, kw_only=True):
    """A wallet that its owner opened. `use_admdvs` is the place where the owner means to spend it (使用地).

    `phone` is personal data: it is kept sealed, and not read back, since no rule asks for it.
    """

    KEY: ClassVar[tuple[str, ...]] = ("psn_no",)
    FOUND_BY: ClassVar[tuple[str, ...]] = ("psn_no",)

    psn_no: str
    use_admdvs: str
    opened_time: datetime
    policy_id: str
    policy_version: str
    phone: str | None = None

    @property
    def owner(self) -> PersonKey:
        return PersonKey(self.region, self.psn_no)


class Part(Struct, frozen=True):
    """What one of the sender's accounts gave to a transfer, in fen."""

    kind: AccountKind
    amount_fen: int


class WalletTransfer(Kept, frozen=True, kw_only=True):
    """Money on its way into a relative's wallet. Until it is accepted it belongs to nobody's account.

    The row stands in the sender's region, and where the receiver is insured elsewhere the same row stands there too:
    so the receiver finds it at home. `return_time` is when it goes back unless it was accepted before.
    """

    KEY: ClassVar[tuple[str, ...]] = ("wallet_transfer_id",)
    FOUND_BY: ClassVar[tuple[str, ...]] = ("wallet_transfer_id", "pending_of", "waiting_for")

    wallet_transfer_id: UUID
    sender_region: str
    sender_psn_no: str
    receiver_region: str
    receiver_psn_no: str
    relation: Relation
    amount_fen: int
    parts: tuple[Part, ...]
    state: WalletTransferState
    sent_time: datetime
    return_time: datetime
    policy_id: str
    policy_version: str
    end_time: datetime | None = None
    """When it was accepted or returned."""

    @property
    def pending_of(self) -> str | None:
        """The sender, as long as it waits; a column of its own, so that what waits is found without all that ever was.

        Of a row in the receiver's region nobody: the number may be somebody else's there.
        """
        at_home = self.region == self.sender_region
        return self.sender_psn_no if at_home and self.state is WalletTransferState.SENT else None

    @property
    def waiting_for(self) -> str | None:
        """The receiver, in its own region, as long as it waits."""
        at_home = self.region == self.receiver_region
        return self.receiver_psn_no if at_home and self.state is WalletTransferState.SENT else None

    @property
    def sender(self) -> PersonKey:
        return PersonKey(self.sender_region, self.sender_psn_no)

    @property
    def receiver(self) -> PersonKey:
        return PersonKey(self.receiver_region, self.receiver_psn_no)

    @property
    def concerns(self) -> tuple[PersonKey, ...]:
        return (self.sender, self.receiver)

    def rows(self) -> list["WalletTransfer"]:
        """The row in each of the regions where it stands, the sender's first."""
        return [structs.replace(self, region=r) for r in dict.fromkeys((self.sender_region, self.receiver_region))]


class SentCount(Kept, frozen=True, kw_only=True):
    """How often somebody has sent on its last day of sending, and in that month; one row a sender, since a list of all
    that was ever sent would grow for ever."""

    KEY: ClassVar[tuple[str, ...]] = ("psn_no",)
    FOUND_BY: ClassVar[tuple[str, ...]] = ("psn_no",)

    psn_no: str
    day: date
    that_day: int
    that_month: int

    def on(self, day: date) -> tuple[int, int]:
        """How often in the day, and in its month."""
        same_month = (self.day.year, self.day.month) == (day.year, day.month)
        return self.that_day if self.day == day else 0, self.that_month if same_month else 0
