import datetime

from gongji.v1 import options_pb2 as _options_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Job(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    JOB_UNSPECIFIED: _ClassVar[Job]
    JOB_NIGHTLY: _ClassVar[Job]
    JOB_WALLET_RETURN: _ClassVar[Job]
    JOB_PRESET: _ClassVar[Job]
    JOB_EXPIRY: _ClassVar[Job]
    JOB_YEAR_END: _ClassVar[Job]
    JOB_CHANGE_OVER: _ClassVar[Job]
    JOB_CLEARING: _ClassVar[Job]

class JobRunState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    JOB_RUN_STATE_UNSPECIFIED: _ClassVar[JobRunState]
    JOB_RUN_STATE_RUNNING: _ClassVar[JobRunState]
    JOB_RUN_STATE_FINISHED: _ClassVar[JobRunState]
JOB_UNSPECIFIED: Job
JOB_NIGHTLY: Job
JOB_WALLET_RETURN: Job
JOB_PRESET: Job
JOB_EXPIRY: Job
JOB_YEAR_END: Job
JOB_CHANGE_OVER: Job
JOB_CLEARING: Job
JOB_RUN_STATE_UNSPECIFIED: JobRunState
JOB_RUN_STATE_RUNNING: JobRunState
JOB_RUN_STATE_FINISHED: JobRunState

class JobRun(_message.Message):
    __slots__ = ("job", "insuplc_admdvs", "period", "state", "looked_at", "done", "skipped", "failed", "sums", "started_time", "finished_time")
    JOB_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    LOOKED_AT_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    SUMS_FIELD_NUMBER: _ClassVar[int]
    STARTED_TIME_FIELD_NUMBER: _ClassVar[int]
    FINISHED_TIME_FIELD_NUMBER: _ClassVar[int]
    job: Job
    insuplc_admdvs: str
    period: str
    state: JobRunState
    looked_at: int
    done: int
    skipped: _containers.RepeatedCompositeFieldContainer[JobSkips]
    failed: _containers.RepeatedCompositeFieldContainer[JobFailure]
    sums: _containers.RepeatedCompositeFieldContainer[JobSum]
    started_time: _timestamp_pb2.Timestamp
    finished_time: _timestamp_pb2.Timestamp
    def __init__(self, job: _Optional[_Union[Job, str]] = ..., insuplc_admdvs: _Optional[str] = ..., period: _Optional[str] = ..., state: _Optional[_Union[JobRunState, str]] = ..., looked_at: _Optional[int] = ..., done: _Optional[int] = ..., skipped: _Optional[_Iterable[_Union[JobSkips, _Mapping]]] = ..., failed: _Optional[_Iterable[_Union[JobFailure, _Mapping]]] = ..., sums: _Optional[_Iterable[_Union[JobSum, _Mapping]]] = ..., started_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., finished_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class JobSkips(_message.Message):
    __slots__ = ("reason", "count", "message_zh", "message_en")
    REASON_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ZH_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_EN_FIELD_NUMBER: _ClassVar[int]
    reason: str
    count: int
    message_zh: str
    message_en: str
    def __init__(self, reason: _Optional[str] = ..., count: _Optional[int] = ..., message_zh: _Optional[str] = ..., message_en: _Optional[str] = ...) -> None: ...

class JobFailure(_message.Message):
    __slots__ = ("key", "fault")
    KEY_FIELD_NUMBER: _ClassVar[int]
    FAULT_FIELD_NUMBER: _ClassVar[int]
    key: str
    fault: str
    def __init__(self, key: _Optional[str] = ..., fault: _Optional[str] = ...) -> None: ...

class JobSum(_message.Message):
    __slots__ = ("name", "sum_fen")
    NAME_FIELD_NUMBER: _ClassVar[int]
    SUM_FEN_FIELD_NUMBER: _ClassVar[int]
    name: str
    sum_fen: int
    def __init__(self, name: _Optional[str] = ..., sum_fen: _Optional[int] = ...) -> None: ...

class Event(_message.Message):
    __slots__ = ("event_id", "type", "insuplc_admdvs", "psn_no", "event_time", "payload_json")
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    PSN_NO_FIELD_NUMBER: _ClassVar[int]
    EVENT_TIME_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_JSON_FIELD_NUMBER: _ClassVar[int]
    event_id: str
    type: str
    insuplc_admdvs: str
    psn_no: str
    event_time: _timestamp_pb2.Timestamp
    payload_json: str
    def __init__(self, event_id: _Optional[str] = ..., type: _Optional[str] = ..., insuplc_admdvs: _Optional[str] = ..., psn_no: _Optional[str] = ..., event_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., payload_json: _Optional[str] = ...) -> None: ...
