"""The hotline's question, answered in plain words: "It is bound, why can't it be used?"."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any

import typer

from gongji import v1
from gongji_cli import show_why
from gongji_cli.arguments import PERSON, fen, person
from gongji_cli.options import spread
from gongji_cli.session import Session
from gongji_cli.settlement import VisitOptions
from gongji_cli.why_case import Case
from gongji_cli.words import CHINA

app = typer.Typer()

USUAL_MED_TYPE = "11"
USUAL_FEE_YUAN = "100"


@dataclass(frozen=True, kw_only=True)
class QuestionOptions(VisitOptions):
    """The bill that is asked about: what the caller does not know is filled in with what is usual."""

    whose: Annotated[v1.PersonRef, typer.Argument(parser=person, metavar=PERSON, help="患者 · the patient")]
    med_type: Annotated[
        str, typer.Option(metavar="CODE", help="医疗类别，缺省 11 门诊 · kind of care; absent: 11, outpatient")
    ] = USUAL_MED_TYPE
    fee: Annotated[
        int, typer.Option(parser=fen, metavar="YUAN", help="医疗费总额，缺省 100 元 · the whole bill; absent: 100 yuan")
    ] = USUAL_FEE_YUAN  # type: ignore[assignment]  # it goes through the parser, as what is typed does
    area: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="就医地医保区划，缺省为参保地 · region of the care; absent: of insurance"),
    ] = None

    def fields(self, session: Session) -> dict[str, Any]:
        area = self.area or self.whose.insuplc_admdvs
        return self.fields_of(session, self.whose, self.med_type, self.fee, area)


@app.command("why")
@spread
def why(
    ctx: typer.Context,
    bill: QuestionOptions,
    ask: Annotated[
        list[v1.PersonRef] | None,
        typer.Option(parser=person, metavar=PERSON, help="问的是谁的账户，可重复 · whose account is asked about"),
    ] = None,
) -> None:
    """为什么不能用 · Why an account pays or does not, in plain words.

    患者这样就医时，家中每个账户付多少、为何不付、怎么办。不写机构的，按最近一次结算的机构。
    For such a visit: what each account would pay or why not, and what to do. Without an institution, that of the latest
    settlement is taken.
    """
    session: Session = ctx.obj
    if bill.institution is None and bill.claim != "CLAIM_TYPE_HAND_IN":
        bill = dataclasses.replace(bill, institution=_latest_institution(session, bill.whose))
    request = v1.PreviewSettlementRequest(**bill.fields(session), asked_about=ask)
    settlement = session.ask(session.client.settlement.preview_settlement, request).settlement
    case = Case(
        settlement=settlement,
        received=_members(session, bill.whose, v1.MEMBER_VIEW_AS_MEMBER),
        given=_members(session, bill.whose, v1.MEMBER_VIEW_AS_AUTHORIZER),
        policy=cache(lambda policy_id, version: _policy(session, policy_id, version)),
        today=(session.now.ToDatetime(tzinfo=CHINA) if session.now else datetime.now(CHINA)).date(),
    )
    session.put(show_why.data(case), show_why.answers(case, session.words))


def _latest_institution(session: Session, patient: v1.PersonRef) -> str:
    request = v1.ListSettlementsRequest(patient=patient, page_size=1)
    latest = session.ask(session.client.settlement.list_settlements, request).settlements
    if not latest or not latest[0].fixmedins_code:
        raise typer.BadParameter(
            "此人还没有结算过，请指明定点医药机构 · this person has no settlement yet: which institution is meant?",
            param_hint="--institution",
        )
    return latest[0].fixmedins_code


def _members(session: Session, whose: v1.PersonRef, view: v1.MemberView) -> list[v1.Member]:
    request = v1.ListMembersRequest(person=whose, view=view, include_ended=True)
    return list(session.ask_all(session.client.family.list_members, request).members)


def _policy(session: Session, policy_id: str, version: str) -> v1.Policy:
    request = v1.GetPolicyRequest(policy_id=policy_id, policy_version=version)
    return session.ask(session.client.registry.get_policy, request).policy
