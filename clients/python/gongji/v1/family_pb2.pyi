import datetime

from gongji.v1 import explanation_pb2 as _explanation_pb2
from gongji.v1 import handling_pb2 as _handling_pb2
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

class DecidedBy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DECIDED_BY_UNSPECIFIED: _ClassVar[DecidedBy]
    DECIDED_BY_STAFF: _ClassVar[DecidedBy]
    DECIDED_BY_MEMBER: _ClassVar[DecidedBy]

class FamilyEventType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FAMILY_EVENT_TYPE_UNSPECIFIED: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_AUTHORIZED: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_AUTHORIZATION_REVOKED: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_BOUND: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_UNBOUND: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_PAYER_ORDER_SET: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_NETWORK_FOUNDED: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_NETWORK_DISSOLVED: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_NETWORK_JOINED: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_NETWORK_LEFT: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_NETWORK_ORDER_SET: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_BINDING_REQUESTED: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_BINDING_APPROVED: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_BINDING_REFUSED: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_BINDING_WITHDRAWN: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_QUOTA_SET: _ClassVar[FamilyEventType]
    FAMILY_EVENT_TYPE_COMMON_QUOTA_SET: _ClassVar[FamilyEventType]

class EndCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    END_CAUSE_UNSPECIFIED: _ClassVar[EndCause]
    END_CAUSE_EXPIRED: _ClassVar[EndCause]
    END_CAUSE_INSURANCE_ENDED: _ClassVar[EndCause]
    END_CAUSE_LIQUIDATED: _ClassVar[EndCause]
    END_CAUSE_RULES_CHANGED: _ClassVar[EndCause]
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
DECIDED_BY_UNSPECIFIED: DecidedBy
DECIDED_BY_STAFF: DecidedBy
DECIDED_BY_MEMBER: DecidedBy
FAMILY_EVENT_TYPE_UNSPECIFIED: FamilyEventType
FAMILY_EVENT_TYPE_AUTHORIZED: FamilyEventType
FAMILY_EVENT_TYPE_AUTHORIZATION_REVOKED: FamilyEventType
FAMILY_EVENT_TYPE_BOUND: FamilyEventType
FAMILY_EVENT_TYPE_UNBOUND: FamilyEventType
FAMILY_EVENT_TYPE_PAYER_ORDER_SET: FamilyEventType
FAMILY_EVENT_TYPE_NETWORK_FOUNDED: FamilyEventType
FAMILY_EVENT_TYPE_NETWORK_DISSOLVED: FamilyEventType
FAMILY_EVENT_TYPE_NETWORK_JOINED: FamilyEventType
FAMILY_EVENT_TYPE_NETWORK_LEFT: FamilyEventType
FAMILY_EVENT_TYPE_NETWORK_ORDER_SET: FamilyEventType
FAMILY_EVENT_TYPE_BINDING_REQUESTED: FamilyEventType
FAMILY_EVENT_TYPE_BINDING_APPROVED: FamilyEventType
FAMILY_EVENT_TYPE_BINDING_REFUSED: FamilyEventType
FAMILY_EVENT_TYPE_BINDING_WITHDRAWN: FamilyEventType
FAMILY_EVENT_TYPE_QUOTA_SET: FamilyEventType
FAMILY_EVENT_TYPE_COMMON_QUOTA_SET: FamilyEventType
END_CAUSE_UNSPECIFIED: EndCause
END_CAUSE_EXPIRED: EndCause
END_CAUSE_INSURANCE_ENDED: EndCause
END_CAUSE_LIQUIDATED: EndCause
END_CAUSE_RULES_CHANGED: EndCause

