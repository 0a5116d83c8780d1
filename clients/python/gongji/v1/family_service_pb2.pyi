import datetime

from gongji.v1 import family_pb2 as _family_pb2
from gongji.v1 import handling_pb2 as _handling_pb2
from gongji.v1 import options_pb2 as _options_pb2
from gongji.v1 import person_pb2 as _person_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MemberView(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MEMBER_VIEW_UNSPECIFIED: _ClassVar[MemberView]
    MEMBER_VIEW_AS_AUTHORIZER: _ClassVar[MemberView]
    MEMBER_VIEW_AS_MEMBER: _ClassVar[MemberView]
MEMBER_VIEW_UNSPECIFIED: MemberView
MEMBER_VIEW_AS_AUTHORIZER: MemberView
MEMBER_VIEW_AS_MEMBER: MemberView

class Commitment(_message.Message):
    __slots__ = ("document_version", "document_sha256", "signature_ref", "signed_by", "signed_time")
    DOCUMENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_REF_FIELD_NUMBER: _ClassVar[int]
    SIGNED_BY_FIELD_NUMBER: _ClassVar[int]
    SIGNED_TIME_FIELD_NUMBER: _ClassVar[int]
    document_version: str
    document_sha256: str
    signature_ref: str
    signed_by: _person_pb2.PersonRef
    signed_time: _timestamp_pb2.Timestamp
    def __init__(self, document_version: _Optional[str] = ..., document_sha256: _Optional[str] = ..., signature_ref: _Optional[str] = ..., signed_by: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., signed_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class AuthorizeRequest(_message.Message):
    __slots__ = ("request_id", "authorizer", "handling", "commitment", "policy_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZER_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    COMMITMENT_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    authorizer: _person_pb2.PersonRef
    handling: _handling_pb2.Handling
    commitment: Commitment
    policy_id: str
    def __init__(self, request_id: _Optional[str] = ..., authorizer: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ..., commitment: _Optional[_Union[Commitment, _Mapping]] = ..., policy_id: _Optional[str] = ...) -> None: ...

class AuthorizeResponse(_message.Message):
    __slots__ = ("authorization", "replayed")
    AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    authorization: _family_pb2.Authorization
    replayed: bool
    def __init__(self, authorization: _Optional[_Union[_family_pb2.Authorization, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class RevokeAuthorizationRequest(_message.Message):
    __slots__ = ("request_id", "authorizer", "authorization_id", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZER_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    authorizer: _person_pb2.PersonRef
    authorization_id: str
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., authorizer: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., authorization_id: _Optional[str] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class RevokeAuthorizationResponse(_message.Message):
    __slots__ = ("authorization", "bindings", "replayed")
    AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    BINDINGS_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    authorization: _family_pb2.Authorization
    bindings: _containers.RepeatedCompositeFieldContainer[_family_pb2.Binding]
    replayed: bool
    def __init__(self, authorization: _Optional[_Union[_family_pb2.Authorization, _Mapping]] = ..., bindings: _Optional[_Iterable[_Union[_family_pb2.Binding, _Mapping]]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class BindRequest(_message.Message):
    __slots__ = ("request_id", "authorizer", "member", "relation", "handling", "member_phone", "quota_fen", "start_date", "end_date", "policy_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZER_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    MEMBER_PHONE_FIELD_NUMBER: _ClassVar[int]
    QUOTA_FEN_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    authorizer: _person_pb2.PersonRef
    member: _person_pb2.PersonRef
    relation: _family_pb2.Relation
    handling: _handling_pb2.Handling
    member_phone: str
    quota_fen: int
    start_date: str
    end_date: str
    policy_id: str
    def __init__(self, request_id: _Optional[str] = ..., authorizer: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., member: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., relation: _Optional[_Union[_family_pb2.Relation, str]] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ..., member_phone: _Optional[str] = ..., quota_fen: _Optional[int] = ..., start_date: _Optional[str] = ..., end_date: _Optional[str] = ..., policy_id: _Optional[str] = ...) -> None: ...

class BindResponse(_message.Message):
    __slots__ = ("binding", "replayed")
    BINDING_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    binding: _family_pb2.Binding
    replayed: bool
    def __init__(self, binding: _Optional[_Union[_family_pb2.Binding, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class DecideBindingRequest(_message.Message):
    __slots__ = ("request_id", "authorizer", "binding_id", "decided_by", "approve", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZER_FIELD_NUMBER: _ClassVar[int]
    BINDING_ID_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    APPROVE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    authorizer: _person_pb2.PersonRef
    binding_id: str
    decided_by: _family_pb2.DecidedBy
    approve: bool
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., authorizer: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., binding_id: _Optional[str] = ..., decided_by: _Optional[_Union[_family_pb2.DecidedBy, str]] = ..., approve: _Optional[bool] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class DecideBindingResponse(_message.Message):
    __slots__ = ("binding", "replayed")
    BINDING_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    binding: _family_pb2.Binding
    replayed: bool
    def __init__(self, binding: _Optional[_Union[_family_pb2.Binding, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class UnbindRequest(_message.Message):
    __slots__ = ("request_id", "authorizer", "binding_ids", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZER_FIELD_NUMBER: _ClassVar[int]
    BINDING_IDS_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    authorizer: _person_pb2.PersonRef
    binding_ids: _containers.RepeatedScalarFieldContainer[str]
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., authorizer: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., binding_ids: _Optional[_Iterable[str]] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class UnbindResponse(_message.Message):
    __slots__ = ("bindings", "replayed")
    BINDINGS_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    bindings: _containers.RepeatedCompositeFieldContainer[_family_pb2.Binding]
    replayed: bool
    def __init__(self, bindings: _Optional[_Iterable[_Union[_family_pb2.Binding, _Mapping]]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class ListMembersRequest(_message.Message):
    __slots__ = ("person", "view", "include_ended", "page_size", "page_token")
    PERSON_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_ENDED_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    person: _person_pb2.PersonRef
    view: MemberView
    include_ended: bool
    page_size: int
    page_token: str
    def __init__(self, person: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., view: _Optional[_Union[MemberView, str]] = ..., include_ended: _Optional[bool] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListMembersResponse(_message.Message):
    __slots__ = ("members", "next_page_token")
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    members: _containers.RepeatedCompositeFieldContainer[_family_pb2.Member]
    next_page_token: str
    def __init__(self, members: _Optional[_Iterable[_Union[_family_pb2.Member, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class SetPayerOrderRequest(_message.Message):
    __slots__ = ("request_id", "owner", "member", "payers", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    PAYERS_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    owner: _person_pb2.PersonRef
    member: _person_pb2.PersonRef
    payers: _containers.RepeatedCompositeFieldContainer[_person_pb2.PersonRef]
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., member: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., payers: _Optional[_Iterable[_Union[_person_pb2.PersonRef, _Mapping]]] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class SetPayerOrderResponse(_message.Message):
    __slots__ = ("payers", "replayed")
    PAYERS_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    payers: _containers.RepeatedCompositeFieldContainer[_family_pb2.Payer]
    replayed: bool
    def __init__(self, payers: _Optional[_Iterable[_Union[_family_pb2.Payer, _Mapping]]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class SetQuotaRequest(_message.Message):
    __slots__ = ("request_id", "authorizer", "binding_id", "quota_fen", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZER_FIELD_NUMBER: _ClassVar[int]
    BINDING_ID_FIELD_NUMBER: _ClassVar[int]
    QUOTA_FEN_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    authorizer: _person_pb2.PersonRef
    binding_id: str
    quota_fen: int
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., authorizer: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., binding_id: _Optional[str] = ..., quota_fen: _Optional[int] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class SetQuotaResponse(_message.Message):
    __slots__ = ("binding", "authorization", "replayed")
    BINDING_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    binding: _family_pb2.Binding
    authorization: _family_pb2.Authorization
    replayed: bool
    def __init__(self, binding: _Optional[_Union[_family_pb2.Binding, _Mapping]] = ..., authorization: _Optional[_Union[_family_pb2.Authorization, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class ListFamilyEventsRequest(_message.Message):
    __slots__ = ("person", "insuplc_admdvs", "types", "from_date", "to_date", "page_size", "page_token")
    PERSON_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    TYPES_FIELD_NUMBER: _ClassVar[int]
    FROM_DATE_FIELD_NUMBER: _ClassVar[int]
    TO_DATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    person: _person_pb2.PersonRef
    insuplc_admdvs: str
    types: _containers.RepeatedScalarFieldContainer[_family_pb2.FamilyEventType]
    from_date: str
    to_date: str
    page_size: int
    page_token: str
    def __init__(self, person: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., insuplc_admdvs: _Optional[str] = ..., types: _Optional[_Iterable[_Union[_family_pb2.FamilyEventType, str]]] = ..., from_date: _Optional[str] = ..., to_date: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListFamilyEventsResponse(_message.Message):
    __slots__ = ("events", "next_page_token")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[_family_pb2.FamilyEvent]
    next_page_token: str
    def __init__(self, events: _Optional[_Iterable[_Union[_family_pb2.FamilyEvent, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
