"""What is in a person's accounts, and how it came to be so: accounts, entries."""

from typing import Annotated

import typer

from gongji import v1
from gongji_cli import complete, csv_file, enums, show_account
from gongji_cli.arguments import PERSON, FromDate, ToDate, one_of, person
from gongji_cli.csv_file import CsvFile
from gongji_cli.session import Session

app = typer.Typer()

Owner = Annotated[v1.PersonRef, typer.Argument(parser=person, metavar=PERSON)]


@app.command("accounts")
def accounts(ctx: typer.Context, owner: Owner) -> None:
    """个人账户余额 · A person's accounts."""
    session: Session = ctx.obj
    request = v1.GetAccountsRequest(owner=owner)
    session.answer(session.ask(session.client.account.get_accounts, request), show_account.accounts)


@app.command("entries")
def entries(
    ctx: typer.Context,
    owner: Annotated[v1.PersonRef | None, typer.Argument(parser=person, metavar=PERSON)] = None,
    region: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            help="整个统筹区，不写人员时，须写起止日期，最多 31 天 · a whole region, instead of a person; "
            "both dates are needed, at most 31 days",
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            parser=enums.parser(v1.AccountKind),
            autocompletion=complete.of_enum(v1.AccountKind),
            metavar="KIND",
            help="只看此类账户 · only this kind: " + ", ".join(enums.short_names(v1.AccountKind)),
        ),
    ] = None,
    movements: Annotated[
        list[str] | None,
        typer.Option(
            "--movement",
            parser=enums.parser(v1.MovementKind),
            autocompletion=complete.of_enum(v1.MovementKind),
            metavar="MOVEMENT",
            help="只看此事由，可重复 · only this kind of movement, repeatable: "
            + ", ".join(enums.short_names(v1.MovementKind)),
        ),
    ] = None,
    from_: FromDate = None,
    to: ToDate = None,
    csv: CsvFile = None,
) -> None:
    """账户明细 · Movements of a person's accounts, or of all in a region, latest first."""
    one_of(owner, region)
    session: Session = ctx.obj
    request = v1.ListEntriesRequest(
        owner=owner, insuplc_admdvs=region, account_kind=kind, movements=movements, from_date=from_, to_date=to
    )
    if csv is None:
        session.answer(session.ask_all(session.client.account.list_entries, request), show_account.entries)
        return
    pages = session.pages(session.client.account.list_entries, request)
    rows = (row for page in pages for row in show_account.entries_rows(page))
    csv_file.save(session, csv, show_account.ENTRIES_COLUMNS, rows)
