"""The medical-insurance wallet (医保钱包): open one, send to one, accept what was sent."""

from typing import Annotated

import typer

from gongji import v1
from gongji_cli import complete, enums, show_wallet
from gongji_cli.arguments import PERSON, RequestId, fen, person
from gongji_cli.handling import HandlingOptions
from gongji_cli.options import spread
from gongji_cli.session import Session

app = typer.Typer(help="医保钱包 · The medical-insurance wallet.")


@app.command("open")
@spread
def open_(
    ctx: typer.Context,
    owner: Annotated[v1.PersonRef, typer.Option(parser=person, metavar=PERSON, help="钱包所有人 · whose wallet")],
    use: Annotated[str, typer.Option(metavar="CODE", help="使用地医保区划 · region where it will be spent")],
    phone: Annotated[str, typer.Option(metavar="PHONE", help="手机号 · the owner's phone")],
    handling: HandlingOptions,
    request_id: RequestId = None,
) -> None:
    """开通医保钱包 · Open a wallet.

    开通后近亲属方可向其转账。 Then near relatives can send money to it.
    """
    session: Session = ctx.obj
    request = v1.OpenWalletRequest(
        request_id=session.request_id(request_id),
        owner=owner,
        use_admdvs=use,
        phone=phone,
        handling=handling.message(session, owner),
    )
    session.answer(session.ask(session.client.account.open_wallet, request), show_wallet.opened)


@app.command("send")
@spread
def send(
    ctx: typer.Context,
    owner: Annotated[v1.PersonRef, typer.Option(parser=person, metavar=PERSON, help="转出人 · who sends")],
    receiver: Annotated[v1.PersonRef, typer.Option(parser=person, metavar=PERSON, help="接收人 · whose wallet")],
    relation: Annotated[
        str,
        typer.Option(
            parser=enums.parser(v1.Relation),
            autocompletion=complete.of_enum(v1.Relation),
            metavar="RELATION",
            help="接收人是转出人的 · what the receiver is to the sender: " + ", ".join(enums.short_names(v1.Relation)),
        ),
    ],
    amount: Annotated[int, typer.Option(parser=fen, metavar="YUAN", help="金额 · how much")],
    handling: HandlingOptions,
    request_id: RequestId = None,
) -> None:
    """向医保钱包转账 · Send money to a relative's wallet.

    须由接收人确认，逾期退回。 It waits to be accepted, and goes back if it is not in time.
    """
    session: Session = ctx.obj
    request = v1.TransferToWalletRequest(
        request_id=session.request_id(request_id),
        owner=owner,
        receiver=receiver,
        relation=relation,
        amount_fen=amount,
        handling=handling.message(session, owner),
    )
    session.answer(session.ask(session.client.account.transfer_to_wallet, request), show_wallet.transferred)


@app.command("accept")
@spread
def accept(
    ctx: typer.Context,
    receiver: Annotated[v1.PersonRef, typer.Option(parser=person, metavar=PERSON, help="接收人 · whose wallet")],
    wallet_transfer_id: Annotated[str, typer.Argument(metavar="WALLET_TRANSFER_ID")],
    handling: HandlingOptions,
    request_id: RequestId = None,
) -> None:
    """接收转账 · Accept what was sent to one's wallet."""
    session: Session = ctx.obj
    request = v1.AcceptWalletTransferRequest(
        request_id=session.request_id(request_id),
        receiver=receiver,
        wallet_transfer_id=wallet_transfer_id,
        handling=handling.message(session, receiver),
    )
    session.answer(session.ask(session.client.account.accept_wallet_transfer, request), show_wallet.transferred)
