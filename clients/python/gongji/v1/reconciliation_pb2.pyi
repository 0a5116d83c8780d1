import datetime

from gongji.v1 import account_pb2 as _account_pb2
from gongji.v1 import options_pb2 as _options_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Figures(_message.Message):
    __slots__ = ("fixmedins_setl_cnt", "settled_count", "reversed_count", "medfee_sumamt_fen", "fund_pay_sumamt_fen", "other_pay_fen", "acct_pay_fen", "acct_own_pay_fen", "acct_mulaid_pay_fen", "psn_cash_pay_fen")
    FIXMEDINS_SETL_CNT_FIELD_NUMBER: _ClassVar[int]
    SETTLED_COUNT_FIELD_NUMBER: _ClassVar[int]
    REVERSED_COUNT_FIELD_NUMBER: _ClassVar[int]
    MEDFEE_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    FUND_PAY_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    OTHER_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    ACCT_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    ACCT_OWN_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    ACCT_MULAID_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    PSN_CASH_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    fixmedins_setl_cnt: int
    settled_count: int
    reversed_count: int
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    other_pay_fen: int
    acct_pay_fen: int
    acct_own_pay_fen: int
    acct_mulaid_pay_fen: int
    psn_cash_pay_fen: int
    def __init__(self, fixmedins_setl_cnt: _Optional[int] = ..., settled_count: _Optional[int] = ..., reversed_count: _Optional[int] = ..., medfee_sumamt_fen: _Optional[int] = ..., fund_pay_sumamt_fen: _Optional[int] = ..., other_pay_fen: _Optional[int] = ..., acct_pay_fen: _Optional[int] = ..., acct_own_pay_fen: _Optional[int] = ..., acct_mulaid_pay_fen: _Optional[int] = ..., psn_cash_pay_fen: _Optional[int] = ...) -> None: ...

class Totals(_message.Message):
    __slots__ = ("fixmedins_code", "insutype", "clr_type", "figures")
    FIXMEDINS_CODE_FIELD_NUMBER: _ClassVar[int]
    INSUTYPE_FIELD_NUMBER: _ClassVar[int]
    CLR_TYPE_FIELD_NUMBER: _ClassVar[int]
    FIGURES_FIELD_NUMBER: _ClassVar[int]
    fixmedins_code: str
    insutype: str
    clr_type: str
    figures: Figures
    def __init__(self, fixmedins_code: _Optional[str] = ..., insutype: _Optional[str] = ..., clr_type: _Optional[str] = ..., figures: _Optional[_Union[Figures, _Mapping]] = ...) -> None: ...

class StatedTotals(_message.Message):
    __slots__ = ("fixmedins_setl_cnt", "medfee_sumamt_fen", "fund_pay_sumamt_fen", "acct_pay_fen")
    FIXMEDINS_SETL_CNT_FIELD_NUMBER: _ClassVar[int]
    MEDFEE_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    FUND_PAY_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    ACCT_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    fixmedins_setl_cnt: int
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    acct_pay_fen: int
    def __init__(self, fixmedins_setl_cnt: _Optional[int] = ..., medfee_sumamt_fen: _Optional[int] = ..., fund_pay_sumamt_fen: _Optional[int] = ..., acct_pay_fen: _Optional[int] = ...) -> None: ...

class StatementRow(_message.Message):
    __slots__ = ("setl_id", "refd_setl_flag", "mdtrt_id", "psn_no", "medfee_sumamt_fen", "fund_pay_sumamt_fen", "acct_pay_fen", "acct_mulaid_pay_fen")
    SETL_ID_FIELD_NUMBER: _ClassVar[int]
    REFD_SETL_FLAG_FIELD_NUMBER: _ClassVar[int]
    MDTRT_ID_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    MEDFEE_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    FUND_PAY_SUMAMT_FEN_FIELD_NUMBER: _ClassVar[int]
    ACCT_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    ACCT_MULAID_PAY_FEN_FIELD_NUMBER: _ClassVar[int]
    setl_id: str
    refd_setl_flag: str
    mdtrt_id: str
    psn_no: str
    medfee_sumamt_fen: int
    fund_pay_sumamt_fen: int
    acct_pay_fen: int
    acct_mulaid_pay_fen: int
    def __init__(self, setl_id: _Optional[str] = ..., refd_setl_flag: _Optional[str] = ..., mdtrt_id: _Optional[str] = ..., psn_no: _Optional[str] = ..., medfee_sumamt_fen: _Optional[int] = ..., fund_pay_sumamt_fen: _Optional[int] = ..., acct_pay_fen: _Optional[int] = ..., acct_mulaid_pay_fen: _Optional[int] = ...) -> None: ...

