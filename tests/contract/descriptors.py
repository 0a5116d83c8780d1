"""The contract as the tests see it: the generated descriptors, and the comments that only the sources have."""

import tempfile
from collections.abc import Iterator
from functools import cache
from importlib import import_module, resources
from pathlib import Path

from google.protobuf.descriptor import Descriptor, FieldDescriptor, FileDescriptor, MethodDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "protos" / "gongji" / "v1").glob("*.proto"))

_ENUM_TYPE_FIELD, _ENUM_VALUE_FIELD = 5, 2  # FileDescriptorProto.enum_type, EnumDescriptorProto.value


def files() -> list[FileDescriptor]:
    return [import_module(f"gongji.v1.{path.stem}_pb2").DESCRIPTOR for path in SOURCES]


def messages() -> list[Descriptor]:
    return [message for file in files() for message in file.message_types_by_name.values()]


def fields() -> Iterator[FieldDescriptor]:
    for message in messages():
        yield from message.fields


def methods() -> list[MethodDescriptor]:
    services = [service for file in files() for service in file.services_by_name.values()]
    return [method for service in services for method in service.methods]


def is_write(method: MethodDescriptor) -> bool:
    """By name, so that a write that forgets its request id is still known as one."""
    return not method.name.startswith(("Get", "List", "Preview", "Find", "Quote", "Watch", "Reconcile"))


@cache
def enum_comments(enum: str) -> dict[str, str]:
    """The comment of each value of an enum of the contract, by the value's name."""
    with tempfile.TemporaryDirectory() as temporary:
        target = Path(temporary) / "contract.binpb"
        includes = [f"-I{ROOT / 'protos'}", f"-I{resources.files('grpc_tools') / '_proto'}"]
        options = [f"--descriptor_set_out={target}", "--include_source_info"]
        assert protoc.main(["protoc", *includes, *options, *map(str, SOURCES)]) == 0
        contract = FileDescriptorSet.FromString(target.read_bytes())
    for file in contract.file:
        for index, candidate in enumerate(file.enum_type):
            if candidate.name == enum:
                here = (_ENUM_TYPE_FIELD, index, _ENUM_VALUE_FIELD)
                return {
                    candidate.value[location.path[3]].name: location.leading_comments
                    for location in file.source_code_info.location
                    if tuple(location.path[:3]) == here and len(location.path) == 4
                }
    raise LookupError(enum)
