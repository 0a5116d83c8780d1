"""The contract's closed lists on the command line: names without their prefix, and their Chinese words in tables."""

import re
from collections.abc import Callable

import typer
from google.protobuf.internal.enum_type_wrapper import EnumTypeWrapper

CHINESE = {
    "RELATION_SPOUSE": "配偶",
    "RELATION_FATHER": "父亲",
    "RELATION_MOTHER": "母亲",
    "RELATION_CHILD": "子女",
    "RELATION_SIBLING": "兄弟姐妹",
    "RELATION_GRANDPARENT": "祖父母",
    "RELATION_GRANDCHILD": "孙子女",
    "RELATION_OTHER": "其他",
    "AUTHORIZATION_STATE_ACTIVE": "有效",
    "AUTHORIZATION_STATE_ENDED": "已终止",
    "BINDING_STATE_PENDING": "待审核",
    "BINDING_STATE_ACTIVE": "已绑定",
    "BINDING_STATE_ENDED": "已解绑",
    "DECIDED_BY_STAFF": "经办审核",
    "DECIDED_BY_MEMBER": "使用人确认",
    "FAMILY_EVENT_TYPE_AUTHORIZED": "授权",
    "FAMILY_EVENT_TYPE_AUTHORIZATION_REVOKED": "撤回授权",
    "FAMILY_EVENT_TYPE_BOUND": "绑定",
    "FAMILY_EVENT_TYPE_UNBOUND": "解绑",
    "FAMILY_EVENT_TYPE_PAYER_ORDER_SET": "设定付款顺序",
    "FAMILY_EVENT_TYPE_NETWORK_FOUNDED": "组建共济网",
    "FAMILY_EVENT_TYPE_NETWORK_DISSOLVED": "解散共济网",
    "FAMILY_EVENT_TYPE_NETWORK_JOINED": "入网",
    "FAMILY_EVENT_TYPE_NETWORK_LEFT": "退网",
    "FAMILY_EVENT_TYPE_NETWORK_ORDER_SET": "设定网内付款顺序",
    "FAMILY_EVENT_TYPE_BINDING_REQUESTED": "申请绑定",
    "FAMILY_EVENT_TYPE_BINDING_APPROVED": "同意绑定",
    "FAMILY_EVENT_TYPE_BINDING_REFUSED": "不同意绑定",
    "FAMILY_EVENT_TYPE_BINDING_WITHDRAWN": "撤回申请",
    "FAMILY_EVENT_TYPE_QUOTA_SET": "设定共济额度",
    "FAMILY_EVENT_TYPE_COMMON_QUOTA_SET": "设定全体成员共济额度",
    "END_CAUSE_EXPIRED": "到期",
    "END_CAUSE_INSURANCE_ENDED": "参保关系终止或转移",
    "END_CAUSE_LIQUIDATED": "账户清算",
    "END_CAUSE_RULES_CHANGED": "制度衔接",
    "ACCOUNT_KIND_PERSONAL": "个人账户",
    "ACCOUNT_KIND_CURRENT": "当年账户",
    "ACCOUNT_KIND_HISTORIC": "历年账户",
    "ACCOUNT_KIND_MUTUAL_AID": "共济账户",
    "ACCOUNT_KIND_WALLET": "医保钱包",
    "ACCOUNT_KIND_SUSPENSE": "暂存账户",
    "ACCOUNT_STATE_NORMAL": "正常",
    "ACCOUNT_STATE_FROZEN": "冻结",
    "ACCOUNT_STATE_CLOSING": "销户中",
    "ACCOUNT_STATE_CLOSED": "已销户",
    "MOVEMENT_KIND_CREDIT": "划入",
    "MOVEMENT_KIND_OPENING_BALANCE": "期初余额",
    "MOVEMENT_KIND_SETTLEMENT": "结算",
    "MOVEMENT_KIND_CORRECTION": "更正",
    "MOVEMENT_KIND_WALLET": "医保钱包",
    "MOVEMENT_KIND_REVERSAL": "撤销退回",
    "MOVEMENT_KIND_SUSPENSE": "暂存转出",
    "MOVEMENT_KIND_TRANSFER": "划转",
    "MOVEMENT_KIND_PRESET": "预设划转",
    "MOVEMENT_KIND_CHANGE_OVER": "制度衔接",
    "MOVEMENT_KIND_YEAR_END": "年末统算",
    "MOVEMENT_KIND_INTEREST": "计息",
    "MOVEMENT_KIND_LIQUIDATION": "清算",
    "MOVEMENT_KIND_PREMIUM": "代缴保费",
    "MOVEMENT_KIND_PREMIUM_REFUND": "退费",
    "MOVEMENT_KIND_CLEARING": "跨区清算",
    "PRESET_STATE_ACTIVE": "有效",
    "PRESET_STATE_ENDED": "已终止",
    "LIQUIDATION_CAUSE_DEATH": "死亡",
    "LIQUIDATION_CAUSE_MOVE": "转移",
    "SETTLEMENT_STATE_SETTLED": "已结算",
    "SETTLEMENT_STATE_REVERSED": "已撤销",
    "SETTLEMENT_STATE_PREVIEW": "预结算",
    "SUSPENSE_CAUSE_PAYER_LEFT": "付款人已退网",
    "SUSPENSE_CAUSE_KIND_NOT_KEPT": "账户种类已取消",
    "SUSPENSE_CAUSE_ACCOUNT_CLOSED": "账户已清算或已转出",
    "PREMIUM_STATE_PAID": "已缴",
    "PREMIUM_STATE_REFUNDED": "已退",
    "WALLET_TRANSFER_STATE_SENT": "待接收",
    "WALLET_TRANSFER_STATE_ACCEPTED": "已接收",
    "WALLET_TRANSFER_STATE_RETURNED": "已退回",
    "ROW_OUTCOME_CREATED": "新增",
    "ROW_OUTCOME_UPDATED": "更新",
    "ROW_OUTCOME_UNCHANGED": "无变化",
    "ROW_OUTCOME_IGNORED_OLDER": "较旧未采用",
    "ROW_OUTCOME_CREDITED": "已划入",
    "JOB_NIGHTLY": "夜间处理",
    "JOB_WALLET_RETURN": "钱包未接收退回",
    "JOB_PRESET": "预设转入",
    "JOB_EXPIRY": "到期处理",
    "JOB_YEAR_END": "年末统算",
    "JOB_CHANGE_OVER": "政策切换",
    "JOB_CLEARING": "月度清算",
    "JOB_RUN_STATE_RUNNING": "未完成",
    "JOB_RUN_STATE_FINISHED": "已完成",
    "CHANNEL_MINI_PROGRAM": "小程序",
    "CHANNEL_APP": "APP",
    "CHANNEL_SELF_SERVICE_TERMINAL": "自助终端",
    "CHANNEL_WINDOW": "窗口",
    "CHANNEL_INSTITUTION": "医药机构",
    "CHANNEL_PLATFORM": "平台",
    "POLICY_SHAPE_STAR": "户主授权",
    "POLICY_SHAPE_NETWORK": "家庭共济网",
    "POLICY_SHAPE_WALLET": "医保钱包",
    "POLICY_SHAPE_QUOTA": "共济额度",
}
"""The words of the values that tables show, by their names in the contract."""


