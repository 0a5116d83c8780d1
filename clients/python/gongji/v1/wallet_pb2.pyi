import datetime

from gongji.v1 import family_pb2 as _family_pb2
from gongji.v1 import options_pb2 as _options_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class WalletTransferState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WALLET_TRANSFER_STATE_UNSPECIFIED: _ClassVar[WalletTransferState]
    WALLET_TRANSFER_STATE_SENT: _ClassVar[WalletTransferState]
    WALLET_TRANSFER_STATE_ACCEPTED: _ClassVar[WalletTransferState]
    WALLET_TRANSFER_STATE_RETURNED: _ClassVar[WalletTransferState]
WALLET_TRANSFER_STATE_UNSPECIFIED: WalletTransferState
WALLET_TRANSFER_STATE_SENT: WalletTransferState
WALLET_TRANSFER_STATE_ACCEPTED: WalletTransferState
WALLET_TRANSFER_STATE_RETURNED: WalletTransferState

class Wallet(_message.Message):
    __slots__ = ("psn_no", "insuplc_admdvs", "use_admdvs", "opened_time", "policy_id", "policy_version")
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    USE_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    OPENED_TIME_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    psn_no: str
    insuplc_admdvs: str
    use_admdvs: str
    opened_time: _timestamp_pb2.Timestamp
    policy_id: str
    policy_version: str
    def __init__(self, psn_no: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., use_admdvs: _Optional[str] = ..., opened_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ...) -> None: ...

class WalletTransfer(_message.Message):
    __slots__ = ("wallet_transfer_id", "state", "sender_psn_no", "sender_insuplc_admdvs", "receiver_psn_no", "receiver_insuplc_admdvs", "relation", "amount_fen", "sent_time", "return_time", "end_time", "policy_id", "policy_version")
    WALLET_TRANSFER_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    SENDER_PSN_NO_FIELD_NUMBER: _ClassVar[int]
    SENDER_INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    RECEIVER_PSN_NO_FIELD_NUMBER: _ClassVar[int]
    RECEIVER_INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    SENT_TIME_FIELD_NUMBER: _ClassVar[int]
    RETURN_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    wallet_transfer_id: str
    state: WalletTransferState
    sender_psn_no: str
    sender_insuplc_admdvs: str
    receiver_psn_no: str
    receiver_insuplc_admdvs: str
    relation: _family_pb2.Relation
    amount_fen: int
    sent_time: _timestamp_pb2.Timestamp
    return_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    policy_id: str
    policy_version: str
    def __init__(self, wallet_transfer_id: _Optional[str] = ..., state: _Optional[_Union[WalletTransferState, str]] = ..., sender_psn_no: _Optional[str] = ..., sender_insuplc_admdvs: _Optional[str] = ..., receiver_psn_no: _Optional[str] = ..., receiver_insuplc_admdvs: _Optional[str] = ..., relation: _Optional[_Union[_family_pb2.Relation, str]] = ..., amount_fen: _Optional[int] = ..., sent_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., return_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ...) -> None: ...
