"""What each policy version allows, side by side, as a Markdown table made from the rules' values alone."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from service.domain.policy import Act, AuthorizerRules, MemberRules, Policy
from service.policy_files import CodeTables, load_codes, load_files
from service.policy_files.codes import Word
from service.policy_words import SCHEMES, WORDS, Text

Lang = Literal["zh", "en"]

UNRULED = "–"
"""What stands where a file has no such rule, so that nothing is restricted."""
UNSURE = "†"
"""Marks what no published text says: a reading of ours, an invention, or the format's own value."""
_FOOT: Text = (
    f"{UNRULED}：政策文件没有这项规则，不作限制。{UNSURE}：并非公开文本所载，是我们的理解、沿用前一版，或格式的缺省值。",
    f"{UNRULED}: the policy file has no such rule, nothing is restricted. {UNSURE}: not said by a published text; our "
    "reading, carried over from the version before, or the format's own value.",
)


def policy_table(folder: Path, lang: Lang) -> str:
    """The table of all policies in a folder, one column a version, and its legend. Raises PolicyFilesError."""
    codes = load_codes(folder / "codes")
    columns = [_Column(file.policy, codes, lang) for file in load_files(folder, codes)]
    heads = [f"`{c.policy.id}` {c.policy.version}" for c in columns]
    lines = [["", *heads], ["---"] * (len(columns) + 1)]
    for title, cell in _ROWS:
        lines.append([_in(lang, title), *(c.joined(cell(c)) for c in columns)])
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{table}\n\n{_in(lang, _FOOT)}\n"


def _in(lang: Lang, text: Text) -> str:
    return text[0] if lang == "zh" else text[1]


class _Column:
    """One policy version, told in one language."""

    def __init__(self, policy: Policy, codes: CodeTables, lang: Lang) -> None:
        self.policy = policy
        self.codes = codes
        self.lang = lang
        self._sources = {key: rule.source for key, rule in policy.rules()}

    def say(self, zh: str, en: str) -> str:
        return _in(self.lang, (zh, en))

    def left_out(self, key: str) -> bool:
        return self._sources[key] == "default"

    def by(self, key: str, zh: str, en: str) -> str:
        """What the rule of this key says, marked unless a published text says so."""
        return self.marked(self._sources[key], zh, en)

    def marked(self, source_key: str, zh: str, en: str) -> str:
        source = self.policy.sources.get(source_key)
        published = source is not None and source.sure == "published"
        return self.say(zh, en) + ("" if published else UNSURE)

    def word(self, value: StrEnum) -> str:
        return _in(self.lang, WORDS[type(value)][value])

    def words(self, values: Iterable[StrEnum]) -> str:
        return self.listed(map(self.word, values))

    def either(self, values: Iterable[StrEnum]) -> str:
        return self.say("或", " or ").join(map(self.word, values))

    def scheme(self, code: str) -> str:
        return _in(self.lang, SCHEMES[code]) if code in SCHEMES else self.coded(self.codes.insutypes, code)

    def coded(self, table: dict[str, Word], code: str) -> str:
        return self.say(table[code].zh, table[code].en) if code in table else code

    def listed(self, items: Iterable[str]) -> str:
        return self.say("、", ", ").join(items)

    def joined(self, parts: Iterable[str]) -> str:
        return self.say("；", "; ").join(parts) or UNRULED


Cell = Callable[[_Column], Iterator[str]]


def _name(c: _Column) -> Iterator[str]:
    yield c.say(c.policy.policy.name_zh, c.policy.policy.name_en)


def _shape(c: _Column) -> Iterator[str]:
    yield c.word(c.policy.policy.shape)


def _in_force(c: _Column) -> Iterator[str]:
    header = c.policy.policy
    first, last = header.in_force_from, header.in_force_until
    zh, en = (f"{first} 起", f"from {first}") if last is None else (f"{first} 至 {last}", f"{first} to {last}")
    yield c.marked(header.in_force_source, zh, en)


def _authorizer(c: _Column) -> Iterator[str]:
    rules = c.policy.authorizer
    yield from _standing(c, "authorizer", rules)
    if channels := rules.voucher_active_on.value:
        on = c.words(channels)
        yield c.by("authorizer.voucher_active_on", f"{on}须激活电子凭证", f"voucher activated ({on})")
    if kinds := rules.balance_in.value:
        yield c.by("authorizer.balance_in", f"{c.words(kinds)}有余额", f"money in: {c.words(kinds)}")


def _member(c: _Column) -> Iterator[str]:
    area = c.word(c.policy.members.area.value)
    yield c.by("members.area", f"参保地：{area}", f"insured in: {area}")
    yield from _standing(c, "members", c.policy.members)
    if review := c.policy.bindings.review.value:
        who = c.words(review)
        yield c.by("bindings.review", f"须经{who}", f"after {who}")


def _standing(c: _Column, section: str, rules: AuthorizerRules | MemberRules) -> Iterator[str]:
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


def _relations(c: _Column) -> Iterator[str]:
    rules = c.policy.relations
    yield c.by("relations.allowed", c.words(rules.allowed.value), c.words(rules.allowed.value))
    for limit in rules.limits.value:
        of, most = c.either(limit.of), limit.at_most
        yield c.by("relations.limits", f"{of}最多 {most} 人", f"at most {most} {of}")


