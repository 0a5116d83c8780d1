"""What a place's rules can say. The values are data (policies/*.toml); this is their type.

Every rule is a `Rule`: a value and the source that says so. A rule that a file leaves out has the value here, the
permissive one. `Policy.rules()` names each by its key (`members.at_most`), the same key that an explanation cites.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from service.domain.policy_format import Rule, Strict, rule, section
from service.domain.policy_money import (
    InterestRules,
    PremiumRules,
    PresetRules,
    QuotaRules,
    RefundRules,
    TransferRules,
    WalletRules,
    YearEndRules,
)
from service.domain.terms import (
    AccountKind,
    AccountState,
    CardState,
    Channel,
    ClaimType,
    Credential,
    DecidedBy,
    EvidenceType,
    InsuState,
    Relation,
    VerificationMethod,
)

NATION = "000000"


class Shape(StrEnum):
    """star: one authorizer, members may spend; network: all may spend all's; wallet: money is moved first;
    quota: many to many, each member up to a quota."""

    STAR = "STAR"
    NETWORK = "NETWORK"
    WALLET = "WALLET"
    QUOTA = "QUOTA"


class Area(StrEnum):
    REGION = "REGION"
    PROVINCE = "PROVINCE"
    NATION = "NATION"


class Act(StrEnum):
    """What is being handled. Taking the whole authorization back counts as UNBIND; DECIDE is review and consent;
    CLOSE is a liquidation and what is paid out after it."""

    AUTHORIZE = "AUTHORIZE"
    BIND = "BIND"
    UNBIND = "UNBIND"
    ORDER = "ORDER"
    DECIDE = "DECIDE"
    QUOTA = "QUOTA"
    TRANSFER = "TRANSFER"
    PRESET = "PRESET"
    WALLET = "WALLET"
    PREMIUM = "PREMIUM"
    CLOSE = "CLOSE"


class Party(StrEnum):
    """Who, in a relation. ANY is whoever is a party of the mutual aid."""

    AUTHORIZER = "AUTHORIZER"
    MEMBER = "MEMBER"
    ANY = "ANY"


class PayerOrder(StrEnum):
    AS_BOUND = "AS_BOUND"
    LAST_BOUND_FIRST = "LAST_BOUND_FIRST"
    SET_BY_AUTHORIZER = "SET_BY_AUTHORIZER"
    SET_BY_MEMBER = "SET_BY_MEMBER"


class Office(StrEnum):
    """Which windows may handle: any desk of the pooling region, or only the authorizer's own place of insurance."""

    ANY_IN_REGION = "ANY_IN_REGION"
    AUTHORIZERS_PLACE = "AUTHORIZERS_PLACE"


class Limit(Strict, frozen=True):
    """At most `at_most` live members in these relations together."""

    of: tuple[Relation, ...]
    at_most: int


class ProofRule(Strict, frozen=True):
    """One of `any_of` is needed for these acts on these channels, not older than `fresh_minutes`."""

    acts: tuple[Act, ...]
    channels: tuple[Channel, ...]
    any_of: tuple[VerificationMethod, ...]
    fresh_minutes: int | None = None


class ShownRule(Strict, frozen=True):
    """`who` has to show one of `any_of` in person."""

    who: Party
    any_of: tuple[Credential, ...]


class PaperRule(Strict, frozen=True):
    """Papers for these acts on these channels: credentials shown, and of each group in `evidence` at least one."""

    acts: tuple[Act, ...]
    channels: tuple[Channel, ...]
    shown: tuple[ShownRule, ...] = ()
    evidence: tuple[tuple[EvidenceType, ...], ...] = ()


class ApplicantRule(Strict, frozen=True):
    acts: tuple[Act, ...]
    who: tuple[Party, ...]


class OfficeRule(Strict, frozen=True):
    channels: tuple[Channel, ...]
    place: Office


class LetterRule(Strict, frozen=True):
    """A commitment letter is needed on these channels, signed by one of these parties."""

    channels: tuple[Channel, ...]
    signed_by: tuple[Party, ...]


class WaitRule(Strict, frozen=True):
    """On these channels a binding can be ended only when it has stood for so many whole months."""

    channels: tuple[Channel, ...]
    months: int


class OneAccountRule(Strict, frozen=True):
    """At most so many accounts of others may pay in one settlement; own accounts of the kinds in `own_counts` count."""

    at_most: int
    own_counts: tuple[AccountKind, ...] = ()


