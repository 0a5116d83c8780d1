import datetime

from gongji.v1 import person_pb2 as _person_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Channel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHANNEL_UNSPECIFIED: _ClassVar[Channel]
    CHANNEL_MINI_PROGRAM: _ClassVar[Channel]
    CHANNEL_APP: _ClassVar[Channel]
    CHANNEL_SELF_SERVICE_TERMINAL: _ClassVar[Channel]
    CHANNEL_WINDOW: _ClassVar[Channel]
    CHANNEL_INSTITUTION: _ClassVar[Channel]
    CHANNEL_PLATFORM: _ClassVar[Channel]

class VerificationMethod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERIFICATION_METHOD_UNSPECIFIED: _ClassVar[VerificationMethod]
    VERIFICATION_METHOD_REAL_NAME: _ClassVar[VerificationMethod]
    VERIFICATION_METHOD_FACE: _ClassVar[VerificationMethod]
    VERIFICATION_METHOD_CARD: _ClassVar[VerificationMethod]
    VERIFICATION_METHOD_VOUCHER_PASSWORD: _ClassVar[VerificationMethod]
    VERIFICATION_METHOD_DOCUMENTS: _ClassVar[VerificationMethod]

class Credential(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CREDENTIAL_UNSPECIFIED: _ClassVar[Credential]
    CREDENTIAL_ID_CARD: _ClassVar[Credential]
    CREDENTIAL_SOCIAL_SECURITY_CARD: _ClassVar[Credential]
    CREDENTIAL_VOUCHER: _ClassVar[Credential]

class EvidenceType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVIDENCE_TYPE_UNSPECIFIED: _ClassVar[EvidenceType]
    EVIDENCE_TYPE_ID_CARD: _ClassVar[EvidenceType]
    EVIDENCE_TYPE_HOUSEHOLD_REGISTER: _ClassVar[EvidenceType]
    EVIDENCE_TYPE_MARRIAGE_CERTIFICATE: _ClassVar[EvidenceType]
    EVIDENCE_TYPE_COMMUNITY_CERTIFICATE: _ClassVar[EvidenceType]
    EVIDENCE_TYPE_APPLICATION_FORM: _ClassVar[EvidenceType]
CHANNEL_UNSPECIFIED: Channel
CHANNEL_MINI_PROGRAM: Channel
CHANNEL_APP: Channel
CHANNEL_SELF_SERVICE_TERMINAL: Channel
CHANNEL_WINDOW: Channel
CHANNEL_INSTITUTION: Channel
CHANNEL_PLATFORM: Channel
VERIFICATION_METHOD_UNSPECIFIED: VerificationMethod
VERIFICATION_METHOD_REAL_NAME: VerificationMethod
VERIFICATION_METHOD_FACE: VerificationMethod
VERIFICATION_METHOD_CARD: VerificationMethod
VERIFICATION_METHOD_VOUCHER_PASSWORD: VerificationMethod
VERIFICATION_METHOD_DOCUMENTS: VerificationMethod
CREDENTIAL_UNSPECIFIED: Credential
CREDENTIAL_ID_CARD: Credential
CREDENTIAL_SOCIAL_SECURITY_CARD: Credential
CREDENTIAL_VOUCHER: Credential
EVIDENCE_TYPE_UNSPECIFIED: EvidenceType
EVIDENCE_TYPE_ID_CARD: EvidenceType
EVIDENCE_TYPE_HOUSEHOLD_REGISTER: EvidenceType
EVIDENCE_TYPE_MARRIAGE_CERTIFICATE: EvidenceType
EVIDENCE_TYPE_COMMUNITY_CERTIFICATE: EvidenceType
EVIDENCE_TYPE_APPLICATION_FORM: EvidenceType

class Verification(_message.Message):
    __slots__ = ("method", "reference", "verified_time")
    METHOD_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    VERIFIED_TIME_FIELD_NUMBER: _ClassVar[int]
    method: VerificationMethod
    reference: str
    verified_time: _timestamp_pb2.Timestamp
    def __init__(self, method: _Optional[_Union[VerificationMethod, str]] = ..., reference: _Optional[str] = ..., verified_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PresentedCredential(_message.Message):
    __slots__ = ("person", "credential")
    PERSON_FIELD_NUMBER: _ClassVar[int]
    CREDENTIAL_FIELD_NUMBER: _ClassVar[int]
    person: _person_pb2.PersonRef
    credential: Credential
    def __init__(self, person: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., credential: _Optional[_Union[Credential, str]] = ...) -> None: ...

class Evidence(_message.Message):
    __slots__ = ("type", "reference")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    type: EvidenceType
    reference: str
    def __init__(self, type: _Optional[_Union[EvidenceType, str]] = ..., reference: _Optional[str] = ...) -> None: ...

class Handling(_message.Message):
    __slots__ = ("channel", "office_admdvs", "applicant", "verification", "presented", "evidence")
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    OFFICE_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    APPLICANT_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_FIELD_NUMBER: _ClassVar[int]
    PRESENTED_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    channel: Channel
    office_admdvs: str
    applicant: _person_pb2.PersonRef
    verification: Verification
    presented: _containers.RepeatedCompositeFieldContainer[PresentedCredential]
    evidence: _containers.RepeatedCompositeFieldContainer[Evidence]
    def __init__(self, channel: _Optional[_Union[Channel, str]] = ..., office_admdvs: _Optional[str] = ..., applicant: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., verification: _Optional[_Union[Verification, _Mapping]] = ..., presented: _Optional[_Iterable[_Union[PresentedCredential, _Mapping]]] = ..., evidence: _Optional[_Iterable[_Union[Evidence, _Mapping]]] = ...) -> None: ...
