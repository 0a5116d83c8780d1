"""What is done with accounts themselves: transfer, preset set and cancel, liquidate."""

from typing import Annotated

import typer

from gongji import v1
from gongji_cli import complete, enums, show_account_acts
from gongji_cli.arguments import PERSON, RequestId, fen, person
from gongji_cli.handling import HandlingOptions
from gongji_cli.options import spread
from gongji_cli.session import Session

app = typer.Typer()
preset = typer.Typer(help="预设划转 · The amount that moves every year.")

Owner = Annotated[v1.PersonRef, typer.Option(parser=person, metavar=PERSON, help="账户所有人 · whose account")]
Amount = Annotated[int, typer.Option(parser=fen, metavar="YUAN", help="金额，元 · how much")]


def _kind(name: str, text: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(
        name,
        parser=enums.parser(v1.AccountKind),
        autocompletion=complete.of_enum(v1.AccountKind),
        metavar="KIND",
        help=f"{text}: {', '.join(enums.short_names(v1.AccountKind))}",
    )
    return found


@app.command("transfer")
@spread
def transfer(
    ctx: typer.Context,
    owner: Owner,
    from_kind: Annotated[str, _kind("--from", "转出的账户 · the account that it leaves")],
    to_kind: Annotated[str, _kind("--to", "转入的账户 · the account that it enters")],
    amount: Amount,
    handling: HandlingOptions,
    request_id: RequestId = None,
) -> None:
    """本人账户间划转 · Move money between two of one's own accounts.

    只能由本人办理。 Nobody but the owner may.
    """
    session: Session = ctx.obj
    request = v1.TransferRequest(
        request_id=session.request_id(request_id),
        owner=owner,
        from_kind=from_kind,
        to_kind=to_kind,
        amount_fen=amount,
        handling=handling.message(session, owner),
    )
    session.answer(session.ask(session.client.account.transfer, request), show_account_acts.transferred)


@preset.command("set")
@spread
def set_(
    ctx: typer.Context, owner: Owner, amount: Amount, handling: HandlingOptions, request_id: RequestId = None
) -> None:
    """设定每年划转的金额 · Fix the amount that moves every year.

    已有的预设由此取代。 It takes the place of one fixed before.
    """
    session: Session = ctx.obj
    request = v1.SetPresetRequest(
        request_id=session.request_id(request_id),
        owner=owner,
        amount_fen=amount,
        handling=handling.message(session, owner),
    )
    session.answer(session.ask(session.client.account.set_preset, request), show_account_acts.preset)


@preset.command("cancel")
@spread
def cancel(ctx: typer.Context, owner: Owner, handling: HandlingOptions, request_id: RequestId = None) -> None:
    """取消预设 · End the preset."""
    session: Session = ctx.obj
    request = v1.CancelPresetRequest(
        request_id=session.request_id(request_id), owner=owner, handling=handling.message(session, owner)
    )
    session.answer(session.ask(session.client.account.cancel_preset, request), show_account_acts.preset)


@app.command("liquidate")
@spread
def liquidate(
    ctx: typer.Context,
    owner: Owner,
    cause: Annotated[
        str,
        typer.Option(
            parser=enums.parser(v1.LiquidationCause),
            autocompletion=complete.of_enum(v1.LiquidationCause),
            metavar="CAUSE",
            help=f"原因 · why: {', '.join(enums.short_names(v1.LiquidationCause))}",
        ),
    ],
    handling: HandlingOptions,
    to: Annotated[
        str | None, typer.Option(metavar="CODE", help="转入地医保区划，缺省为支付 · absent: paid out")
    ] = None,
    request_id: RequestId = None,
) -> None:
    """个人账户清算 · Wind a person's accounts up.

    余额连同利息支付或转出，账户关闭，共济关系全部终止。 All money leaves, and every relation ends.
    """
    session: Session = ctx.obj
    request = v1.LiquidateRequest(
        request_id=session.request_id(request_id),
        owner=owner,
        cause=cause,
        to_admdvs=to,
        handling=handling.message(session, owner),
    )
    session.answer(session.ask(session.client.account.liquidate, request), show_account_acts.liquidated)
