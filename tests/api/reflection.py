"""The server's own description of itself, as a tool without any generated code reads it."""

from collections.abc import Iterable

import grpc
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

Metadata = tuple[tuple[str, str], ...]


def services_of(channel: grpc.Channel, metadata: Metadata = ()) -> list[str]:
    """The names of the services that it lists."""
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    answer = _ask(channel, request, metadata)
    return [service.name for service in answer.list_services_response.service]


def files_with(channel: grpc.Channel, symbol: str) -> Iterable[FileDescriptorProto]:
    """The files that define a symbol, with what they import."""
    request = reflection_pb2.ServerReflectionRequest(file_containing_symbol=symbol)
    answer = _ask(channel, request, ())
    return [FileDescriptorProto.FromString(f) for f in answer.file_descriptor_response.file_descriptor_proto]


def _ask(
    channel: grpc.Channel, request: reflection_pb2.ServerReflectionRequest, metadata: Metadata
) -> reflection_pb2.ServerReflectionResponse:
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    return next(stub.ServerReflectionInfo(iter([request]), timeout=10, metadata=metadata))
