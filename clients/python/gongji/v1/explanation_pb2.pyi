from gongji.v1 import account_pb2 as _account_pb2
from gongji.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ExplanationReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXPLANATION_REASON_UNSPECIFIED: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_PAID: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_NOTHING_LEFT_TO_PAY: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_EMPTY: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_NO_ACCOUNT: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_MEMBER_NOT_ACTIVE: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_PAYER_NOT_ACTIVE: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_ACCOUNT_NOT_NORMAL: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_ONE_MUTUAL_AID_ACCOUNT_ONLY: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_SCENE_NOT_COVERED: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_OUT_OF_AREA: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_INSTITUTION_NOT_ENABLED: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_POOLED_FUND_LINKED: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_ACCOUNT_KIND_NOT_COVERED: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_PENDING: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_NOT_YET_VALID: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_EXPIRED: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_ENDED: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_RETAINED_BALANCE: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_NOT_BOUND: _ClassVar[ExplanationReason]
    EXPLANATION_REASON_QUOTA_USED: _ClassVar[ExplanationReason]
EXPLANATION_REASON_UNSPECIFIED: ExplanationReason
EXPLANATION_REASON_PAID: ExplanationReason
EXPLANATION_REASON_NOTHING_LEFT_TO_PAY: ExplanationReason
EXPLANATION_REASON_EMPTY: ExplanationReason
EXPLANATION_REASON_NO_ACCOUNT: ExplanationReason
EXPLANATION_REASON_MEMBER_NOT_ACTIVE: ExplanationReason
EXPLANATION_REASON_PAYER_NOT_ACTIVE: ExplanationReason
EXPLANATION_REASON_ACCOUNT_NOT_NORMAL: ExplanationReason
EXPLANATION_REASON_ONE_MUTUAL_AID_ACCOUNT_ONLY: ExplanationReason
EXPLANATION_REASON_SCENE_NOT_COVERED: ExplanationReason
EXPLANATION_REASON_OUT_OF_AREA: ExplanationReason
EXPLANATION_REASON_INSTITUTION_NOT_ENABLED: ExplanationReason
EXPLANATION_REASON_POOLED_FUND_LINKED: ExplanationReason
EXPLANATION_REASON_ACCOUNT_KIND_NOT_COVERED: ExplanationReason
EXPLANATION_REASON_PENDING: ExplanationReason
EXPLANATION_REASON_NOT_YET_VALID: ExplanationReason
EXPLANATION_REASON_EXPIRED: ExplanationReason
EXPLANATION_REASON_ENDED: ExplanationReason
EXPLANATION_REASON_RETAINED_BALANCE: ExplanationReason
EXPLANATION_REASON_NOT_BOUND: ExplanationReason
EXPLANATION_REASON_QUOTA_USED: ExplanationReason

class RuleRef(_message.Message):
    __slots__ = ("policy_id", "policy_version", "key")
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    policy_id: str
    policy_version: str
    key: str
    def __init__(self, policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ..., key: _Optional[str] = ...) -> None: ...

class Explanation(_message.Message):
    __slots__ = ("psn_no", "account_kind", "binding_id", "reason", "rule", "message_zh", "message_en")
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_KIND_FIELD_NUMBER: _ClassVar[int]
    BINDING_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ZH_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_EN_FIELD_NUMBER: _ClassVar[int]
    psn_no: str
    account_kind: _account_pb2.AccountKind
    binding_id: str
    reason: str
    rule: RuleRef
    message_zh: str
    message_en: str
    def __init__(self, psn_no: _Optional[str] = ..., account_kind: _Optional[_Union[_account_pb2.AccountKind, str]] = ..., binding_id: _Optional[str] = ..., reason: _Optional[str] = ..., rule: _Optional[_Union[RuleRef, _Mapping]] = ..., message_zh: _Optional[str] = ..., message_en: _Optional[str] = ...) -> None: ...
