"""Who pays how much of a visit: preview, settle, settlement, settlements."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer
from google.protobuf.timestamp_pb2 import Timestamp

from gongji import v1
from gongji_cli import complete, enums, show_settlement
from gongji_cli.arguments import PERSON, FromDate, RequestId, ToDate, fen, instant, person
from gongji_cli.exit_codes import ExitCode
from gongji_cli.options import spread
from gongji_cli.rows import RowsFile, read
from gongji_cli.session import Session

app = typer.Typer()

Patient = Annotated[v1.PersonRef, typer.Argument(parser=person, metavar=PERSON)]


@dataclass(frozen=True, kw_only=True)
class VisitOptions:
    """What may be said of one visit or purchase, and may be left out. Amounts are given in yuan and held in fen."""

    fund: Annotated[
        int | None, typer.Option(parser=fen, metavar="YUAN", help="基金支付总额，缺省 0 · pooled fund; absent: 0")
    ] = None
    other: Annotated[
        int | None, typer.Option(parser=fen, metavar="YUAN", help="其他支出，缺省 0 · paid by others; absent: 0")
    ] = None
    payable: Annotated[
        int | None,
        typer.Option(
            parser=fen,
            metavar="YUAN",
            help="账户可付部分，缺省为全部个人负担 · what accounts may pay; absent: all of the burden",
        ),
    ] = None
    visit: Annotated[
        Timestamp | None,
        typer.Option(parser=instant, metavar="TIME", help="就诊时间，缺省此刻 · time of the visit; absent: just now"),
    ] = None
    institution: Annotated[str | None, typer.Option(metavar="CODE", help="定点医药机构编号 · the institution")] = None
    claim: Annotated[
        str,
        typer.Option(
            parser=enums.parser(v1.ClaimType),
            autocompletion=complete.of_enum(v1.ClaimType),
            metavar="CLAIM",
            help="结算方式 · " + ", ".join(enums.short_names(v1.ClaimType)),
        ),
    ] = "DIRECT"
    visit_id: Annotated[
        str | None, typer.Option(metavar="ID", help="就诊ID，缺省时自动生成 · number of the visit; made when absent")
    ] = None

    def fields_of(
        self, session: Session, patient: v1.PersonRef, med_type: str, fee_fen: int, area: str
    ) -> dict[str, Any]:
        """The fields that a preview and a settlement have in common."""
        return {
            "patient": patient,
            "fixmedins_code": self.institution,
            "med_type": med_type,
            "mdtrt_id": session.visit_id(self.visit_id),
            "claim_type": self.claim,
            "medfee_sumamt_fen": fee_fen,
            "fund_pay_sumamt_fen": self.fund,
            "other_pay_fen": self.other,
            "account_payable_fen": self.payable,
            "visit_time": self.visit or session.made_moment("--visit"),
            "mdtrtarea_admvs": area,
        }


@dataclass(frozen=True, kw_only=True)
class BillOptions(VisitOptions):
    """One visit or purchase whole."""

    patient: Annotated[v1.PersonRef, typer.Option(parser=person, metavar=PERSON, help="患者 · the patient")]
    med_type: Annotated[str, typer.Option(metavar="CODE", help="医疗类别 · kind of care: 11 门诊, 21 住院, 41 药店…")]
    fee: Annotated[int, typer.Option(parser=fen, metavar="YUAN", help="医疗费总额 · the whole bill")]
    area: Annotated[str, typer.Option(metavar="CODE", help="就医地医保区划 · region of the care")]

    def fields(self, session: Session) -> dict[str, Any]:
        return self.fields_of(session, self.patient, self.med_type, self.fee, self.area)


@app.command("preview")
@spread
def preview(
    ctx: typer.Context,
    bill: BillOptions,
    ask: Annotated[
        list[v1.PersonRef] | None,
        typer.Option(
            parser=person, metavar=PERSON, help="也说明这些人的账户为何不付，可重复 · explain these people too"
        ),
    ] = None,
) -> None:
    """预结算 · Compute a settlement; nothing moves.

    谁付多少，每个账户为何付或不付。 Who would pay how much, and why each account would or would not.
    """
    session: Session = ctx.obj
    request = v1.PreviewSettlementRequest(**bill.fields(session), asked_about=ask)
    session.answer(session.ask(session.client.settlement.preview_settlement, request), show_settlement.previewed)


@app.command("settle")
@spread
def settle(ctx: typer.Context, bill: BillOptions, request_id: RequestId = None) -> None:
    """结算 · Settle one visit or purchase.

    各账户按政策规定的顺序支付。 Accounts pay in the policy's order.
    """
    session: Session = ctx.obj
    request = v1.SettleRequest(request_id=session.request_id(request_id), **bill.fields(session))
    session.answer(session.ask(session.client.settlement.settle, request), show_settlement.settled)


@app.command("settle-batch")
def settle_batch(
    ctx: typer.Context,
    region: Annotated[str, typer.Option("--region", metavar="CODE", help="参保地医保区划 · region of the patients")],
    file: RowsFile,
) -> None:
    """批量结算 · Settle many visits and purchases of one pooling region.

    每行为完整的 SettleRequest，各带请求号。 Each row is a full SettleRequest of the contract, with its own request_id.
    """
    session: Session = ctx.obj
    request = v1.SettleBatchRequest(insuplc_admdvs=region, requests=read(file, v1.SettleRequest))
    response = session.ask(session.client.settlement.settle_batch, request)
    session.answer(response, show_settlement.settled_batch)
    if any(result.HasField("error") for result in response.results):
        raise typer.Exit(ExitCode.REFUSED)


@app.command("settlement")
def settlement(
    ctx: typer.Context, patient: Patient, setl_id: Annotated[str, typer.Argument(metavar="SETL_ID")]
) -> None:
    """查一笔结算 · Find one settlement."""
    session: Session = ctx.obj
    request = v1.GetSettlementRequest(patient=patient, setl_id=setl_id)
    session.answer(session.ask(session.client.settlement.get_settlement, request), show_settlement.found)


@app.command("settlements")
def settlements(ctx: typer.Context, patient: Patient, from_: FromDate = None, to: ToDate = None) -> None:
    """患者的结算 · A patient's settlements, latest first."""
    session: Session = ctx.obj
    request = v1.ListSettlementsRequest(patient=patient, from_date=from_, to_date=to)
    session.answer(session.ask_all(session.client.settlement.list_settlements, request), show_settlement.listed)
