"""A server from start to stop: in this process, or as the parent of several workers; and its metrics beside."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from service.listening import Address, ListenError
from service.observability import UNWATCHED, Observer, log
from service.observability.folder import metrics_folder
from service.settings import Settings
from service.signals import stop_on_signal
from service.startup import metrics_address
from service.workers import Workers


async def serve(settings: Settings, address: Address, started: Callable[[], None]) -> int:
    """Serve until a signal says stop; returns the exit code."""
    stop = stop_on_signal()
    watching = metrics_address(settings)
    if watching is None:
        return await _serve(settings, address, started, stop, None)
    with metrics_folder() as folder:
        async with AsyncExitStack() as stack:
            await _tell(stack, folder, watching)
            return await _serve(settings, address, started, stop, folder)


async def _tell(stack: AsyncExitStack, folder: Path, watching: Address) -> None:
    """Answer at this address for as long as the stack stands."""
    from service.observability.endpoint import telling  # only where metrics are on

    try:
        host, port = await stack.enter_async_context(telling(folder, *watching))
    except OSError as error:
        raise ListenError(f"metrics: can't listen on {watching}: {error.strerror}") from None
    log.info("metrics", address=str(Address(host, port)))


async def _serve(
    settings: Settings, address: Address, started: Callable[[], None], stop: asyncio.Event, folder: Path | None
) -> int:
    observer, died = _watched(settings, folder)
    if settings.workers > 1:
        ready = settings.model_copy(update={"listen": str(address)})
        return await Workers(ready, folder, died).run(started, stop)
    # The parent of several has no need of all that.
    from service.wiring import run_server

    return await run_server(settings, address, observer, started, stop)


def _watched(settings: Settings, folder: Path | None) -> tuple[Observer, Callable[[str], None]]:
    """Who counts what this process does, and who is told of a worker's death."""
    if folder is None:
        return UNWATCHED, lambda _: None
    from prometheus_client.multiprocess import mark_process_dead

    from service.observability import metrics

    metrics.keep_in(folder, "server")
    mine = metrics.ServerMetrics(settings.workers)

    def died(name: str) -> None:
        # What it was doing and holding is gone; what it had counted stays, and its successor goes on from there.
        mark_process_dead(name, str(folder))  # type: ignore[no-untyped-call]
        mine.worker_died()

    return (metrics.Metrics() if settings.workers == 1 else UNWATCHED), died