def short_names(enum: EnumTypeWrapper) -> list[str]:
    """The names that may be given, without prefix and without UNSPECIFIED."""
    prefix = _prefix(enum)
    return [name.removeprefix(prefix) for name in enum.keys()[1:]]


def parser(enum: EnumTypeWrapper) -> Callable[[str], str]:
    """Turns CHILD or child into RELATION_CHILD; anything else is wrong usage."""

    def parse(text: str) -> str:
        names = short_names(enum)
        if text.upper() not in names:
            raise typer.BadParameter(f"{text!r}：应为下列之一 · must be one of {', '.join(names)}")
        return _prefix(enum) + text.upper()

    return parse


def word(enum: EnumTypeWrapper, value: int, chinese: bool) -> str:
    """The value for people: 子女, or child. A value newer than this program is shown as its number."""
    if value not in enum.values():
        return str(value)
    name = enum.Name(value)
    return CHINESE.get(name, "") if chinese else name.removeprefix(_prefix(enum)).lower().replace("_", " ")


def short_name(enum: EnumTypeWrapper, value: int) -> str:
    """The name without its prefix, for programs. A value newer than this program is its number."""
    return enum.Name(value).removeprefix(_prefix(enum)) if value in enum.values() else str(value)


def value_of(enum: EnumTypeWrapper, short_name: str) -> int | None:
    """The value that a policy's rules call CHILD; None for one newer than this program."""
    value: int | None = dict(enum.items()).get(_prefix(enum) + short_name)
    return value


def _prefix(enum: EnumTypeWrapper) -> str:
    words: list[str] = re.findall("[A-Z][a-z]*", enum.DESCRIPTOR.name)
    return "_".join(words).upper() + "_"
