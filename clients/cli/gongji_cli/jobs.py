"""`gongji job` runs jobs and lists their runs; `gongji watch` follows what happens in a region."""

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated

import typer

import gongji
from gongji import v1
from gongji_cli import enums, exit_codes, output, show_jobs
from gongji_cli.exit_codes import ExitCode
from gongji_cli.session import Session

app = typer.Typer(help="批处理 · Jobs: what is done for everybody in a region on a day, in a month or a year.")
following = typer.Typer()

JOBS = ", ".join(name.lower().replace("_", "-") for name in enums.short_names(v1.Job))
Region = Annotated[str, typer.Argument(metavar="REGION", help="统筹区 · pooling region, such as 421200")]
_PAUSE_SECONDS = 1.0
"""Before a stream that broke off is asked for again."""


def _job(text: str) -> str:
    """wallet-return, as the contract's JOB_WALLET_RETURN."""
    return enums.parser(v1.Job)(text.replace("-", "_"))


@app.command("run")
def run(
    ctx: typer.Context,
    job: Annotated[str, typer.Argument(parser=_job, metavar="JOB", help=JOBS)],
    region: Region,
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="日、月或年 · a date, a month or a year: 2026-06-01")],
) -> None:
    """运行批处理 · Run a job for a region and a period.

    中断后重新运行即可，不会重复办理。 Broken off, simply run it again: it goes on, and nothing is done twice.
    """
    session: Session = ctx.obj
    request = v1.RunJobRequest(job=job, insuplc_admdvs=region, period=period)
    last = v1.RunJobResponse()
    with show_jobs.progress(session.words) as tick:
        try:
            for last in session.client.admin.run_job(request):
                tick(last)
        except gongji.GongjiError as error:
            raise session.refused(error, request) from None
    session.answer(last, show_jobs.report)
    if last.run.failed:
        raise typer.Exit(ExitCode.FOUND_WRONG)


@app.command("list")
def list_(
    ctx: typer.Context,
    region: Region,
    job: Annotated[str | None, typer.Option(parser=_job, metavar="JOB", help=f"只看此种 · only: {JOBS}")] = None,
) -> None:
    """批处理记录 · The runs of a region, the one begun last first."""
    session: Session = ctx.obj
    request = v1.ListJobsRequest(insuplc_admdvs=region, job=job)
    session.answer(session.ask_all(session.client.admin.list_jobs, request), show_jobs.runs)


@following.command("watch")
def watch(
    ctx: typer.Context,
    region: Region,
    cursor: Annotated[
        str | None,
        typer.Option(metavar="CURSOR", help="从此处接着看；缺省自最早 · go on from here; absent: from the first"),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="只看此后发生的 · only what happens from now on")] = False,
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="只看此类，可重复 · only this type, repeatable")
    ] = None,
    count: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="看到至少 N 条后结束 · end after at least N events")
    ] = None,
) -> None:
    """跟踪事件 · Follow what happens in a region, on and on; Ctrl-C ends it.

    服务重启后自动接续。 Goes on by itself after the server was started again. With --json each line is a message with
    its events and the cursor behind them: keep it, and give it back with --cursor.
    """
    session: Session = ctx.obj
    request = v1.WatchEventsRequest(insuplc_admdvs=region, cursor=cursor, new_only=new, types=types)
    seen = 0
    with suppress(KeyboardInterrupt):
        for told in _told(session, request):
            if session.as_json:
                output.line(told)
            else:
                show_jobs.happened(told, session.words)
            seen += len(told.events)
            if count is not None and seen >= count:
                return


def _told(session: Session, request: v1.WatchEventsRequest) -> Iterator[v1.WatchEventsResponse]:
    """Messages for ever; after the server has gone, from the last cursor on."""
    reached = False
    while True:
        try:
            for told in session.client.admin.watch_events(request):
                yield told
                request.cursor, reached = told.cursor, True
        except gongji.GongjiError as error:
            # Who was never reached is mistyped more often than being started anew.
            if exit_codes.of_code(error.code) is not ExitCode.TRY_AGAIN or not reached:
                raise session.refused(error, request) from None
        time.sleep(_PAUSE_SECONDS)
