"""Premiums for people: what is due and why, what was paid and by whom."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from gongji import v1
from gongji_cli import show
from gongji_cli.words import Words


def quoted(response: v1.QuotePremiumResponse, words: Words) -> Iterable[RenderableType]:
    quote = response.quote
    rows = [(words("个人缴费标准", "standard"), quote.standard_fen)]
    rows += [(words("财政补助", "subsidy"), -quote.subsidy_fen)] if quote.subsidy_fen else []
    rows += [(words("抵扣", "set off"), -quote.set_off_fen)] if quote.set_off_fen else []
    rows.append((words("应缴", "due"), quote.amount_due_fen))
    yield show.amounts((name, words.yuan(fen)) for name, fen in rows)
    window = quote.window
    now = words("现在可缴", "may be paid now") if window.payable_now else words("现在不能缴", "not now")
    yield show.facts(
        [
            (words("缴费期", "paid"), f"{show.period(window.from_date, window.to_date, words)}  {now}".strip()),
            (words("待遇期", "cover"), show.period(quote.cover_start, quote.cover_end, words)),
            (words("档次", "tier"), str(quote.tier or "")),
            (words("补助类别", "category"), quote.category),
        ]
    )
    yield Text(words(quote.explanation_zh, quote.explanation_en))


def paid(response: v1.PayPremiumResponse | v1.RefundPremiumResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    premium = response.premium
    yield show.facts(
        [
            (words("缴费编号", "premium"), premium.premium_id),
            (words("参保人", "insured"), f"{premium.insured_insuplc_admdvs}/{premium.insured_psn_no}"),
            (words("付款人", "payer"), f"{premium.payer_insuplc_admdvs}/{premium.payer_psn_no}"),
            (words("保障年度", "cover year"), str(premium.cover_year)),
            (words("待遇期", "cover"), show.period(premium.cover_start, premium.cover_end, words)),
            (words("金额", "amount"), words.yuan(premium.amount_fen)),
            (words("状态", "state"), words.name(v1.PremiumState, premium.state)),
        ]
    )
    account, amount, left = words("账户", "account"), words("支付", "paid"), words("余额", "left")
    yield show.table(
        [account, amount, left],
        [
            [
                words.name(v1.AccountKind, part.account_kind),
                words.yuan(part.amount_fen),
                words.yuan(part.balance_after_fen),
            ]
            for part in premium.payments
        ],
        right=[amount, left],
    )


def listed(response: v1.ListPremiumsResponse, words: Words) -> Iterable[RenderableType]:
    if not response.premiums:
        yield show.none(words)
        return
    people, amount, state = words("参保人与付款人", "insured, payer"), words("金额", "amount"), words("状态", "state")
    yield show.table(
        [words("时间与编号", "time, premium"), words("年度", "year"), people, amount, state],
        [
            [
                f"{words.time(premium.paid_time)}\n{premium.premium_id}",
                str(premium.cover_year),
                f"{premium.insured_psn_no}\n{premium.payer_psn_no}",
                words.yuan(premium.amount_fen),
                words.name(v1.PremiumState, premium.state),
            ]
            for premium in response.premiums
        ],
        right=[amount],
    )
