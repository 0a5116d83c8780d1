"""Transfers, presets and liquidations for people."""

from collections.abc import Iterable

from rich.console import RenderableType

from gongji import v1
from gongji_cli import show
from gongji_cli.words import Words


def transferred(response: v1.TransferResponse, words: Words) -> Iterable[RenderableType]:
    done = response.transfer
    yield from show.replayed(response.replayed, words)
    left, entered = words.name(v1.AccountKind, done.from_kind), words.name(v1.AccountKind, done.to_kind)
    yield show.heading(f"{done.psn_no}  {left} → {entered}")
    yield show.amounts(
        [
            (words("划转", "moved"), words.yuan(done.amount_fen)),
            (f"{left} {words('余额', 'balance')}", words.yuan(done.from_balance_after_fen)),
            (f"{entered} {words('余额', 'balance')}", words.yuan(done.to_balance_after_fen)),
        ]
    )


def preset(response: v1.SetPresetResponse | v1.CancelPresetResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    yield from preset_of(response.preset, words)


def preset_of(made: v1.Preset, words: Words) -> Iterable[RenderableType]:
    yield show.facts(
        [
            (words("人员", "person"), made.psn_no),
            (words("每年划转", "moves every year"), words.yuan(made.amount_fen)),
            (words("状态", "state"), words.name(v1.PresetState, made.state)),
            (words("设定时间", "fixed"), words.time(made.set_time)),
            (words("终止时间", "ended"), words.time(made.end_time) if made.HasField("end_time") else ""),
        ]
    )


def liquidated(response: v1.LiquidateResponse, words: Words) -> Iterable[RenderableType]:
    done = response.liquidation
    yield from show.replayed(response.replayed, words)
    yield show.heading(f"{done.psn_no}  {words.name(v1.LiquidationCause, done.cause)}  {done.liquidation_id}")
    yield show.amounts(
        [
            (words("账户余额", "balances"), words.yuan(done.balance_fen)),
            (words("利息", "interest"), words.yuan(done.interest_fen)),
            (words("支付", "paid out"), words.yuan(done.paid_out_fen)),
            (
                words("转出", "carried") + (f" → {done.to_admdvs}" if done.to_admdvs else ""),
                words.yuan(done.carried_fen),
            ),
        ]
    )
