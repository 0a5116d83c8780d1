"""How much may be spent under a relation: quota set."""

from typing import Annotated

import typer

from gongji import v1
from gongji_cli import show_family
from gongji_cli.arguments import RequestId, fen
from gongji_cli.family import Authorizer
from gongji_cli.handling import HandlingOptions
from gongji_cli.options import spread
from gongji_cli.session import Session

app = typer.Typer(help="共济额度 · Quotas.")


@app.command("set")
@spread
def set_(
    ctx: typer.Context,
    authorizer: Authorizer,
    amount: Annotated[
        int, typer.Option(parser=fen, metavar="YUAN", help="额度，含已使用的 · the quota, what was spent included")
    ],
    handling: HandlingOptions,
    binding_id: Annotated[
        str | None,
        typer.Argument(metavar="BINDING_ID", help="哪个绑定，缺省为全体成员 · absent: all members together"),
    ] = None,
    request_id: RequestId = None,
) -> None:
    """设定共济额度 · Set how much may be spent.

    有的地方须冻结授权人账户中相应的金额。 Some places freeze as much in the authorizer's accounts.
    """
    session: Session = ctx.obj
    request = v1.SetQuotaRequest(
        request_id=session.request_id(request_id),
        authorizer=authorizer,
        binding_id=binding_id,
        quota_fen=amount,
        handling=handling.message(session, authorizer),
    )
    session.answer(session.ask(session.client.family.set_quota, request), show_family.quota_set)
