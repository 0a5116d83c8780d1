"""What the server says of itself to whoever has no generated code."""

import grpc
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.descriptor_pb2 import FileDescriptorProto

from service.api.server import SERVICES
from tests.api.reflection import files_with, services_of
from tests.support.server import Server


def test_reflection_lists_all_services(server: Server) -> None:
    """All services of the contract are listed, with health and reflection itself."""
    with grpc.insecure_channel(server.address) as channel:
        assert set(services_of(channel)) == {
            *SERVICES,
            "grpc.health.v1.Health",
            "grpc.reflection.v1alpha.ServerReflection",
        }
    assert len(SERVICES) == 7


def test_the_national_names_are_read_through_reflection(server: Server) -> None:
    """With nothing but what reflection answers, a program finds the option nhsa and the national name of a field."""
    with grpc.insecure_channel(server.address) as channel:
        files = {file.name: file for file in files_with(channel, "gongji.v1.SettlementService")}
    pool = descriptor_pool.DescriptorPool()
    added: set[str] = set()

    def add(file: FileDescriptorProto) -> None:
        for name in file.dependency:
            if name not in added:
                add(files[name])
        if file.name not in added:
            pool.Add(file)
            added.add(file.name)

    for file in files.values():
        add(file)
    option = pool.FindExtensionByName("gongji.v1.nhsa")
    field = pool.FindFieldByName("gongji.v1.Settlement.acct_mulaid_pay_fen")
    options_class = message_factory.GetMessageClass(pool.FindMessageTypeByName("google.protobuf.FieldOptions"))
    options = options_class.FromString(field.GetOptions().SerializeToString())
    assert options.Extensions[option] == "acct_mulaid_pay"


def test_every_rpc_of_the_contract_answers(server: Server) -> None:
    """No RPC of the contract is left unimplemented: each answers an empty request with something else."""
    with grpc.insecure_channel(server.address) as channel:
        for service in SERVICES:
            for method in descriptor_pool.Default().FindServiceByName(service).methods:
                code = _code(channel, f"/{service}/{method.name}")
                expected = grpc.StatusCode.OK if method.name == "ListPolicies" else grpc.StatusCode.INVALID_ARGUMENT
                assert code is expected, method.full_name


def _code(channel: grpc.Channel, path: str) -> grpc.StatusCode:
    try:
        channel.unary_unary(path)(b"", timeout=10)
    except grpc.RpcError as error:
        return error.code()
    return grpc.StatusCode.OK
