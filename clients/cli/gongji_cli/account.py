"""What is in a person's accounts, and how it came to be so: accounts, entries."""

from typing import Annotated

import typer

from gongji import v1
from gongji_cli import complete, enums, show_account
from gongji_cli.arguments import PERSON, FromDate, ToDate, person
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
    owner: Owner,
    kind: Annotated[
        str | None,
        typer.Option(
            parser=enums.parser(v1.AccountKind),
            autocompletion=complete.of_enum(v1.AccountKind),
            metavar="KIND",
            help="只看此类账户 · only this kind: " + ", ".join(enums.short_names(v1.AccountKind)),
        ),
    ] = None,
    from_: FromDate = None,
    to: ToDate = None,
) -> None:
    """账户明细 · Movements of the accounts, latest first."""
    session: Session = ctx.obj
    request = v1.ListEntriesRequest(owner=owner, account_kind=kind, from_date=from_, to_date=to)
    session.answer(session.ask_all(session.client.account.list_entries, request), show_account.entries)