class AccountRules(Strict, frozen=True):
    kinds: Rule[tuple[AccountKind, ...]]
    """The kinds that this place keeps."""
    own_order: Rule[tuple[AccountKind, ...]]
    """One's own accounts that pay, in order."""
    shared: Rule[tuple[AccountKind, ...]]
    """The payer's accounts that others may use, in order."""
    schemes: Rule[tuple[str, ...]] = rule(("310",))
    """The schemes (insutype) whose participants have a personal account."""


class AuthorizerRules(Strict, frozen=True):
    schemes: Rule[tuple[str, ...] | None] = rule(None)
    insu_states: Rule[tuple[InsuState, ...] | None] = rule(None)
    categories_excluded: Rule[tuple[str, ...]] = rule(())
    card_states: Rule[tuple[CardState, ...] | None] = rule(None)
    account_states: Rule[tuple[AccountState, ...] | None] = rule(None)
    voucher_active_on: Rule[tuple[Channel, ...]] = rule(())
    """The channels on which the electronic voucher has to be activated."""
    balance_in: Rule[tuple[AccountKind, ...]] = rule(())
    """Kinds of account in which there has to be money when the authorization is made."""


class MemberRules(Strict, frozen=True):
    schemes: Rule[tuple[str, ...] | None] = rule(None)
    insu_states: Rule[tuple[InsuState, ...] | None] = rule(None)
    categories_excluded: Rule[tuple[str, ...]] = rule(())
    card_states: Rule[tuple[CardState, ...] | None] = rule(None)
    account_states: Rule[tuple[AccountState, ...] | None] = rule(None)
    area: Rule[Area] = rule(Area.REGION)
    """Where a member may be insured, seen from the authorizer."""
    at_most: Rule[int | None] = rule(None)
    """Members bound at once."""
    lifetime_at_most: Rule[int | None] = rule(None)
    """Different people ever bound; the same person again costs nothing."""


class RelationRules(Strict, frozen=True):
    allowed: Rule[tuple[Relation, ...]]
    limits: Rule[tuple[Limit, ...]] = rule(())


class ExclusivityRules(Strict, frozen=True):
    """Bindings that have not ended count; a bare authorization does not, except that a network is one."""

    one_authorizer_per_member: Rule[bool] = rule(False)
    authorizer_cannot_be_member: Rule[bool] = rule(False)
    """One who has bound others can't be bound."""
    member_cannot_be_authorizer: Rule[bool] = rule(False)
    """One who is bound can't bind others (tested at Bind)."""
    one_network: Rule[bool] = rule(False)


class HandlingRules(Strict, frozen=True):
    channels: Rule[dict[Act, tuple[Channel, ...]]] = rule({})
    """An act that is not named may be handled on every channel."""
    proofs: Rule[tuple[ProofRule, ...]] = rule(())
    papers: Rule[tuple[PaperRule, ...]] = rule(())
    applicants: Rule[tuple[ApplicantRule, ...]] = rule(
        (
            ApplicantRule(acts=(Act.AUTHORIZE, Act.BIND), who=(Party.AUTHORIZER,)),
            ApplicantRule(acts=(Act.UNBIND,), who=(Party.AUTHORIZER, Party.MEMBER)),
        )
    )
    """Who may apply. An order of payers, and what is done with a wallet, is always the owner's own act, and consent
    is always the member's."""
    offices: Rule[tuple[OfficeRule, ...]] = rule(())
    letter: Rule[tuple[LetterRule, ...]] = rule(())
    """The commitment letter. With no row here none is needed and the first Bind makes the authorization."""


class BindingRules(Strict, frozen=True):
    dated: Rule[bool] = rule(False)
    """Whether a binding may have a start and an end date."""
    review: Rule[tuple[DecidedBy, ...]] = rule(())
    """Who has to agree before a binding stands; until all of them have it is PENDING and pays nothing."""
    wait: Rule[tuple[WaitRule, ...]] = rule(())
    carried_over: Rule[bool] = rule(True)
    """Whether bindings made under earlier versions of this policy go on under this one."""
    ends_with_insurance: Rule[bool] = rule(False)
    """Whether a binding ends by itself when either side's insurance ends, or moves to another pooling region."""


class PayerRules(Strict, frozen=True):
    """Read at the moment of the settlement, about the person whose account would pay."""

    order: Rule[PayerOrder] = rule(PayerOrder.AS_BOUND)
    insu_states: Rule[tuple[InsuState, ...] | None] = rule(None)
    account_states: Rule[tuple[AccountState, ...] | None] = rule((AccountState.NORMAL,))
    retained_fen: Rule[int] = rule(0)
    """Only what is above this may be shared, in fen."""


