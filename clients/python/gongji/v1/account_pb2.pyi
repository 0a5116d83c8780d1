import datetime

from gongji.v1 import options_pb2 as _options_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AccountKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACCOUNT_KIND_UNSPECIFIED: _ClassVar[AccountKind]
    ACCOUNT_KIND_PERSONAL: _ClassVar[AccountKind]
    ACCOUNT_KIND_CURRENT: _ClassVar[AccountKind]
    ACCOUNT_KIND_HISTORIC: _ClassVar[AccountKind]
    ACCOUNT_KIND_MUTUAL_AID: _ClassVar[AccountKind]
    ACCOUNT_KIND_WALLET: _ClassVar[AccountKind]
    ACCOUNT_KIND_SUSPENSE: _ClassVar[AccountKind]

class AccountState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACCOUNT_STATE_UNSPECIFIED: _ClassVar[AccountState]
    ACCOUNT_STATE_NORMAL: _ClassVar[AccountState]
    ACCOUNT_STATE_FROZEN: _ClassVar[AccountState]
    ACCOUNT_STATE_CLOSING: _ClassVar[AccountState]
    ACCOUNT_STATE_CLOSED: _ClassVar[AccountState]

class MovementKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MOVEMENT_KIND_UNSPECIFIED: _ClassVar[MovementKind]
    MOVEMENT_KIND_CREDIT: _ClassVar[MovementKind]
    MOVEMENT_KIND_OPENING_BALANCE: _ClassVar[MovementKind]
    MOVEMENT_KIND_SETTLEMENT: _ClassVar[MovementKind]
    MOVEMENT_KIND_CORRECTION: _ClassVar[MovementKind]
    MOVEMENT_KIND_REVERSAL: _ClassVar[MovementKind]
    MOVEMENT_KIND_SUSPENSE: _ClassVar[MovementKind]
    MOVEMENT_KIND_TRANSFER: _ClassVar[MovementKind]
    MOVEMENT_KIND_PRESET: _ClassVar[MovementKind]
    MOVEMENT_KIND_CHANGE_OVER: _ClassVar[MovementKind]
    MOVEMENT_KIND_WALLET: _ClassVar[MovementKind]
    MOVEMENT_KIND_PREMIUM: _ClassVar[MovementKind]
    MOVEMENT_KIND_PREMIUM_REFUND: _ClassVar[MovementKind]
    MOVEMENT_KIND_YEAR_END: _ClassVar[MovementKind]
    MOVEMENT_KIND_INTEREST: _ClassVar[MovementKind]
    MOVEMENT_KIND_LIQUIDATION: _ClassVar[MovementKind]
    MOVEMENT_KIND_CLEARING: _ClassVar[MovementKind]
ACCOUNT_KIND_UNSPECIFIED: AccountKind
ACCOUNT_KIND_PERSONAL: AccountKind
ACCOUNT_KIND_CURRENT: AccountKind
ACCOUNT_KIND_HISTORIC: AccountKind
ACCOUNT_KIND_MUTUAL_AID: AccountKind
ACCOUNT_KIND_WALLET: AccountKind
ACCOUNT_KIND_SUSPENSE: AccountKind
ACCOUNT_STATE_UNSPECIFIED: AccountState
ACCOUNT_STATE_NORMAL: AccountState
ACCOUNT_STATE_FROZEN: AccountState
ACCOUNT_STATE_CLOSING: AccountState
ACCOUNT_STATE_CLOSED: AccountState
MOVEMENT_KIND_UNSPECIFIED: MovementKind
MOVEMENT_KIND_CREDIT: MovementKind
MOVEMENT_KIND_OPENING_BALANCE: MovementKind
MOVEMENT_KIND_SETTLEMENT: MovementKind
MOVEMENT_KIND_CORRECTION: MovementKind
MOVEMENT_KIND_REVERSAL: MovementKind
MOVEMENT_KIND_SUSPENSE: MovementKind
MOVEMENT_KIND_TRANSFER: MovementKind
MOVEMENT_KIND_PRESET: MovementKind
MOVEMENT_KIND_CHANGE_OVER: MovementKind
MOVEMENT_KIND_WALLET: MovementKind
MOVEMENT_KIND_PREMIUM: MovementKind
MOVEMENT_KIND_PREMIUM_REFUND: MovementKind
MOVEMENT_KIND_YEAR_END: MovementKind
MOVEMENT_KIND_INTEREST: MovementKind
MOVEMENT_KIND_LIQUIDATION: MovementKind
MOVEMENT_KIND_CLEARING: MovementKind

class Account(_message.Message):
    __slots__ = ("account_kind", "balance_fen", "frozen_fen", "state")
    ACCOUNT_KIND_FIELD_NUMBER: _ClassVar[int]
    BALANCE_FEN_FIELD_NUMBER: _ClassVar[int]
    FROZEN_FEN_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    account_kind: AccountKind
    balance_fen: int
    frozen_fen: int
    state: AccountState
    def __init__(self, account_kind: _Optional[_Union[AccountKind, str]] = ..., balance_fen: _Optional[int] = ..., frozen_fen: _Optional[int] = ..., state: _Optional[_Union[AccountState, str]] = ...) -> None: ...

class Entry(_message.Message):
    __slots__ = ("entry_id", "psn_no", "insuplc_admdvs", "account_kind", "movement", "amount_fen", "balance_before_fen", "balance_after_fen", "setl_id", "credit_id", "fixmedins_code", "entry_time", "cause")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_KIND_FIELD_NUMBER: _ClassVar[int]
    MOVEMENT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    BALANCE_BEFORE_FEN_FIELD_NUMBER: _ClassVar[int]
    BALANCE_AFTER_FEN_FIELD_NUMBER: _ClassVar[int]
    SETL_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_ID_FIELD_NUMBER: _ClassVar[int]
    FIXMEDINS_CODE_FIELD_NUMBER: _ClassVar[int]
    ENTRY_TIME_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    psn_no: str
    insuplc_admdvs: str
    account_kind: AccountKind
    movement: MovementKind
    amount_fen: int
    balance_before_fen: int
    balance_after_fen: int
    setl_id: str
    credit_id: str
    fixmedins_code: str
    entry_time: _timestamp_pb2.Timestamp
    cause: str
    def __init__(self, entry_id: _Optional[str] = ..., psn_no: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., account_kind: _Optional[_Union[AccountKind, str]] = ..., movement: _Optional[_Union[MovementKind, str]] = ..., amount_fen: _Optional[int] = ..., balance_before_fen: _Optional[int] = ..., balance_after_fen: _Optional[int] = ..., setl_id: _Optional[str] = ..., credit_id: _Optional[str] = ..., fixmedins_code: _Optional[str] = ..., entry_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cause: _Optional[str] = ...) -> None: ...
