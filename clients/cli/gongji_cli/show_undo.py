"""What became of money that went back, for people."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from gongji import v1
from gongji_cli import show, show_settlement
from gongji_cli.words import Words


def reversed_(response: v1.ReverseSettlementResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    gone = response.settlement
    yield show.heading(f"{words.name(v1.SettlementState, gone.state)}  {gone.setl_id}")
    yield show.amounts(
        [
            (words("退回", "given back"), words.yuan(gone.refunded_fen)),
            (words("本人账户余额", "own accounts left"), words.yuan(response.balc_fen)),
        ]
    )
    yield from _refunds(response.refunds, words)


def reaccounted(response: v1.ReaccountSettlementResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    gone = response.reversed_settlement
    yield show.heading(f"{words.name(v1.SettlementState, gone.state)}  {gone.setl_id}")
    yield from _refunds(response.refunds, words)
    yield Text()
    yield from show_settlement.settlement(response.settlement, words)


def paid_out(response: v1.PayOutSuspenseResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    paid = response.suspense_payout
    yield show.facts(
        [
            (words("人员", "person"), paid.psn_no),
            (words("发放", "paid out"), words.yuan(paid.amount_fen)),
            (words("尚余暂存", "still waiting"), words.yuan(paid.balance_after_fen)),
            (words("时间", "time"), words.time(paid.payout_time)),
        ]
    )


def _refunds(refunds: Iterable[v1.Refund], words: Words) -> Iterable[Table]:
    given, left = words("退回", "given back"), words("余额", "left")
    rows = [
        [
            str(refund.order),
            refund.psn_no,
            words.name(v1.AccountKind, refund.account_kind),
            words.yuan(refund.amount_fen),
            words.yuan(refund.balance_after_fen),
            words.name(v1.SuspenseCause, refund.suspense_cause),
        ]
        for refund in refunds
    ]
    if rows:
        columns = [
            "#",
            words("付款人", "payer"),
            words("账户", "account"),
            given,
            left,
            words("暂存原因", "why it waits"),
        ]
        yield show.table(columns, rows, right=[given, left])