def _how_many(c: _Column) -> Iterator[str]:
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


def _exclusive(c: _Column) -> Iterator[str]:
    for name, text in _EXCLUSIVE.items():
        if getattr(c.policy.exclusivity, name).value:
            yield c.by(f"exclusivity.{name}", *text)


def _channels(c: _Column) -> Iterator[str]:
    for acts, channels in _grouped(c.policy.handling.channels.value):
        on = c.words(channels)
        same = len(acts) == len(c.policy.handling.channels.value)
        yield c.by("handling.channels", *((on, on) if same else (f"{c.words(acts)}：{on}", f"{c.words(acts)}: {on}")))


def _grouped(channels: dict[Act, Any]) -> list[tuple[list[Act], Any]]:
    """The acts that have the same channels, together."""
    by_channels = groupby(sorted(channels, key=lambda act: channels[act]), key=lambda act: channels[act])
    return [(sorted(acts, key=list(Act).index), on) for on, acts in by_channels]


def _proofs(c: _Column) -> Iterator[str]:
    for proof in c.policy.handling.proofs.value:
        on, how = c.words(proof.channels), c.either(proof.any_of)
        yield c.by("handling.proofs", f"{on}：{how}", f"{on}: {how}")


def _letter(c: _Column) -> Iterator[str]:
    for letter in c.policy.handling.letter.value:
        on, who = c.words(letter.channels), c.either(letter.signed_by)
        yield c.by("handling.letter", f"{on}：{who}签署", f"{on}: signed by {who}")


def _unbinding(c: _Column) -> Iterator[str]:
    rules = c.policy.bindings
    applicants = c.policy.handling.applicants.value
    who = c.either(dict.fromkeys(who for row in applicants if Act.UNBIND in row.acts for who in row.who))
    yield c.by("handling.applicants", f"由{who}申请", f"by {who}")
    for wait in rules.wait.value:
        on = c.words(wait.channels)
        yield c.by("bindings.wait", f"{on}须绑定满 {wait.months} 个月", f"{on}: only after {wait.months} full months")
    if rules.dated.value:
        yield c.by("bindings.dated", "可约定起止日期", "may be dated")
    if not rules.carried_over.value:
        yield c.by("bindings.carried_over", "此前的绑定到本版生效为止", "earlier bindings end when it begins")


def _order(c: _Column) -> Iterator[str]:
    own = c.words(c.policy.accounts.own_order.value)
    yield c.by("accounts.own_order", f"先本人{own}", f"own first ({own})")
    then = c.word(c.policy.payers.order.value)
    yield c.by("payers.order", f"再家人，{then}", f"then the family, {then}")


def _accounts(c: _Column) -> Iterator[str]:
    shared = c.words(c.policy.accounts.shared.value)
    yield c.by("accounts.shared", shared, shared)
    if fen := c.policy.payers.retained_fen.value:
        yuan = f"{fen // 100:,}.{fen % 100:02}"
        yield c.by("payers.retained_fen", f"超过 {yuan} 元的部分", f"what is above {yuan} yuan")
    if (one := c.policy.settlement.accounts_at_most.value) is not None:
        kinds = c.words(one.own_counts)
        own = c.say(f"，本人{kinds}计入", f", own {kinds} included") if one.own_counts else ""
        key, most = "settlement.accounts_at_most", one.at_most
        yield c.by(key, f"一次结算最多 {most} 个{own}", f"at most {most} a settlement{own}")


def _in_order(c: _Column) -> Iterator[str]:
    payers, patients = c.policy.payers, c.policy.settlement.member_insu_states.value
    if (insured := payers.insu_states.value) is not None:
        yield c.by("payers.insu_states", f"付款人{c.either(insured)}", f"payer {c.either(insured)}")
    if (states := payers.account_states.value) is not None:
        yield c.by("payers.account_states", f"付款账户{c.either(states)}", f"payer's account {c.either(states)}")
    if patients is not None:
        yield c.by("settlement.member_insu_states", f"患者{c.either(patients)}", f"patient {c.either(patients)}")


def _area(c: _Column) -> Iterator[str]:
    rules = c.policy.settlement
    yield c.by("settlement.area", c.word(rules.area.value), c.word(rules.area.value))
    yield c.by("settlement.claim_types", c.words(rules.claim_types.value), c.words(rules.claim_types.value))


def _scenes(c: _Column) -> Iterator[str]:
    for code, scenes in (c.policy.settlement.scenes.value or {}).items():
        named = c.listed(c.coded(c.codes.scenes, scene) for scene in scenes)
        scheme = c.scheme(code)
        yield c.by("settlement.scenes", f"{scheme}：{named}", f"{scheme}: {named}")


def _pooled_fund(c: _Column) -> Iterator[str]:
    key = "settlement.pooled_fund"
    if not c.policy.settlement.pooled_fund.value:
        yield c.by(key, "不可用", "family accounts don't pay")
    elif not c.left_out(key):
        yield c.by(key, "可用", "may pay")


def _switch(c: _Column) -> Iterator[str]:
    if c.policy.settlement.institution_switch.value:
        yield c.by("settlement.institution_switch", "仅限已开通共济的机构", "only where it is switched on")


_ROWS: tuple[tuple[Text, Cell], ...] = (
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
