"""What undoes a settlement: reverse, reaccount; and what could not go back: suspense pay-out."""

from typing import Annotated

import typer

from gongji import v1
from gongji_cli import show_undo
from gongji_cli.arguments import PERSON, RequestId, fen, person
from gongji_cli.handling import HandlingOptions
from gongji_cli.options import spread
from gongji_cli.session import Session
from gongji_cli.settlement import BillOptions

app = typer.Typer()
suspense = typer.Typer(help="暂存资金 · Money that could not go back where it came from.")


@app.command("reverse")
def reverse(
    ctx: typer.Context,
    patient: Annotated[v1.PersonRef, typer.Option(parser=person, metavar=PERSON, help="患者 · the patient")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="撤销原因 · why")],
    setl_id: Annotated[str | None, typer.Argument(metavar="SETL_ID")] = None,
    original_request: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="原结算请求号，不写结算号时 · request id of the settlement, in place of its id"
        ),
    ] = None,
    request_id: RequestId = None,
) -> None:
    """撤销结算 · Undo a settlement.

    全额原路退回。原请求从未到达的，此后到达也不予结算。
    All of it goes back the way it came. A request that never came is refused if it comes after all.
    """
    session: Session = ctx.obj
    if (setl_id is None) == (original_request is None):
        raise typer.BadParameter(
            "SETL_ID 与 --original-request 须且只须写一个 · give one of SETL_ID and --original-request",
            param_hint="--original-request",
        )
    request = v1.ReverseSettlementRequest(
        request_id=session.request_id(request_id),
        patient=patient,
        setl_id=setl_id,
        original_request_id=original_request,
        reason=reason,
    )
    session.answer(session.ask(session.client.settlement.reverse_settlement, request), show_undo.reversed_)


@app.command("reaccount")
@spread
def reaccount(
    ctx: typer.Context,
    setl_id: Annotated[str, typer.Argument(metavar="SETL_ID")],
    bill: BillOptions,
    request_id: RequestId = None,
) -> None:
    """改账 · Undo a settlement and settle the visit anew.

    原结算撤销、按新金额重新结算，一次完成。 With other amounts, both or neither.
    """
    session: Session = ctx.obj
    request = v1.ReaccountSettlementRequest(
        request_id=session.request_id(request_id), setl_id=setl_id, **bill.fields(session)
    )
    session.answer(session.ask(session.client.settlement.reaccount_settlement, request), show_undo.reaccounted)


@suspense.command("pay-out")
@spread
def pay_out(
    ctx: typer.Context,
    owner: Annotated[v1.PersonRef, typer.Option(parser=person, metavar=PERSON, help="所有人 · for whom it waits")],
    amount: Annotated[int, typer.Option(parser=fen, metavar="YUAN", help="金额 · how much")],
    handling: HandlingOptions,
    request_id: RequestId = None,
) -> None:
    """发放暂存资金 · Pay out what waits.

    账户已清算或已转出的人的暂存资金。 For somebody whose account is wound up, or who has left.
    """
    session: Session = ctx.obj
    request = v1.PayOutSuspenseRequest(
        request_id=session.request_id(request_id),
        owner=owner,
        amount_fen=amount,
        handling=handling.message(session, owner),
    )
    session.answer(session.ask(session.client.account.pay_out_suspense, request), show_undo.paid_out)