class SettlementRules(Strict, frozen=True):
    """Restrict other people's accounts only, never one's own."""

    scenes: Rule[dict[str, tuple[str, ...]] | None] = rule(None)
    """Scenes by the patient's scheme; None: all. A scheme that is not named has none."""
    area: Rule[Area] = rule(Area.REGION)
    claim_types: Rule[tuple[ClaimType, ...]] = rule((ClaimType.DIRECT,))
    institution_switch: Rule[bool] = rule(False)
    """Whether mutual aid has to be switched on for the institution."""
    pooled_fund: Rule[bool] = rule(True)
    """Whether others' accounts may pay a bill in which the pooled fund (统筹基金) has paid."""
    accounts_at_most: Rule[OneAccountRule | None] = rule(None)
    member_insu_states: Rule[tuple[InsuState, ...] | None] = rule(None)
    """The patient's participation for others' accounts to pay; read at the moment of the settlement."""


class Source(Strict, frozen=True):
    """Where a rule stands. `sure`: published, our reading, weak (second-hand sources), or invented (for a test)."""

    title: str
    sure: str
    date: str = ""
    note: str = ""


class RulesFrom(Strict, frozen=True):
    """Another policy version, whose rules hold where a file says nothing itself."""

    id: str
    version: str


class Header(Strict, frozen=True):
    """`regions`: pooling regions; a province's code (…0000) means all of its, 000000 all of China's.

    `in_force_source` is the key of the source that says since when the version holds. Where rules were taken from
    another version (`rules_from`), they stand in this one with sources named `id/version/key`.
    """

    id: str
    version: str
    name_zh: str
    name_en: str
    shape: Shape
    regions: tuple[str, ...]
    in_force_from: date
    in_force_source: str
    in_force_note: str = ""
    in_force_until: date | None = None
    rules_from: RulesFrom | None = None


class Policy(Strict, frozen=True):
    """One version of the rules of a place."""

    policy: Header
    sources: dict[str, Source]
    accounts: AccountRules
    relations: RelationRules
    authorizer: AuthorizerRules = section(AuthorizerRules)
    members: MemberRules = section(MemberRules)
    exclusivity: ExclusivityRules = section(ExclusivityRules)
    handling: HandlingRules = section(HandlingRules)
    bindings: BindingRules = section(BindingRules)
    payers: PayerRules = section(PayerRules)
    settlement: SettlementRules = section(SettlementRules)
    quota: QuotaRules = section(QuotaRules)
    refunds: RefundRules = section(RefundRules)
    transfers: TransferRules = section(TransferRules)
    presets: PresetRules = section(PresetRules)
    wallet: WalletRules = section(WalletRules)
    premiums: PremiumRules = section(PremiumRules)
    interest: InterestRules = section(InterestRules)
    year_end: YearEndRules = section(YearEndRules)
    examples: Any | UnsetType = UNSET
    """Worked examples; read by the example runner, no part of the rules."""

    @property
    def id(self) -> str:
        return self.policy.id

    @property
    def version(self) -> str:
        return self.policy.version

    @property
    def network(self) -> bool:
        return self.policy.shape is Shape.NETWORK

    @property
    def form(self) -> Shape:
        """The shape, star and network counted as one: a region has one policy of a form at a time."""
        return Shape.STAR if self.network else self.policy.shape

    def in_force(self, day: date) -> bool:
        until = self.policy.in_force_until
        return self.policy.in_force_from <= day and (until is None or day <= until)

    def rules(self) -> Iterator[tuple[str, Rule[Any]]]:
        """Every rule with its key, in the order of the format."""
        for name in RULE_SECTIONS:
            rules = getattr(self, name)
            for key in rules.__struct_fields__:
                yield f"{name}.{key}", getattr(rules, key)


RULE_SECTIONS = (
    "accounts",
    "authorizer",
    "members",
    "relations",
    "exclusivity",
    "handling",
    "bindings",
    "payers",
    "settlement",
    "quota",
    "refunds",
    "transfers",
    "presets",
    "wallet",
    "premiums",
    "interest",
    "year_end",
)


class RuleRef(Struct, frozen=True):
    """The rule that decided: which version of which policy, and the key in it."""

    policy_id: str
    policy_version: str
    key: str


def cite(policy: Policy, key: str) -> RuleRef:
    return RuleRef(policy.id, policy.version, key)
