from gongji.v1 import admin_pb2 as _admin_pb2
from gongji.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RunJobRequest(_message.Message):
    __slots__ = ("job", "insuplc_admdvs", "period")
    JOB_FIELD_NUMBER: _ClassVar[int]
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    job: _admin_pb2.Job
    insuplc_admdvs: str
    period: str
    def __init__(self, job: _Optional[_Union[_admin_pb2.Job, str]] = ..., insuplc_admdvs: _Optional[str] = ..., period: _Optional[str] = ...) -> None: ...

class RunJobResponse(_message.Message):
    __slots__ = ("run", "to_look_at")
    RUN_FIELD_NUMBER: _ClassVar[int]
    TO_LOOK_AT_FIELD_NUMBER: _ClassVar[int]
    run: _admin_pb2.JobRun
    to_look_at: int
    def __init__(self, run: _Optional[_Union[_admin_pb2.JobRun, _Mapping]] = ..., to_look_at: _Optional[int] = ...) -> None: ...

class ListJobsRequest(_message.Message):
    __slots__ = ("insuplc_admdvs", "job", "page_size", "page_token")
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    JOB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    insuplc_admdvs: str
    job: _admin_pb2.Job
    page_size: int
    page_token: str
    def __init__(self, insuplc_admdvs: _Optional[str] = ..., job: _Optional[_Union[_admin_pb2.Job, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListJobsResponse(_message.Message):
    __slots__ = ("runs", "next_page_token")
    RUNS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    runs: _containers.RepeatedCompositeFieldContainer[_admin_pb2.JobRun]
    next_page_token: str
    def __init__(self, runs: _Optional[_Iterable[_Union[_admin_pb2.JobRun, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class WatchEventsRequest(_message.Message):
    __slots__ = ("insuplc_admdvs", "cursor", "new_only", "types")
    INSUPLC_ADMDVS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    NEW_ONLY_FIELD_NUMBER: _ClassVar[int]
    TYPES_FIELD_NUMBER: _ClassVar[int]
    insuplc_admdvs: str
    cursor: str
    new_only: bool
    types: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, insuplc_admdvs: _Optional[str] = ..., cursor: _Optional[str] = ..., new_only: _Optional[bool] = ..., types: _Optional[_Iterable[str]] = ...) -> None: ...

class WatchEventsResponse(_message.Message):
    __slots__ = ("events", "cursor")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[_admin_pb2.Event]
    cursor: str
    def __init__(self, events: _Optional[_Iterable[_Union[_admin_pb2.Event, _Mapping]]] = ..., cursor: _Optional[str] = ...) -> None: ...
