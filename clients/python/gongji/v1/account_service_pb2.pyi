import datetime

from gongji.v1 import account_pb2 as _account_pb2
from gongji.v1 import account_acts_pb2 as _account_acts_pb2
from gongji.v1 import family_pb2 as _family_pb2
from gongji.v1 import handling_pb2 as _handling_pb2
from gongji.v1 import options_pb2 as _options_pb2
from gongji.v1 import person_pb2 as _person_pb2
from gongji.v1 import wallet_pb2 as _wallet_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
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
    __slots__ = ("accounts", "psn_no", "insutype", "preset", "wallet_transfers")
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    INSUTYPE_FIELD_NUMBER: _ClassVar[int]
    PRESET_FIELD_NUMBER: _ClassVar[int]
    WALLET_TRANSFERS_FIELD_NUMBER: _ClassVar[int]
    accounts: _containers.RepeatedCompositeFieldContainer[_account_pb2.Account]
    psn_no: str
    insutype: str
    preset: _account_acts_pb2.Preset
    wallet_transfers: _containers.RepeatedCompositeFieldContainer[_wallet_pb2.WalletTransfer]
    def __init__(self, accounts: _Optional[_Iterable[_Union[_account_pb2.Account, _Mapping]]] = ..., psn_no: _Optional[str] = ..., insutype: _Optional[str] = ..., preset: _Optional[_Union[_account_acts_pb2.Preset, _Mapping]] = ..., wallet_transfers: _Optional[_Iterable[_Union[_wallet_pb2.WalletTransfer, _Mapping]]] = ...) -> None: ...

