from gongji.v1 import handling_pb2 as _handling_pb2
from gongji.v1 import person_pb2 as _person_pb2
from gongji.v1 import premium_pb2 as _premium_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class QuotePremiumRequest(_message.Message):
    __slots__ = ("insured", "cover_year", "tier")
    INSURED_FIELD_NUMBER: _ClassVar[int]
    COVER_YEAR_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    insured: _person_pb2.PersonRef
    cover_year: int
    tier: int
    def __init__(self, insured: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., cover_year: _Optional[int] = ..., tier: _Optional[int] = ...) -> None: ...

class QuotePremiumResponse(_message.Message):
    __slots__ = ("quote",)
    QUOTE_FIELD_NUMBER: _ClassVar[int]
    quote: _premium_pb2.PremiumQuote
    def __init__(self, quote: _Optional[_Union[_premium_pb2.PremiumQuote, _Mapping]] = ...) -> None: ...

class PayPremiumRequest(_message.Message):
    __slots__ = ("request_id", "payer", "insured", "cover_year", "tier", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PAYER_FIELD_NUMBER: _ClassVar[int]
    INSURED_FIELD_NUMBER: _ClassVar[int]
    COVER_YEAR_FIELD_NUMBER: _ClassVar[int]
    TIER_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    payer: _person_pb2.PersonRef
    insured: _person_pb2.PersonRef
    cover_year: int
    tier: int
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., payer: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., insured: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., cover_year: _Optional[int] = ..., tier: _Optional[int] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class PayPremiumResponse(_message.Message):
    __slots__ = ("premium", "replayed")
    PREMIUM_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    premium: _premium_pb2.Premium
    replayed: bool
    def __init__(self, premium: _Optional[_Union[_premium_pb2.Premium, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class RefundPremiumRequest(_message.Message):
    __slots__ = ("request_id", "payer", "premium_id", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PAYER_FIELD_NUMBER: _ClassVar[int]
    PREMIUM_ID_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    payer: _person_pb2.PersonRef
    premium_id: str
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., payer: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., premium_id: _Optional[str] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class RefundPremiumResponse(_message.Message):
    __slots__ = ("premium", "replayed")
    PREMIUM_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    premium: _premium_pb2.Premium
    replayed: bool
    def __init__(self, premium: _Optional[_Union[_premium_pb2.Premium, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class ListPremiumsRequest(_message.Message):
    __slots__ = ("insured", "payer", "cover_year", "page_size", "page_token")
    INSURED_FIELD_NUMBER: _ClassVar[int]
    PAYER_FIELD_NUMBER: _ClassVar[int]
    COVER_YEAR_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    insured: _person_pb2.PersonRef
    payer: _person_pb2.PersonRef
    cover_year: int
    page_size: int
    page_token: str
    def __init__(self, insured: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., payer: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., cover_year: _Optional[int] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPremiumsResponse(_message.Message):
    __slots__ = ("premiums", "next_page_token")
    PREMIUMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    premiums: _containers.RepeatedCompositeFieldContainer[_premium_pb2.Premium]
    next_page_token: str
    def __init__(self, premiums: _Optional[_Iterable[_Union[_premium_pb2.Premium, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
