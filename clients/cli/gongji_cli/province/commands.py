"""`gongji province`: a province of invented people, for trying out and measuring a server."""

import time
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import gongji
from gongji_cli import output
from gongji_cli.exit_codes import ExitCode
from gongji_cli.options import spread
from gongji_cli.province import files, show
from gongji_cli.province.bills import BillRates
from gongji_cli.province.figures import Figures
from gongji_cli.province.load import BINDINGS, load
from gongji_cli.province.places import ProvinceError
from gongji_cli.province.province import CREDIT_MONTHS, MONTH, Province
from gongji_cli.province.settle import settle
from gongji_cli.session import Session

app = typer.Typer(help="样本省：虚构的参保人、机构和账单 · A province of invented people, institutions and bills.")

Clock = Annotated[
    bool, typer.Option("--clock", help="按样本省的时间判定，仅沙箱 · decide at the province's time; sandbox only")
]


@dataclass(frozen=True)
class Which:
    """Which province: the same options always make the same one."""

    size: Annotated[int, typer.Option(min=1, help="人数 · persons, up to 10 million")] = 1_000
    seed: Annotated[int, typer.Option(help="随机种子 · seed")] = 1
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="账单月份 · month of the bills")] = f"{MONTH:%Y-%m}"
    credit_months: Annotated[int, typer.Option(min=0, help="每人划入月数 · monthly shares paid")] = CREDIT_MONTHS

    def made(self, rates: BillRates | None = None) -> Province:
        try:
            month = datetime.strptime(self.month, "%Y-%m").date()
            return Province(self.size, self.seed, month=month, credit_months=self.credit_months, rates=rates)
        except ValueError:
            raise typer.BadParameter("应为 YYYY-MM · must be YYYY-MM", param_hint="--month") from None
        except ProvinceError as error:
            raise typer.BadParameter(str(error)) from None


@app.command()
@spread
def generate(
    which: Which, folder: Annotated[Path, typer.Option(help="写入此目录 · folder to write to")] = Path("var/province")
) -> None:
    """生成 CSV 文件，供 gongji import 使用 · Write the files that `gongji import` reads.

    persons.csv, credits.csv, bindings.csv，以及机构 and institutions-N.json for `gongji institutions upsert`.
    """
    province = which.made()
    began = time.monotonic()
    written = files.write(province, folder)
    seconds = time.monotonic() - began
    for name, rows in written.items():
        print(f"{folder / name}: {rows:,}")
    print(f"{seconds:.1f} s，{sum(written.values()) / seconds:,.0f} 行/秒 rows/s")


@app.command(name="load")
@spread
def load_(ctx: typer.Context, which: Which, clock: Clock = False) -> None:
    """经批量导入接口装入服务 · Load it through the import streams; what is there already stays as it is.

    约万分之五的共济关系故意写错，会被拒绝。 One binding in two thousand is wrong on purpose, and refused.
    缺省月份的政策今天未必都有效：沙箱请加 --clock，其他服务请用 --month 指定本月。 The policies of the default month
    need not be in force today: use --clock on a sandbox, the present --month elsewhere.
    """
    session: Session = ctx.obj
    province, console = which.made(), Console()
    if clock:
        session.client.now = province.morning
    began = time.monotonic()
    try:
        with show.loading(console, province.size) as tell:
            done = load(session.client, province, tell)
    except (ProvinceError, gongji.GongjiError) as error:
        raise _failed(error, session) from None
    console.print(show.loaded(done, time.monotonic() - began), highlight=False, markup=False)
    if set(done.refused) - {BINDINGS}:
        raise typer.Exit(ExitCode.REFUSED)


@app.command(name="settle")
@spread
def settle_(
    ctx: typer.Context,
    which: Which,
    day: Annotated[int, typer.Option(min=1, max=31, help="该月第几日 · day of the month")] = 1,
    per_1000: Annotated[
        float, typer.Option(min=0, help="每千人每日账单数 · bills of a thousand people in a day")
    ] = BillRates.per_1000,
    callers: Annotated[int, typer.Option(min=1, max=256, help="并发请求数 · batches under way at once")] = 8,
    batch: Annotated[int, typer.Option(min=1, max=512, help="每批笔数 · settlements in a batch")] = 64,
    clock: Clock = False,
) -> None:
    """结算一日的账单 · Settle one day's bills, and say who paid how much, and why accounts did not pay."""
    session: Session = ctx.obj
    province, console, figures = which.made(BillRates(per_1000=per_1000)), Console(), Figures()
    chosen = _day(province.month, day)
    bills = list(province.bills(chosen, chosen))
    began = time.monotonic()
    try:
        with show.settling(console, figures, len(bills)) as tell:
            settle(session.client, bills, figures, tell, callers=callers, batch=batch, clock=clock)
    except (ProvinceError, gongji.GongjiError) as error:
        raise _failed(error, session) from None
    for part in (show.settled(figures, time.monotonic() - began), show.money(figures), show.reasons(figures)):
        console.print(part, highlight=False)
    if figures.refused or figures.wrong:
        raise typer.Exit(ExitCode.REFUSED)


def _day(month: date, day: int) -> date:
    try:
        return month.replace(day=day)
    except ValueError:
        raise typer.BadParameter(f"{month:%Y-%m} 没有这一日 · has no such day", param_hint="--day") from None


def _failed(error: Exception, session: Session) -> typer.Exit:
    if isinstance(error, gongji.GongjiError):
        output.refusal(error, session.words, session.as_json, [])
    else:
        typer.echo(str(error), err=True)
    return typer.Exit(ExitCode.TRY_AGAIN)
