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

class CardState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CARD_STATE_UNSPECIFIED: _ClassVar[CardState]
    CARD_STATE_NORMAL: _ClassVar[CardState]
    CARD_STATE_LOST: _ClassVar[CardState]
    CARD_STATE_CANCELLED: _ClassVar[CardState]
CARD_STATE_UNSPECIFIED: CardState
CARD_STATE_NORMAL: CardState
CARD_STATE_LOST: CardState
CARD_STATE_CANCELLED: CardState

class Certificate(_message.Message):
    __slots__ = ("psn_cert_type", "certno")
    PSN_CERT_TYPE_FIELD_NUMBER: _ClassVar[int]
    CERTNO_FIELD_NUMBER: _ClassVar[int]
    psn_cert_type: str
    certno: str
    def __init__(self, psn_cert_type: _Optional[str] = ..., certno: _Optional[str] = ...) -> None: ...

class PersonRef(_message.Message):
    __slots__ = ("insuplc_admdvs", "psn_no", "certificate")
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    insuplc_admdvs: str
    psn_no: str
    certificate: Certificate
    def __init__(self, insuplc_admdvs: _Optional[str] = ..., psn_no: _Optional[str] = ..., certificate: _Optional[_Union[Certificate, _Mapping]] = ...) -> None: ...

class PersonCategory(_message.Message):
    __slots__ = ("code", "from_date", "to_date")
    CODE_FIELD_NUMBER: _ClassVar[int]
    FROM_DATE_FIELD_NUMBER: _ClassVar[int]
    TO_DATE_FIELD_NUMBER: _ClassVar[int]
    code: str
    from_date: str
    to_date: str
    def __init__(self, code: _Optional[str] = ..., from_date: _Optional[str] = ..., to_date: _Optional[str] = ...) -> None: ...

class Person(_message.Message):
    __slots__ = ("psn_no", "certificates", "name", "birth_date", "insutype", "insuplc_admdvs", "psn_insu_stas", "categories", "voucher_active", "card_state", "account_state", "as_of_time")
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATES_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    BIRTH_DATE_FIELD_NUMBER: _ClassVar[int]
    INSUTYPE_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    PSN_INSU_STAS_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    VOUCHER_ACTIVE_FIELD_NUMBER: _ClassVar[int]
    CARD_STATE_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_STATE_FIELD_NUMBER: _ClassVar[int]
    AS_OF_TIME_FIELD_NUMBER: _ClassVar[int]
    psn_no: str
    certificates: _containers.RepeatedCompositeFieldContainer[Certificate]
    name: str
    birth_date: str
    insutype: str
    insuplc_admdvs: str
    psn_insu_stas: str
    categories: _containers.RepeatedCompositeFieldContainer[PersonCategory]
    voucher_active: bool
    card_state: CardState
    account_state: _account_pb2.AccountState
    as_of_time: _timestamp_pb2.Timestamp
    def __init__(self, psn_no: _Optional[str] = ..., certificates: _Optional[_Iterable[_Union[Certificate, _Mapping]]] = ..., name: _Optional[str] = ..., birth_date: _Optional[str] = ..., insutype: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., psn_insu_stas: _Optional[str] = ..., categories: _Optional[_Iterable[_Union[PersonCategory, _Mapping]]] = ..., voucher_active: _Optional[bool] = ..., card_state: _Optional[_Union[CardState, str]] = ..., account_state: _Optional[_Union[_account_pb2.AccountState, str]] = ..., as_of_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
