"""Money in and out of the accounts of owners: postings one after the other, and what keeps money from leaving."""

from collections.abc import Iterable

from service.domain.account import MAX_FEN, Account, Posting, Side
from service.domain.context import Context
from service.domain.person import Person, PersonKey
from service.domain.policy import Policy
from service.domain.refusal import refuse, require
from service.domain.standing import authorization, received, why_not_standing
from service.domain.terms import AccountKind, Movement, PassThrough


class Mover:
    """Makes the postings of one decision about one owner's accounts, each on top of those before it.

    `before` are postings of the same decision that were made already; `cause` is that of those to come.
    """

    def __init__(
        self, owner: PersonKey, ctx: Context, cause: str | None = None, before: Iterable[Posting] = ()
    ) -> None:
        self.postings: list[Posting] = []
        self.cause = cause
        self._owner, self._ctx = owner, ctx
        touched = (moved for posting in before for moved in posting.touched)
        self._balances = {key.kind: fen for key, fen in touched if (key.region, key.psn_no) == owner}

    @property
    def kinds(self) -> tuple[AccountKind, ...]:
        """The accounts that were looked at."""
        return tuple(self._balances)

    def held_fen(self, kind: AccountKind) -> int:
        """What an account holds by now."""
        if kind not in self._balances:
            self._balances[kind] = held(self._owner, kind, self._ctx).balance_fen
        return self._balances[kind]

    def move(self, movement: Movement, from_kind: AccountKind, to_kind: AccountKind, amount_fen: int) -> None:
        """From one account of the owner into another."""
        self._post(movement, self._changed(from_kind, -amount_fen), self._changed(to_kind, amount_fen), amount_fen)

    def pay_in(self, movement: Movement, kind: AccountKind, amount_fen: int, source: Side | None = None) -> None:
        """From what keeps no balance into an account: from the insurer, such as interest, unless another is named."""
        source = source or Side(PassThrough.INSURER, self._owner.region)
        self._post(movement, source, self._changed(kind, amount_fen), amount_fen)

    def pay_out(self, movement: Movement, kind: AccountKind, to: Side, amount_fen: int) -> None:
        """Out of an account to what keeps no balance."""
        self._post(movement, self._changed(kind, -amount_fen), to, amount_fen)

    def _changed(self, kind: AccountKind, by_fen: int) -> Side:
        after_fen = _within_range(self.held_fen(kind) + by_fen)
        self._balances[kind] = after_fen
        return Side(kind, self._owner.psn_no, after_fen)

    def _post(self, movement: Movement, debit: Side, credit: Side, amount_fen: int) -> None:
        self.postings.append(
            Posting(
                region=self._owner.region,
                movement=movement,
                debit=debit,
                credit=credit,
                amount_fen=amount_fen,
                posted_time=self._ctx.now,
                cause=self.cause,
            )
        )


def held(owner: PersonKey, kind: AccountKind, ctx: Context) -> Account:
    """The account, or an empty one where there is none yet."""
    return ctx.state.account(owner, kind) or Account()


def room_for(owner: PersonKey, kind: AccountKind, amount_fen: int, ctx: Context) -> int:
    """The balance once so much has come in, in fen; refused where the account can't hold it."""
    return _within_range(held(owner, kind, ctx).balance_fen + amount_fen)


def _within_range(balance_fen: int) -> int:
    if balance_fen > MAX_FEN:
        refuse("AMOUNT_OUT_OF_RANGE")
    return balance_fen


def check_leaves(owner: PersonKey, kind: AccountKind, amount_fen: int, retained_fen: int, ctx: Context) -> None:
    """Whether so much may leave an account: of what is free, and above what has to stay."""
    free_fen = held(owner, kind, ctx).free_fen
    require(free_fen >= amount_fen, "INSUFFICIENT_BALANCE", free_fen=free_fen, amount_fen=amount_fen)
    stays = free_fen - amount_fen >= retained_fen
    require(stays, "RETAINED_BALANCE", retained_fen=retained_fen, free_fen=free_fen, amount_fen=amount_fen)


def check_in_network(owner: Person, policy: Policy, ctx: Context) -> None:
    """A member whose binding stands, or the initiator, who is of its network without a binding."""
    founded = authorization(owner.key, policy.id, ctx)
    bound = (b for b in received(owner.key, policy.id, ctx) if b.network and why_not_standing(b, ctx) is None)
    require((founded is not None and founded.network) or any(bound), "NOT_IN_NETWORK")
