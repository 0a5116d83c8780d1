"""A quote in words, for the person who pays: how the amount comes about, when it is paid, when cover begins."""

from typing import NamedTuple

from service.domain.premium_quote import Dates, Quote


class Said(NamedTuple):
    zh: str
    en: str


def explain(quote: Quote) -> Said:
    """Amounts in yuan. What no published text says is marked so."""
    parts = [
        _standard(quote),
        *_late(quote),
        *_subsidy(quote),
        *_set_off(quote),
        _due(quote),
        _window(quote.window),
        _cover(quote),
        *_supplement(quote),
        _source(quote),
    ]
    return Said("。".join(part.zh for part in parts) + "。", ". ".join(part.en for part in parts) + ".")


def _standard(quote: Quote) -> Said:
    header, row = quote.table.premium, quote.standard
    tier = Said(f"第 {quote.tier} 档", f", tier {quote.tier}") if quote.tier else Said("", "")
    year, fen = header.cover_year, _yuan(row.by_tier_fen[(quote.tier or 1) - 1])
    zh = f"{header.name_zh} {year} 年度，{row.zh}{tier.zh}：个人缴费标准 {fen} 元"
    return Said(zh, f"{header.name_en}, cover year {year}, {row.en}{tier.en}: the standard is {fen} yuan")


def _late(quote: Quote) -> list[Said]:
    added_fen = quote.standard_fen - quote.standard.by_tier_fen[(quote.tier or 1) - 1]
    if not added_fen:
        return []
    fen = _yuan(added_fen)
    zh = f"逾期缴费，另缴财政补助部分 {fen} 元，不享受补助"
    return [Said(zh, f"Paid late, the government's share of {fen} yuan is due too, without subsidies")]


def _subsidy(quote: Quote) -> list[Said]:
    counted = quote.counted
    if counted.row is None:
        return []
    fen = _yuan(counted.fen)
    zh, en = f"{counted.row.zh}，财政补助 {fen} 元", f"For {counted.row.en} the government pays {fen} yuan"
    if counted.of > 1:
        zh += f"（符合 {counted.of} 项补助，只按最高的一项计一次）"
        en += f" (entitled to {counted.of} subsidies, of which the highest counts, once)"
    return [Said(zh, en)]


def _set_off(quote: Quote) -> list[Said]:
    if quote.set_off is None or not quote.set_off_fen:
        return []
    fen = _yuan(quote.set_off_fen)
    return [Said(f"{quote.set_off.zh}抵扣 {fen} 元", f"Set off is {fen} yuan of {quote.set_off.en}")]


def _due(quote: Quote) -> Said:
    fen = _yuan(quote.amount_due_fen)
    return Said(f"应缴 {fen} 元", f"{fen} yuan are due")


def _window(window: Dates) -> Said:
    if window.opens is None and window.closes is None:
        when = Said("缴费期未见规定", "No window for paying is known")
    else:
        first, last = window.opens, window.closes
        zh = f"缴费期{f' {first} ' if first else ''}{f'至 {last}' if last else '起'}"
        when = Said(zh, f"It is paid{f' from {first}' if first else ''}{f' until {last}' if last else ''}")
    if not window.payable_now:
        return Said(f"{when.zh}，现在不能缴", f"{when.en}, not now")
    return Said(f"{when.zh}，逾期仍可缴", f"{when.en}, and late payment is allowed") if window.late else when


def _cover(quote: Quote) -> Said:
    start, end = quote.cover_start, quote.cover_end
    born = Said("（自出生之日）", " (from birth)") if quote.from_birth else Said("", "")
    today = Said("今日缴费，", "Paid today, cover is") if quote.window.payable_now else Said("", "Cover is")
    return Said(f"{today.zh}待遇期自 {start}{born.zh} 至 {end}", f"{today.en} from {start}{born.en} to {end}")


def _supplement(quote: Quote) -> list[Said]:
    beside = quote.supplement
    if beside is None:
        return []
    fen, government = _yuan(beside.fen), _yuan(beside.government_fen)
    zh, en = f"补充医疗保险另缴 {fen} 元", f"The supplementary scheme beside it costs {fen} yuan"
    if beside.government_fen:
        zh, en = f"{zh}，财政另补 {government} 元", f"{en}, to which the government adds {government}"
    return [Said(zh, en)]


_SURE = {"published": "公开文本", "our reading": "本项目的理解", "weak": "来源不充分", "invented": "虚构，仅供测试"}


def _source(quote: Quote) -> Said:
    source = quote.table.sources[quote.table.standards.source]
    return Said(f"标准的依据：{_SURE[source.sure]}", f"The standard's source: {source.sure}")


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"
