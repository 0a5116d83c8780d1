"""Who acts, where, and with what proof (经办信息). Without it "only the owner" could not be decided."""

from datetime import datetime

from msgspec import Struct

from service.domain.person import PersonRef
from service.domain.terms import Channel, Credential, EvidenceType, VerificationMethod


class Verification(Struct, frozen=True):
    """An identity check that the platform made: how, its reference there, and when."""

    method: VerificationMethod
    reference: str
    verified_time: datetime


class Presented(Struct, frozen=True):
    """A credential that somebody showed in person."""

    person: PersonRef
    credential: Credential


class Evidence(Struct, frozen=True):
    """A paper that was handed in, and where it is filed."""

    type: EvidenceType
    reference: str


class Handling(Struct, frozen=True, kw_only=True, omit_defaults=True):
    channel: Channel
    applicant: PersonRef
    office_admdvs: str | None = None
    verification: Verification | None = None
    presented: tuple[Presented, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Commitment(Struct, frozen=True, kw_only=True):
    """A signed commitment letter (承诺书): which text, its digest, the signature's reference, who signed and when."""

    document_version: str
    document_sha256: str
    signature_ref: str
    signed_by: PersonRef
    signed_time: datetime
