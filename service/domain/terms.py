"""The closed word lists of the field. Lists that places extend (insutype, med_type, categories) stay strings."""

from enum import StrEnum


class Channel(StrEnum):
    """办理渠道: where a person handles something."""

    MINI_PROGRAM = "MINI_PROGRAM"
    APP = "APP"
    SELF_SERVICE_TERMINAL = "SELF_SERVICE_TERMINAL"
    WINDOW = "WINDOW"
    INSTITUTION = "INSTITUTION"
    PLATFORM = "PLATFORM"


class Relation(StrEnum):
    """亲属关系: always what the member is to the authorizer."""

    SPOUSE = "SPOUSE"
    FATHER = "FATHER"
    MOTHER = "MOTHER"
    CHILD = "CHILD"
    SIBLING = "SIBLING"
    GRANDPARENT = "GRANDPARENT"
    GRANDCHILD = "GRANDCHILD"
    OTHER = "OTHER"


class AccountKind(StrEnum):
    """个人账户种类."""

    PERSONAL = "PERSONAL"
    CURRENT = "CURRENT"
    HISTORIC = "HISTORIC"
    MUTUAL_AID = "MUTUAL_AID"
    WALLET = "WALLET"
    SUSPENSE = "SUSPENSE"


class PassThrough(StrEnum):
    """Accounts of the books that nobody owns and that keep no balance row: their totals are sums of postings."""

    INSURER = "INSURER"
    INSTITUTION = "INSTITUTION"
    CLAIMANT = "CLAIMANT"
    CLEARING = "CLEARING"
    """What this region owes another, or the other way round; `owner` is the other region."""
    TRANSIT = "TRANSIT"
    """Money sent to a wallet and not yet accepted; in the sender's region, `owner` is the sender."""
    PREMIUMS = "PREMIUMS"
    """Premiums paid in; `owner` is the cover year."""
    PAID_OUT = "PAID_OUT"
    """Money paid to a person or its heirs; `owner` is the person."""
    BANK = "BANK"
    """What regions pay each other to clear; `owner` is the other region."""


class InsuState(StrEnum):
    """参保状态, with the national codes of psn_insu_stas."""

    NOT_INSURED = "0"
    NORMAL = "1"
    SUSPENDED = "2"
    ENDED = "3"


class CardState(StrEnum):
    """社会保障卡状态."""

    NORMAL = "NORMAL"
    LOST = "LOST"
    CANCELLED = "CANCELLED"


class AccountState(StrEnum):
    """个人账户状态, of all accounts of one owner together."""

    NORMAL = "NORMAL"
    FROZEN = "FROZEN"
    CLOSING = "CLOSING"
    CLOSED = "CLOSED"


class VerificationMethod(StrEnum):
    """身份核验方式."""

    REAL_NAME = "REAL_NAME"
    FACE = "FACE"
    CARD = "CARD"
    VOUCHER_PASSWORD = "VOUCHER_PASSWORD"
    DOCUMENTS = "DOCUMENTS"


class Credential(StrEnum):
    """出示的证件."""

    ID_CARD = "ID_CARD"
    SOCIAL_SECURITY_CARD = "SOCIAL_SECURITY_CARD"
    VOUCHER = "VOUCHER"


class EvidenceType(StrEnum):
    """证明材料."""

    ID_CARD = "ID_CARD"
    HOUSEHOLD_REGISTER = "HOUSEHOLD_REGISTER"
    MARRIAGE_CERTIFICATE = "MARRIAGE_CERTIFICATE"
    COMMUNITY_CERTIFICATE = "COMMUNITY_CERTIFICATE"
    APPLICATION_FORM = "APPLICATION_FORM"


class ClaimType(StrEnum):
    """结算方式: at the institution, out of the area, or papers handed in afterwards (零星报销)."""

    DIRECT = "DIRECT"
    OUT_OF_AREA = "OUT_OF_AREA"
    HAND_IN = "HAND_IN"


