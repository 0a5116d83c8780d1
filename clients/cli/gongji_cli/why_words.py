"""The plain sentences of `gongji why`: one table by reason code, for citizens and for whoever answers the hotline."""

from collections.abc import Mapping
from typing import NamedTuple

from gongji_cli.words import Words

Text = tuple[str, str]
"""The same in Chinese and in English."""


class Saying(NamedTuple):
    """Why an account pays or does not, and what one can do about it; {…} are facts of the case."""

    because: Text
    todo: Text | None = None


SAYINGS: dict[str, Saying] = {
    "PAID": Saying(("可付 {amount}，付后余额 {left}", "would pay {amount} and have {left} left")),
    "NOTHING_LEFT_TO_PAY": Saying(
        (
            "排在前面的账户已经够付，这次用不到它",
            "the accounts before it pay everything, so it is not needed",
        ),
        ("不需要办理什么", "nothing needs to be done"),
    ),
    "EMPTY own": Saying(
        ("账户里没有可用的钱", "there is no money in it"),
        ("下次划入后即可使用", "it can pay again after the next monthly share"),
    ),
    "EMPTY": Saying(
        ("账户里没有可用的钱", "there is no money in it"),
        ("下次划入后即可使用，关系不受影响", "it can pay again after the next monthly share; the binding stays"),
    ),
    "NO_ACCOUNT own, bound": Saying(
        (
            "患者没有个人账户（个人账户只有职工医保才有）",
            "the patient has no personal account: only the employee scheme has them",
        ),
    ),
    "NO_ACCOUNT own": Saying(
        (
            "患者没有个人账户（个人账户只有职工医保才有）",
            "the patient has no personal account: only the employee scheme has them",
        ),
        (
            "可由参加职工医保的家人绑定患者，用家人的账户支付",
            "a relative in the employee scheme can bind the patient, whose account then pays",
        ),
    ),
    "NO_ACCOUNT": Saying(
        ("此人没有可以共济的账户", "this person has no account that could be shared"),
        ("改由有个人账户的家人绑定患者", "let a relative who has a personal account bind the patient"),
    ),
    "MEMBER_NOT_ACTIVE": Saying(
        (
            "患者目前没有正常参保缴费，不能用家人的账户",
            "the patient is not insured and paying normally at the moment, so the family's accounts may not pay",
        ),
        (
            "恢复缴费后即可使用，关系仍在，不必重新绑定",
            "it works again once the patient pays in; the binding stays, there is no need to bind anew",
        ),
    ),
    "PAYER_NOT_ACTIVE": Saying(
        (
            "账户本人目前没有正常参保缴费（停保），账户暂时不能给家人用",
            "its owner is not insured and paying normally at the moment, so the family may not use it",
        ),
        (
            "本人恢复缴费后即可使用，关系仍在，不必重新绑定",
            "it works again once the owner pays in; the binding stays, there is no need to bind anew",
        ),
    ),
    "ACCOUNT_NOT_NORMAL": Saying(
        ("账户状态不正常（冻结、销户中或已销户）", "its state is not normal: frozen, or being closed"),
        (
            "请账户本人到参保地医保经办机构查询并办理",
            "its owner should ask the insurer's office where he or she is insured",
        ),
    ),
    "ONE_MUTUAL_AID_ACCOUNT_ONLY": Saying(
        (
            "当地规定一次结算只能用规定个数的共济账户，前面的共济账户已经付了",
            "one settlement may use only so many mutual-aid accounts here, and one before it has paid",
        ),
        (
            "剩下的这次用现金，下一次结算可以用它",
            "pay the rest in cash this time; it can pay in a next settlement",
        ),
    ),
    "SCENE_NOT_COVERED": Saying(
        (
            "当地规定，患者的险种（{scheme}）这一类就医或购药不能用家人的账户",
            "for the patient's scheme ({scheme}) mutual aid does not cover this kind of care or purchase here",
        ),
        ("可用于：{scenes}", "it can be used for: {scenes}"),
    ),
    "OUT_OF_AREA settlement.claim_types": Saying(
        (
            "当地规定，这种结算方式（如异地、零星报销）不能用家人的账户",
            "this way of claiming, such as out of area or by papers handed in, is outside mutual aid here",
        ),
        (
            "请在定点医药机构直接结算时使用",
            "use it where the designated institution settles directly",
        ),
    ),
    "OUT_OF_AREA": Saying(
        ("就医的地方不在共济范围内（{area}）", "the place of care is outside the area of mutual aid ({area})"),
        ("请在范围内的定点医药机构使用", "use it at a designated institution inside that area"),
    ),
    "INSTITUTION_NOT_ENABLED": Saying(
        (
            "这家定点医药机构没有开通家庭共济，或已暂停",
            "mutual aid is not switched on at this institution, or it is suspended",
        ),
        (
            "请在已开通的定点医药机构使用",
            "use it at an institution where mutual aid is switched on",
        ),
    ),
    "POOLED_FUND_LINKED": Saying(
        (
            "这笔费用里有统筹基金支付，当地规定这时不能用家人的账户",
            "the pooled fund pays part of this bill, and then others' accounts may not pay here",
        ),
        (
            "可用于没有统筹基金支付的费用",
            "it can be used for bills in which the pooled fund pays nothing",
        ),
    ),
    "ACCOUNT_KIND_NOT_COVERED own": Saying(
        ("当地规定这种账户不能付这类费用", "this kind of account may not pay here"),
    ),
    "ACCOUNT_KIND_NOT_COVERED": Saying(
        ("当地规定这种账户不能给家人用", "this kind of account is not shared here"),
    ),
    "PENDING": Saying(
        ("绑定还在等待审核或对方确认", "the binding still waits for review or consent"),
        (
            "通过后即可使用，请留意办理渠道的通知",
            "it can be used once that is done; watch for word of it",
        ),
    ),
    "NOT_YET_VALID": Saying(
        ("绑定还没有到生效日期", "the binding's first day has not come"),
        ("{start} 起即可使用", "it can be used from {start}"),
    ),
    "EXPIRED": Saying(
        ("绑定已于 {end} 到期", "the binding's last day was {end}"),
        ("请账户本人重新绑定患者", "its owner can bind the patient again"),
    ),
    "ENDED bindings.carried_over": Saying(
        (
            "当地实行新规定后，原来的绑定不再有效",
            "the binding was made under earlier rules, and the rules of today do not carry it over",
        ),
        ("请按新规定重新绑定", "bind again under the new rules"),
    ),
    "ENDED": Saying(
        ("绑定已于 {ended} 解除", "the binding was ended on {ended}"),
        ("如要再用，请账户本人重新绑定患者", "to use it again its owner can bind the patient again"),
    ),
    "QUOTA_USED": Saying(
        (
            "给患者设定的共济额度已经用完，或还没有设定",
            "the quota that its owner set for the patient is used up, or none has been set yet",
        ),
        (
            "请账户本人设定或提高额度（gongji quota set）",
            "its owner can set a quota, or a higher one (gongji quota set)",
        ),
    ),
    "RETAINED_BALANCE": Saying(
        (
            "当地规定账户里须给本人留够 {retained}，没有多余的可以给家人用",
            "{retained} have to stay with its owner, and there is nothing above that",
        ),
        ("余额超过后即可使用", "it can pay once there is more in it"),
    ),
    "NOT_BOUND": Saying(
        ("没有与患者绑定", "this person has not bound the patient"),
        (
            "先绑定：由此人（须有个人账户）绑定患者，当地可以绑定的亲属：{relations}",
            "bind first: this person, who needs a personal account, binds the patient; "
            "relatives who may be bound here: {relations}",
        ),
    ),
    "NOT_BOUND reversed": Saying(
        (
            "绑定的方向是反的：是患者让此人用患者的账户，不是此人让患者用",
            "the binding is the other way round: the patient lets this person spend, not this person the patient",
        ),
        (
            "由此人办理授权，绑定患者",
            "let this person authorize and bind the patient",
        ),
    ),
    "NOT_BOUND reversed, no chains": Saying(
        (
            "绑定的方向是反的：是患者让此人用患者的账户，不是此人让患者用；当地规定绑定了别人的人不能再被绑定",
            "the binding is the other way round: the patient lets this person spend, and who has bound others "
            "can't be bound here",
        ),
        (
            "先由患者解绑，再由此人绑定患者",
            "let the patient unbind first; then this person can bind the patient",
        ),
    ),
    "NOT_BOUND taken": Saying(
        (
            "没有与患者绑定，患者已由{holder}绑定，当地规定一人只能由一位家人绑定",
            "this person has not bound the patient, whom {holder} has bound, and one may be bound by one relative only",
        ),
        (
            "先由{holder}解绑患者（{unbind}），再由此人绑定",
            "let {holder} unbind the patient first ({unbind}); then this person can bind",
        ),
    ),
}
"""By reason, the more particular first: `REASON own` for the patient's accounts, `REASON rule.key`, `REASON case`."""

