"""What settlements add up to (national 3201, 对总账), and how that compares with what the other side states."""

from enum import StrEnum

from msgspec import Struct


class StatementResult(StrEnum):
    """对账结果, with the national codes of stmt_rslt: the centre is this side, the institution the other."""

    FLAT = "0"
    OURS = "1"
    THEIRS = "2"
    DIFFER = "3"


class Figures(Struct, frozen=True, kw_only=True):
    """Sums in fen and counts. What was undone is taken off on the day it was undone, so any may be below zero."""

    settled_count: int = 0
    reversed_count: int = 0
    medfee_sumamt_fen: int = 0
    fund_pay_sumamt_fen: int = 0
    other_pay_fen: int = 0
    acct_pay_fen: int = 0
    acct_mulaid_pay_fen: int = 0
    psn_cash_pay_fen: int = 0

    @property
    def net_count(self) -> int:
        """Settlements less reversals (our reading of fixmedins_setl_cnt: a refund cancels what it refunds)."""
        return self.settled_count - self.reversed_count

    @property
    def acct_own_pay_fen(self) -> int:
        return self.acct_pay_fen - self.acct_mulaid_pay_fen

    def __add__(self, other: "Figures") -> "Figures":
        names = self.__struct_fields__
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in names})


class Totals(Struct, frozen=True, kw_only=True):
    """The figures of one institution (None: claims that name none), scheme and kind for clearing."""

    fixmedins_code: str | None
    insutype: str
    clr_type: str
    figures: Figures


class Stated(Struct, frozen=True, kw_only=True):
    """What the other side says the sum is; amounts in fen."""

    net_count: int
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    acct_pay_fen: int


def compare(ours: Figures, stated: Stated) -> StatementResult:
    """Which side has more, where one has in every figure (our reading; the national text names the codes only)."""
    more = [getattr(ours, name) - getattr(stated, name) for name in Stated.__struct_fields__]
    if not any(more):
        return StatementResult.FLAT
    if min(more) >= 0:
        return StatementResult.OURS
    return StatementResult.THEIRS if max(more) <= 0 else StatementResult.DIFFER
