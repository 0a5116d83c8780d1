"""What a table tells of relations and of paying bills: who may bind whom, how, and whose money pays for what."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from service.domain.policy import Act, AuthorizerRules, MemberRules
from service.policy_tables.column import Column
from service.policy_words import Text

Cell = Callable[[Column], Iterator[str]]


def _name(c: Column) -> Iterator[str]:
    yield c.say(c.policy.policy.name_zh, c.policy.policy.name_en)


def _shape(c: Column) -> Iterator[str]:
    yield c.word(c.policy.policy.shape)


def _in_force(c: Column) -> Iterator[str]:
    header = c.policy.policy
    first, last = header.in_force_from, header.in_force_until
    zh, en = (f"{first} 起", f"from {first}") if last is None else (f"{first} 至 {last}", f"{first} to {last}")
    yield c.marked(header.in_force_source, zh, en)


def _authorizer(c: Column) -> Iterator[str]:
    rules = c.policy.authorizer
    yield from _standing(c, "authorizer", rules)
    if channels := rules.voucher_active_on.value:
        on = c.words(channels)
        yield c.by("authorizer.voucher_active_on", f"{on}须激活电子凭证", f"voucher activated ({on})")
    if kinds := rules.balance_in.value:
        yield c.by("authorizer.balance_in", f"{c.words(kinds)}有余额", f"money in: {c.words(kinds)}")


def _member(c: Column) -> Iterator[str]:
    area = c.word(c.policy.members.area.value)
    yield c.by("members.area", f"参保地：{area}", f"insured in: {area}")
    yield from _standing(c, "members", c.policy.members)
    if review := c.policy.bindings.review.value:
        who = c.words(review)
        yield c.by("bindings.review", f"须经{who}", f"after {who}")


def _standing(c: Column, section: str, rules: AuthorizerRules | MemberRules) -> Iterator[str]:
    """What authorizers and members alike may be asked for."""
    if (schemes := rules.schemes.value) is not None:
        named = c.listed(map(c.scheme, schemes))
        yield c.by(f"{section}.schemes", named, named)
    if (insured := rules.insu_states.value) is not None:
        yield c.by(f"{section}.insu_states", c.either(insured), c.either(insured))
    if (cards := rules.card_states.value) is not None:
        yield c.by(f"{section}.card_states", f"社保卡{c.either(cards)}", f"card {c.either(cards)}")
    if (accounts := rules.account_states.value) is not None:
        yield c.by(f"{section}.account_states", f"账户{c.either(accounts)}", f"account {c.either(accounts)}")
    if categories := rules.categories_excluded.value:
        named = c.listed(c.coded(c.codes.categories, code) for code in categories)
        yield c.by(f"{section}.categories_excluded", f"不含{named}", f"not: {named}")


def _relations(c: Column) -> Iterator[str]:
    rules = c.policy.relations
    yield c.by("relations.allowed", c.words(rules.allowed.value), c.words(rules.allowed.value))
    for limit in rules.limits.value:
        of, most = c.either(limit.of), limit.at_most
        yield c.by("relations.limits", f"{of}最多 {most} 人", f"at most {most} {of}")


def _how_many(c: Column) -> Iterator[str]:
    rules = c.policy.members
    if (most := rules.at_most.value) is not None:
        yield c.by("members.at_most", f"同时最多 {most} 人", f"at most {most} at once")
    if (ever := rules.lifetime_at_most.value) is not None:
        yield c.by("members.lifetime_at_most", f"累计最多 {ever} 人", f"at most {ever} different people ever")


_EXCLUSIVE: dict[str, Text] = {
    "one_authorizer_per_member": ("使用人只能被一人绑定", "a member has one authorizer"),
    "authorizer_cannot_be_member": ("已绑定他人的，不能被绑定", "who has bound others can't be bound"),
    "member_cannot_be_authorizer": ("已被绑定的，不能绑定他人", "who is bound can't bind others"),
    "one_network": ("一人只能在一个家庭共济网", "a person is in one network"),
}


def _exclusive(c: Column) -> Iterator[str]:
    for name, text in _EXCLUSIVE.items():
        if getattr(c.policy.exclusivity, name).value:
            yield c.by(f"exclusivity.{name}", *text)


def _channels(c: Column) -> Iterator[str]:
    for acts, channels in _grouped(c.policy.handling.channels.value):
        on = c.words(channels)
        same = len(acts) == len(c.policy.handling.channels.value)
        yield c.by("handling.channels", *((on, on) if same else (f"{c.words(acts)}：{on}", f"{c.words(acts)}: {on}")))


def _grouped(channels: dict[Act, Any]) -> list[tuple[list[Act], Any]]:
    """The acts that have the same channels, together."""
    by_channels = groupby(sorted(channels, key=lambda act: channels[act]), key=lambda act: channels[act])
    return [(sorted(acts, key=list(Act).index), on) for on, acts in by_channels]


def _proofs(c: Column) -> Iterator[str]:
    for proof in c.policy.handling.proofs.value:
        on, how = c.words(proof.channels), c.either(proof.any_of)
        yield c.by("handling.proofs", f"{on}：{how}", f"{on}: {how}")


def _letter(c: Column) -> Iterator[str]:
    for letter in c.policy.handling.letter.value:
        on, who = c.words(letter.channels), c.either(letter.signed_by)
        yield c.by("handling.letter", f"{on}：{who}签署", f"{on}: signed by {who}")


def _unbinding(c: Column) -> Iterator[str]:
    rules = c.policy.bindings
    applicants = c.policy.handling.applicants.value
    who = c.either(dict.fromkeys(who for row in applicants if Act.UNBIND in row.acts for who in row.who))
    yield c.by("handling.applicants", f"由{who}申请", f"by {who}")
    for wait in rules.wait.value:
        on = c.words(wait.channels)
        yield c.by("bindings.wait", f"{on}须绑定满 {wait.months} 个月", f"{on}: only after {wait.months} full months")
    if rules.dated.value:
        yield c.by("bindings.dated", "可约定起止日期", "may be dated")
    if rules.ends_with_insurance.value:
        key = "bindings.ends_with_insurance"
        yield c.by(key, "任一方参保终止或转移即终止", "ends when either side's insurance ends or moves")
    if not rules.carried_over.value:
        yield c.by("bindings.carried_over", "此前的绑定到本版生效为止", "earlier bindings end when it begins")


def _order(c: Column) -> Iterator[str]:
    own = c.words(c.policy.accounts.own_order.value)
    yield c.by("accounts.own_order", f"先本人{own}", f"own first ({own})")
    then = c.word(c.policy.payers.order.value)
    yield c.by("payers.order", f"再家人，{then}", f"then the family, {then}")


def _accounts(c: Column) -> Iterator[str]:
    shared = c.words(c.policy.accounts.shared.value)
    yield c.by("accounts.shared", shared, shared)
    if fen := c.policy.payers.retained_fen.value:
        yield c.by("payers.retained_fen", f"超过 {c.yuan(fen)}的部分", f"what is above {c.yuan(fen)}")
    if (one := c.policy.settlement.accounts_at_most.value) is not None:
        kinds = c.words(one.own_counts)
        own = c.say(f"，本人{kinds}计入", f", own {kinds} included") if one.own_counts else ""
        key, most = "settlement.accounts_at_most", one.at_most
        yield c.by(key, f"一次结算最多 {most} 个{own}", f"at most {most} a settlement{own}")


def _in_order(c: Column) -> Iterator[str]:
    payers, patients = c.policy.payers, c.policy.settlement.member_insu_states.value
    if (insured := payers.insu_states.value) is not None:
        yield c.by("payers.insu_states", f"付款人{c.either(insured)}", f"payer {c.either(insured)}")
    if (states := payers.account_states.value) is not None:
        yield c.by("payers.account_states", f"付款账户{c.either(states)}", f"payer's account {c.either(states)}")
    if patients is not None:
        yield c.by("settlement.member_insu_states", f"患者{c.either(patients)}", f"patient {c.either(patients)}")


def _area(c: Column) -> Iterator[str]:
    rules = c.policy.settlement
    yield c.by("settlement.area", c.word(rules.area.value), c.word(rules.area.value))
    yield c.by("settlement.claim_types", c.words(rules.claim_types.value), c.words(rules.claim_types.value))


def _scenes(c: Column) -> Iterator[str]:
    for code, scenes in (c.policy.settlement.scenes.value or {}).items():
        named = c.listed(c.coded(c.codes.scenes, scene) for scene in scenes)
        scheme = c.scheme(code)
        yield c.by("settlement.scenes", f"{scheme}：{named}", f"{scheme}: {named}")


def _pooled_fund(c: Column) -> Iterator[str]:
    key = "settlement.pooled_fund"
    if not c.policy.settlement.pooled_fund.value:
        yield c.by(key, "不可用", "family accounts don't pay")
    elif not c.left_out(key):
        yield c.by(key, "可用", "may pay")


def _switch(c: Column) -> Iterator[str]:
    if c.policy.settlement.institution_switch.value:
        yield c.by("settlement.institution_switch", "仅限已开通共济的机构", "only where it is switched on")


ROWS: tuple[tuple[Text, Cell], ...] = (
    (("政策", "policy"), _name),
    (("形式", "shape"), _shape),
    (("有效期", "in force"), _in_force),
    (("谁可授权", "who may authorize"), _authorizer),
    (("谁可成为使用人", "who may be a member"), _member),
    (("使用人是授权人的", "the member is the authorizer's"), _relations),
    (("人数", "how many"), _how_many),
    (("排他", "one at a time"), _exclusive),
    (("办理渠道", "channels"), _channels),
    (("身份核验", "proof of identity"), _proofs),
    (("承诺书", "commitment letter"), _letter),
    (("解绑", "unbinding"), _unbinding),
    (("付款顺序", "who pays, in order"), _order),
    (("可共济的账户", "shared accounts"), _accounts),
    (("结算时须", "at the settlement"), _in_order),
    (("使用范围", "where"), _area),
    (("费用类别", "for what"), _scenes),
    (("含统筹基金支付的账单", "bill with pooled-fund payment"), _pooled_fund),
    (("机构开通", "institution's switch"), _switch),
)