RULES = {
    "reversed, no chains": "exclusivity.authorizer_cannot_be_member",
    "taken": "exclusivity.one_authorizer_per_member",
}
"""The rules that decide cases which the server does not tell from others of their reason."""

MAY_END = ("EMPTY", "NO_ACCOUNT", "PAYER_NOT_ACTIVE", "ACCOUNT_NOT_NORMAL", "RETAINED_BALANCE")
"""Reasons that lie with the account itself, so that people ask when they may be rid of the binding."""

NOBODY: Text = (
    "没有家人的账户可供患者使用：先由参加职工医保的家人绑定患者。",
    "No relative's account can be used: let a relative in the employee scheme bind the patient first.",
)

SCENES: dict[str, Text] = {
    "OUTPATIENT": ("门诊", "outpatient"),
    "CHRONIC": ("门诊慢特病", "chronic and special outpatient"),
    "TWO_DISEASES": ("门诊两病", "the two chronic diseases"),
    "INPATIENT": ("住院", "inpatient"),
    "PHARMACY": ("药店购药", "pharmacy"),
}
SCHEMES: dict[str, Text] = {"310": ("职工医保", "employee scheme"), "390": ("居民医保", "resident scheme")}
AREAS: dict[str, Text] = {
    "REGION": ("参保的统筹区内", "the pooling region of insurance"),
    "PROVINCE": ("参保的省份内", "the province of insurance"),
    "NATION": ("全国", "all China"),
}


def saying(reason: str, *cases: str) -> Saying | None:
    """The first of the cases that the table has, else that of the reason; None for a reason newer than the table."""
    return next((SAYINGS[key] for key in (*(f"{reason} {case}" for case in cases), reason) if key in SAYINGS), None)


def fill(text: Text, facts: Mapping[str, str], words: Words) -> str | None:
    """The text with its facts; None where one of them is not known."""
    try:
        return words(*text).format_map(facts)
    except KeyError:
        return None


def named(table: Mapping[str, Text], keys: list[str], words: Words) -> str:
    """The words of several values; one newer than the table stays as it is."""
    return words("、", ", ").join(words(*table.get(key, (key, key))) for key in keys)
