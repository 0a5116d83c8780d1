import datetime

from gongji.v1 import account_pb2 as _account_pb2
from gongji.v1 import options_pb2 as _options_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PresetState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRESET_STATE_UNSPECIFIED: _ClassVar[PresetState]
    PRESET_STATE_ACTIVE: _ClassVar[PresetState]
    PRESET_STATE_ENDED: _ClassVar[PresetState]

class LiquidationCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LIQUIDATION_CAUSE_UNSPECIFIED: _ClassVar[LiquidationCause]
    LIQUIDATION_CAUSE_DEATH: _ClassVar[LiquidationCause]
    LIQUIDATION_CAUSE_MOVE: _ClassVar[LiquidationCause]
PRESET_STATE_UNSPECIFIED: PresetState
PRESET_STATE_ACTIVE: PresetState
PRESET_STATE_ENDED: PresetState
LIQUIDATION_CAUSE_UNSPECIFIED: LiquidationCause
LIQUIDATION_CAUSE_DEATH: LiquidationCause
LIQUIDATION_CAUSE_MOVE: LiquidationCause

class Transfer(_message.Message):
    __slots__ = ("psn_no", "insuplc_admdvs", "from_kind", "to_kind", "amount_fen", "from_balance_after_fen", "to_balance_after_fen", "transfer_time", "policy_id", "policy_version")
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    FROM_KIND_FIELD_NUMBER: _ClassVar[int]
    TO_KIND_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    FROM_BALANCE_AFTER_FEN_FIELD_NUMBER: _ClassVar[int]
    TO_BALANCE_AFTER_FEN_FIELD_NUMBER: _ClassVar[int]
    TRANSFER_TIME_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    psn_no: str
    insuplc_admdvs: str
    from_kind: _account_pb2.AccountKind
    to_kind: _account_pb2.AccountKind
    amount_fen: int
    from_balance_after_fen: int
    to_balance_after_fen: int
    transfer_time: _timestamp_pb2.Timestamp
    policy_id: str
    policy_version: str
    def __init__(self, psn_no: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., from_kind: _Optional[_Union[_account_pb2.AccountKind, str]] = ..., to_kind: _Optional[_Union[_account_pb2.AccountKind, str]] = ..., amount_fen: _Optional[int] = ..., from_balance_after_fen: _Optional[int] = ..., to_balance_after_fen: _Optional[int] = ..., transfer_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ...) -> None: ...

class Preset(_message.Message):
    __slots__ = ("psn_no", "insuplc_admdvs", "amount_fen", "state", "set_time", "end_time", "policy_id", "policy_version")
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SET_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    psn_no: str
    insuplc_admdvs: str
    amount_fen: int
    state: PresetState
    set_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    policy_id: str
    policy_version: str
    def __init__(self, psn_no: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., amount_fen: _Optional[int] = ..., state: _Optional[_Union[PresetState, str]] = ..., set_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ...) -> None: ...

class Liquidation(_message.Message):
    __slots__ = ("liquidation_id", "psn_no", "insuplc_admdvs", "cause", "to_admdvs", "balance_fen", "interest_fen", "paid_out_fen", "carried_fen", "liquidation_time", "policy_id", "policy_version")
    LIQUIDATION_ID_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    TO_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FEN_FIELD_NUMBER: _ClassVar[int]
    INTEREST_FEN_FIELD_NUMBER: _ClassVar[int]
    PAID_OUT_FEN_FIELD_NUMBER: _ClassVar[int]
    CARRIED_FEN_FIELD_NUMBER: _ClassVar[int]
    LIQUIDATION_TIME_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    liquidation_id: str
    psn_no: str
    insuplc_admdvs: str
    cause: LiquidationCause
    to_admdvs: str
    balance_fen: int
    interest_fen: int
    paid_out_fen: int
    carried_fen: int
    liquidation_time: _timestamp_pb2.Timestamp
    policy_id: str
    policy_version: str
    def __init__(self, liquidation_id: _Optional[str] = ..., psn_no: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., cause: _Optional[_Union[LiquidationCause, str]] = ..., to_admdvs: _Optional[str] = ..., balance_fen: _Optional[int] = ..., interest_fen: _Optional[int] = ..., paid_out_fen: _Optional[int] = ..., carried_fen: _Optional[int] = ..., liquidation_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ...) -> None: ...
