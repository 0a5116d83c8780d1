"""Why each account paid or did not: part of every settlement, since people ask exactly this."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from service.domain.policy import RuleRef
from service.domain.terms import AccountKind


class Why(StrEnum):
    """Stable reasons of explanations, as the contract lists them."""

    PAID = "PAID"
    NOTHING_LEFT_TO_PAY = "NOTHING_LEFT_TO_PAY"
    EMPTY = "EMPTY"
    NO_ACCOUNT = "NO_ACCOUNT"
    MEMBER_NOT_ACTIVE = "MEMBER_NOT_ACTIVE"
    PAYER_NOT_ACTIVE = "PAYER_NOT_ACTIVE"
    ACCOUNT_NOT_NORMAL = "ACCOUNT_NOT_NORMAL"
    ONE_MUTUAL_AID_ACCOUNT_ONLY = "ONE_MUTUAL_AID_ACCOUNT_ONLY"
    SCENE_NOT_COVERED = "SCENE_NOT_COVERED"
    OUT_OF_AREA = "OUT_OF_AREA"
    INSTITUTION_NOT_ENABLED = "INSTITUTION_NOT_ENABLED"
    POOLED_FUND_LINKED = "POOLED_FUND_LINKED"
    ACCOUNT_KIND_NOT_COVERED = "ACCOUNT_KIND_NOT_COVERED"
    PENDING = "PENDING"
    NOT_YET_VALID = "NOT_YET_VALID"
    EXPIRED = "EXPIRED"
    ENDED = "ENDED"
    QUOTA_USED = "QUOTA_USED"
    RETAINED_BALANCE = "RETAINED_BALANCE"
    NOT_BOUND = "NOT_BOUND"


class Explanation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line: whose account, through which binding, the reason, and the rule that decided."""

    psn_no: str
    reason: Why
    account_kind: AccountKind | None = None
    binding_id: UUID | None = None
    rule: RuleRef | None = None


TEXTS: dict[Why, tuple[str, str]] = {
    Why.PAID: ("此账户已支付", "this account paid"),
    Why.NOTHING_LEFT_TO_PAY: (
        "前面的账户已付清，无需动用此账户",
        "the accounts before it had paid everything",
    ),
    Why.EMPTY: ("此账户没有可用余额", "this account has no balance that can be spent"),
    Why.NO_ACCOUNT: ("此人没有可用的个人账户", "this person has no such account"),
    Why.MEMBER_NOT_ACTIVE: (
        "就医人未正常参保缴费，不能使用家人的账户",
        "the patient is not insured and paying normally, so the family's accounts can't pay",
    ),
    Why.PAYER_NOT_ACTIVE: (
        "账户所有人未正常参保缴费，其账户暂不能共济",
        "the account's owner is not insured and paying normally",
    ),
    Why.ACCOUNT_NOT_NORMAL: (
        "账户状态不正常，已跳过",
        "the account's state is not normal, so it was passed over",
    ),
    Why.ONE_MUTUAL_AID_ACCOUNT_ONLY: (
        "一次结算只能使用规定个数的共济账户，名额已用",
        "one settlement may use only so many mutual-aid accounts, and others have been used",
    ),
    Why.SCENE_NOT_COVERED: (
        "就医人的险种在此医疗类别下不能使用家人的账户",
        "for the patient's scheme, mutual aid does not cover this kind of care or purchase",
    ),
    Why.OUT_OF_AREA: (
        "就医地或结算方式不在共济范围内",
        "the place of care, or this kind of claim, is outside the area of mutual aid",
    ),
    Why.INSTITUTION_NOT_ENABLED: (
        "此定点医药机构未开通家庭共济",
        "mutual aid is not switched on at this institution",
    ),
    Why.POOLED_FUND_LINKED: (
        "本次费用有统筹基金支付，按当地规定不能使用家人的账户",
        "the pooled fund is in this bill, and then others' accounts may not pay here",
    ),
    Why.ACCOUNT_KIND_NOT_COVERED: ("此种账户不能用于本次支付", "this kind of account may not pay this"),
    Why.PENDING: ("共济关系尚待审核或确认", "the binding is still waiting for review or consent"),
    Why.NOT_YET_VALID: ("共济关系尚未到生效日期", "the binding is not yet valid"),
    Why.EXPIRED: ("共济关系已过截止日期", "the binding has expired"),
    Why.ENDED: ("共济关系已终止", "the binding has ended"),
    Why.QUOTA_USED: (
        "共济额度已用完，或尚未设定",
        "the quota has been used up, or none has been set yet",
    ),
    Why.RETAINED_BALANCE: (
        "余额未超过规定的保留额，不能共济",
        "the balance is not above what has to stay with its owner",
    ),
    Why.NOT_BOUND: (
        "与此人没有可让其账户支付的共济关系",
        "there is no binding through which this person's account could pay",
    ),
}
"""The words of each reason: Chinese, English."""
