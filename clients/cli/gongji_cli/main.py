"""The command `gongji`: global options, the commands, and the way to run them inside another program."""

import io
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import Annotated

import stamina.instrumentation
import typer

import gongji
from gongji_cli import (
    account,
    account_acts,
    bulk,
    complete,
    family,
    family_events,
    jobs,
    output,
    policy,
    premium,
    quota,
    reconciliation,
    registry,
    servers,
    settlement,
    smoke,
    undo,
    wallet,
    why,
)
from gongji_cli.arguments import instant
from gongji_cli.connection import DEFAULT_ADDRESS, DEFAULT_LANG, connection
from gongji_cli.exit_codes import ExitCode
from gongji_cli.province import commands as province
from gongji_cli.session import Result, Session
from gongji_cli.words import Words

__all__ = ["Result", "main", "run"]

_EPILOG = """\b
退出码 · exit codes
  0  完成 · done
  1  smoke 或对账发现不符，批处理有人失败 · smoke, totals or reconcile found something wrong, a job failed for somebody
  2  用法有误 · wrong usage
  3  被服务端拒绝；批量时有行被拒绝 · refused by the server; in a batch, a row was
  4  请求格式有误 · malformed request
  5  连不上服务或请重试 · server not reachable, or try again
"""

app = typer.Typer(
    epilog=_EPILOG,
    rich_markup_mode=None,
    # A traceback with local variables would show people's data.
    pretty_exceptions_enable=False,
)
app.add_typer(registry.persons, name="persons")
app.add_typer(registry.institutions, name="institutions")
app.add_typer(registry.credits, name="credits")
for commands in (
    family.app,
    family_events.app,
    settlement.app,
    undo.app,
    why.app,
    account.app,
    account_acts.app,
    reconciliation.app,
    jobs.following,
    smoke.app,
):
    app.add_typer(commands)
app.add_typer(policy.app, name="policy")
app.add_typer(premium.app, name="premium")
app.add_typer(quota.app, name="quota")
app.add_typer(bulk.app, name="import")
app.add_typer(jobs.app, name="job")
app.add_typer(account_acts.preset, name="preset")
app.add_typer(wallet.app, name="wallet")
app.add_typer(undo.suspense, name="suspense")
app.add_typer(province.app, name="province")
app.add_typer(servers.app, name="servers")


def main() -> None:
    """The entry point of the command."""
    for stream in (sys.stdout, sys.stderr):
        # Where the terminal knows no Chinese, \u5171 is better than a crash, and in JSON it is the same text.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_execute(sys.argv[1:]))


def run(argv: list[str]) -> Result:
    """Runs one command line in this process, with `argv` as after the word `gongji`, and never ends the process.

    What would be printed is returned instead. One at a time: the standard streams belong to the whole process.
    """
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        exit_code = _execute(argv)
    return Result(int(exit_code), out.getvalue(), err.getvalue())


@app.callback()
def globals_(
    ctx: typer.Context,
    server: Annotated[
        str | None,
        typer.Option(
            envvar="GONGJI_SERVER",
            metavar="HOST:PORT|NAME",
            help="服务地址，或 gongji servers 中的名称 · address of the server, or its name in your list; "
            f"absent: the one in use there, else {DEFAULT_ADDRESS}",
            autocompletion=complete.servers,
        ),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(envvar="GONGJI_TOKEN", metavar="TOKEN", help="平台令牌，宜用环境变量 · better in the environment"),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="按此时刻判定，仅沙箱 · decide at this moment, RFC 3339; sandbox only"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON · print JSON")] = False,
    lang: Annotated[
        gongji.Lang | None, typer.Option(envvar="GONGJI_LANG", help="语言，缺省 zh · language; absent: zh")
    ] = None,
) -> None:
    """职工医保个人账户家庭共济 · Family mutual aid of medical-insurance accounts.

    R/PSN：参保地/人员编号，或 参保地/证件类型:证件号码。 A person: 421200/1001, or by certificate 421200/01:CERTNO.
    """
    moment = None if now is None else instant(now)
    if ctx.invoked_subcommand == "servers":
        # These repair the user's file, so nothing of it is read before.
        ctx.obj = servers.Desk(Words(lang or DEFAULT_LANG), as_json)
        return
    where = connection(server, token, lang)
    client = gongji.Client(where.address, token=where.token, now=now, lang=where.lang)
    ctx.call_on_close(client.close)
    ctx.obj = Session(client, Words(where.lang), as_json, moment, where, run)


def _execute(argv: Sequence[str]) -> int:
    # Retries would be logged to standard output, into the JSON.
    stamina.instrumentation.set_on_retry_hooks([])
    as_json = "--json" in argv
    try:
        _check_text(argv)
        command = typer.main.get_command(app)
        return int(
            command.main(args=list(argv) or ["--help"], prog_name="gongji", standalone_mode=False) or ExitCode.DONE
        )
    except typer.TyperException as error:
        output.wrong_usage(error.format_message(), _command_path(error), as_json)
        return ExitCode.USAGE
    except typer.Abort:
        return ExitCode.TRY_AGAIN
    except SystemExit as ended:  # the reader of a pipe has gone
        return ended.code if isinstance(ended.code, int) else ExitCode.TRY_AGAIN


def _check_text(argv: Sequence[str]) -> None:
    # Bytes that are no UTF-8 come in as lone surrogates, which no message can hold.
    for number, argument in enumerate(argv, start=1):
        if any("\ud800" <= character <= "\udfff" for character in argument):
            raise typer.BadParameter(f"第 {number} 个参数不是 UTF-8 · argument {number} is not UTF-8")


def _command_path(error: typer.TyperException) -> str:
    ctx = getattr(error, "ctx", None)
    return ctx.command_path if ctx else "gongji"
