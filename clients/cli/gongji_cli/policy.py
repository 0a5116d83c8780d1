"""The rules in use: policy list, policy show."""

from typing import Annotated

import typer

from gongji import v1
from gongji_cli import complete, show_policy
from gongji_cli.session import Session

app = typer.Typer(help="政策 · Policies.")


@app.command("list")
def list_policies(
    ctx: typer.Context,
    region: Annotated[
        str | None, typer.Option(metavar="CODE", help="只看适用于此参保地的 · only those that cover this region")
    ] = None,
) -> None:
    """有哪些政策 · Which policies there are."""
    session: Session = ctx.obj
    request = v1.ListPoliciesRequest(insuplc_admdvs=region)
    session.answer(session.ask_all(session.client.registry.list_policies, request), show_policy.listed)


@app.command("show")
def show(
    ctx: typer.Context,
    policy_id: Annotated[str, typer.Argument(metavar="ID", autocompletion=complete.policies)],
    version: Annotated[
        str | None, typer.Argument(metavar="VERSION", help="缺省为最新 · absent: the latest", show_default=False)
    ] = None,
) -> None:
    """一项政策的规则与出处 · One policy with its rules and sources."""
    session: Session = ctx.obj
    request = v1.GetPolicyRequest(policy_id=policy_id, policy_version=version)
    session.answer(session.ask(session.client.registry.get_policy, request), show_policy.shown)
