"""Totals, discrepancies and clearing, for people and for spreadsheets."""

from collections.abc import Iterable, Iterator
from typing import Any

from google.protobuf import json_format
from rich.console import RenderableType
from rich.text import Text

from gongji import v1
from gongji.money import fen_to_yuan
from gongji_cli import enums, show
from gongji_cli.words import Words

SHOWN_AT_MOST = 100
"""How many discrepancies are shown; a file takes all."""
_RESULTS = {
    "0": ("平", "the same"),
    "1": ("本方多", "only here"),
    "2": ("对方多", "only there"),
    "3": ("数据不一致", "different"),
}
_COUNTS = ("fixmedins_setl_cnt", "settled_count", "reversed_count")
_SUMS = (
    "medfee_sumamt",
    "fund_pay_sumamt",
    "other_pay",
    "acct_pay",
    "acct_own_pay",
    "acct_mulaid_pay",
    "psn_cash_pay",
)
TOTALS_COLUMNS = ("fixmedins_code", "insutype", "clr_type", *_COUNTS, *_SUMS)
CLEARING_COLUMNS = ("other_admdvs", "authorizer_admdvs", "movement", "count", "own", "mulaid")
_ROW_AMOUNTS = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "acct_mulaid_pay")
_ROW_COLUMNS = ("mdtrt_id", "psn_no", *_ROW_AMOUNTS)
DISCREPANCY_COLUMNS = (
    *("stmt_rslt", "setl_id", "refd_setl_flag", "differing", "request_id", "row"),
    *(f"ours_{name}" for name in _ROW_COLUMNS),
    *(f"theirs_{name}" for name in _ROW_COLUMNS),
)


def totals_rows(response: v1.GetTotalsResponse) -> Iterator[list[object]]:
    for row in response.totals:
        sums = (fen_to_yuan(getattr(row.figures, f"{name}_fen")) for name in _SUMS)
        counts = (getattr(row.figures, name) for name in _COUNTS)
        yield [row.fixmedins_code, row.insutype, row.clr_type, *counts, *sums]


def totals(response: v1.GetTotalsResponse, words: Words) -> Iterable[RenderableType]:
    if not response.totals:
        yield show.none(words)
    else:
        count, bills, fund = words("笔数", "count"), words("医疗费", "bills"), words("基金", "fund")
        own, aid, cash = words("本人账户", "own accounts"), words("共济", "mutual aid"), words("现金", "cash")
        amounts = [count, bills, fund, own, aid, cash]
        rows = [[_place(row, words), *_shown(row.figures, words)] for row in response.totals]
        rows.append([words("合计", "all"), *_shown(response.sum, words)])
        yield show.table([words("机构、险种、类别", "institution, scheme, kind"), *amounts], rows, right=amounts)
    if response.HasField("stmt_rslt"):
        yield Text(words("与对方合计：", "against the other side's sum: ") + words(*_RESULTS[response.stmt_rslt]))


def _place(row: v1.Totals, words: Words) -> str:
    return f"{row.fixmedins_code or words('（无机构）', '(none)')}\n{row.insutype} {row.clr_type}"


def _shown(figures: v1.Figures, words: Words) -> list[str]:
    count = f"{figures.fixmedins_setl_cnt:,}"
    if figures.reversed_count:
        count += f"\n{figures.settled_count:,}−{figures.reversed_count:,}"
    amounts = (
        figures.medfee_sumamt_fen,
        figures.fund_pay_sumamt_fen,
        figures.acct_own_pay_fen,
        figures.acct_mulaid_pay_fen,
        figures.psn_cash_pay_fen,
    )
    return [count, *(words.yuan(fen) for fen in amounts)]


class Report:
    """What a comparison found; of the discrepancies only the first are kept."""

    def __init__(self) -> None:
        self.counts = v1.ReconcileCounts()
        self.first: list[v1.Discrepancy] = []
        self.found = 0

    def add(self, discrepancy: v1.Discrepancy) -> None:
        self.found += 1
        if len(self.first) < SHOWN_AT_MOST:
            self.first.append(discrepancy)

    def data(self) -> dict[str, Any]:
        return {
            "counts": _plain(self.counts, zeros=True),
            "discrepancies": [_plain(one) for one in self.first],
            "left_out": self.found - len(self.first),
        }


def _plain(message: Any, *, zeros: bool = False) -> dict[str, Any]:
    return json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=zeros
    )