class ListEntriesRequest(_message.Message):
    __slots__ = ("owner", "insuplc_admdvs", "account_kind", "from_date", "to_date", "movements", "page_size", "page_token")
    OWNER_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_KIND_FIELD_NUMBER: _ClassVar[int]
    FROM_DATE_FIELD_NUMBER: _ClassVar[int]
    TO_DATE_FIELD_NUMBER: _ClassVar[int]
    MOVEMENTS_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    owner: _person_pb2.PersonRef
    insuplc_admdvs: str
    account_kind: _account_pb2.AccountKind
    from_date: str
    to_date: str
    movements: _containers.RepeatedScalarFieldContainer[_account_pb2.MovementKind]
    page_size: int
    page_token: str
    def __init__(self, owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., insuplc_admdvs: _Optional[str] = ..., account_kind: _Optional[_Union[_account_pb2.AccountKind, str]] = ..., from_date: _Optional[str] = ..., to_date: _Optional[str] = ..., movements: _Optional[_Iterable[_Union[_account_pb2.MovementKind, str]]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListEntriesResponse(_message.Message):
    __slots__ = ("entries", "next_page_token")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[_account_pb2.Entry]
    next_page_token: str
    def __init__(self, entries: _Optional[_Iterable[_Union[_account_pb2.Entry, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class OpenWalletRequest(_message.Message):
    __slots__ = ("request_id", "owner", "use_admdvs", "phone", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    USE_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    owner: _person_pb2.PersonRef
    use_admdvs: str
    phone: str
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., use_admdvs: _Optional[str] = ..., phone: _Optional[str] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class OpenWalletResponse(_message.Message):
    __slots__ = ("wallet", "replayed")
    WALLET_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    wallet: _wallet_pb2.Wallet
    replayed: bool
    def __init__(self, wallet: _Optional[_Union[_wallet_pb2.Wallet, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class TransferToWalletRequest(_message.Message):
    __slots__ = ("request_id", "owner", "receiver", "relation", "amount_fen", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    RECEIVER_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    owner: _person_pb2.PersonRef
    receiver: _person_pb2.PersonRef
    relation: _family_pb2.Relation
    amount_fen: int
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., receiver: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., relation: _Optional[_Union[_family_pb2.Relation, str]] = ..., amount_fen: _Optional[int] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class TransferToWalletResponse(_message.Message):
    __slots__ = ("wallet_transfer", "replayed")
    WALLET_TRANSFER_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    wallet_transfer: _wallet_pb2.WalletTransfer
    replayed: bool
    def __init__(self, wallet_transfer: _Optional[_Union[_wallet_pb2.WalletTransfer, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class AcceptWalletTransferRequest(_message.Message):
    __slots__ = ("request_id", "receiver", "wallet_transfer_id", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RECEIVER_FIELD_NUMBER: _ClassVar[int]
    WALLET_TRANSFER_ID_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    receiver: _person_pb2.PersonRef
    wallet_transfer_id: str
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., receiver: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., wallet_transfer_id: _Optional[str] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class AcceptWalletTransferResponse(_message.Message):
    __slots__ = ("wallet_transfer", "replayed")
    WALLET_TRANSFER_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    wallet_transfer: _wallet_pb2.WalletTransfer
    replayed: bool
    def __init__(self, wallet_transfer: _Optional[_Union[_wallet_pb2.WalletTransfer, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class TransferRequest(_message.Message):
    __slots__ = ("request_id", "owner", "from_kind", "to_kind", "amount_fen", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    FROM_KIND_FIELD_NUMBER: _ClassVar[int]
    TO_KIND_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    owner: _person_pb2.PersonRef
    from_kind: _account_pb2.AccountKind
    to_kind: _account_pb2.AccountKind
    amount_fen: int
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., from_kind: _Optional[_Union[_account_pb2.AccountKind, str]] = ..., to_kind: _Optional[_Union[_account_pb2.AccountKind, str]] = ..., amount_fen: _Optional[int] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class TransferResponse(_message.Message):
    __slots__ = ("transfer", "replayed")
    TRANSFER_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    transfer: _account_acts_pb2.Transfer
    replayed: bool
    def __init__(self, transfer: _Optional[_Union[_account_acts_pb2.Transfer, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class SetPresetRequest(_message.Message):
    __slots__ = ("request_id", "owner", "amount_fen", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    owner: _person_pb2.PersonRef
    amount_fen: int
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., amount_fen: _Optional[int] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class SetPresetResponse(_message.Message):
    __slots__ = ("preset", "replayed")
    PRESET_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    preset: _account_acts_pb2.Preset
    replayed: bool
    def __init__(self, preset: _Optional[_Union[_account_acts_pb2.Preset, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class CancelPresetRequest(_message.Message):
    __slots__ = ("request_id", "owner", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    owner: _person_pb2.PersonRef
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class CancelPresetResponse(_message.Message):
    __slots__ = ("preset", "replayed")
    PRESET_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    preset: _account_acts_pb2.Preset
    replayed: bool
    def __init__(self, preset: _Optional[_Union[_account_acts_pb2.Preset, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class LiquidateRequest(_message.Message):
    __slots__ = ("request_id", "owner", "cause", "to_admdvs", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    TO_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    owner: _person_pb2.PersonRef
    cause: _account_acts_pb2.LiquidationCause
    to_admdvs: str
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., cause: _Optional[_Union[_account_acts_pb2.LiquidationCause, str]] = ..., to_admdvs: _Optional[str] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class LiquidateResponse(_message.Message):
    __slots__ = ("liquidation", "replayed")
    LIQUIDATION_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    liquidation: _account_acts_pb2.Liquidation
    replayed: bool
    def __init__(self, liquidation: _Optional[_Union[_account_acts_pb2.Liquidation, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...

class PayOutSuspenseRequest(_message.Message):
    __slots__ = ("request_id", "owner", "amount_fen", "handling")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    owner: _person_pb2.PersonRef
    amount_fen: int
    handling: _handling_pb2.Handling
    def __init__(self, request_id: _Optional[str] = ..., owner: _Optional[_Union[_person_pb2.PersonRef, _Mapping]] = ..., amount_fen: _Optional[int] = ..., handling: _Optional[_Union[_handling_pb2.Handling, _Mapping]] = ...) -> None: ...

class SuspensePayout(_message.Message):
    __slots__ = ("psn_no", "amount_fen", "balance_after_fen", "payout_time")
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FEN_FIELD_NUMBER: _ClassVar[int]
    BALANCE_AFTER_FEN_FIELD_NUMBER: _ClassVar[int]
    PAYOUT_TIME_FIELD_NUMBER: _ClassVar[int]
    psn_no: str
    amount_fen: int
    balance_after_fen: int
    payout_time: _timestamp_pb2.Timestamp
    def __init__(self, psn_no: _Optional[str] = ..., amount_fen: _Optional[int] = ..., balance_after_fen: _Optional[int] = ..., payout_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PayOutSuspenseResponse(_message.Message):
    __slots__ = ("suspense_payout", "replayed")
    SUSPENSE_PAYOUT_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    suspense_payout: SuspensePayout
    replayed: bool
    def __init__(self, suspense_payout: _Optional[_Union[SuspensePayout, _Mapping]] = ..., replayed: _Optional[bool] = ...) -> None: ...
