import datetime

from gongji.v1 import account_pb2 as _account_pb2
from gongji.v1 import options_pb2 as _options_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PremiumState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PREMIUM_STATE_UNSPECIFIED: _ClassVar[PremiumState]
    PREMIUM_STATE_PAID: _ClassVar[PremiumState]
    PREMIUM_STATE_REFUNDED: _ClassVar[PremiumState]
PREMIUM_STATE_UNSPECIFIED: PremiumState
PREMIUM_STATE_PAID: PremiumState
PREMIUM_STATE_REFUNDED: PremiumState

class PremiumQuote(_message.Message):
    __slots__ = ("amount_due_fen", "standard_fen", "subsidy_fen", "set_off_fen", "category", "tier", "window", "cover_start", "cover_end", "explanation_zh", "explanation_en", "supplementary_fen", "supplementary_government_fen", "table_id")
    AMOUNT_DUE_FEN_FIELD_NUMBER: _ClassVar[int]
    STANDARD_FEN_FIELD_NUMBER: _ClassVar[int]
    SUBSIDY_FEN_FIELD_NUMBER: _ClassVar[int]
    SET_OFF_FEN_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    WINDOW_FIELD_NUMBER: _ClassVar[int]
    COVER_START_FIELD_NUMBER: _ClassVar[int]
    COVER_END_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_ZH_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_EN_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENTARY_FEN_FIELD_NUMBER: _ClassVar[int]
    SUPPLEMENTARY_GOVERNMENT_FEN_FIELD_NUMBER: _ClassVar[int]
    TABLE_ID_FIELD_NUMBER: _ClassVar[int]
    amount_due_fen: int
    standard_fen: int
    subsidy_fen: int
    set_off_fen: int
    category: str
    tier: int
    window: PremiumWindow
    cover_start: str
    cover_end: str
    explanation_zh: str
    explanation_en: str
    supplementary_fen: int
    supplementary_government_fen: int
    table_id: str
    def __init__(self, amount_due_fen: _Optional[int] = ..., standard_fen: _Optional[int] = ..., subsidy_fen: _Optional[int] = ..., set_off_fen: _Optional[int] = ..., category: _Optional[str] = ..., tier: _Optional[int] = ..., window: _Optional[_Union[PremiumWindow, _Mapping]] = ..., cover_start: _Optional[str] = ..., cover_end: _Optional[str] = ..., explanation_zh: _Optional[str] = ..., explanation_en: _Optional[str] = ..., supplementary_fen: _Optional[int] = ..., supplementary_government_fen: _Optional[int] = ..., table_id: _Optional[str] = ...) -> None: ...

class PremiumWindow(_message.Message):
    __slots__ = ("from_date", "to_date", "payable_now", "late")
    FROM_DATE_FIELD_NUMBER: _ClassVar[int]
    TO_DATE_FIELD_NUMBER: _ClassVar[int]
    PAYABLE_NOW_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    from_date: str
    to_date: str
    payable_now: bool
    late: bool
    def __init__(self, from_date: _Optional[str] = ..., to_date: _Optional[str] = ..., payable_now: _Optional[bool] = ..., late: _Optional[bool] = ...) -> None: ...

class PremiumPayment(_message.Message):
    __slots__ = ("account_kind", "amount_fen", "balance_after_fen")
    ACCOUNT_KIND_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    BALANCE_AFTER_FEN_FIELD_NUMBER: _ClassVar[int]
    account_kind: _account_pb2.AccountKind
    amount_fen: int
    balance_after_fen: int
    def __init__(self, account_kind: _Optional[_Union[_account_pb2.AccountKind, str]] = ..., amount_fen: _Optional[int] = ..., balance_after_fen: _Optional[int] = ...) -> None: ...

class Premium(_message.Message):
    __slots__ = ("premium_id", "insured_psn_no", "insured_insuplc_admdvs", "payer_psn_no", "payer_insuplc_admdvs", "cover_year", "tier", "amount_fen", "standard_fen", "subsidy_fen", "set_off_fen", "category", "cover_start", "cover_end", "state", "payments", "binding_id", "policy_id", "policy_version", "paid_time", "refunded_time")
    PREMIUM_ID_FIELD_NUMBER: _ClassVar[int]
    INSURED_PSN_NO_FIELD_NUMBER: _ClassVar[int]
    INSURED_INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    PAYER_PSN_NO_FIELD_NUMBER: _ClassVar[int]
    PAYER_INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    COVER_YEAR_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    STANDARD_FEN_FIELD_NUMBER: _ClassVar[int]
    SUBSIDY_FEN_FIELD_NUMBER: _ClassVar[int]
    SET_OFF_FEN_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    COVER_START_FIELD_NUMBER: _ClassVar[int]
    COVER_END_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAYMENTS_FIELD_NUMBER: _ClassVar[int]
    BINDING_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    PAID_TIME_FIELD_NUMBER: _ClassVar[int]
    REFUNDED_TIME_FIELD_NUMBER: _ClassVar[int]
    premium_id: str
    insured_psn_no: str
    insured_insuplc_admdvs: str
    payer_psn_no: str
    payer_insuplc_admdvs: str
    cover_year: int
    tier: int
    amount_fen: int
    standard_fen: int
    subsidy_fen: int
    set_off_fen: int
    category: str
    cover_start: str
    cover_end: str
    state: PremiumState
    payments: _containers.RepeatedCompositeFieldContainer[PremiumPayment]
    binding_id: str
    policy_id: str
    policy_version: str
    paid_time: _timestamp_pb2.Timestamp
    refunded_time: _timestamp_pb2.Timestamp
    def __init__(self, premium_id: _Optional[str] = ..., insured_psn_no: _Optional[str] = ..., insured_insuplc_admdvs: _Optional[str] = ..., payer_psn_no: _Optional[str] = ..., payer_insuplc_admdvs: _Optional[str] = ..., cover_year: _Optional[int] = ..., tier: _Optional[int] = ..., amount_fen: _Optional[int] = ..., standard_fen: _Optional[int] = ..., subsidy_fen: _Optional[int] = ..., set_off_fen: _Optional[int] = ..., category: _Optional[str] = ..., cover_start: _Optional[str] = ..., cover_end: _Optional[str] = ..., state: _Optional[_Union[PremiumState, str]] = ..., payments: _Optional[_Iterable[_Union[PremiumPayment, _Mapping]]] = ..., binding_id: _Optional[str] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ..., paid_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refunded_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
