"""A whole invented family run against any server, to see that it works: smoke."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from rich.console import Console

import gongji
from gongji import money, v1
from gongji_cli import output
from gongji_cli.arguments import person
from gongji_cli.examples.argv import for_people
from gongji_cli.examples.cast import Cast
from gongji_cli.examples.run import Runner, StepRun
from gongji_cli.examples.show import show_step
from gongji_cli.exit_codes import ExitCode
from gongji_cli.session import Session
from gongji_cli.smoke_family import CHILD, HOLDER, Family, SmokeError, family
from gongji_cli.words import CHINA

app = typer.Typer()

CLOCKS_APART = timedelta(minutes=1)
"""How far a real server's clock may be behind this one before it finds a proof of identity to be of the future."""

WRITES = (
    "冒烟测试会向此服务写入测试人员、机构、划入和结算，永久留在账上。",
    "smoke writes invented people, institutions, credits and settlements into this server, where they stay for good.",
)


@app.command("smoke")
def smoke(
    ctx: typer.Context,
    region: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="哪个参保地，缺省首个现行政策的 · absent: of the first policy"),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不是沙箱也写入 · write into a server that is no sandbox")] = False,
) -> None:
    """冒烟测试 · Try a whole invented family on the server.

    登记、划入、授权、绑定、预结算、结算、查询、拒绝、解绑，并核对金额。退出码 0 为全部相符，1 为有不符。
    From registration to unbinding, with the amounts checked. Exit code 0: all as it should be; 1: not.
    """
    session: Session = ctx.obj
    sandbox = _is_sandbox(session)
    if not sandbox and not yes:
        raise typer.BadParameter(f"此服务不是沙箱。{WRITES[0]} · This is no sandbox. {WRITES[1]}", param_hint="--yes")
    at = session.now.ToDatetime(tzinfo=CHINA) if session.now else datetime.now(CHINA).replace(microsecond=0)
    at = at if sandbox else at - CLOCKS_APART
    policy, place = _policy(session, region, at)
    try:
        tried = family(policy, place, at)
    except SmokeError as error:
        raise typer.BadParameter(str(error), param_hint="--region") from None
    runner = Runner(session.run, session.where.argv(), sets_time=sandbox)
    cast = _strangers_to_the_server(session, tried)
    console = None if session.as_json else Console(width=output.WIDTH, highlight=False)
    if console:
        _announce(session, policy, place, console)
    steps = list(_shown(runner.steps(tried.example, tried.of, cast), cast, console))
    books = _books(tried, cast, runner, at)
    wrong = [w for step in steps for w in step.wrong] + books
    if console:
        _sum_up(steps, books, wrong, console)
    else:
        output.data(_data(session, policy, place, steps, books))
    raise typer.Exit(ExitCode.FOUND_WRONG if wrong else ExitCode.DONE)


def _is_sandbox(session: Session) -> bool:
    """Whether the server lets a call set the time; what else may be wrong shows when it is asked in earnest."""
    client, given = session.client, session.client.now
    client.now = given or datetime.now(UTC)
    try:
        client.registry.list_policies(v1.ListPoliciesRequest(page_size=1))
    except gongji.GongjiError as error:
        return error.reason != "SANDBOX_ONLY"
    finally:
        client.now = given
    return True


def _policy(session: Session, region: str | None, at: datetime) -> tuple[v1.Policy, str]:
    """The first policy in force, with its rules, and the region to try it in."""
    day = f"{at:%Y-%m-%d}"
    request = v1.ListPoliciesRequest(insuplc_admdvs=region, on_date=day)
    for policy in session.ask_all(session.client.registry.list_policies, request).policies:
        place = region or next((code for code in policy.regions if not code.endswith("0000")), "")
        if place and policy.shape in (v1.POLICY_SHAPE_STAR, v1.POLICY_SHAPE_NETWORK):
            asked = v1.GetPolicyRequest(policy_id=policy.policy_id, policy_version=policy.policy_version)
            return session.ask(session.client.registry.get_policy, asked).policy, place
    raise typer.BadParameter(
        f"{region or ''} {day}：没有现行政策可试 · no policy in force that could be tried", param_hint="--region"
    )


def _strangers_to_the_server(session: Session, tried: Family) -> Cast:
    """People under numbers that the server does not know: nobody's row may be overwritten."""
    while True:
        cast = Cast(tried.example, tried.of)
        if not any(_is_known(session, cast.ref(who)) for who in tried.example.persons):
            return cast


def _is_known(session: Session, ref: str) -> bool:
    request = v1.GetAccountsRequest(owner=person(ref))
    try:
        session.client.account.get_accounts(request)
    except gongji.GongjiError as error:
        if error.reason == "PERSON_NOT_FOUND":
            return False
        raise session.refused(error, request) from None
    return True


def _shown(steps: Iterator[StepRun], cast: Cast, console: Console | None) -> Iterator[StepRun]:
    for step in steps:
        if console:
            show_step(step, cast, console)
        yield step


def _books(tried: Family, cast: Cast, runner: Runner, at: datetime) -> list[str]:
    """What does not add up: every fen credited is still there or was paid, in the accounts, entries and settlements."""
    holder, child = cast.ref(HOLDER), cast.ref(CHILD)
    balances = _sum(runner.ask(at, ["accounts", holder])[1].get("accounts", []), "balance_fen")
    entries = _sum(runner.ask(at, ["entries", holder])[1].get("entries", []), "amount_fen")
    settled = _sum(runner.ask(at, ["settlements", child])[1].get("settlements", []), "acct_mulaid_pay_fen")
    expected = (
        ("余额合计 balances", tried.credited_fen - tried.paid_fen, balances),
        ("明细合计 entries", balances, entries),
        ("结算中的共济支付 mutual aid in settlements", tried.paid_fen, settled),
    )
    return [
        f"{what}: {money.fen_to_yuan(wanted)} expected, found {money.fen_to_yuan(found)}"
        for what, wanted, found in expected
        if wanted != found
    ]


def _sum(rows: list[dict[str, Any]], field: str) -> int:
    return sum(int(row[field]) for row in rows)


def _announce(session: Session, policy: v1.Policy, place: str, console: Console) -> None:
    console.print(f"! {WRITES[0]}", style="bold yellow", markup=False)
    console.print(f"! {WRITES[1]}", style="bold yellow", markup=False)
    console.print(f"{session.where.address}  {place}  {policy.policy_id} {policy.policy_version}", markup=False)


def _sum_up(steps: list[StepRun], books: list[str], wrong: list[str], console: Console) -> None:
    console.print("\n  核对账目 the books")
    for line in books or ["✓ 划入 = 余额 + 支付，明细与结算相符 credited = left + paid, entries and settlements agree"]:
        console.print(f"    {line}", markup=False)
    verdict = f"✗ {len(wrong)} 处不符 not as it should be" if wrong else "✓ 全部相符 all as it should be"
    console.print(f"\n{verdict} ({len(steps)} commands)", style="bold red" if wrong else "bold green", markup=False)


def _data(session: Session, policy: v1.Policy, place: str, steps: list[StepRun], books: list[str]) -> dict[str, Any]:
    return {
        "ok": not books and not any(step.wrong for step in steps),
        "server": session.where.address,
        "region": place,
        "policy_id": policy.policy_id,
        "policy_version": policy.policy_version,
        "steps": [
            {
                "command": for_people(step.argv, step.at if step.sets_time else None),
                "refused": step.answer.get("error", {}).get("reason"),
                "wrong": list(step.wrong),
            }
            for step in steps
        ],
        "books": {"wrong": books},
    }
