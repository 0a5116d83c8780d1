import datetime

from gongji.v1 import options_pb2 as _options_pb2
from gongji.v1 import person_pb2 as _person_pb2
from gongji.v1 import row_error_pb2 as _row_error_pb2
from gongji.v1 import settlement_pb2 as _settlement_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PreviewSettlementRequest(_message.Message):
    __slots__ = ("patient", "fixmedins_code", "med_type", "mdtrt_id", "claim_type", "medfee_sumamt_fen", "fund_pay_sumamt_fen", "other_pay_fen", "account_payable_fen", "visit_time", "mdtrtarea_admvs", "asked_about")
    PATIENT_FIELD_NUMBER: _ClassVar[int]
    FIXMEDINS_CODE_FIELD_NUMBER: _ClassVar[int]
    MED_TYPE_FIELD_NUMBER: _ClassVar[int]
    MDTRT_ID_FIELD_NUMBER: _ClassVar[int]
    CLAIM_TYPE_FIELD_NUMBER: _ClassVar[int]
    MEDFEE_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    FUND_PAY_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    OTHER_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_PAYABLE_FEN_FIELD_NUMBER: _ClassVar[int]
    VISIT_TIME_FIELD_NUMBER: _ClassVar[int]
    MDTRTAREA_ADMVS_FIELD_NUMBER: _ClassVar[int]
    ASKED_ABOUT_FIELD_NUMBER: _ClassVar[int]
    patient: _person_pb2.PersonRef
    fixmedins_code: str
    med_type: str
    mdtrt_id: str
    claim_type: _settlement_pb2.ClaimType
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    other_pay_fen: int
    account_payable_fen: int
    visit_time: _timestamp_pb2.Timestamp
    mdtrtarea_admvs: str
    asked_about: _containers.RepeatedCompositeFieldContainer[_person_pb2.PersonRef]
    def __init__(self, patient: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., fixmedins_code: _Optional[str] = ..., med_type: _Optional[str] = ..., mdtrt_id: _Optional[str] = ..., claim_type: _Optional[_Union[_settlement_pb2.ClaimType, str]] = ..., medfee_sumamt_fen: _Optional[int] = ..., fund_pay_sumamt_fen: _Optional[int] = ..., other_pay_fen: _Optional[int] = ..., account_payable_fen: _Optional[int] = ..., visit_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., mdtrtarea_admvs: _Optional[str] = ..., asked_about: _Optional[_Iterable[_Union[_person_pb2.PersonRef, _Mapping]]] = ...) -> None: ...

class PreviewSettlementResponse(_message.Message):
    __slots__ = ("settlement",)
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    settlement: _settlement_pb2.Settlement
    def __init__(self, settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ...) -> None: ...

class SettleRequest(_message.Message):
    __slots__ = ("request_id", "patient", "fixmedins_code", "med_type", "mdtrt_id", "claim_type", "medfee_sumamt_fen", "fund_pay_sumamt_fen", "other_pay_fen", "account_payable_fen", "visit_time", "mdtrtarea_admvs")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PATIENT_FIELD_NUMBER: _ClassVar[int]
    FIXMEDINS_CODE_FIELD_NUMBER: _ClassVar[int]
    MED_TYPE_FIELD_NUMBER: _ClassVar[int]
    MDTRT_ID_FIELD_NUMBER: _ClassVar[int]
    CLAIM_TYPE_FIELD_NUMBER: _ClassVar[int]
    MEDFEE_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    FUND_PAY_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    OTHER_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_PAYABLE_FEN_FIELD_NUMBER: _ClassVar[int]
    VISIT_TIME_FIELD_NUMBER: _ClassVar[int]
    MDTRTAREA_ADMVS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    patient: _person_pb2.PersonRef
    fixmedins_code: str
    med_type: str
    mdtrt_id: str
    claim_type: _settlement_pb2.ClaimType
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    other_pay_fen: int
    account_payable_fen: int
    visit_time: _timestamp_pb2.Timestamp
    mdtrtarea_admvs: str
    def __init__(self, request_id: _Optional[str] = ..., patient: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., fixmedins_code: _Optional[str] = ..., med_type: _Optional[str] = ..., mdtrt_id: _Optional[str] = ..., claim_type: _Optional[_Union[_settlement_pb2.ClaimType, str]] = ..., medfee_sumamt_fen: _Optional[int] = ..., fund_pay_sumamt_fen: _Optional[int] = ..., other_pay_fen: _Optional[int] = ..., account_payable_fen: _Optional[int] = ..., visit_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., mdtrtarea_admvs: _Optional[str] = ...) -> None: ...

