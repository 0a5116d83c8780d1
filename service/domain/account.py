"""Accounts, and postings: one row debits one account and credits another, so books can't be out of balance."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct, structs

from service.domain.person import PersonKey
from service.domain.terms import AccountKind, CreditType, Movement, PassThrough

MAX_FEN = 10**16 - 1
"""The largest amount and the largest balance, in fen (contract)."""


class AccountKey(NamedTuple):
    """One kind of account of one owner."""

    region: str
    psn_no: str
    kind: AccountKind


class Account(Struct, frozen=True):
    """What an account holds, in fen; `frozen_fen` of it can't be spent."""

    balance_fen: int = 0
    frozen_fen: int = 0

    @property
    def free_fen(self) -> int:
        return self.balance_fen - self.frozen_fen


class Freeze(Struct, frozen=True, kw_only=True):
    """How much of an account is frozen from now on, in fen; the balance stays what it is."""

    key: AccountKey
    frozen_fen: int


class Side(Struct, frozen=True):
    """One side of a posting: a person's account with its balance after, or a pass-through account without one.

    `owner` is a psn_no, or what names the pass-through account (an institution's code, the other region).
    """

    kind: AccountKind | PassThrough
    owner: str
    balance_after_fen: int | None = None


class Posting(Struct, frozen=True, kw_only=True):
    """One movement of money within one region: `amount_fen` > 0 from the debited account to the credited one.

    `reverses_line` is the place of the payment of the settlement that is given back.
    `cause` is what else it is because of: the id of the binding that ended, the liquidation, or the period of a job.
    """

    region: str
    movement: Movement
    debit: Side
    credit: Side
    amount_fen: int
    posted_time: datetime
    setl_id: UUID | None = None
    credit_id: str | None = None
    reverses_line: int | None = None
    cause: str | None = None

    @property
    def touched(self) -> list[tuple[AccountKey, int]]:
        """The persons' accounts that this posting moved, each with its balance after, in fen."""
        return [
            (AccountKey(self.region, side.owner, side.kind), side.balance_after_fen)
            for side in (self.debit, self.credit)
            if isinstance(side.kind, AccountKind) and side.balance_after_fen is not None
        ]


class Credit(Struct, frozen=True, kw_only=True):
    """A share paid into an account; its `credit_id` is paid once per region, whatever the request.

    A correction's `amount_fen` is signed; it cites the credit that it corrects, and who approved it.
    """

    region: str
    credit_id: str
    owner: PersonKey
    account_kind: AccountKind
    amount_fen: int
    credit_type: CreditType
    credited_time: datetime
    corrects_credit_id: str | None = None
    approved_by: str | None = None

    def says_the_same(self, other: "Credit") -> bool:
        """Whether the two are one credit told twice; when it was told is no part of it."""
        return structs.replace(other, credited_time=self.credited_time) == self
