"""The steps of worked examples that move money beside bills: transfers, presets, wallets, premiums, liquidation."""

from gongji_cli.examples.step import Act, Yuan


class Transfer(Act, frozen=True, kw_only=True, tag="transfer"):
    owner: str
    from_kind: str
    to_kind: str
    amount: Yuan

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class SetPreset(Act, frozen=True, kw_only=True, tag="set-preset"):
    owner: str
    amount: Yuan

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class CancelPreset(Act, frozen=True, kw_only=True, tag="cancel-preset"):
    owner: str

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class Liquidate(Act, frozen=True, kw_only=True, tag="liquidate"):
    """`to` is the region that the money is carried to; left out, it is paid out."""

    owner: str
    cause: str
    to: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class OpenWallet(Act, frozen=True, kw_only=True, tag="open-wallet"):
    """`use` left out is the owner's place of insurance."""

    owner: str
    use: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class Send(Act, frozen=True, kw_only=True, tag="send"):
    """Money to a relative's wallet; `relation` is what the receiver is to the owner."""

    owner: str
    receiver: str
    relation: str
    amount: Yuan

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner, self.receiver)


class Accept(Act, frozen=True, kw_only=True, tag="accept"):
    """The receiver accepts the latest that the sender has sent."""

    receiver: str
    sender: str

    @property
    def named(self) -> tuple[str, ...]:
        return (self.receiver, self.sender)


class PayOut(Act, frozen=True, kw_only=True, tag="pay-out"):
    """What waits in SUSPENSE is paid out."""

    owner: str
    amount: Yuan

    @property
    def named(self) -> tuple[str, ...]:
        return (self.owner,)


class PayPremium(Act, frozen=True, kw_only=True, tag="pay-premium"):
    """The payer's account pays the resident-scheme premium that covers `insured` in the year `year`."""

    payer: str
    insured: str
    year: int
    tier: int | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return (self.payer, self.insured)


class RefundPremium(Act, frozen=True, kw_only=True, tag="refund-premium"):
    """The latest premium that the payer paid for the other is given back."""

    payer: str
    insured: str

    @property
    def named(self) -> tuple[str, ...]:
        return (self.payer, self.insured)


AccountAct = Transfer | SetPreset | CancelPreset | Liquidate | PayOut
WalletAct = OpenWallet | Send | Accept
PremiumAct = PayPremium | RefundPremium
