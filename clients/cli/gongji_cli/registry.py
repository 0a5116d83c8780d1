"""What the insurer's core system feeds in: persons, institutions, credits."""

from typing import Annotated

import typer

from gongji import v1
from gongji_cli import show_batch
from gongji_cli.arguments import RequestId, certificate
from gongji_cli.exit_codes import ExitCode
from gongji_cli.rows import RowsFile, read
from gongji_cli.session import Session

persons = typer.Typer(help="参保人 · Insured people.")
institutions = typer.Typer(help="定点医药机构 · Designated institutions.")
credits = typer.Typer(help="个人账户划入 · Money for accounts.")

Region = Annotated[str, typer.Option("--region", metavar="CODE", help="参保地医保区划 · region of insurance")]


@persons.command("upsert")
def upsert_persons(ctx: typer.Context, region: Region, file: RowsFile, request_id: RequestId = None) -> None:
    """登记或更新参保人 · Take in people.

    每行为完整的参保人。 Each row is a full Person of the contract.
    """
    session: Session = ctx.obj
    rows = read(file, v1.Person)
    request = v1.UpsertPersonsRequest(request_id=session.request_id(request_id), insuplc_admdvs=region, persons=rows)
    _answer(session, session.ask(session.client.registry.upsert_persons, request))


@persons.command("find")
def find_persons(
    ctx: typer.Context,
    certificate: Annotated[v1.Certificate, typer.Argument(parser=certificate, metavar="TYPE:CERTNO")],
    region: Annotated[
        str | None, typer.Option("--region", metavar="CODE", help="只在此参保地 · in this region only")
    ] = None,
) -> None:
    """按证件找参保人 · Find people by a document, such as 01:CERTNO, in every region that is served."""
    session: Session = ctx.obj
    request = v1.FindPersonsRequest(certificate=certificate, insuplc_admdvs=region)
    session.answer(session.ask(session.client.registry.find_persons, request), show_batch.found_persons)


@institutions.command("upsert")
def upsert_institutions(ctx: typer.Context, file: RowsFile, request_id: RequestId = None) -> None:
    """登记或更新定点医药机构 · Take in institutions.

    每行为完整的机构。 Each row is a full Institution of the contract.
    """
    session: Session = ctx.obj
    rows = read(file, v1.Institution)
    request = v1.UpsertInstitutionsRequest(request_id=session.request_id(request_id), institutions=rows)
    _answer(session, session.ask(session.client.registry.upsert_institutions, request))


@credits.command("add")
def add_credits(ctx: typer.Context, region: Region, file: RowsFile, request_id: RequestId = None) -> None:
    """个人账户划入 · Pay money into accounts.

    每行一笔，金额以分计。 Each row is a Credit of the contract; amounts are in fen.
    """
    session: Session = ctx.obj
    rows = read(file, v1.Credit)
    request = v1.CreditAccountsRequest(request_id=session.request_id(request_id), insuplc_admdvs=region, credits=rows)
    _answer(session, session.ask(session.client.registry.credit_accounts, request))


def _answer(session: Session, response: show_batch.Response) -> None:
    session.answer(response, show_batch.batch)
    if show_batch.has_refused(response):
        raise typer.Exit(ExitCode.REFUSED)
