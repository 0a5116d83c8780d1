from gongji.v1 import account_pb2 as _account_pb2
from gongji.v1 import options_pb2 as _options_pb2
from gongji.v1 import person_pb2 as _person_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetAccountsRequest(_message.Message):
    __slots__ = ("owner",)
    OWNER_FIELD_NUMBER: _ClassVar[int]
    owner: _person_pb2.PersonRef
    def __init__(self, owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ...) -> None: ...

class GetAccountsResponse(_message.Message):
    __slots__ = ("accounts", "psn_no", "insutype")
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    INSUTYPE_FIELD_NUMBER: _ClassVar[int]
    accounts: _containers.RepeatedCompositeFieldContainer[_account_pb2.Account]
    psn_no: str
    insutype: str
    def __init__(self, accounts: _Optional[_Iterable[_Union[_account_pb2.Account, _Mapping]]] = ..., psn_no: _Optional[str] = ..., insutype: _Optional[str] = ...) -> None: ...

class ListEntriesRequest(_message.Message):
    __slots__ = ("owner", "account_kind", "from_date", "to_date", "movements", "page_size", "page_token")
    OWNER_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_KIND_FIELD_NUMBER: _ClassVar[int]
    FROM_DATE_FIELD_NUMBER: _ClassVar[int]
    TO_DATE_FIELD_NUMBER: _ClassVar[int]
    MOVEMENTS_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    owner: _person_pb2.PersonRef
    account_kind: _account_pb2.AccountKind
    from_date: str
    to_date: str
    movements: _containers.RepeatedScalarFieldContainer[_account_pb2.MovementKind]
    page_size: int
    page_token: str
    def __init__(self, owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., account_kind: _Optional[_Union[_account_pb2.AccountKind, str]] = ..., from_date: _Optional[str] = ..., to_date: _Optional[str] = ..., movements: _Optional[_Iterable[_Union[_account_pb2.MovementKind, str]]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListEntriesResponse(_message.Message):
    __slots__ = ("entries", "next_page_token")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[_account_pb2.Entry]
    next_page_token: str
    def __init__(self, entries: _Optional[_Iterable[_Union[_account_pb2.Entry, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
