"""Reconciliation and clearing: what is asked, and the answers."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from gongji import v1
from service.api.checks import FIRST_DAY, LAST_DAY, ROWS_AT_MOST, Form, MalformedRequest, Violation, is_code
from service.api.convert_out import instant
from service.api.words import number
from service.domain.account import MAX_FEN
from service.domain.clearing import Line, RegionClearing
from service.domain.reconciliation import Counts, Discrepancy, StatementRow
from service.domain.totals import Figures, Stated, Totals
from service.storage.reconciliation import Scope

_DAYS_AT_MOST = 366
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_NARROWER = (("fixmedins_code", 12), ("insutype", 6), ("clr_type", 6))
_FLAGS = {"0": False, "1": True}
_ROW_AMOUNTS = ("medfee_sumamt_fen", "fund_pay_sumamt_fen", "acct_pay_fen")


def totals(request: v1.GetTotalsRequest, form: Form) -> tuple[Scope, Stated | None]:
    stated = _stated(request.stated, form) if request.HasField("stated") else None
    return _scope(request, form, ""), stated


def scope(request: v1.ReconcileRequest, form: Form) -> Scope:
    """The first message of a stream."""
    if request.WhichOneof("part") != "scope":
        form.missing("scope")
    return _scope(request.scope, form, "scope.")


def _scope(asked: v1.GetTotalsRequest | v1.ReconcileScope, form: Form, at: str) -> Scope:
    first, last = form.period(asked, _DAYS_AT_MOST, at)
    narrower = {name: form.optional(asked, name, form.code, at_most, at=at) for name, at_most in _NARROWER}
    region = form.pooling_region(asked.insuplc_admdvs, f"{at}insuplc_admdvs")
    return Scope(region=region, from_date=first, to_date=last, **narrower)


def _stated(stated: v1.StatedTotals, form: Form) -> Stated:
    sums = {name: form.fen(getattr(stated, name), f"stated.{name}", -MAX_FEN) for name in _ROW_AMOUNTS}
    return Stated(net_count=stated.fixmedins_setl_cnt, **sums)


def clearing(request: v1.GetClearingRequest, form: Form) -> tuple[str, str]:
    region = form.pooling_region(request.insuplc_admdvs, "insuplc_admdvs")
    if not request.month:
        form.missing("month")
    elif not _is_month(request.month):
        form.wrong("month", "须为 YYYY-MM 形式的月份", "is a month, YYYY-MM")
    return region, request.month


def _is_month(text: str) -> bool:
    try:
        return bool(_MONTH.fullmatch(text)) and FIRST_DAY <= date.fromisoformat(f"{text}-01") <= LAST_DAY
    except ValueError:
        return False


def statement_rows(request: v1.ReconcileRequest, before: int) -> list[StatementRow]:
    """Rows of the other side; `before` is how many came before them. Raises MalformedRequest."""
    rows: Sequence[v1.StatementRow] = request.rows.rows
    if request.WhichOneof("part") != "rows" or not 0 < len(rows) <= ROWS_AT_MOST:
        zh, en = f"须有 1 至 {ROWS_AT_MOST} 项", f"has 1 to {ROWS_AT_MOST} items"
        raise MalformedRequest([Violation("rows.rows", zh, en)])
    return [_statement_row(row, place) for place, row in enumerate(rows, before + 1)]


def _statement_row(row: v1.StatementRow, place: int) -> StatementRow:
    flag = _FLAGS.get(row.refd_setl_flag)
    wrong = _wrong(row, flag)
    if wrong is not None:
        field, zh, en = wrong
        raise bad_row(place, field, zh, en)
    return StatementRow(
        setl_id=row.setl_id,
        refund=bool(flag),
        mdtrt_id=row.mdtrt_id,
        psn_no=row.psn_no,
        medfee_sumamt_fen=row.medfee_sumamt_fen,
        fund_pay_sumamt_fen=row.fund_pay_sumamt_fen,
        acct_pay_fen=row.acct_pay_fen,
        acct_mulaid_pay_fen=row.acct_mulaid_pay_fen if row.HasField("acct_mulaid_pay_fen") else None,
    )


def _wrong(row: v1.StatementRow, flag: bool | None) -> tuple[str, str, str] | None:
    """What is wrong with a row: the field, and why in both languages."""
    if flag is None:
        return "refd_setl_flag", "须为 0 或 1", 'is "0" or "1"'
    for field in ("setl_id", "psn_no"):
        if not is_code(getattr(row, field), 30):
            return field, "须为 1 至 30 个可见 ASCII 字符", "is 1 to 30 visible ASCII characters"
    if len(row.mdtrt_id) > 30:
        return "mdtrt_id", "最多 30 个字符", "has at most 30 characters"
    for field in _ROW_AMOUNTS:
        amount_fen = getattr(row, field)
        if not -MAX_FEN <= amount_fen <= MAX_FEN:
            return field, "超出金额范围", "is out of the range of amounts"
        if amount_fen and (amount_fen < 0) != flag:
            return field, "结算须为正数、退费须为负数", "is above zero for a settlement, below zero for a refund"
    return None


def bad_row(place: int, field: str, zh: str, en: str) -> MalformedRequest:
    """A row of the stream, counted from 1, is refused, and the whole stream with it."""
    return MalformedRequest([Violation(f"rows.{field}", f"第 {place} 行：{zh}", f"row {place}: {en}")])


def totals_response(found: Sequence[Totals], sum_: Figures, result: str | None) -> v1.GetTotalsResponse:
    return v1.GetTotalsResponse(totals=map(_totals, found), sum=_figures(sum_), stmt_rslt=result)


def _totals(found: Totals) -> v1.Totals:
    return v1.Totals(
        fixmedins_code=found.fixmedins_code,
        insutype=found.insutype,
        clr_type=found.clr_type,
        figures=_figures(found.figures),
    )


def _figures(figures: Figures) -> v1.Figures:
    same = {name: getattr(figures, name) for name in figures.__struct_fields__}
    return v1.Figures(fixmedins_setl_cnt=figures.net_count, acct_own_pay_fen=figures.acct_own_pay_fen, **same)


def discrepancies(found: Iterable[Discrepancy]) -> v1.ReconcileResponse:
    return v1.ReconcileResponse(found=v1.Discrepancies(discrepancies=map(_discrepancy, found)))


def _discrepancy(found: Discrepancy) -> v1.Discrepancy:
    return v1.Discrepancy(
        stmt_rslt=found.result,
        ours=_row(found.ours),
        theirs=_row(found.theirs),
        differing=found.differing,
        request_id=found.ours.request_id if found.ours else None,
        row=found.row,
    )


def _row(row: StatementRow | None) -> v1.StatementRow | None:
    if row is None:
        return None
    same: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    return v1.StatementRow(refd_setl_flag="1" if row.refund else "0", **same)


_SAME = ("setl_id", "mdtrt_id", "psn_no", *_ROW_AMOUNTS, "acct_mulaid_pay_fen")


def counts(counted: Counts) -> v1.ReconcileResponse:
    same = {name: getattr(counted, name) for name in counted.__struct_fields__}
    return v1.ReconcileResponse(counts=v1.ReconcileCounts(**same))


def region_clearing(found: RegionClearing) -> v1.RegionClearing:
    return v1.RegionClearing(
        other_admdvs=found.other_region,
        owed_to_other_fen=found.owed_fen,
        owed_by_other_fen=found.due_fen,
        net_owed_fen=found.net_fen,
        cleared_fen=found.cleared.paid_fen if found.cleared else 0,
        cleared_time=instant(found.cleared.cleared_time if found.cleared else None),
        lines=map(_line, found.lines),
    )


def _line(line: Line) -> v1.ClearingLine:
    return v1.ClearingLine(
        authorizer_admdvs=line.authorizer_region,
        movement=number(line.movement),
        count=line.count,
        own_fen=line.own_fen,
        mulaid_fen=line.mutual_aid_fen,
    )
