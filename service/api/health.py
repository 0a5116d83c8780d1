"""The standard health service (grpc.health.v1): one truth for the server as a whole and for each of its services.

That is readiness: whether work can be done now. `liveness` is asked by whoever would start a hung process anew: who
answers at all lives, without the database and while it stops too.
"""

import asyncio
from typing import Any

import grpc
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse
from grpc_health.v1.health_pb2_grpc import HealthServicer

LIVENESS = "liveness"
NOT_SERVING = HealthCheckResponse.NOT_SERVING


class Health(HealthServicer):  # type: ignore[misc]
    """Whoever watches is told of the stop and let go: the package's own servicer would hold it up."""

    def __init__(self, services: tuple[str, ...]) -> None:
        self._services = frozenset(("", *services))
        self._status: HealthCheckResponse.ServingStatus = NOT_SERVING
        self._stopped = False
        self._changed = asyncio.Event()

    def tell(self, serving: bool) -> None:
        """Say how it is; after `stop` it stays as it is."""
        if not self._stopped:
            self._become(HealthCheckResponse.SERVING if serving else NOT_SERVING)

    def stop(self) -> None:
        self._stopped = True
        self._become(NOT_SERVING)

    def _become(self, status: "HealthCheckResponse.ServingStatus") -> None:
        changed, self._changed = self._changed, asyncio.Event()
        self._status = status
        changed.set()

    async def Check(self, request: HealthCheckRequest, context: Any) -> HealthCheckResponse:
        status = self._of(request.service)
        if status == HealthCheckResponse.SERVICE_UNKNOWN:
            await context.abort(grpc.StatusCode.NOT_FOUND)
        return HealthCheckResponse(status=status)

    async def Watch(self, request: HealthCheckRequest, context: Any) -> None:
        told = None
        while True:
            changed, stopped = self._changed, self._stopped
            status = self._of(request.service)
            if status != told:
                await context.write(HealthCheckResponse(status=status))
                told = status
            if stopped:
                return
            await changed.wait()

    def _of(self, service: str) -> "HealthCheckResponse.ServingStatus":
        if service == LIVENESS:
            return HealthCheckResponse.SERVING
        return self._status if service in self._services else HealthCheckResponse.SERVICE_UNKNOWN
