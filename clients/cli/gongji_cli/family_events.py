"""What becomes of applications, and what happened in families: decide-binding, events."""

from typing import Annotated

import typer

from gongji import v1
from gongji_cli import complete, csv_file, enums, show_family, show_family_events
from gongji_cli.arguments import PERSON, FromDate, RequestId, ToDate, one_of, person
from gongji_cli.csv_file import CsvFile
from gongji_cli.family import Authorizer
from gongji_cli.handling import HandlingOptions
from gongji_cli.options import spread
from gongji_cli.session import Session

app = typer.Typer()


@app.command("decide-binding")
@spread
def decide_binding(
    ctx: typer.Context,
    authorizer: Authorizer,
    binding_id: Annotated[str, typer.Argument(metavar="BINDING_ID")],
    by: Annotated[
        str,
        typer.Option(
            parser=enums.parser(v1.DecidedBy),
            autocompletion=complete.of_enum(v1.DecidedBy),
            metavar="WHO",
            help="谁的决定 · whose decision: " + ", ".join(enums.short_names(v1.DecidedBy)),
        ),
    ],
    approve: Annotated[bool, typer.Option("--approve/--refuse", help="同意或不同意 · agree, or refuse")],
    handling: HandlingOptions,
    request_id: RequestId = None,
) -> None:
    """审核或确认绑定 · Agree to a pending binding, or refuse it.

    使用人确认时以 --applicant 写明其本人。 The member who consents is named with --applicant.
    """
    session: Session = ctx.obj
    request = v1.DecideBindingRequest(
        request_id=session.request_id(request_id),
        authorizer=authorizer,
        binding_id=binding_id,
        decided_by=by,
        approve=approve,
        handling=handling.message(session, authorizer),
    )
    session.answer(session.ask(session.client.family.decide_binding, request), show_family.bound)


@app.command("events")
def events(
    ctx: typer.Context,
    whose: Annotated[v1.PersonRef | None, typer.Argument(parser=person, metavar=PERSON)] = None,
    region: Annotated[
        str | None, typer.Option(metavar="CODE", help="整个统筹区，不写人员时 · a whole region, instead of a person")
    ] = None,
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            parser=enums.parser(v1.FamilyEventType),
            autocompletion=complete.of_enum(v1.FamilyEventType),
            metavar="TYPE",
            help="只看此类，可重复 · only this type, repeatable: " + ", ".join(enums.short_names(v1.FamilyEventType)),
        ),
    ] = None,
    from_: FromDate = None,
    to: ToDate = None,
    csv: CsvFile = None,
) -> None:
    """共济变更记录 · What happened in a family, or in all of a region.

    最近的在前。 Latest first.
    """
    one_of(whose, region)
    session: Session = ctx.obj
    request = v1.ListFamilyEventsRequest(person=whose, insuplc_admdvs=region, types=types, from_date=from_, to_date=to)
    if csv is None:
        session.answer(session.ask_all(session.client.family.list_family_events, request), show_family_events.events)
        return
    pages = session.pages(session.client.family.list_family_events, request)
    rows = (row for page in pages for row in show_family_events.rows(page))
    csv_file.save(session, csv, show_family_events.COLUMNS, rows)
