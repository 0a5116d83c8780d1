"""Premiums of the resident scheme: premium quote, pay, refund, list."""

from typing import Annotated

import typer

from gongji import v1
from gongji_cli import show_premium
from gongji_cli.arguments import PERSON, RequestId, person
from gongji_cli.handling import HandlingOptions
from gongji_cli.options import spread
from gongji_cli.session import Session

app = typer.Typer(help="居民医保保费 · Premiums of the resident scheme.")

Insured = Annotated[
    v1.PersonRef, typer.Argument(parser=person, metavar=PERSON, help="参保人 · whose premium", show_default=False)
]
Payer = Annotated[
    v1.PersonRef, typer.Option("--payer", parser=person, metavar=PERSON, help="付款人 · whose account pays")
]
Year = Annotated[int, typer.Option("--year", metavar="YEAR", help="保障年度 · the year that it covers")]
Tier = Annotated[int | None, typer.Option("--tier", metavar="N", help="缴费档次，缺省为最低档 · absent: the lowest")]


@app.command("quote")
def quote(ctx: typer.Context, insured: Insured, year: Year, tier: Tier = None) -> None:
    """应缴多少 · What a premium is, and why.

    并说明何时缴、待遇何时起止。 Also when it is paid, and when cover begins and ends.
    """
    session: Session = ctx.obj
    request = v1.QuotePremiumRequest(insured=insured, cover_year=year, tier=tier)
    session.answer(session.ask(session.client.premium.quote_premium, request), show_premium.quoted)


@app.command("pay")
@spread
def pay(
    ctx: typer.Context,
    insured: Insured,
    payer: Payer,
    year: Year,
    handling: HandlingOptions,
    tier: Tier = None,
    request_id: RequestId = None,
) -> None:
    """代缴保费 · Pay a bound relative's premium.

    本人的保费只能从本人医保钱包缴。 One's own comes out of one's own wallet.
    """
    session: Session = ctx.obj
    request = v1.PayPremiumRequest(
        request_id=session.request_id(request_id),
        payer=payer,
        insured=insured,
        cover_year=year,
        tier=tier,
        handling=handling.message(session, payer),
    )
    session.answer(session.ask(session.client.premium.pay_premium, request), show_premium.paid)


@app.command("refund")
@spread
def refund(
    ctx: typer.Context,
    premium_id: Annotated[str, typer.Argument(metavar="PREMIUM_ID")],
    payer: Payer,
    handling: HandlingOptions,
    request_id: RequestId = None,
) -> None:
    """退费 · Give a premium back.

    缴费期截止前，原路退回。 Before the window closes, to the accounts that paid.
    """
    session: Session = ctx.obj
    request = v1.RefundPremiumRequest(
        request_id=session.request_id(request_id),
        payer=payer,
        premium_id=premium_id,
        handling=handling.message(session, payer),
    )
    session.answer(session.ask(session.client.premium.refund_premium, request), show_premium.paid)


@app.command("list")
def list_premiums(
    ctx: typer.Context,
    whose: Annotated[v1.PersonRef, typer.Argument(parser=person, metavar=PERSON)],
    as_payer: Annotated[bool, typer.Option("--as-payer", help="此人代缴的 · those that this person paid")] = False,
    year: Annotated[int | None, typer.Option("--year", metavar="YEAR", help="只看此年度 · only of this year")] = None,
) -> None:
    """缴费记录 · Premiums that were paid for a person, or by one."""
    session: Session = ctx.obj
    insured, payer = (None, whose) if as_payer else (whose, None)
    request = v1.ListPremiumsRequest(insured=insured, payer=payer, cover_year=year)
    session.answer(session.ask_all(session.client.premium.list_premiums, request), show_premium.listed)
