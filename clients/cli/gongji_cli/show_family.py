"""Relations for people: who may spend whose money, and whether it would work now."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from gongji import v1
from gongji_cli import show
from gongji_cli.show_settlement import explanation
from gongji_cli.words import Words


def authorized(response: v1.AuthorizeResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    yield _authorization(response.authorization, words)


def revoked(response: v1.RevokeAuthorizationResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    yield _authorization(response.authorization, words)
    yield _bindings(response.bindings, words)


def bound(response: v1.BindResponse | v1.DecideBindingResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    yield _binding(response.binding, words)


def unbound(response: v1.UnbindResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    yield _bindings(response.bindings, words)


def ordered(response: v1.SetPayerOrderResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    yield show.table(
        ["#", words("付款人", "payer"), words("参保地", "region")],
        [[str(payer.order), payer.psn_no, payer.insuplc_admdvs] for payer in response.payers],
    )


def quota_set(response: v1.SetQuotaResponse, words: Words) -> Iterable[RenderableType]:
    yield from show.replayed(response.replayed, words)
    if response.HasField("binding"):
        yield _binding(response.binding, words)
    else:
        yield _authorization(response.authorization, words)


def listed(response: v1.ListMembersResponse, words: Words) -> Iterable[RenderableType]:
    if not response.members:
        yield show.none(words)
        return
    columns = [("序", "#"), ("人员", "person"), ("姓名", "name"), ("关系", "relation")]
    yield show.table(
        [*(words(*column) for column in columns), words("现在可用", "usable now")],
        [_member(row, words) for row in response.members],
    )
    yield Text(
        words("关系指使用人是授权人的什么人。", "The relation is what the member is to the authorizer."), style="dim"
    )


def _member(row: v1.Member, words: Words) -> list[RenderableType]:
    binding = row.binding
    # Two lines in a cell where a column of their own would leave too little width for the ids.
    what = [words.name(v1.Relation, row.relation), words.name(v1.BindingState, binding.state)]
    if not row.HasField("binding"):
        what = [words("发起人", "initiator")]
    return [
        str(binding.payer_order) if binding.payer_order else "",
        row.psn_no,
        row.name,
        "\n".join(what),
        _usable(row, words),
    ]


def _usable(row: v1.Member, words: Words) -> Text:
    text = Text(words("可用", "yes") if row.usable_now else words("不可用", "no"))
    for line in row.explanations:
        text.append("\n").append_text(explanation(line, words))
    if row.HasField("quota_left_fen"):
        text.append(f"\n{words('额度尚余', 'left of the quota')} {words.yuan(row.quota_left_fen)}", style="dim")
    if row.HasField("binding"):
        text.append(f"\n{show.period(row.binding.start_date, row.binding.end_date, words)}", style="dim")
        text.append(f"\n{row.binding.binding_id}", style="dim")
    return text


def _authorization(authorization: v1.Authorization, words: Words) -> Table:
    return show.facts(
        [
            (words("授权", "authorization"), authorization.authorization_id),
            (words("状态", "state"), words.name(v1.AuthorizationState, authorization.state)),
            (words("授权人", "authorizer"), f"{authorization.region}/{authorization.authorizer_psn_no}"),
            (words("政策", "policy"), f"{authorization.policy_id} {authorization.policy_version}"),
            (words("全体成员额度", "quota of all members"), _quota(authorization, words)),
            (words("授权时间", "given"), words.time(authorization.create_time)),
        ]
    )


def _binding(binding: v1.Binding, words: Words) -> Table:
    ended = words.time(binding.unbound_time) if binding.HasField("unbound_time") else ""
    return show.facts(
        [
            (words("绑定", "binding"), binding.binding_id),
            (words("状态", "state"), words.name(v1.BindingState, binding.state)),
            (words("授权人", "authorizer"), binding.authorizer_psn_no),
            (words("使用人", "member"), f"{binding.member_insuplc_admdvs}/{binding.member_psn_no}"),
            (words("关系", "relation"), words.name(v1.Relation, binding.relation)),
            (words("付款顺序", "payer order"), str(binding.payer_order or "")),
            (words("有效期", "valid"), show.period(binding.start_date, binding.end_date, words)),
            (words("额度", "quota"), _quota(binding, words)),
            (words("可解绑日", "may be ended from"), binding.earliest_unbind_date),
            (words("授权号", "authorization"), binding.authorization_id),
            (words("政策", "policy"), f"{binding.policy_id} {binding.policy_version}"),
            (words("已同意", "agreed"), ", ".join(words.name(v1.DecidedBy, by) for by in binding.approved_by)),
            (words("绑定时间", "bound"), words.time(binding.bound_time)),
            (words("解绑时间", "ended"), ended),
        ]
    )


def _quota(of: v1.Binding | v1.Authorization, words: Words) -> str:
    """How much may be spent and how much has been, and whether the rest is frozen."""
    if not of.HasField("quota_fen"):
        return ""
    parts = [words.yuan(of.quota_fen), f"{words('已用', 'used')} {words.yuan(of.quota_used_fen)}"]
    frozen = [words("余额已冻结", "the rest is frozen")] if of.quota_freezes else []
    return words("，", ", ").join([*parts, *frozen])


def _bindings(bindings: Iterable[v1.Binding], words: Words) -> Table:
    return show.table(
        [words("绑定", "binding"), words("使用人", "member"), words("关系", "relation"), words("状态", "state")],
        [
            [
                binding.binding_id,
                f"{binding.member_insuplc_admdvs}/{binding.member_psn_no}",
                words.name(v1.Relation, binding.relation),
                words.name(v1.BindingState, binding.state),
            ]
            for binding in bindings
        ],
    )
