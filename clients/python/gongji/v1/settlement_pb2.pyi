import datetime

from gongji.v1 import account_pb2 as _account_pb2
from gongji.v1 import explanation_pb2 as _explanation_pb2
from gongji.v1 import family_pb2 as _family_pb2
from gongji.v1 import options_pb2 as _options_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ClaimType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CLAIM_TYPE_UNSPECIFIED: _ClassVar[ClaimType]
    CLAIM_TYPE_DIRECT: _ClassVar[ClaimType]
    CLAIM_TYPE_OUT_OF_AREA: _ClassVar[ClaimType]
    CLAIM_TYPE_HAND_IN: _ClassVar[ClaimType]

class SettlementState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SETTLEMENT_STATE_UNSPECIFIED: _ClassVar[SettlementState]
    SETTLEMENT_STATE_SETTLED: _ClassVar[SettlementState]
    SETTLEMENT_STATE_REVERSED: _ClassVar[SettlementState]
    SETTLEMENT_STATE_PREVIEW: _ClassVar[SettlementState]

class SuspenseCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SUSPENSE_CAUSE_UNSPECIFIED: _ClassVar[SuspenseCause]
    SUSPENSE_CAUSE_PAYER_LEFT: _ClassVar[SuspenseCause]
    SUSPENSE_CAUSE_KIND_NOT_KEPT: _ClassVar[SuspenseCause]
    SUSPENSE_CAUSE_ACCOUNT_CLOSED: _ClassVar[SuspenseCause]
CLAIM_TYPE_UNSPECIFIED: ClaimType
CLAIM_TYPE_DIRECT: ClaimType
CLAIM_TYPE_OUT_OF_AREA: ClaimType
CLAIM_TYPE_HAND_IN: ClaimType
SETTLEMENT_STATE_UNSPECIFIED: SettlementState
SETTLEMENT_STATE_SETTLED: SettlementState
SETTLEMENT_STATE_REVERSED: SettlementState
SETTLEMENT_STATE_PREVIEW: SettlementState
SUSPENSE_CAUSE_UNSPECIFIED: SuspenseCause
SUSPENSE_CAUSE_PAYER_LEFT: SuspenseCause
SUSPENSE_CAUSE_KIND_NOT_KEPT: SuspenseCause
SUSPENSE_CAUSE_ACCOUNT_CLOSED: SuspenseCause

class Payment(_message.Message):
    __slots__ = ("order", "psn_no", "relation", "binding_id", "account_kind", "amount_fen", "balance_after_fen", "insuplc_admdvs", "policy_id", "policy_version")
    ORDER_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    BINDING_ID_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_KIND_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    BALANCE_AFTER_FEN_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    order: int
    psn_no: str
    relation: _family_pb2.Relation
    binding_id: str
    account_kind: _account_pb2.AccountKind
    amount_fen: int
    balance_after_fen: int
    insuplc_admdvs: str
    policy_id: str
    policy_version: str
    def __init__(self, order: _Optional[int] = ..., psn_no: _Optional[str] = ..., relation: _Optional[_Union[_family_pb2.Relation, str]] = ..., binding_id: _Optional[str] = ..., account_kind: _Optional[_Union[_account_pb2.AccountKind, str]] = ..., amount_fen: _Optional[int] = ..., balance_after_fen: _Optional[int] = ..., insuplc_admdvs: _Optional[str] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ...) -> None: ...

