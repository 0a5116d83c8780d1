"""The gRPC server of one process: the services, health that tells the truth about the database, reflection."""

import asyncio
from collections.abc import Callable
from typing import Any

import grpc
from grpc_health.v1 import health, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from sqlalchemy.ext.asyncio import AsyncEngine

from gongji.v1 import (
    account_service_pb2,
    account_service_pb2_grpc,
    admin_service_pb2,
    admin_service_pb2_grpc,
    family_service_pb2,
    family_service_pb2_grpc,
    premium_service_pb2,
    premium_service_pb2_grpc,
    reconciliation_service_pb2,
    reconciliation_service_pb2_grpc,
    registry_service_pb2,
    registry_service_pb2_grpc,
    settlement_service_pb2,
    settlement_service_pb2_grpc,
)
from service.api.account import Accounts
from service.api.admin import Admin
from service.api.family import Family
from service.api.following import Following
from service.api.health import Health
from service.api.interceptors import Edge
from service.api.paging import Pages
from service.api.premium import Premiums
from service.api.reads import Reads
from service.api.reconciliation import Reconciliation
from service.api.registry import Registry
from service.api.settlement import Settlements
from service.api.writes import Writes
from service.jobs.runner import Runner
from service.observability import UNWATCHED, Observer, log
from service.storage.engine import ping

_MEBIBYTE = 2**20
_OPTIONS = (
    # Several processes share the port; whether it was free has been tested before.
    ("grpc.so_reuseport", 1),
    ("grpc.max_receive_message_length", 8 * _MEBIBYTE),
    ("grpc.max_send_message_length", 32 * _MEBIBYTE),
    # Clients may look after their connection during a long call without being taken for abusers.
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
)
_FILES = (
    family_service_pb2,
    settlement_service_pb2,
    account_service_pb2,
    registry_service_pb2,
    admin_service_pb2,
    reconciliation_service_pb2,
    premium_service_pb2,
)
SERVICES = tuple(service.full_name for file in _FILES for service in file.DESCRIPTOR.services_by_name.values())
_PROBE_SECONDS = 1.0


class Server:
    """One process's server. `database` is for the health check alone, so that no load can hide an outage."""

    def __init__(
        self,
        edge: Edge,
        writes: Writes,
        reads: Reads,
        pages: Pages,
        runner: Runner,
        following: Following,
        database: AsyncEngine,
        observer: Observer = UNWATCHED,
    ) -> None:
        self._database = database
        self._observer = observer
        self._grpc = grpc.aio.server(interceptors=[edge], options=_OPTIONS)
        self._health = Health(SERVICES)
        self._add(family_service_pb2_grpc.add_FamilyServiceServicer_to_server, Family(writes, reads, pages))
        self._add(
            settlement_service_pb2_grpc.add_SettlementServiceServicer_to_server, Settlements(writes, reads, pages)
        )
        self._add(account_service_pb2_grpc.add_AccountServiceServicer_to_server, Accounts(writes, reads, pages))
        self._add(registry_service_pb2_grpc.add_RegistryServiceServicer_to_server, Registry(writes, reads, pages))
        self._add(admin_service_pb2_grpc.add_AdminServiceServicer_to_server, Admin(runner, following, reads, pages))
        self._add(reconciliation_service_pb2_grpc.add_ReconciliationServiceServicer_to_server, Reconciliation(reads))
        self._add(premium_service_pb2_grpc.add_PremiumServiceServicer_to_server, Premiums(writes, reads, pages))
        self._add(health_pb2_grpc.add_HealthServicer_to_server, self._health)
        reflection.enable_server_reflection((*SERVICES, health.SERVICE_NAME, reflection.SERVICE_NAME), self._grpc)

    def _add(self, add: Callable[[Any, Any], None], servicer: object) -> None:
        add(servicer, self._grpc)

    async def run(self, address: str, started: Callable[[], None], stop: asyncio.Event, stop_seconds: float) -> None:
        """Serve until `stop` is set; then take nothing new and return when all that was taken is answered.

        Calls that take longer than `stop_seconds` from then are broken off.
        """
        self._grpc.add_insecure_port(address)
        answers = await self._answers()
        self._tell(answers)
        await self._grpc.start()
        prober = asyncio.create_task(self._probe(answers))
        started()
        await stop.wait()
        prober.cancel()
        self._health.stop()
        self._observer.ready(False)
        await self._grpc.stop(stop_seconds)

    async def _probe(self, told: bool) -> None:
        """Health follows the database, within a second or two."""
        while True:
            await asyncio.sleep(_PROBE_SECONDS)
            answers = await self._answers()
            if answers != told:
                log.warning("health", database="answers" if answers else "does not answer")
                told = answers
            self._tell(answers)

    def _tell(self, ready: bool) -> None:
        self._health.tell(ready)
        self._observer.ready(ready)

    async def _answers(self) -> bool:
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                await ping(self._database)
        except Exception:  # whatever it is, the database does not answer
            return False
        return True
