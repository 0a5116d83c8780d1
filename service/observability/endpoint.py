"""What a server tells over HTTP: its metrics, whether it lives, and whether it can work.

Three pages without parameters, for a scraper and for probes on the same machine: GET or HEAD, one request a connection.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from service.observability.logs import log

SILENT_SECONDS = 10.0
"""An event loop that did not turn for so long is taken for hung: it ought to turn every second."""
_REQUEST_SECONDS = 5.0
_REQUEST_BYTES = 8192
_READS = 10
_READ_AGAIN_SECONDS = 0.05
_TEXT = "text/plain; charset=utf-8"


class Page(NamedTuple):
    status: HTTPStatus
    body: bytes
    kind: str = _TEXT


class Pages:
    """The pages of the server whose processes keep their metrics in this folder."""

    def __init__(self, folder: Path) -> None:
        self._registry = CollectorRegistry()
        MultiProcessCollector(self._registry, str(folder))  # type: ignore[no-untyped-call]

    def metrics(self) -> Page:
        return Page(HTTPStatus.OK, generate_latest(self._registry), CONTENT_TYPE_LATEST)

    def live(self) -> Page:
        """The processes that there are do turn; one that died is started anew by its parent."""
        silent_seconds = time.time() - (self._value("gongji_oldest_heartbeat_timestamp_seconds") or time.time())
        return _verdict(silent_seconds <= SILENT_SECONDS, "live", f"an event loop is silent for {silent_seconds:.0f} s")

    def ready(self) -> Page:
        """At least one worker has its database."""
        ready = int(self._value("gongji_workers_ready") or 0)
        return _verdict(ready > 0, f"ready: {ready} workers", "no worker can work: see the log, and the database")

    def _value(self, name: str) -> float | None:
        return self._registry.get_sample_value(name)


def _verdict(good: bool, yes: str, no: str) -> Page:
    return Page(HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE, f"{yes if good else no}\n".encode())


class Endpoint:
    """Answers for the pages. Files are read in a thread, so that serving goes on meanwhile."""

    def __init__(self, pages: Pages) -> None:
        self._pages = {"/metrics": pages.metrics, "/livez": pages.live, "/readyz": pages.ready}

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_REQUEST_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                method, target, *_ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
                writer.write(_response(await self._page(method, target), body=method != "HEAD"))
                await writer.drain()
        except (OSError, TimeoutError, EOFError, ValueError, asyncio.LimitOverrunError):
            pass  # Whoever asked is gone, or does not speak HTTP.
        finally:
            writer.close()

    async def _page(self, method: str, target: str) -> Page:
        page = self._pages.get(target.partition("?")[0])
        if page is None:
            return Page(HTTPStatus.NOT_FOUND, " ".join(self._pages).encode())
        if method not in ("GET", "HEAD"):
            return Page(HTTPStatus.METHOD_NOT_ALLOWED, b"GET, HEAD")
        return await self._read(page)

    async def _read(self, page: Callable[[], Page]) -> Page:
        """The page; read again where a file was just being made by a new worker, or taken away after a dead one."""
        for attempt in range(1, _READS + 1):
            try:
                return await asyncio.to_thread(page)
            except Exception:
                if attempt == _READS:
                    log.error("metrics.failed", exc_info=True)
            await asyncio.sleep(_READ_AGAIN_SECONDS)
        return Page(HTTPStatus.INTERNAL_SERVER_ERROR, b"see the log")


def _response(page: Page, *, body: bool) -> bytes:
    head = (
        f"HTTP/1.1 {page.status.value} {page.status.phrase}\r\n"
        f"Content-Type: {page.kind}\r\nContent-Length: {len(page.body)}\r\n"
        "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + (page.body if body else b"")


@asynccontextmanager
async def telling(folder: Path, host: str, port: int) -> AsyncIterator[tuple[str, int]]:
    """Answer at this address while the block runs; yields it, with the port that was found for port 0."""
    endpoint = Endpoint(Pages(folder))
    server = await asyncio.start_server(endpoint.answer, host, port, limit=_REQUEST_BYTES, reuse_port=False)
    async with server:
        host, port = server.sockets[0].getsockname()[:2]
        yield host, port
