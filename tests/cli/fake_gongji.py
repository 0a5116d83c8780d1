"""A server that answers every RPC as it was told, to hold the command line against."""

from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf import descriptor_pool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from gongji_cli.main import Result, run
from tests.clients.fake_server import Failure


@dataclass
class FakeGongji(grpc.GenericRpcHandler):
    """Answers an RPC with what stands under its name in `answers`, a list one by one; else with an empty response.

    Keeps the names, requests and metadata of all calls.
    """

    address: str = ""
    answers: dict[str, Message | Failure | list[Message | Failure]] = field(default_factory=dict)
    streams: dict[str, list[list[Message | Failure]]] = field(default_factory=dict)
    """Of RPCs that answer with a stream: the messages of one call after the other."""
    called: list[str] = field(default_factory=list)
    requests: list[Any] = field(default_factory=list)
    metadata: list[dict[str, str]] = field(default_factory=list)

    def run(self, *argv: str) -> Result:
        """Runs a command line against this server."""
        return run(["--server", self.address, *argv])

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        _, service, name = details.method.split("/")
        method = descriptor_pool.Default().FindServiceByName(service).FindMethodByName(name)

        def answer(request: Message, context: grpc.ServicerContext) -> Message:
            self.called.append(name)
            self.requests.append(request)
            self.metadata.append({entry.key: entry.value for entry in context.invocation_metadata()})
            told = self.answers.get(name, GetMessageClass(method.output_type)())
            told = told.pop(0) if isinstance(told, list) else told
            if not isinstance(told, Failure):
                return told
            told.end(context)

        def stream(request: Message, context: grpc.ServicerContext) -> Iterator[Message]:
            self.requests.append(request)
            for told in self.streams[name].pop(0):
                if isinstance(told, Failure):
                    told.end(context)
                yield told

        answering = (stream, grpc.unary_stream_rpc_method_handler)
        behaviour, made = answering if method.server_streaming else (answer, grpc.unary_unary_rpc_method_handler)
        return made(
            behaviour,
            request_deserializer=GetMessageClass(method.input_type).FromString,
            response_serializer=lambda message: message.SerializeToString(),
        )


@contextmanager
def fake_gongji() -> Iterator[FakeGongji]:
    """Such a server, as long as the block runs."""
    fake = FakeGongji()
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=1), handlers=[fake])
    fake.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        yield fake
    finally:
        server.stop(grace=None).wait()
