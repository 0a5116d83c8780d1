from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PolicyShape(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POLICY_SHAPE_UNSPECIFIED: _ClassVar[PolicyShape]
    POLICY_SHAPE_STAR: _ClassVar[PolicyShape]
    POLICY_SHAPE_NETWORK: _ClassVar[PolicyShape]
    POLICY_SHAPE_WALLET: _ClassVar[PolicyShape]
    POLICY_SHAPE_QUOTA: _ClassVar[PolicyShape]
POLICY_SHAPE_UNSPECIFIED: PolicyShape
POLICY_SHAPE_STAR: PolicyShape
POLICY_SHAPE_NETWORK: PolicyShape
POLICY_SHAPE_WALLET: PolicyShape
POLICY_SHAPE_QUOTA: PolicyShape

class PolicyRule(_message.Message):
    __slots__ = ("key", "value_json", "source_key", "note")
    KEY_FIELD_NUMBER: _ClassVar[int]
    VALUE_JSON_FIELD_NUMBER: _ClassVar[int]
    SOURCE_KEY_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    key: str
    value_json: str
    source_key: str
    note: str
    def __init__(self, key: _Optional[str] = ..., value_json: _Optional[str] = ..., source_key: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class PolicySource(_message.Message):
    __slots__ = ("key", "title", "sure")
    KEY_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SURE_FIELD_NUMBER: _ClassVar[int]
    key: str
    title: str
    sure: str
    def __init__(self, key: _Optional[str] = ..., title: _Optional[str] = ..., sure: _Optional[str] = ...) -> None: ...

class Policy(_message.Message):
    __slots__ = ("policy_id", "policy_version", "name_zh", "name_en", "regions", "shape", "in_force_from", "in_force_until", "digest_sha256", "rules", "sources", "in_force_source_key", "in_force_note")
    POLICY_ID_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    NAME_ZH_FIELD_NUMBER: _ClassVar[int]
    NAME_EN_FIELD_NUMBER: _ClassVar[int]
    REGIONS_FIELD_NUMBER: _ClassVar[int]
    SHAPE_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_FROM_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_UNTIL_FIELD_NUMBER: _ClassVar[int]
    DIGEST_SHA256_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    SOURCES_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_SOURCE_KEY_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_NOTE_FIELD_NUMBER: _ClassVar[int]
    policy_id: str
    policy_version: str
    name_zh: str
    name_en: str
    regions: _containers.RepeatedScalarFieldContainer[str]
    shape: PolicyShape
    in_force_from: str
    in_force_until: str
    digest_sha256: str
    rules: _containers.RepeatedCompositeFieldContainer[PolicyRule]
    sources: _containers.RepeatedCompositeFieldContainer[PolicySource]
    in_force_source_key: str
    in_force_note: str
    def __init__(self, policy_id: _Optional[str] = ..., policy_version: _Optional[str] = ..., name_zh: _Optional[str] = ..., name_en: _Optional[str] = ..., regions: _Optional[_Iterable[str]] = ..., shape: _Optional[_Union[PolicyShape, str]] = ..., in_force_from: _Optional[str] = ..., in_force_until: _Optional[str] = ..., digest_sha256: _Optional[str] = ..., rules: _Optional[_Iterable[_Union[PolicyRule, _Mapping]]] = ..., sources: _Optional[_Iterable[_Union[PolicySource, _Mapping]]] = ..., in_force_source_key: _Optional[str] = ..., in_force_note: _Optional[str] = ...) -> None: ...
