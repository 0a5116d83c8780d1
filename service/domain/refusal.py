"""Refusals: a decision that changes nothing and says why. Its reason is a stable word of the contract."""

from enum import StrEnum
from typing import NoReturn

from msgspec import Struct


class Kind(StrEnum):
    """The canonical code that a refusal goes out with."""

    INVALID_ARGUMENT = "INVALID_ARGUMENT"
    FAILED_PRECONDITION = "FAILED_PRECONDITION"
    NOT_FOUND = "NOT_FOUND"
    ALREADY_EXISTS = "ALREADY_EXISTS"


class Refusal(Struct, frozen=True, omit_defaults=True):
    """Why a command was refused. `metadata` has units in its key names and no personal data."""

    reason: str
    metadata: dict[str, str] = {}


class Refused(Exception):
    """How a rule deep in a decision says no; `decide` turns it into the refusal that it carries."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


def refuse(reason: str, **metadata: object) -> NoReturn:
    """End the decision with a refusal. Every reason used has to stand in REFUSALS below."""
    raise Refused(Refusal(reason, {key: str(value) for key, value in metadata.items()}))


def require(condition: object, reason: str, **metadata: object) -> None:
    """Refuse unless the condition holds."""
    if not condition:
        refuse(reason, **metadata)


class ReasonText(Struct, frozen=True):
    kind: Kind
    zh: str
    en: str


_NO = Kind.FAILED_PRECONDITION

REFUSALS: dict[str, ReasonText] = {
    "NO_POLICY": ReasonText(
        _NO, "该统筹区没有在此日期生效的共济政策", "no policy is in force in this region on this day"
    ),
    "POLICY_NOT_FOUND": ReasonText(Kind.NOT_FOUND, "没有这个政策或版本", "there is no such policy or version"),
    "PERSON_NOT_FOUND": ReasonText(Kind.NOT_FOUND, "该统筹区没有此参保人", "no such insured person in this region"),
    "INSTITUTION_NOT_FOUND": ReasonText(Kind.NOT_FOUND, "没有此定点医药机构", "no such designated institution"),
    "BINDING_NOT_FOUND": ReasonText(Kind.NOT_FOUND, "该授权人没有此共济关系", "this authorizer has no such binding"),
    "AUTHORIZATION_NOT_FOUND": ReasonText(
        Kind.NOT_FOUND, "该授权人没有此授权", "this authorizer has no such authorization"
    ),
    "NOTHING_TO_REVERSE": ReasonText(_NO, "没有可撤销的结算", "nothing was settled that could be undone"),
    "REVERSED_BEFORE_ARRIVAL": ReasonText(
        _NO, "此结算请求到达前已被撤销，不予结算", "this request was reversed before it came, and is not settled"
    ),
    "SETTLEMENT_ALREADY_REVERSED": ReasonText(_NO, "此结算已经撤销", "this settlement has been undone before"),
    "ACCOUNT_NOT_CLOSED": ReasonText(
        _NO,
        "此人账户可以入账，暂存的资金由夜间批处理转入账户，不予发放",
        "an account of this person can take what waits: the nightly run puts it there, it is not paid out",
    ),
    "SETTLEMENT_NOT_FOUND": ReasonText(Kind.NOT_FOUND, "该参保人没有此结算", "this patient has no such settlement"),
    "ALREADY_AUTHORIZED": ReasonText(_NO, "已有生效的授权，无需重复授权", "an authorization is already in force"),
    "AUTHORIZATION_ENDED": ReasonText(_NO, "授权已经终止", "the authorization has already ended"),
    "AUTHORIZER_NOT_EMPLOYEE_SCHEME": ReasonText(
        _NO, "授权人须参加职工基本医疗保险", "the authorizer has to be in the employee scheme"
    ),
    "AUTHORIZER_NOT_ACTIVE": ReasonText(
        _NO, "授权人须为正常参保缴费状态", "the authorizer has to be insured and paying normally"
    ),
    "AUTHORIZER_CATEGORY_EXCLUDED": ReasonText(
        _NO, "授权人的人员类别不能办理共济", "the authorizer's category can't take part"
    ),
    "AUTHORIZER_VOUCHER_NOT_ACTIVE": ReasonText(
        _NO,
        "线上办理须先激活医保电子凭证",
        "handled online, the authorizer's electronic voucher has to be activated first",
    ),
    "AUTHORIZER_CARD_NOT_NORMAL": ReasonText(
        _NO, "授权人的社会保障卡状态不正常", "the authorizer's social-security card is not in order"
    ),
    "NO_HISTORIC_BALANCE": ReasonText(
        _NO, "发起人的历年个人账户须有结余", "the initiator's carried-over account has to hold a surplus"
    ),
    "COMMITMENT_NOT_SIGNED": ReasonText(
        _NO,
        "须先由规定的人签署承诺书",
        "the commitment letter has to be signed first, by a party entitled to",
    ),
    "VERIFICATION_REQUIRED": ReasonText(
        _NO, "须按规定方式核验身份", "the applicant's identity has to be verified in one of the ways required"
    ),
    "VERIFICATION_STALE": ReasonText(
        _NO, "身份核验已过时效，请重新核验", "the identity check is too old; verify again"
    ),
    "EVIDENCE_REQUIRED": ReasonText(
        _NO, "缺少须出示或提交的材料", "a credential or a paper that is required is missing"
    ),
    "APPLICANT_NOT_ENTITLED": ReasonText(
        _NO, "申请人无权办理此事项", "the applicant is not entitled to apply for this"
    ),
    "OFFICE_NOT_ALLOWED": ReasonText(_NO, "此经办地点不能办理", "this office can't handle it"),
    "CHANNEL_NOT_ALLOWED": ReasonText(_NO, "此渠道不能办理该事项", "this can't be handled on this channel"),
    "NOT_AUTHORIZED_YET": ReasonText(_NO, "须先完成授权", "the authorizer has to authorize first"),
    "MEMBER_NOT_INSURED": ReasonText(
        _NO,
        "使用人须在规定的险种中正常参保",
        "the member has to be insured normally in a scheme that may take part",
    ),
    "MEMBER_OUT_OF_AREA": ReasonText(
        _NO, "使用人的参保地不在共济范围内", "the member is insured outside the area that may take part"
    ),
    "MEMBER_CATEGORY_EXCLUDED": ReasonText(
        _NO, "使用人的人员类别不能参加共济", "the member's category can't take part"
    ),
    "MEMBER_CARD_NOT_NORMAL": ReasonText(
        _NO, "使用人的社会保障卡状态不正常", "the member's social-security card is not in order"
    ),
    "ACCOUNT_NOT_NORMAL": ReasonText(_NO, "个人账户状态不正常", "the state of the personal account does not allow it"),
    "RELATION_NOT_ALLOWED": ReasonText(_NO, "此亲属关系不在共济范围内", "this relation may not take part"),
    "RELATION_LIMIT_REACHED": ReasonText(_NO, "此亲属关系的人数已满", "no more members in this relation can be bound"),
    "MEMBER_LIMIT_REACHED": ReasonText(_NO, "共济成员人数已满", "no more members can be bound"),
    "LIFETIME_MEMBER_LIMIT_REACHED": ReasonText(
        _NO, "累计绑定的不同人数已满", "no more different people can be bound in a lifetime"
    ),
    "ALREADY_BOUND_TO_THIS_AUTHORIZER": ReasonText(
        _NO, "此人已是该授权人的共济成员", "this person is already a member of this authorizer"
    ),
    "MEMBER_ALREADY_BOUND": ReasonText(_NO, "此人已被其他人绑定", "this person is already bound by someone else"),
    "MEMBER_IS_AUTHORIZER": ReasonText(
        _NO, "此人已绑定他人，不能再被绑定", "this person has bound others and so can't be bound"
    ),
    "AUTHORIZER_IS_MEMBER": ReasonText(
        _NO, "此人已被他人绑定，不能再绑定别人", "this person is bound by someone and so can't bind others"
    ),
    "SELF_BINDING": ReasonText(_NO, "不能绑定自己", "nobody can bind oneself"),
    "DATES_NOT_ALLOWED": ReasonText(_NO, "此地共济关系不设起止日期", "bindings have no start or end date here"),
    "END_DATE_PASSED": ReasonText(_NO, "截止日期已过", "the end date has passed"),
    "BOUND_TOO_RECENTLY": ReasonText(
        _NO, "绑定未满规定期限，暂不能在此渠道解绑", "bound too recently to be ended on this channel"
    ),
    "BINDING_ENDED": ReasonText(_NO, "此共济关系已经终止", "this binding has already ended"),
    "NOT_PENDING": ReasonText(
        _NO, "此共济关系不在待审核状态", "this binding is not waiting for anybody's review or consent"
    ),
    "DECISION_NOT_ASKED_FOR": ReasonText(
        _NO, "此共济关系无需该方审核或确认", "the rules do not ask this party to review or consent"
    ),
    "ALREADY_DECIDED": ReasonText(_NO, "该方已经同意，无需重复办理", "this party has agreed to it already"),
    "QUOTA_NOT_OFFERED": ReasonText(
        _NO, "此地没有这种共济额度", "the rules here know no quota, or none that is set in this way"
    ),
    "QUOTA_BELOW_USED": ReasonText(
        _NO, "额度不能低于已使用的金额", "a quota can't be set below what has been used of it"
    ),
    "NOT_IN_NETWORK": ReasonText(_NO, "此人不在该家庭共济网中", "this person is not in the network"),
    "PAYER_ORDER_FIXED": ReasonText(
        _NO, "此地支付顺序由政策规定，不能自行设定", "the order of payers is fixed by the policy here"
    ),
    "PAYER_ORDER_INCOMPLETE": ReasonText(
        _NO, "支付顺序须恰好列出全部付款人，每人一次", "the order has to name every payer exactly once"
    ),
    "ACCOUNT_KIND_NOT_KEPT": ReasonText(
        _NO,
        "此地没有此种账户，或该种划入不能进入此账户",
        "this place keeps no such account, or this credit can't enter it",
    ),
    "NO_ACCOUNT": ReasonText(_NO, "此人没有个人账户", "this person has no personal account"),
    "AMOUNT_OUT_OF_RANGE": ReasonText(
        _NO, "余额将超出上限", "the balance would exceed the largest amount that can be held"
    ),
    "CREDIT_ALREADY_PAID": ReasonText(Kind.ALREADY_EXISTS, "此笔划入已经入账", "this credit has already been paid in"),
    "INSUFFICIENT_BALANCE": ReasonText(_NO, "账户可用余额不足", "the account holds less than is to be taken from it"),
    "CREDIT_NOT_FOUND": ReasonText(
        Kind.NOT_FOUND, "没有所要更正的划入", "the credit that is to be corrected was never paid here"
    ),
    "CORRECTION_MISMATCH": ReasonText(
        _NO,
        "所更正的划入不属于此账户，或其本身是更正",
        "the credit that is to be corrected is another account's, or a correction itself",
    ),
    "CORRECTION_EXCEEDS_CREDIT": ReasonText(
        _NO, "更正金额超过原划入尚余金额", "the corrections would take back more than was paid"
    ),
    "BINDING_KEY_REUSED": ReasonText(
        Kind.ALREADY_EXISTS,
        "同一绑定编号已用于不同内容的共济关系",
        "this binding key was used for a binding with other content",
    ),
    "JOB_NOT_DUE": ReasonText(_NO, "该批处理的此期尚未到可运行的时间", "this period of the job can't be run yet"),
    "TRANSFER_NOT_OFFERED": ReasonText(
        _NO, "此地不能在这两种个人账户之间划转", "no money moves between these two accounts in this place"
    ),
    "PRESET_NOT_FOUND": ReasonText(Kind.NOT_FOUND, "没有预设划转", "there is no preset"),
    "RETAINED_BALANCE": ReasonText(
        _NO, "划出后余额将低于须保留的金额", "less would be left in the account than has to stay in it"
    ),
    "TRANSFER_LIMIT_REACHED": ReasonText(_NO, "划转次数或金额已达上限", "no more or no larger transfers are allowed"),
    "WALLET_NOT_OPEN": ReasonText(_NO, "此人尚未开通医保钱包", "this person has not opened a wallet"),
    "WALLET_ALREADY_OPEN": ReasonText(_NO, "医保钱包已经开通", "the wallet is open already"),
    "TRANSFER_PENDING": ReasonText(
        _NO, "上一笔转账尚未被接收，暂不能再转", "the last transfer has not been accepted yet"
    ),
    "TRANSFER_CLOSED_HOURS": ReasonText(
        _NO, "此时段不办理医保钱包转账", "nothing is sent to wallets at this time of the day"
    ),
    "WALLET_TRANSFER_NOT_FOUND": ReasonText(
        Kind.NOT_FOUND, "没有转给此人的这笔转账", "no such transfer was sent to this person"
    ),
    "WALLET_TRANSFER_OVER": ReasonText(
        _NO, "此笔转账已被接收或已退回", "the transfer was accepted before, or went back"
    ),
    "BINDING_NOT_STANDING": ReasonText(
        _NO, "此共济关系尚未生效", "the binding does not stand yet: its first day or a consent is to come"
    ),
    "QUOTA_EXCEEDED": ReasonText(_NO, "超出剩余的共济额度", "more than is left of the quota"),
    "PREMIUM_ALREADY_PAID": ReasonText(
        _NO, "此人该年度的保费已经缴纳", "this person's premium of the year has been paid"
    ),
    "PREMIUM_WINDOW_CLOSED": ReasonText(
        _NO, "不在缴费期内，不能缴费或退费", "premiums are neither paid nor given back at this time"
    ),
    "PREMIUM_AMOUNT_UNKNOWN": ReasonText(
        _NO, "该年度应缴的金额没有公布", "the amount that is due for this year is not published here"
    ),
    "PREMIUM_TIER_NOT_OFFERED": ReasonText(_NO, "此人不能选择这一缴费档次", "this tier is not offered to this person"),
    "PREMIUM_NOT_ALLOWED": ReasonText(
        _NO, "此地的政策不允许用个人账户缴纳居民医保保费", "the policy does not let the account pay this premium"
    ),
    "PREMIUM_NOTHING_DUE": ReasonText(_NO, "个人无需缴费", "nothing is due: others pay the whole of it"),
    "PREMIUM_NOT_FOUND": ReasonText(Kind.NOT_FOUND, "该付款人没有此笔缴费", "this payer has paid no such premium"),
    "PREMIUM_ALREADY_REFUNDED": ReasonText(_NO, "此笔缴费已经退回", "this premium was given back before"),
    "CERTIFICATE_TAKEN": ReasonText(
        Kind.ALREADY_EXISTS,
        "此证件已登记在另一参保人名下",
        "this certificate is registered to another person",
    ),
    "DUPLICATE_ROW": ReasonText(Kind.INVALID_ARGUMENT, "同一请求中此行重复", "this row stands twice in one request"),
    "INVALID_REQUEST": ReasonText(Kind.INVALID_ARGUMENT, "请求内容不符合要求", "the request is malformed"),
    "PAGE_TOKEN_MISMATCH": ReasonText(
        Kind.INVALID_ARGUMENT, "翻页令牌与查询条件不符", "the page token belongs to other arguments"
    ),
    "REQUEST_ID_REUSED": ReasonText(
        Kind.ALREADY_EXISTS, "同一请求号已用于不同内容", "this request id was used with other content"
    ),
}
"""Every reason for which a decision can be refused, with its code and its words."""
