"""Relations: an authorization (授权; in a network, the network itself) and the bindings (共济关系) under it."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from service.domain.calendar import day_of
from service.domain.person import PersonKey
from service.domain.terms import AuthorizationState, BindingState, DecidedBy, Relation


class CommitmentRecord(Struct, frozen=True, kw_only=True):
    """The signed commitment letter (承诺书) that an authorization stands on."""

    document_version: str
    document_sha256: str
    signature_ref: str
    signed_by_psn_no: str
    signed_time: datetime


class Authorization(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An authorizer's consent that relatives may spend. Of a network it is the network, its id the network's number.

    A quota here is one for all members together.
    """

    region: str
    authorization_id: UUID
    authorizer_psn_no: str
    policy_id: str
    policy_version: str
    state: AuthorizationState
    create_time: datetime
    network: bool = False
    payer_order: int = 1
    end_time: datetime | None = None
    commitment: CommitmentRecord | None = None
    quota_fen: int | None = None
    quota_used_fen: int = 0
    quota_freezes: bool = False

    @property
    def authorizer(self) -> PersonKey:
        return PersonKey(self.region, self.authorizer_psn_no)


class Binding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One relative who may spend: authorizer → member. `payer_order` is the place among the payers.

    It lives in the authorizer's region; where the member is insured elsewhere a second copy of the row lives there.
    `end_date` is the last day that it holds: dead at 00:00 of the next. `bound_time` is when it
    began to stand; of one that is PENDING, or ended so, when it was applied for. `approved_by` are who agreed to it.
    Of its quota `quota_used_fen` has been spent; what is left is frozen where `quota_freezes` (domain/quota.py).
    """

    region: str
    binding_id: UUID
    authorization_id: UUID
    authorizer_psn_no: str
    member_region: str
    member_psn_no: str
    member_insuplc_admdvs: str
    relation: Relation
    state: BindingState
    payer_order: int
    bound_time: datetime
    policy_id: str
    policy_version: str
    network: bool = False
    start_date: date | None = None
    end_date: date | None = None
    unbound_time: datetime | None = None
    earliest_unbind_date: date | None = None
    approved_by: tuple[DecidedBy, ...] = ()
    quota_fen: int | None = None
    quota_used_fen: int = 0
    quota_freezes: bool = False

    @property
    def authorizer(self) -> PersonKey:
        return PersonKey(self.region, self.authorizer_psn_no)

    @property
    def member(self) -> PersonKey:
        return PersonKey(self.member_region, self.member_psn_no)

    @property
    def first_day(self) -> date:
        return self.start_date or day_of(self.bound_time)

    def expired(self, day: date) -> bool:
        return self.end_date is not None and day > self.end_date


class BindingImport(Struct, frozen=True, kw_only=True):
    """A binding taken over from an earlier system, by that system's key, and a digest of what the row said."""

    region: str
    binding_key: str
    binding_id: UUID
    content_sha256: bytes