class SettleResponse(_message.Message):
    __slots__ = ("settlement", "replayed")
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    settlement: _settlement_pb2.Settlement
    replayed: bool
    def __init__(self, settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class SettleBatchRequest(_message.Message):
    __slots__ = ("insuplc_admdvs", "requests")
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    insuplc_admdvs: str
    requests: _containers.RepeatedCompositeFieldContainer[SettleRequest]
    def __init__(self, insuplc_admdvs: _Optional[str] = ..., requests: _Optional[_Iterable[_Union[SettleRequest, _Mapping]]] = ...) -> None: ...

class SettleResult(_message.Message):
    __slots__ = ("request_id", "settlement", "error", "replayed")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    settlement: _settlement_pb2.Settlement
    error: _row_error_pb2.RowError
    replayed: bool
    def __init__(self, request_id: _Optional[str] = ..., settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ..., error: _Optional[_Union[_row_error_pb2.RowError, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class SettleBatchResponse(_message.Message):
    __slots__ = ("results",)
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[SettleResult]
    def __init__(self, results: _Optional[_Iterable[_Union[SettleResult, _Mapping]]] = ...) -> None: ...

class ReverseSettlementRequest(_message.Message):
    __slots__ = ("request_id", "patient", "setl_id", "original_request_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PATIENT_FIELD_NUMBER: _ClassVar[int]
    SETL_ID_FIELD_NUMBER: _ClassVar[int]
    ORIGINAL_REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    patient: _person_pb2.PersonRef
    setl_id: str
    original_request_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., patient: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., setl_id: _Optional[str] = ..., original_request_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ReverseSettlementResponse(_message.Message):
    __slots__ = ("settlement", "refunds", "balc_fen", "replayed")
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    REFUNDS_FIELD_NUMBER: _ClassVar[int]
    BALC_FEN_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    settlement: _settlement_pb2.Settlement
    refunds: _containers.RepeatedCompositeFieldContainer[_settlement_pb2.Refund]
    balc_fen: int
    replayed: bool
    def __init__(self, settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ..., refunds: _Optional[_Iterable[_Union[_settlement_pb2.Refund, _Mapping]]] = ..., balc_fen: _Optional[int] = ..., replayed: _Optional[bool] = ...) -> None: ...

class ReaccountSettlementRequest(_message.Message):
    __slots__ = ("request_id", "patient", "fixmedins_code", "med_type", "mdtrt_id", "claim_type", "medfee_sumamt_fen", "fund_pay_sumamt_fen", "other_pay_fen", "account_payable_fen", "visit_time", "mdtrtarea_admvs", "setl_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PATIENT_FIELD_NUMBER: _ClassVar[int]
    FIXMEDINS_CODE_FIELD_NUMBER: _ClassVar[int]
    MED_TYPE_FIELD_NUMBER: _ClassVar[int]
    MDTRT_ID_FIELD_NUMBER: _ClassVar[int]
    CLAIM_TYPE_FIELD_NUMBER: _ClassVar[int]
    MEDFEE_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    FUND_PAY_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    OTHER_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_PAYABLE_FEN_FIELD_NUMBER: _ClassVar[int]
    VISIT_TIME_FIELD_NUMBER: _ClassVar[int]
    MDTRTAREA_ADMVS_FIELD_NUMBER: _ClassVar[int]
    SETL_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    patient: _person_pb2.PersonRef
    fixmedins_code: str
    med_type: str
    mdtrt_id: str
    claim_type: _settlement_pb2.ClaimType
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    other_pay_fen: int
    account_payable_fen: int
    visit_time: _timestamp_pb2.Timestamp
    mdtrtarea_admvs: str
    setl_id: str
    def __init__(self, request_id: _Optional[str] = ..., patient: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., fixmedins_code: _Optional[str] = ..., med_type: _Optional[str] = ..., mdtrt_id: _Optional[str] = ..., claim_type: _Optional[_Union[_settlement_pb2.ClaimType, str]] = ..., medfee_sumamt_fen: _Optional[int] = ..., fund_pay_sumamt_fen: _Optional[int] = ..., other_pay_fen: _Optional[int] = ..., account_payable_fen: _Optional[int] = ..., visit_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., mdtrtarea_admvs: _Optional[str] = ..., setl_id: _Optional[str] = ...) -> None: ...

class ReaccountSettlementResponse(_message.Message):
    __slots__ = ("settlement", "reversed_settlement", "refunds", "replayed")
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    REVERSED_SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    REFUNDS_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    settlement: _settlement_pb2.Settlement
    reversed_settlement: _settlement_pb2.Settlement
    refunds: _containers.RepeatedCompositeFieldContainer[_settlement_pb2.Refund]
    replayed: bool
    def __init__(self, settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ..., reversed_settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ..., refunds: _Optional[_Iterable[_Union[_settlement_pb2.Refund, _Mapping]]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class GetSettlementRequest(_message.Message):
    __slots__ = ("patient", "setl_id")
    PATIENT_FIELD_NUMBER: _ClassVar[int]
    SETL_ID_FIELD_NUMBER: _ClassVar[int]
    patient: _person_pb2.PersonRef
    setl_id: str
    def __init__(self, patient: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., setl_id: _Optional[str] = ...) -> None: ...

class GetSettlementResponse(_message.Message):
    __slots__ = ("settlement",)
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    settlement: _settlement_pb2.Settlement
    def __init__(self, settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ...) -> None: ...

class ListSettlementsRequest(_message.Message):
    __slots__ = ("patient", "from_date", "to_date", "fixmedins_code", "page_size", "page_token")
    PATIENT_FIELD_NUMBER: _ClassVar[int]
    FROM_DATE_FIELD_NUMBER: _ClassVar[int]
    TO_DATE_FIELD_NUMBER: _ClassVar[int]
    FIXMEDINS_CODE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    patient: _person_pb2.PersonRef
    from_date: str
    to_date: str
    fixmedins_code: str
    page_size: int
    page_token: str
    def __init__(self, patient: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., from_date: _Optional[str] = ..., to_date: _Optional[str] = ..., fixmedins_code: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListSettlementsResponse(_message.Message):
    __slots__ = ("settlements", "next_page_token")
    SETTLEMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    settlements: _containers.RepeatedCompositeFieldContainer[_settlement_pb2.Settlement]
    next_page_token: str
    def __init__(self, settlements: _Optional[_Iterable[_Union[_settlement_pb2.Settlement, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
