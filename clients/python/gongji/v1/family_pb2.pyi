import datetime

from gongji.v1 import explanation_pb2 as _explanation_pb2
from gongji.v1 import options_pb2 as _options_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Relation(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RELATION_UNSPECIFIED: _ClassVar[Relation]
    RELATION_SPOUSE: _ClassVar[Relation]
    RELATION_FATHER: _ClassVar[Relation]
    RELATION_MOTHER: _ClassVar[Relation]
    RELATION_CHILD: _ClassVar[Relation]
    RELATION_SIBLING: _ClassVar[Relation]
    RELATION_GRANDPARENT: _ClassVar[Relation]
    RELATION_GRANDCHILD: _ClassVar[Relation]
    RELATION_OTHER: _ClassVar[Relation]

class AuthorizationState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AUTHORIZATION_STATE_UNSPECIFIED: _ClassVar[AuthorizationState]
    AUTHORIZATION_STATE_ACTIVE: _ClassVar[AuthorizationState]
    AUTHORIZATION_STATE_ENDED: _ClassVar[AuthorizationState]

class BindingState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BINDING_STATE_UNSPECIFIED: _ClassVar[BindingState]
    BINDING_STATE_PENDING: _ClassVar[BindingState]
    BINDING_STATE_ACTIVE: _ClassVar[BindingState]
    BINDING_STATE_ENDED: _ClassVar[BindingState]
RELATION_UNSPECIFIED: Relation
RELATION_SPOUSE: Relation
RELATION_FATHER: Relation
RELATION_MOTHER: Relation
RELATION_CHILD: Relation
RELATION_SIBLING: Relation
RELATION_GRANDPARENT: Relation
RELATION_GRANDCHILD: Relation
RELATION_OTHER: Relation
AUTHORIZATION_STATE_UNSPECIFIED: AuthorizationState
AUTHORIZATION_STATE_ACTIVE: AuthorizationState
AUTHORIZATION_STATE_ENDED: AuthorizationState
BINDING_STATE_UNSPECIFIED: BindingState
BINDING_STATE_PENDING: BindingState
BINDING_STATE_ACTIVE: BindingState
BINDING_STATE_ENDED: BindingState

class Authorization(_message.Message):
    __slots__ = ("authorization_id", "authorizer_psn_no", "region", "policy_id", "policy_version", "state", "create_time")
    AUTHORIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZER_PSN_NO_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    authorization_id: str
    authorizer_psn_no: str
    region: str
    policy_id: str
    policy_version: str
    state: AuthorizationState
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, authorization_id: _Optional[str] = ..., authorizer_psn_no: _Optional[str] = ..., region: _Optional[str] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ..., state: _Optional[_Union[AuthorizationState, str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Binding(_message.Message):
    __slots__ = ("binding_id", "authorization_id", "authorizer_psn_no", "member_psn_no", "member_insuplc_admdvs", "relation", "state", "payer_order", "start_date", "end_date", "quota_fen", "quota_used_fen", "earliest_unbind_date", "bound_time", "unbound_time", "policy_id", "policy_version")
    BINDING_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZER_PSN_NO_FIELD_NUMBER: _ClassVar[int]
    MEMBER_PSN_NO_FIELD_NUMBER: _ClassVar[int]
    MEMBER_INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAYER_ORDER_FIELD_NUMBER: _ClassVar[int]
    START_DATE_FIELD_NUMBER: _ClassVar[int]
    END_DATE_FIELD_NUMBER: _ClassVar[int]
    QUOTA_FEN_FIELD_NUMBER: _ClassVar[int]
    QUOTA_USED_FEN_FIELD_NUMBER: _ClassVar[int]
    EARLIEST_UNBIND_DATE_FIELD_NUMBER: _ClassVar[int]
    BOUND_TIME_FIELD_NUMBER: _ClassVar[int]
    UNBOUND_TIME_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    binding_id: str
    authorization_id: str
    authorizer_psn_no: str
    member_psn_no: str
    member_insuplc_admdvs: str
    relation: Relation
    state: BindingState
    payer_order: int
    start_date: str
    end_date: str
    quota_fen: int
    quota_used_fen: int
    earliest_unbind_date: str
    bound_time: _timestamp_pb2.Timestamp
    unbound_time: _timestamp_pb2.Timestamp
    policy_id: str
    policy_version: str
    def __init__(self, binding_id: _Optional[str] = ..., authorization_id: _Optional[str] = ..., authorizer_psn_no: _Optional[str] = ..., member_psn_no: _Optional[str] = ..., member_insuplc_admdvs: _Optional[str] = ..., relation: _Optional[_Union[Relation, str]] = ..., state: _Optional[_Union[BindingState, str]] = ..., payer_order: _Optional[int] = ..., start_date: _Optional[str] = ..., end_date: _Optional[str] = ..., quota_fen: _Optional[int] = ..., quota_used_fen: _Optional[int] = ..., earliest_unbind_date: _Optional[str] = ..., bound_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., unbound_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ...) -> None: ...

class Member(_message.Message):
    __slots__ = ("binding", "psn_no", "name", "relation", "usable_now", "explanations")
    BINDING_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    USABLE_NOW_FIELD_NUMBER: _ClassVar[int]
    EXPLANATIONS_FIELD_NUMBER: _ClassVar[int]
    binding: Binding
    psn_no: str
    name: str
    relation: Relation
    usable_now: bool
    explanations: _containers.RepeatedCompositeFieldContainer[_explanation_pb2.Explanation]
    def __init__(self, binding: _Optional[_Union[Binding, _Mapping]] = ..., psn_no: _Optional[str] = ..., name: _Optional[str] = ..., relation: _Optional[_Union[Relation, str]] = ..., usable_now: _Optional[bool] = ..., explanations: _Optional[_Iterable[_Union[_explanation_pb2.Explanation, _Mapping]]] = ...) -> None: ...
