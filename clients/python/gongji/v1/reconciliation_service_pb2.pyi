from gongji.v1 import options_pb2 as _options_pb2
from gongji.v1 import reconciliation_pb2 as _reconciliation_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetTotalsRequest(_message.Message):
    __slots__ = ("insuplc_admdvs", "fixmedins_code", "insutype", "clr_type", "from_date", "to_date", "stated")
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    FIXMEDINS_CODE_FIELD_NUMBER: _ClassVar[int]
    INSUTYPE_FIELD_NUMBER: _ClassVar[int]
    CLR_TYPE_FIELD_NUMBER: _ClassVar[int]
    FROM_DATE_FIELD_NUMBER: _ClassVar[int]
    TO_DATE_FIELD_NUMBER: _ClassVar[int]
    STATED_FIELD_NUMBER: _ClassVar[int]
    insuplc_admdvs: str
    fixmedins_code: str
    insutype: str
    clr_type: str
    from_date: str
    to_date: str
    stated: _reconciliation_pb2.StatedTotals
    def __init__(self, insuplc_admdvs: _Optional[str] = ..., fixmedins_code: _Optional[str] = ..., insutype: _Optional[str] = ..., clr_type: _Optional[str] = ..., from_date: _Optional[str] = ..., to_date: _Optional[str] = ..., stated: _Optional[_Union[_reconciliation_pb2.StatedTotals, _Mapping]] = ...) -> None: ...

class GetTotalsResponse(_message.Message):
    __slots__ = ("totals", "sum", "stmt_rslt")
    TOTALS_FIELD_NUMBER: _ClassVar[int]
    SUM_FIELD_NUMBER: _ClassVar[int]
    STMT_RSLT_FIELD_NUMBER: _ClassVar[int]
    totals: _containers.RepeatedCompositeFieldContainer[_reconciliation_pb2.Totals]
    sum: _reconciliation_pb2.Figures
    stmt_rslt: str
    def __init__(self, totals: _Optional[_Iterable[_Union[_reconciliation_pb2.Totals, _Mapping]]] = ..., sum: _Optional[_Union[_reconciliation_pb2.Figures, _Mapping]] = ..., stmt_rslt: _Optional[str] = ...) -> None: ...

class ReconcileScope(_message.Message):
    __slots__ = ("insuplc_admdvs", "fixmedins_code", "insutype", "clr_type", "from_date", "to_date")
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    FIXMEDINS_CODE_FIELD_NUMBER: _ClassVar[int]
    INSUTYPE_FIELD_NUMBER: _ClassVar[int]
    CLR_TYPE_FIELD_NUMBER: _ClassVar[int]
    FROM_DATE_FIELD_NUMBER: _ClassVar[int]
    TO_DATE_FIELD_NUMBER: _ClassVar[int]
    insuplc_admdvs: str
    fixmedins_code: str
    insutype: str
    clr_type: str
    from_date: str
    to_date: str
    def __init__(self, insuplc_admdvs: _Optional[str] = ..., fixmedins_code: _Optional[str] = ..., insutype: _Optional[str] = ..., clr_type: _Optional[str] = ..., from_date: _Optional[str] = ..., to_date: _Optional[str] = ...) -> None: ...

class StatementRows(_message.Message):
    __slots__ = ("rows",)
    ROWS_FIELD_NUMBER: _ClassVar[int]
    rows: _containers.RepeatedCompositeFieldContainer[_reconciliation_pb2.StatementRow]
    def __init__(self, rows: _Optional[_Iterable[_Union[_reconciliation_pb2.StatementRow, _Mapping]]] = ...) -> None: ...

class ReconcileRequest(_message.Message):
    __slots__ = ("scope", "rows")
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    scope: ReconcileScope
    rows: StatementRows
    def __init__(self, scope: _Optional[_Union[ReconcileScope, _Mapping]] = ..., rows: _Optional[_Union[StatementRows, _Mapping]] = ...) -> None: ...

class Discrepancies(_message.Message):
    __slots__ = ("discrepancies",)
    DISCREPANCIES_FIELD_NUMBER: _ClassVar[int]
    discrepancies: _containers.RepeatedCompositeFieldContainer[_reconciliation_pb2.Discrepancy]
    def __init__(self, discrepancies: _Optional[_Iterable[_Union[_reconciliation_pb2.Discrepancy, _Mapping]]] = ...) -> None: ...

class ReconcileResponse(_message.Message):
    __slots__ = ("found", "counts")
    FOUND_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    found: Discrepancies
    counts: _reconciliation_pb2.ReconcileCounts
    def __init__(self, found: _Optional[_Union[Discrepancies, _Mapping]] = ..., counts: _Optional[_Union[_reconciliation_pb2.ReconcileCounts, _Mapping]] = ...) -> None: ...

class GetClearingRequest(_message.Message):
    __slots__ = ("insuplc_admdvs", "month")
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    insuplc_admdvs: str
    month: str
    def __init__(self, insuplc_admdvs: _Optional[str] = ..., month: _Optional[str] = ...) -> None: ...

class GetClearingResponse(_message.Message):
    __slots__ = ("regions",)
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    regions: _containers.RepeatedCompositeFieldContainer[_reconciliation_pb2.RegionClearing]
    def __init__(self, regions: _Optional[_Iterable[_Union[_reconciliation_pb2.RegionClearing, _Mapping]]] = ...) -> None: ...
