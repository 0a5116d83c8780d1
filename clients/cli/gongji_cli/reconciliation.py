"""The books held against the other side's, and what regions owe each other: totals, reconcile, clearing."""

from contextlib import ExitStack
from typing import Annotated

import typer

import gongji
from gongji import v1
from gongji_cli import csv_file, output, show_bulk, show_reconciliation
from gongji_cli.arguments import fen
from gongji_cli.csv_file import CsvFile
from gongji_cli.exit_codes import ExitCode
from gongji_cli.session import Session
from gongji_cli.statement_file import StatementFile

app = typer.Typer()

Region = Annotated[str, typer.Argument(metavar="REGION", help="参保地 · region of insurance")]
First = Annotated[str, typer.Option("--from", metavar="DATE", help="自此日 · this day or later, YYYY-MM-DD")]
Last = Annotated[str, typer.Option("--to", metavar="DATE", help="至此日 · this day or earlier, YYYY-MM-DD")]
Institution = Annotated[
    str | None, typer.Option("--institution", metavar="CODE", help="只看此机构 · only this institution")
]
Insutype = Annotated[str | None, typer.Option("--insutype", metavar="CODE", help="只看此险种 · only this scheme")]
ClrType = Annotated[
    str | None, typer.Option("--clr-type", metavar="CODE", help="只看此清算类别 · only this kind for clearing")
]


def _stated(text: str) -> v1.StatedTotals:
    parts = text.split(":")
    if len(parts) != 4 or not parts[0].removeprefix("-").isdecimal():
        raise typer.BadParameter(
            f"{text!r}：应为 笔数:医疗费:基金:账户，金额为元 · expected COUNT:BILLS:FUND:ACCOUNTS, amounts in yuan"
        )
    medfee_fen, fund_fen, accounts_fen = map(fen, parts[1:])
    return v1.StatedTotals(
        fixmedins_setl_cnt=int(parts[0]),
        medfee_sumamt_fen=medfee_fen,
        fund_pay_sumamt_fen=fund_fen,
        acct_pay_fen=accounts_fen,
    )


@app.command("totals")
def totals(
    ctx: typer.Context,
    region: Region,
    from_: First,
    to: Last,
    institution: Institution = None,
    insutype: Insutype = None,
    clr_type: ClrType = None,
    stated: Annotated[
        v1.StatedTotals | None,
        typer.Option(
            parser=_stated,
            metavar="COUNT:BILLS:FUND:ACCOUNTS",
            help="对方数据，与合计核对，金额为元 · the other side's figures, held against the sum; yuan",
        ),
    ] = None,
    csv: CsvFile = None,
) -> None:
    """结算对总账 · Totals by institution, scheme and kind for clearing.

    撤销在撤销当日冲减。 What was undone is taken off on the day it was undone.
    """
    session: Session = ctx.obj
    request = v1.GetTotalsRequest(
        insuplc_admdvs=region,
        fixmedins_code=institution,
        insutype=insutype,
        clr_type=clr_type,
        from_date=from_,
        to_date=to,
        stated=stated,
    )
    response = session.ask(session.client.reconciliation.get_totals, request)
    if csv is None:
        session.answer(response, show_reconciliation.totals)
    else:
        csv_file.save(session, csv, show_reconciliation.TOTALS_COLUMNS, show_reconciliation.totals_rows(response))
    if response.stmt_rslt not in ("", "0"):
        raise typer.Exit(ExitCode.FOUND_WRONG)


@app.command("clearing")
def clearing(
    ctx: typer.Context,
    region: Region,
    month: Annotated[str, typer.Argument(metavar="MONTH", help="月份 · YYYY-MM")],
    csv: CsvFile = None,
) -> None:
    """跨统筹区清算 · Who owes whom for a month, between this region and others."""
    session: Session = ctx.obj
    request = v1.GetClearingRequest(insuplc_admdvs=region, month=month)
    response = session.ask(session.client.reconciliation.get_clearing, request)
    if csv is None:
        session.answer(response, show_reconciliation.clearing)
    else:
        csv_file.save(session, csv, show_reconciliation.CLEARING_COLUMNS, show_reconciliation.clearing_rows(response))


@app.command("reconcile")
def reconcile(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE.csv", help="UTF-8；- 为标准输入 · - is standard input")],
    region: Annotated[str, typer.Option(metavar="CODE", help="参保地 · region of insurance")],
    from_: First,
    to: Last,
    institution: Institution = None,
    insutype: Insutype = None,
    clr_type: ClrType = None,
    csv: CsvFile = None,
) -> None:
    """结算对明细账 · Compare a file of the other side's rows with the settlements here.

    列 · columns: setl_id, mdtrt_id, psn_no, medfee_sumamt, fund_pay_sumamt, acct_pay; 可缺 · may be missing:
    refd_setl_flag, acct_mulaid_pay. 金额为元，退费为负；按 setl_id 升序，逗号或制表符分隔。 Amounts in yuan, a refund's
    below zero; ascending by setl_id; commas or tabs. 不符的行全部写入 --csv。 All that differs goes to --csv.
    """
    session: Session = ctx.obj
    scope = v1.ReconcileScope(
        insuplc_admdvs=region,
        fixmedins_code=institution,
        insutype=insutype,
        clr_type=clr_type,
        from_date=from_,
        to_date=to,
    )
    report = show_reconciliation.Report()
    with ExitStack() as stack:
        theirs = StatementFile(file, stack)
        write = stack.enter_context(csv_file.sheet(csv, show_reconciliation.DISCREPANCY_COLUMNS))
        label = ("不符", "discrepancies")
        tick = stack.enter_context(show_bulk.progress(session.words, theirs.read_bytes, theirs.size_bytes, label))
        try:
            for response in session.client.reconciliation.reconcile(theirs.messages(scope)):
                if theirs.failed is not None:
                    break  # The rest of their rows is missing, and what is said about it means nothing.
                for found in response.found.discrepancies:
                    report.add(found)
                    write(show_reconciliation.discrepancy_row(found))
                if response.HasField("counts"):
                    report.counts.CopyFrom(response.counts)
                tick(report.counts.theirs, report.found)
        except gongji.GongjiError as error:
            raise session.refused(error, v1.ReconcileRequest()) from None
    if theirs.failed is not None:
        output.wrong_usage(theirs.failed, "gongji reconcile", session.as_json)
        raise typer.Exit(ExitCode.USAGE)
    if not csv_file.is_stdout(csv):
        session.put(report.data(), show_reconciliation.compared(report, session.words))
    if report.found:
        raise typer.Exit(ExitCode.FOUND_WRONG)