class Discrepancy(_message.Message):
    __slots__ = ("stmt_rslt", "ours", "theirs", "differing", "request_id", "row")
    STMT_RSLT_FIELD_NUMBER: _ClassVar[int]
    OURS_FIELD_NUMBER: _ClassVar[int]
    THEIRS_FIELD_NUMBER: _ClassVar[int]
    DIFFERING_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ROW_FIELD_NUMBER: _ClassVar[int]
    stmt_rslt: str
    ours: StatementRow
    theirs: StatementRow
    differing: _containers.RepeatedScalarFieldContainer[str]
    request_id: str
    row: int
    def __init__(self, stmt_rslt: _Optional[str] = ..., ours: _Optional[_Union[StatementRow, _Mapping]] = ..., theirs: _Optional[_Union[StatementRow, _Mapping]] = ..., differing: _Optional[_Iterable[str]] = ..., request_id: _Optional[str] = ..., row: _Optional[int] = ...) -> None: ...

class ReconcileCounts(_message.Message):
    __slots__ = ("ours", "theirs", "flat", "ours_only", "theirs_only", "differ")
    OURS_FIELD_NUMBER: _ClassVar[int]
    THEIRS_FIELD_NUMBER: _ClassVar[int]
    FLAT_FIELD_NUMBER: _ClassVar[int]
    OURS_ONLY_FIELD_NUMBER: _ClassVar[int]
    THEIRS_ONLY_FIELD_NUMBER: _ClassVar[int]
    DIFFER_FIELD_NUMBER: _ClassVar[int]
    ours: int
    theirs: int
    flat: int
    ours_only: int
    theirs_only: int
    differ: int
    def __init__(self, ours: _Optional[int] = ..., theirs: _Optional[int] = ..., flat: _Optional[int] = ..., ours_only: _Optional[int] = ..., theirs_only: _Optional[int] = ..., differ: _Optional[int] = ...) -> None: ...

class ClearingLine(_message.Message):
    __slots__ = ("authorizer_admdvs", "movement", "count", "own_fen", "mulaid_fen")
    AUTHORIZER_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    MOVEMENT_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    OWN_FEN_FIELD_NUMBER: _ClassVar[int]
    MULAID_FEN_FIELD_NUMBER: _ClassVar[int]
    authorizer_admdvs: str
    movement: _account_pb2.MovementKind
    count: int
    own_fen: int
    mulaid_fen: int
    def __init__(self, authorizer_admdvs: _Optional[str] = ..., movement: _Optional[_Union[_account_pb2.MovementKind, str]] = ..., count: _Optional[int] = ..., own_fen: _Optional[int] = ..., mulaid_fen: _Optional[int] = ...) -> None: ...

class RegionClearing(_message.Message):
    __slots__ = ("other_admdvs", "owed_to_other_fen", "owed_by_other_fen", "net_owed_fen", "cleared_fen", "cleared_time", "lines")
    OTHER_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    OWED_TO_OTHER_FEN_FIELD_NUMBER: _ClassVar[int]
    OWED_BY_OTHER_FEN_FIELD_NUMBER: _ClassVar[int]
    NET_OWED_FEN_FIELD_NUMBER: _ClassVar[int]
    CLEARED_FEN_FIELD_NUMBER: _ClassVar[int]
    CLEARED_TIME_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    other_admdvs: str
    owed_to_other_fen: int
    owed_by_other_fen: int
    net_owed_fen: int
    cleared_fen: int
    cleared_time: _timestamp_pb2.Timestamp
    lines: _containers.RepeatedCompositeFieldContainer[ClearingLine]
    def __init__(self, other_admdvs: _Optional[str] = ..., owed_to_other_fen: _Optional[int] = ..., owed_by_other_fen: _Optional[int] = ..., net_owed_fen: _Optional[int] = ..., cleared_fen: _Optional[int] = ..., cleared_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., lines: _Optional[_Iterable[_Union[ClearingLine, _Mapping]]] = ...) -> None: ...
