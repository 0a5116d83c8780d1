"""The examples in the Python client's READMEs, run as they stand."""

import re
from concurrent import futures

import grpc
import pytest
from google.protobuf import descriptor_pool
from google.protobuf.message_factory import GetMessageClass

from tests.contract.descriptors import ROOT

ADDRESS = "127.0.0.1:50051"


class EmptyAnswers(grpc.GenericRpcHandler):
    """Answers every RPC of the contract with its empty response, after reading the request; keeps the RPCs' names."""

    def __init__(self) -> None:
        self.called: list[str] = []

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        _, service, name = details.method.split("/")
        method = descriptor_pool.Default().FindServiceByName(service).FindMethodByName(name)
        self.called.append(name)
        return grpc.unary_unary_rpc_method_handler(
            lambda request, context: GetMessageClass(method.output_type)(),
            request_deserializer=GetMessageClass(method.input_type).FromString,
            response_serializer=lambda message: message.SerializeToString(),
        )


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_example_runs(readme: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The example builds requests that the contract reads, calls the server and prints what was paid."""
    text = (ROOT / "clients" / "python" / readme).read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    answers = EmptyAnswers()
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=1), handlers=[answers])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        assert ADDRESS in example
        exec(compile(example.replace(ADDRESS, f"127.0.0.1:{port}"), readme, "exec"), {"__name__": "__main__"})
    finally:
        server.stop(grace=None).wait()
    assert answers.called == ["UpsertPersons", "UpsertInstitutions", "CreditAccounts", "Bind", "Settle"]
    assert "0.00" in capsys.readouterr().out
