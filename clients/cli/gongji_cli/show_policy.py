"""Policies for people."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from gongji import v1
from gongji_cli import show
from gongji_cli.words import Words


def listed(response: v1.ListPoliciesResponse, words: Words) -> Iterable[RenderableType]:
    if not response.policies:
        yield show.none(words)
        return
    columns = [("政策", "policy"), ("版本", "version"), ("形式", "shape"), ("参保地", "regions"), ("施行", "in force")]
    yield show.table(
        [*(words(*column) for column in columns), words("名称", "name")],
        [
            [
                policy.policy_id,
                policy.policy_version,
                words.name(v1.PolicyShape, policy.shape),
                " ".join(policy.regions),
                show.period(policy.in_force_from, policy.in_force_until, words),
                words(policy.name_zh, policy.name_en),
            ]
            for policy in response.policies
        ],
    )


def shown(response: v1.GetPolicyResponse, words: Words) -> Iterable[RenderableType]:
    policy = response.policy
    yield show.heading(words(policy.name_zh, policy.name_en))
    yield show.facts(
        [
            (words("政策", "policy"), f"{policy.policy_id} {policy.policy_version}"),
            (words("形式", "shape"), words.name(v1.PolicyShape, policy.shape)),
            (words("参保地", "regions"), " ".join(policy.regions)),
            (words("施行", "in force"), show.period(policy.in_force_from, policy.in_force_until, words)),
            (words("规则摘要", "digest of the rules"), policy.digest_sha256),
        ]
    )
    yield show.table(
        [words("规则", "rule"), words("值", "value"), words("出处", "source")],
        [[rule.key, _value(rule), rule.source_key] for rule in policy.rules],
    )
    yield show.table(
        [words("出处", "source"), words("标题", "title"), words("可靠程度", "how sure")],
        [[source.key, source.title, source.sure] for source in policy.sources],
    )


def _value(rule: v1.PolicyRule) -> Text:
    text = Text(rule.value_json)
    if rule.note:
        text.append(f"\n{rule.note}", style="dim")
    return text
