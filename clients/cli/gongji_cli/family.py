"""Who shares an account with whom: authorize, bind, unbind, revoke, order, members."""

from typing import Annotated

import typer

from gongji import v1
from gongji_cli import complete, enums, show_family
from gongji_cli.arguments import PERSON, RequestId, fen, person
from gongji_cli.handling import HandlingOptions, LetterOptions
from gongji_cli.options import spread
from gongji_cli.session import Session

app = typer.Typer()

Authorizer = Annotated[
    v1.PersonRef,
    typer.Option("--authorizer", parser=person, metavar=PERSON, help="授权人 · whose money is shared"),
]
Policy = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="ID",
        help="政策，缺省为首个适用的 · absent: the first that applies",
        autocompletion=complete.policies,
    ),
]


@app.command("authorize")
@spread
def authorize(
    ctx: typer.Context,
    authorizer: Authorizer,
    handling: HandlingOptions,
    letter: LetterOptions,
    policy: Policy = None,
    request_id: RequestId = None,
) -> None:
    """授权共济 · Agree that one's account may be shared.

    实行家庭共济网的地方，即组建家庭共济网。 In a network, it founds the network.
    """
    session: Session = ctx.obj
    request = v1.AuthorizeRequest(
        request_id=session.request_id(request_id),
        authorizer=authorizer,
        handling=handling.message(session, authorizer),
        commitment=letter.message(),
        policy_id=policy,
    )
    session.answer(session.ask(session.client.family.authorize, request), show_family.authorized)


@app.command("revoke")
@spread
def revoke(
    ctx: typer.Context,
    authorizer: Authorizer,
    authorization_id: Annotated[str, typer.Argument(metavar="AUTHORIZATION_ID")],
    handling: HandlingOptions,
    request_id: RequestId = None,
) -> None:
    """撤回授权 · Take an authorization back.

    其下绑定一并解除。 Every binding under it ends.
    """
    session: Session = ctx.obj
    request = v1.RevokeAuthorizationRequest(
        request_id=session.request_id(request_id),
        authorizer=authorizer,
        authorization_id=authorization_id,
        handling=handling.message(session, authorizer),
    )
    session.answer(session.ask(session.client.family.revoke_authorization, request), show_family.revoked)


@app.command("bind")
@spread
def bind(
    ctx: typer.Context,
    authorizer: Authorizer,
    member: Annotated[
        v1.PersonRef, typer.Option(parser=person, metavar=PERSON, help="使用人 · the relative who may spend it")
    ],
    relation: Annotated[
        str,
        typer.Option(
            parser=enums.parser(v1.Relation),
            autocompletion=complete.of_enum(v1.Relation),
            metavar="RELATION",
            help="使用人是授权人的 · what the member is to the authorizer: "
            + ", ".join(enums.short_names(v1.Relation)),
        ),
    ],
    handling: HandlingOptions,
    phone: Annotated[str | None, typer.Option(metavar="PHONE", help="使用人手机号 · the member's phone")] = None,
    start: Annotated[str | None, typer.Option(metavar="DATE", help="起始日 · first day, YYYY-MM-DD")] = None,
    end: Annotated[str | None, typer.Option(metavar="DATE", help="截止日 · last day, YYYY-MM-DD")] = None,
    quota: Annotated[
        int | None, typer.Option(parser=fen, metavar="YUAN", help="共济额度 · how much the relative may spend")
    ] = None,
    policy: Policy = None,
    request_id: RequestId = None,
) -> None:
    """绑定亲属 · Bind a relative.

    使用人可使用授权人的个人账户。 The relative may then spend the authorizer's money.
    """
    session: Session = ctx.obj
    request = v1.BindRequest(
        request_id=session.request_id(request_id),
        authorizer=authorizer,
        member=member,
        relation=relation,
        handling=handling.message(session, authorizer),
        member_phone=phone,
        start_date=start,
        end_date=end,
        quota_fen=quota,
        policy_id=policy,
    )
    session.answer(session.ask(session.client.family.bind, request), show_family.bound)


@app.command("unbind")
@spread
def unbind(
    ctx: typer.Context,
    authorizer: Authorizer,
    binding_ids: Annotated[list[str], typer.Argument(metavar="BINDING_ID...")],
    handling: HandlingOptions,
    request_id: RequestId = None,
) -> None:
    """解绑 · End bindings.

    一次可解多个，全部成功或全部不成。 All that are named, or none.
    """
    session: Session = ctx.obj
    request = v1.UnbindRequest(
        request_id=session.request_id(request_id),
        authorizer=authorizer,
        binding_ids=binding_ids,
        handling=handling.message(session, authorizer),
    )
    session.answer(session.ask(session.client.family.unbind, request), show_family.unbound)


@app.command("order")
@spread
def order(
    ctx: typer.Context,
    owner: Annotated[
        v1.PersonRef, typer.Option(parser=person, metavar=PERSON, help="设定顺序的人 · who sets the order")
    ],
    payers: Annotated[list[v1.PersonRef], typer.Argument(parser=person, metavar=f"{PERSON}...")],
    handling: HandlingOptions,
    member: Annotated[
        v1.PersonRef | None,
        typer.Option(
            parser=person, metavar=PERSON, help="为哪位使用人设定 · whose payers, where an authorizer sets them"
        ),
    ] = None,
    request_id: RequestId = None,
) -> None:
    """设定付款顺序 · Set who pays first, second and so on.

    须列出全部付款人。 The list is complete.
    """
    session: Session = ctx.obj
    request = v1.SetPayerOrderRequest(
        request_id=session.request_id(request_id),
        owner=owner,
        member=member,
        payers=payers,
        handling=handling.message(session, owner),
    )
    session.answer(session.ask(session.client.family.set_payer_order, request), show_family.ordered)


@app.command("members")
def members(
    ctx: typer.Context,
    whose: Annotated[v1.PersonRef, typer.Argument(parser=person, metavar=PERSON)],
    as_member: Annotated[
        bool, typer.Option("--as-member", help="可用谁的账户 · whose money this person may spend")
    ] = False,
    ended: Annotated[bool, typer.Option("--ended", help="包括已解绑的 · ended bindings too")] = False,
) -> None:
    """共济成员 · Whom a person shares with.

    并说明每一关系现在是否可用、为何不可用。 Each with whether it could pay now, and why not.
    """
    session: Session = ctx.obj
    view = v1.MEMBER_VIEW_AS_MEMBER if as_member else v1.MEMBER_VIEW_AS_AUTHORIZER
    request = v1.ListMembersRequest(person=whose, view=view, include_ended=ended)
    session.answer(session.ask_all(session.client.family.list_members, request), show_family.listed)