class DecidedBy(StrEnum):
    """Who agrees to a binding besides the applicant: staff that reviews it (审核), the member that consents (同意)."""

    STAFF = "STAFF"
    MEMBER = "MEMBER"


class AuthorizationState(StrEnum):
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


class BindingState(StrEnum):
    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


class WalletTransferState(StrEnum):
    SENT = "SENT"
    """It waits for its receiver."""
    ACCEPTED = "ACCEPTED"
    RETURNED = "RETURNED"


class EndCause(StrEnum):
    """Why a relation ended without anybody's act."""

    EXPIRED = "EXPIRED"
    INSURANCE_ENDED = "INSURANCE_ENDED"
    LIQUIDATED = "LIQUIDATED"
    RULES_CHANGED = "RULES_CHANGED"


class SettlementState(StrEnum):
    SETTLED = "SETTLED"
    REVERSED = "REVERSED"
    PREVIEW = "PREVIEW"


class InstitutionType(StrEnum):
    HOSPITAL = "HOSPITAL"
    RETAIL_PHARMACY = "RETAIL_PHARMACY"


class InstitutionState(StrEnum):
    NORMAL = "NORMAL"
    SUSPENDED = "SUSPENDED"


class CreditType(StrEnum):
    """划入种类."""

    MONTHLY = "MONTHLY"
    OPENING_BALANCE = "OPENING_BALANCE"
    CORRECTION = "CORRECTION"


class Movement(StrEnum):
    """Why money moved."""

    CREDIT = "CREDIT"
    OPENING_BALANCE = "OPENING_BALANCE"
    SETTLEMENT = "SETTLEMENT"
    CORRECTION = "CORRECTION"
    REVERSAL = "REVERSAL"
    SUSPENSE = "SUSPENSE"
    """Out of SUSPENSE into an account, or paid out."""
    TRANSFER = "TRANSFER"
    PRESET = "PRESET"
    CHANGE_OVER = "CHANGE_OVER"
    WALLET = "WALLET"
    PREMIUM = "PREMIUM"
    PREMIUM_REFUND = "PREMIUM_REFUND"
    YEAR_END = "YEAR_END"
    INTEREST = "INTEREST"
    LIQUIDATION = "LIQUIDATION"
    CLEARING = "CLEARING"


class SuspenseCause(StrEnum):
    """Why money that goes back waits in SUSPENSE instead of going back the way it came."""

    PAYER_LEFT = "PAYER_LEFT"
    """The payer has left the network through which it paid."""
    KIND_NOT_KEPT = "KIND_NOT_KEPT"
    """The place no longer keeps this kind of account."""
    ACCOUNT_CLOSED = "ACCOUNT_CLOSED"
    """The payer's account is wound up, or the payer is no longer insured here."""


class Job(StrEnum):
    """What is done for everybody whom it concerns on a day, in a month or a year."""

    NIGHTLY = "NIGHTLY"
    """What waits in SUSPENSE goes where it belongs."""
    WALLET_RETURN = "WALLET_RETURN"
    """Money that no receiver has accepted goes back to its senders."""
    PRESET = "PRESET"
    """Amounts fixed in advance move."""
    EXPIRY = "EXPIRY"
    """Dated bindings end."""
    YEAR_END = "YEAR_END"
    """年末统算: accounts are gathered, and interest is added."""
    CHANGE_OVER = "CHANGE_OVER"
    """What a version of the rules that does not carry its predecessor over leaves behind is wound up."""
    CLEARING = "CLEARING"
    """What a region owes others for a month is put down as paid."""


class PresetState(StrEnum):
    ACTIVE = "ACTIVE"
    ENDED = "ENDED"


class LiquidationCause(StrEnum):
    """Why an account is wound up (清算): its owner died, or moved to another pooling region."""

    DEATH = "DEATH"
    MOVE = "MOVE"


class PremiumKind(StrEnum):
    """What a premium is for: the resident scheme (居民医保个人缴费), long-term care (长期护理保险)."""

    RESIDENT = "RESIDENT"
    LONG_TERM_CARE = "LONG_TERM_CARE"