class Settlement(_message.Message):
    __slots__ = ("setl_id", "request_id", "patient_psn_no", "insutype", "fixmedins_code", "med_type", "clr_type", "mdtrt_id", "visit_time", "medfee_sumamt_fen", "fund_pay_sumamt_fen", "other_pay_fen", "balc_fen", "state", "payments", "psn_part_amt_fen", "acct_pay_fen", "acct_mulaid_pay_fen", "psn_cash_pay_fen", "explanations", "policy_id", "policy_version", "settle_time", "refunded_fen", "reversed_time", "replaces_setl_id", "replaced_by_setl_id")
    SETL_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PATIENT_PSN_NO_FIELD_NUMBER: _ClassVar[int]
    INSUTYPE_FIELD_NUMBER: _ClassVar[int]
    FIXMEDINS_CODE_FIELD_NUMBER: _ClassVar[int]
    MED_TYPE_FIELD_NUMBER: _ClassVar[int]
    CLR_TYPE_FIELD_NUMBER: _ClassVar[int]
    MDTRT_ID_FIELD_NUMBER: _ClassVar[int]
    VISIT_TIME_FIELD_NUMBER: _ClassVar[int]
    MEDFEE_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    FUND_PAY_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    OTHER_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    BALC_FEN_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    PSN_PART_AMT_FEN_FIELD_NUMBER: _ClassVar[int]
    ACCT_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    ACCT_MULAID_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    PSN_CASH_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    EXPLANATIONS_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    SETTLE_TIME_FIELD_NUMBER: _ClassVar[int]
    REFUNDED_FEN_FIELD_NUMBER: _ClassVar[int]
    REVERSED_TIME_FIELD_NUMBER: _ClassVar[int]
    REPLACES_SETL_ID_FIELD_NUMBER: _ClassVar[int]
    REPLACED_BY_SETL_ID_FIELD_NUMBER: _ClassVar[int]
    setl_id: str
    request_id: str
    patient_psn_no: str
    insutype: str
    fixmedins_code: str
    med_type: str
    clr_type: str
    mdtrt_id: str
    visit_time: _timestamp_pb2.Timestamp
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    other_pay_fen: int
    balc_fen: int
    state: SettlementState
    payments: _containers.RepeatedCompositeFieldContainer[Payment]
    psn_part_amt_fen: int
    acct_pay_fen: int
    acct_mulaid_pay_fen: int
    psn_cash_pay_fen: int
    explanations: _containers.RepeatedCompositeFieldContainer[_explanation_pb2.Explanation]
    policy_id: str
    policy_version: str
    settle_time: _timestamp_pb2.Timestamp
    refunded_fen: int
    reversed_time: _timestamp_pb2.Timestamp
    replaces_setl_id: str
    replaced_by_setl_id: str
    def __init__(self, setl_id: _Optional[str] = ..., request_id: _Optional[str] = ..., patient_psn_no: _Optional[str] = ..., insutype: _Optional[str] = ..., fixmedins_code: _Optional[str] = ..., med_type: _Optional[str] = ..., clr_type: _Optional[str] = ..., mdtrt_id: _Optional[str] = ..., visit_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., medfee_sumamt_fen: _Optional[int] = ..., fund_pay_sumamt_fen: _Optional[int] = ..., other_pay_fen: _Optional[int] = ..., balc_fen: _Optional[int] = ..., state: _Optional[_Union[SettlementState, str]] = ..., payments: _Optional[_Iterable[_Union[Payment, _Mapping]]] = ..., psn_part_amt_fen: _Optional[int] = ..., acct_pay_fen: _Optional[int] = ..., acct_mulaid_pay_fen: _Optional[int] = ..., psn_cash_pay_fen: _Optional[int] = ..., explanations: _Optional[_Iterable[_Union[_explanation_pb2.Explanation, _Mapping]]] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ..., settle_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refunded_fen: _Optional[int] = ..., reversed_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., replaces_setl_id: _Optional[str] = ..., replaced_by_setl_id: _Optional[str] = ...) -> None: ...

class Refund(_message.Message):
    __slots__ = ("order", "psn_no", "insuplc_admdvs", "account_kind", "amount_fen", "balance_after_fen", "suspense_cause")
    ORDER_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_KIND_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    BALANCE_AFTER_FEN_FIELD_NUMBER: _ClassVar[int]
    SUSPENSE_CAUSE_FIELD_NUMBER: _ClassVar[int]
    order: int
    psn_no: str
    insuplc_admdvs: str
    account_kind: _account_pb2.AccountKind
    amount_fen: int
    balance_after_fen: int
    suspense_cause: SuspenseCause
    def __init__(self, order: _Optional[int] = ..., psn_no: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., account_kind: _Optional[_Union[_account_pb2.AccountKind, str]] = ..., amount_fen: _Optional[int] = ..., balance_after_fen: _Optional[int] = ..., suspense_cause: _Optional[_Union[SuspenseCause, str]] = ...) -> None: ...