def compared(report: Report, words: Words) -> Iterable[RenderableType]:
    """The first discrepancies, and the counts."""
    if report.first:
        ours, theirs = words("本方", "here"), words("对方", "there")
        columns = [words("结算", "settlement"), words("结果", "result"), words("字段", "field"), ours, theirs]
        yield show.table(columns, [_compared(one, words) for one in report.first], right=[ours, theirs])
    if report.found > len(report.first):
        left_out = report.found - len(report.first)
        yield Text(words(f"另有 {left_out:,} 行，见 --csv", f"and {left_out:,} more: see --csv"))
    counts = report.counts
    yield show.facts(
        [
            (words("本方", "here"), f"{counts.ours:,}"),
            (words("对方", "there"), f"{counts.theirs:,}"),
            *((words(*_RESULTS[code]), f"{count:,}") for code, count in zip("0123", _of_results(counts), strict=True)),
        ]
    )


def _of_results(counts: v1.ReconcileCounts) -> tuple[int, int, int, int]:
    return counts.flat, counts.ours_only, counts.theirs_only, counts.differ


def _compared(found: v1.Discrepancy, words: Words) -> list[RenderableType]:
    """What differs, or where only one side has the row, what it is about."""
    row = found.ours if found.HasField("ours") else found.theirs
    names = [name.removesuffix("_fen") for name in found.differing] or ["psn_no", "medfee_sumamt", "acct_pay"]
    refund = words("（退费）", " (refund)") if row.refd_setl_flag == "1" else ""
    return [
        row.setl_id + refund,
        words(*_RESULTS[found.stmt_rslt]),
        "\n".join(names),
        *("\n".join(_cell(side, name) for name in names) for side in _sides(found)),
    ]


def discrepancy_row(found: v1.Discrepancy) -> list[object]:
    row = found.ours if found.HasField("ours") else found.theirs
    cells = [_cell(side, name) for side in _sides(found) for name in _ROW_COLUMNS]
    place = found.row if found.HasField("row") else ""
    about = (found.stmt_rslt, row.setl_id, row.refd_setl_flag, " ".join(found.differing), found.request_id, place)
    return [*about, *cells]


def _sides(found: v1.Discrepancy) -> list[v1.StatementRow | None]:
    return [found.ours if found.HasField("ours") else None, found.theirs if found.HasField("theirs") else None]


def _cell(row: v1.StatementRow | None, name: str) -> str:
    if row is None or (name == "acct_mulaid_pay" and not row.HasField("acct_mulaid_pay_fen")):
        return ""
    return fen_to_yuan(getattr(row, f"{name}_fen")) if name in _ROW_AMOUNTS else str(getattr(row, name))


def clearing_rows(response: v1.GetClearingResponse) -> Iterator[list[object]]:
    for region in response.regions:
        for line in region.lines:
            movement = enums.short_name(v1.MovementKind, line.movement)
            amounts = (fen_to_yuan(line.own_fen), fen_to_yuan(line.mulaid_fen))
            yield [region.other_admdvs, line.authorizer_admdvs, movement, line.count, *amounts]


def clearing(response: v1.GetClearingResponse, words: Words) -> Iterable[RenderableType]:
    if not response.regions:
        yield show.none(words)
        return
    owed, due, net = words("应付", "to pay"), words("应收", "to get"), words("轧差", "balance")
    rows = [
        [
            region.other_admdvs,
            words.yuan(region.owed_to_other_fen),
            words.yuan(region.owed_by_other_fen),
            words.yuan(region.net_owed_fen),
            _cleared(region, words),
        ]
        for region in response.regions
    ]
    columns = [words("对方统筹区", "other region"), owed, due, net, words("清算", "cleared")]
    yield show.table(columns, rows, right=[owed, due, net])
    yield _lines(response, words)


def _cleared(region: v1.RegionClearing, words: Words) -> str:
    if not region.HasField("cleared_time"):
        return words("未清算", "not yet")
    return f"{words.yuan(region.cleared_fen)}\n{words.time(region.cleared_time)}"


def _lines(response: v1.GetClearingResponse, words: Words) -> RenderableType:
    count, own, aid = words("笔数", "count"), words("本人", "own"), words("共济", "mutual aid")
    columns = [words("对方统筹区", "other region"), words("付款账户所在", "paid from"), words("事由", "movement")]
    rows = [
        [
            region.other_admdvs,
            line.authorizer_admdvs,
            words.name(v1.MovementKind, line.movement),
            f"{line.count:,}",
            words.yuan(line.own_fen),
            words.yuan(line.mulaid_fen),
        ]
        for region in response.regions
        for line in region.lines
    ]
    return show.table([*columns, count, own, aid], rows, right=[count, own, aid])
