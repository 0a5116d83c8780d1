"""The words of the rules' closed lists for people who read the policy table, each in Chinese and English."""

from enum import StrEnum

from service.domain.policy import Act, Area, Party, PayerOrder, Shape
from service.domain.policy_money import LeftPayer, QuotaScope
from service.domain.terms import (
    AccountKind,
    AccountState,
    CardState,
    Channel,
    ClaimType,
    DecidedBy,
    InsuState,
    PremiumKind,
    Relation,
    VerificationMethod,
)

Text = tuple[str, str]
"""The same in Chinese and in English."""

WORDS: dict[type[StrEnum], dict[str, Text]] = {
    Shape: {
        Shape.STAR: ("一人授权，成员使用", "one authorizer, whose members may spend"),
        Shape.NETWORK: ("家庭共济网，成员互用", "network: all may spend all's"),
        Shape.WALLET: ("医保钱包，先转后用", "wallet: moved first, then spent"),
        Shape.QUOTA: ("多对多，按共济额度使用", "many to many, each up to a quota"),
    },
    Area: {
        Area.REGION: ("同一统筹区", "same pooling region"),
        Area.PROVINCE: ("同一省份", "same province"),
        Area.NATION: ("全国", "all China"),
    },
    Act: {
        Act.AUTHORIZE: ("授权", "authorize"),
        Act.BIND: ("绑定", "bind"),
        Act.UNBIND: ("解绑", "unbind"),
        Act.ORDER: ("排序", "order"),
        Act.DECIDE: ("审核与确认", "review and consent"),
        Act.QUOTA: ("设定额度", "set a quota"),
        Act.TRANSFER: ("划转", "transfer"),
        Act.PRESET: ("预设划转", "preset"),
        Act.WALLET: ("医保钱包", "wallet"),
        Act.PREMIUM: ("代缴保费", "pay a premium"),
        Act.CLOSE: ("清算", "liquidate"),
    },
    Party: {
        Party.AUTHORIZER: ("授权人", "authorizer"),
        Party.MEMBER: ("使用人", "member"),
        Party.ANY: ("任一共济成员", "any party"),
    },
    DecidedBy: {
        DecidedBy.STAFF: ("经办审核", "staff's review"),
        DecidedBy.MEMBER: ("使用人同意", "the member's consent"),
    },
    PayerOrder: {
        PayerOrder.AS_BOUND: ("按绑定先后", "in the order bound"),
        PayerOrder.LAST_BOUND_FIRST: ("后绑定的先付", "last bound first"),
        PayerOrder.SET_BY_AUTHORIZER: ("按授权人设定的顺序", "in the order that the authorizer sets"),
        PayerOrder.SET_BY_MEMBER: ("按使用人设定的顺序", "in the order that the member sets"),
    },
    Channel: {
        Channel.MINI_PROGRAM: ("小程序", "mini-program"),
        Channel.APP: ("APP", "app"),
        Channel.SELF_SERVICE_TERMINAL: ("自助终端", "terminal"),
        Channel.WINDOW: ("窗口", "window"),
        Channel.INSTITUTION: ("医药机构", "institution"),
        Channel.PLATFORM: ("平台", "platform"),
    },
    Relation: {
        Relation.SPOUSE: ("配偶", "spouse"),
        Relation.FATHER: ("父亲", "father"),
        Relation.MOTHER: ("母亲", "mother"),
        Relation.CHILD: ("子女", "child"),
        Relation.SIBLING: ("兄弟姐妹", "sibling"),
        Relation.GRANDPARENT: ("祖父母、外祖父母", "grandparent"),
        Relation.GRANDCHILD: ("孙子女、外孙子女", "grandchild"),
        Relation.OTHER: ("其他", "other"),
    },
    AccountKind: {
        AccountKind.PERSONAL: ("个人账户", "personal"),
        AccountKind.CURRENT: ("当年账户", "this year's"),
        AccountKind.HISTORIC: ("历年账户", "carried-over"),
        AccountKind.MUTUAL_AID: ("共济账户", "mutual-aid"),
        AccountKind.WALLET: ("医保钱包", "wallet"),
        AccountKind.SUSPENSE: ("暂存账户", "suspense"),
    },
    InsuState: {
        InsuState.NOT_INSURED: ("未参保", "not insured"),
        InsuState.NORMAL: ("正常参保", "insured normally"),
        InsuState.SUSPENDED: ("暂停参保", "suspended"),
        InsuState.ENDED: ("终止参保", "ended"),
    },
    CardState: {
        CardState.NORMAL: ("正常", "normal"),
        CardState.LOST: ("挂失", "lost"),
        CardState.CANCELLED: ("注销", "cancelled"),
    },
    AccountState: {
        AccountState.NORMAL: ("正常", "normal"),
        AccountState.FROZEN: ("冻结", "frozen"),
        AccountState.CLOSING: ("销户中", "closing"),
        AccountState.CLOSED: ("已销户", "closed"),
    },
    ClaimType: {
        ClaimType.DIRECT: ("直接结算", "settled at the institution"),
        ClaimType.OUT_OF_AREA: ("异地结算", "out of area"),
        ClaimType.HAND_IN: ("零星报销", "handed-in papers"),
    },
    VerificationMethod: {
        VerificationMethod.REAL_NAME: ("实名登录", "real-name login"),
        VerificationMethod.FACE: ("刷脸", "face"),
        VerificationMethod.CARD: ("社保卡", "card"),
        VerificationMethod.VOUCHER_PASSWORD: ("电子凭证密码", "voucher password"),
        VerificationMethod.DOCUMENTS: ("证件", "documents"),
    },
    QuotaScope: {
        QuotaScope.PER_BINDING: ("每个成员一个额度", "one for each member"),
        QuotaScope.ALL_MEMBERS: ("全部成员合用一个额度", "one for all members together"),
    },
    LeftPayer: {
        LeftPayer.BACK: ("原路退回", "the way it came"),
        LeftPayer.SUSPENSE: ("先入暂存账户", "into suspense first"),
    },
    PremiumKind: {
        PremiumKind.RESIDENT: ("居民医保个人缴费", "resident-scheme premium"),
        PremiumKind.LONG_TERM_CARE: ("长期护理保险费", "long-term-care premium"),
    },
}

SCHEMES: dict[str, Text] = {"310": ("职工医保", "employee scheme"), "390": ("居民医保", "resident scheme")}
"""Short words of the schemes that most rules speak of; the others have theirs in the code table."""

SURE: dict[str, Text] = {
    "published": ("公开文本", "published"),
    "our reading": ("我们的理解", "our reading"),
    "weak": ("二手说法", "second-hand"),
    "invented": ("虚构", "invented"),
}
"""How sure a source is."""