class Authorization(_message.Message):
    __slots__ = ("authorization_id", "authorizer_psn_no", "region", "policy_id", "policy_version", "state", "create_time", "quota_fen", "quota_used_fen", "quota_freezes")
    AUTHORIZATION_ID_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZER_PSN_NO_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    QUOTA_FEN_FIELD_NUMBER: _ClassVar[int]
    QUOTA_USED_FEN_FIELD_NUMBER: _ClassVar[int]
    QUOTA_FREEZES_FIELD_NUMBER: _ClassVar[int]
    authorization_id: str
    authorizer_psn_no: str
    region: str
    policy_id: str
    policy_version: str
    state: AuthorizationState
    create_time: _timestamp_pb2.Timestamp
    quota_fen: int
    quota_used_fen: int
    quota_freezes: bool
    def __init__(self, authorization_id: _Optional[str] = ..., authorizer_psn_no: _Optional[str] = ..., region: _Optional[str] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ..., state: _Optional[_Union[AuthorizationState, str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., quota_fen: _Optional[int] = ..., quota_used_fen: _Optional[int] = ..., quota_freezes: _Optional[bool] = ...) -> None: ...

class Binding(_message.Message):
    __slots__ = ("binding_id", "authorization_id", "authorizer_psn_no", "member_psn_no", "member_insuplc_admdvs", "relation", "state", "payer_order", "start_date", "end_date", "quota_fen", "quota_used_fen", "earliest_unbind_date", "bound_time", "unbound_time", "policy_id", "policy_version", "approved_by", "quota_freezes")
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
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    QUOTA_FREEZES_FIELD_NUMBER: _ClassVar[int]
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
    approved_by: _containers.RepeatedScalarFieldContainer[DecidedBy]
    quota_freezes: bool
    def __init__(self, binding_id: _Optional[str] = ..., authorization_id: _Optional[str] = ..., authorizer_psn_no: _Optional[str] = ..., member_psn_no: _Optional[str] = ..., member_insuplc_admdvs: _Optional[str] = ..., relation: _Optional[_Union[Relation, str]] = ..., state: _Optional[_Union[BindingState, str]] = ..., payer_order: _Optional[int] = ..., start_date: _Optional[str] = ..., end_date: _Optional[str] = ..., quota_fen: _Optional[int] = ..., quota_used_fen: _Optional[int] = ..., earliest_unbind_date: _Optional[str] = ..., bound_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., unbound_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ..., approved_by: _Optional[_Iterable[_Union[DecidedBy, str]]] = ..., quota_freezes: _Optional[bool] = ...) -> None: ...

class Member(_message.Message):
    __slots__ = ("binding", "psn_no", "name", "relation", "usable_now", "explanations", "quota_left_fen")
    BINDING_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    USABLE_NOW_FIELD_NUMBER: _ClassVar[int]
    EXPLANATIONS_FIELD_NUMBER: _ClassVar[int]
    QUOTA_LEFT_FEN_FIELD_NUMBER: _ClassVar[int]
    binding: Binding
    psn_no: str
    name: str
    relation: Relation
    usable_now: bool
    explanations: _containers.RepeatedCompositeFieldContainer[_explanation_pb2.Explanation]
    quota_left_fen: int
    def __init__(self, binding: _Optional[_Union[Binding, _Mapping]] = ..., psn_no: _Optional[str] = ..., name: _Optional[str] = ..., relation: _Optional[_Union[Relation, str]] = ..., usable_now: _Optional[bool] = ..., explanations: _Optional[_Iterable[_Union[_explanation_pb2.Explanation, _Mapping]]] = ..., quota_left_fen: _Optional[int] = ...) -> None: ...

class Payer(_message.Message):
    __slots__ = ("psn_no", "insuplc_admdvs", "order")
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    psn_no: str
    insuplc_admdvs: str
    order: int
    def __init__(self, psn_no: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., order: _Optional[int] = ...) -> None: ...

class PayerOrder(_message.Message):
    __slots__ = ("payers",)
    PAYERS_FIELD_NUMBER: _ClassVar[int]
    payers: _containers.RepeatedCompositeFieldContainer[Payer]
    def __init__(self, payers: _Optional[_Iterable[_Union[Payer, _Mapping]]] = ...) -> None: ...

class FamilyEvent(_message.Message):
    __slots__ = ("event_id", "type", "psn_no", "region", "event_time", "channel", "office_admdvs", "decided_by", "end_cause", "authorization", "binding", "payer_order")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    OFFICE_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    END_CAUSE_FIELD_NUMBER: _ClassVar[int]
    AUTHORIZATION_FIELD_NUMBER: _ClassVar[int]
    BINDING_FIELD_NUMBER: _ClassVar[int]
    PAYER_ORDER_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    type: FamilyEventType
    psn_no: str
    region: str
    event_time: _timestamp_pb2.Timestamp
    channel: _handling_pb2.Channel
    office_admdvs: str
    decided_by: DecidedBy
    end_cause: EndCause
    authorization: Authorization
    binding: Binding
    payer_order: PayerOrder
    def __init__(self, event_id: _Optional[str] = ..., type: _Optional[_Union[FamilyEventType, str]] = ..., psn_no: _Optional[str] = ..., region: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., channel: _Optional[_Union[_handling_pb2.Channel, str]] = ..., office_admdvs: _Optional[str] = ..., decided_by: _Optional[_Union[DecidedBy, str]] = ..., end_cause: _Optional[_Union[EndCause, str]] = ..., authorization: _Optional[_Union[Authorization, _Mapping]] = ..., binding: _Optional[_Union[Binding, _Mapping]] = ..., payer_order: _Optional[_Union[PayerOrder, _Mapping]] = ...) -> None: ...
