"""What a place's rules can say about money that moves beside the happy settlement: quotas, refunds, transfers between
one's own accounts, presets, the wallet, premiums, interest and the end of the year."""

from enum import StrEnum

from service.domain.policy_format import Rule, Strict, rule
from service.domain.terms import AccountKind, AccountState, PremiumKind


class Route(Strict, frozen=True):
    """A way that money may go between two accounts of one owner."""

    from_kind: AccountKind
    to_kind: AccountKind


class QuotaScope(StrEnum):
    """What a quota (共济额度) is set for: each binding by itself, or all members of an authorizer together."""

    PER_BINDING = "PER_BINDING"
    ALL_MEMBERS = "ALL_MEMBERS"


class LeftPayer(StrEnum):
    """Where a refund to a payer goes who has left since: the way it came, or into SUSPENSE until the nightly run."""

    BACK = "BACK"
    SUSPENSE = "SUSPENSE"


class QuotaRules(Strict, frozen=True):
    scope: Rule[QuotaScope | None] = rule(None)
    """Whether members spend up to a quota; None: there are no quotas here."""
    freezes: Rule[bool] = rule(False)
    """Whether a quota freezes that much of the authorizer's balance, which the authorizer then can't spend."""


class RefundRules(Strict, frozen=True):
    left_payer: Rule[LeftPayer] = rule(LeftPayer.BACK)
    suspense_into: Rule[AccountKind | None] = rule(None)
    """The kind that the nightly run puts SUSPENSE into; also where a refund to a kind that is no longer kept ends."""


class TransferRules(Strict, frozen=True):
    """Moves between two kinds of account of one owner, by the owner alone."""

    routes: Rule[tuple[Route, ...]] = rule(())
    schemes: Rule[tuple[str, ...] | None] = rule(None)
    account_states: Rule[tuple[AccountState, ...] | None] = rule((AccountState.NORMAL,))
    in_network_only: Rule[bool] = rule(False)
    retained_fen: Rule[int] = rule(0)
    """What has to stay in the account that money is moved out of, in fen."""
    a_month_at_most: Rule[int | None] = rule(None)
    """Transfers of one owner in a calendar month."""
    home_on_leaving: Rule[Route | None] = rule(None)
    """Where a leaver's money goes back at once when the network is left, a member removed, or the network dissolved."""


class PresetRules(Strict, frozen=True):
    """An amount fixed in advance that moves every year on one day."""

    route: Rule[Route | None] = rule(None)
    day: Rule[str] = rule("06-01")
    """MM-DD."""
    schemes: Rule[tuple[str, ...] | None] = rule(None)
    account_states: Rule[tuple[AccountState, ...] | None] = rule(
        (AccountState.NORMAL, AccountState.FROZEN),
    )
    """States in which a preset may be fixed; the run itself needs one of `transfers.account_states`."""
    in_network_only: Rule[bool] = rule(False)


class WalletRules(Strict, frozen=True):
    """Money is moved into a near relative's WALLET, who accepts it and spends it (the transfer form)."""

    sent_from: Rule[tuple[AccountKind, ...]] = rule(())
    """Kinds that may be sent out of, in this order; none: no wallet here."""
    retained_fen: Rule[int] = rule(0)
    """What has to stay with the sender, in fen."""
    at_most_fen: Rule[int | None] = rule(None)
    """One transfer, in fen."""
    a_day_at_most: Rule[int | None] = rule(None)
    """Transfers of one sender in a calendar day."""
    a_month_at_most: Rule[int | None] = rule(None)
    """Transfers of one sender in a calendar month."""
    one_pending: Rule[bool] = rule(False)
    """Whether a sender has to wait until the last transfer is accepted or returned."""
    closed_from: Rule[str | None] = rule(None)
    closed_until: Rule[str | None] = rule(None)
    """HH:MM in Asia/Shanghai: no transfer from `closed_from` on, until `closed_until`."""
    returned_at: Rule[str] = rule("06:00")
    """HH:MM of the day after: what was not accepted by then goes back."""


class PremiumRules(Strict, frozen=True):
    pays: Rule[tuple[PremiumKind, ...]] = rule(())
    """Which premiums of a bound member the authorizer's account may pay."""


class InterestRules(Strict, frozen=True):
    annual_ppm: Rule[int] = rule(0)
    """Interest a year in millionths: 15000 is 1.5 %."""


class YearEndRules(Strict, frozen=True):
    """年末统算: accounts are gathered into one, and interest is added."""

    day: Rule[str] = rule("12-31")
    """MM-DD; done when that day is over."""
    gathered: Rule[tuple[AccountKind, ...]] = rule(())
    """The kinds whose whole balance goes into `into`."""
    into: Rule[AccountKind | None] = rule(None)
    """Where what is gathered and the interest on it go; None: nothing happens at the year's end."""
