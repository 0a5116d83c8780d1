"""Where the model's requests are taken to: the server's own services in this process, or a running server's."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from datetime import UTC
from pathlib import Path
from typing import Any, Protocol, TypeVar

import grpc

from gongji.v1 import admin_service_pb2_grpc
from service.api.account import Accounts
from service.api.admin import Admin
from service.api.call import Call
from service.api.errors import failure_of
from service.api.family import Family
from service.api.following import Following
from service.api.paging import Pages
from service.api.reads import Reads
from service.api.registry import Registry
from service.api.settlement import Settlements
from service.api.writes import Writes
from service.domain.policy_book import PolicyBook
from service.jobs.runner import Runner
from service.pipeline.pipeline import Pipeline
from service.security.keys import load_or_create
from service.security.personal_data import Vault
from service.storage.engine import make_engine
from tests.model.ledger import Ledger
from tests.model.model import Asked, Refused
from tests.model.policies import Setting, codes, policy_folder
from tests.support.caller import Caller, Fault, fault_of
from tests.support.server import Server

T = TypeVar("T")


class Office(Protocol):
    """Answers requests, and lets its books be looked at."""

    ledger: Ledger

    def ask(self, asked: Asked) -> Any:
        """The response, or Refused."""

    def close(self) -> None: ...


class Loop:
    """An event loop of an example's own: what hypothesis drives is not async."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def close(self) -> None:
        self._runner.close()


class Desk:
    """The services over the real pipeline, without a wire."""

    def __init__(self, url: str, key_file: Path, setting: Setting) -> None:
        self._loop = Loop()
        self._engine = make_engine(url)
        vault = Vault(load_or_create(key_file))
        book = PolicyBook(setting.policies, codes().pooling_regions, codes().med_types)
        self._pipeline = Pipeline(self._engine, vault, book)
        writes, reads, pages = Writes(self._pipeline, book), Reads(self._engine, vault, book), Pages(vault)
        self._services: dict[str, Any] = {
            "Family": Family(writes, reads, pages),
            "Settlement": Settlements(writes, reads, pages),
            "Account": Accounts(writes, reads, pages),
            "Registry": Registry(writes, reads, pages),
            "Admin": Admin(
                Runner(self._pipeline, self._engine, book, asyncio.Event()),
                Following(self._engine, asyncio.Event(), 1),
                reads,
                pages,
            ),
        }
        self.ledger = Ledger(self._engine, vault, self._loop.run)

    def ask(self, asked: Asked) -> Any:
        return self._loop.run(self._ask(asked))

    async def _ask(self, asked: Asked) -> Any:
        try:
            call = Call("model", asked.now.astimezone(UTC), None, time_given=True)
            answer = getattr(self._services[asked.service], asked.rpc)(asked.request, call)
            return await (_last(answer) if asked.rpc == "RunJob" else answer)
        except Exception as error:
            text = failure_of(error).text
            if text.reason in ("INTERNAL", "INVALID_REQUEST", "DATABASE_UNAVAILABLE"):
                raise  # No decision: the test itself, or the server, is at fault.
            return _refused(text.reason, text.metadata)

    def close(self) -> None:
        self._loop.run(self._pipeline.drain())
        self._loop.run(self._engine.dispose())
        self._loop.close()


class Counter:
    """A server in a process of its own, spoken to by gRPC; its database is looked at besides."""

    def __init__(self, url: str, folder: Path, setting: Setting) -> None:
        self._server = Server(url, folder, policies=policy_folder(setting, folder / "policies"))
        self._server.start()
        self._loop = Loop()
        self._engine = make_engine(url, pool_size=1)
        self._caller = self._loop.run(self._open(setting))
        self.ledger = Ledger(self._engine, Vault(load_or_create(self._server.key_file)), self._loop.run)

    async def _open(self, setting: Setting) -> Caller:
        return Caller(self._server.address, setting.places[0], setting.begin)

    def ask(self, asked: Asked) -> Any:
        self._caller.now = asked.now
        call = self._run_job(asked) if asked.rpc == "RunJob" else None
        answer = self._loop.run(call or self._caller.call(asked.service, asked.rpc, asked.request))
        return _refused(answer.reason, answer.metadata) if isinstance(answer, Fault) else answer

    async def _run_job(self, asked: Asked) -> Any:
        """The caller has no streams, so this goes over a connection of its own."""
        async with grpc.aio.insecure_channel(self._server.address) as channel:
            stub = admin_service_pb2_grpc.AdminServiceStub(channel)
            try:
                return await _last(stub.RunJob(asked.request, metadata=(("gongji-now", asked.now.isoformat()),)))
            except grpc.aio.AioRpcError as error:
                return fault_of(error)

    def close(self) -> None:
        self._loop.run(self._caller.__aexit__())
        self._loop.run(self._engine.dispose())
        self._loop.close()
        self._server.stop()


async def _last(stream: AsyncIterator[Any]) -> Any:
    """The last message of a stream: of a run, its report at the end."""
    return [told async for told in stream][-1]


def _refused(reason: str, metadata: dict[str, str]) -> Refused:
    return Refused(reason, dict(metadata), metadata.get("replayed") == "true")
