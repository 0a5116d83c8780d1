"""Several processes that serve one port: the parent starts them, starts anew one that dies, and stops them all.

A worker is a fresh process, never a fork: engines and channels are made in it. It gets its task as a line of JSON on
its stdin, which stays open as long as the parent lives, and says on its stdout when it serves.
"""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from pathlib import Path
from typing import IO, NamedTuple, Self

from service.observability import log
from service.settings import Settings
from service.startup import CannotStart

READY = "ready"
_PAUSE_SECONDS = 1.0
"""Between two starts of a worker that does not come to serve."""
_EXTRA_STOP_SECONDS = 15.0


class WorkerFailed(CannotStart):
    """A worker did not come to serve when the server was started; why is in the log."""


class Task(NamedTuple):
    """What a worker is told. Its name is its place among the workers: who replaces it has the same."""

    settings: Settings
    name: str
    metrics_folder: Path | None

    def line(self) -> bytes:
        folder = str(self.metrics_folder) if self.metrics_folder else None
        return json.dumps([self.settings.model_dump_json(), self.name, folder]).encode() + b"\n"

    @classmethod
    def read(cls, stdin: IO[bytes]) -> Self:
        settings, name, folder = json.loads(stdin.readline())
        return cls(Settings.model_validate_json(settings), name, Path(folder) if folder else None)


class Workers:
    """The worker processes of one server. `died` is called for each that ended by itself, with its name."""

    def __init__(self, settings: Settings, metrics_folder: Path | None, died: Callable[[str], None]) -> None:
        self._settings = settings
        self._metrics_folder = metrics_folder
        self._died = died
        self._processes: dict[int, Process] = {}
        self._stopping = asyncio.Event()

    async def run(self, all_serve: Callable[[], None], stop: asyncio.Event) -> int:
        """Keep all workers up until `stop` is set; returns the exit code. Raises WorkerFailed."""
        first = [asyncio.get_running_loop().create_future() for _ in range(self._settings.workers)]
        keepers = [asyncio.create_task(self._keep(number, serves)) for number, serves in enumerate(first)]
        stopped = asyncio.create_task(stop.wait())
        try:
            serving = asyncio.gather(*first)
            await asyncio.wait((serving, stopped), return_when=asyncio.FIRST_COMPLETED)
            if serving.done():
                serving.result()
                all_serve()
            await stopped
        finally:
            self._stopping.set()
            codes = await self._stop(keepers)
        return max(codes, default=0)

    async def _keep(self, number: int, serves: asyncio.Future[None]) -> int:
        """One worker, started again as often as it dies; returns the exit code of the one that was stopped."""
        while True:
            process = await self._start(number)
            assert process.stdout is not None
            ready = (await process.stdout.readline()).decode().strip() == READY
            if ready and not serves.done():
                serves.set_result(None)
            code = await process.wait()
            if self._stopping.is_set():
                return 0 if code == -signal.SIGTERM else abs(code)  # stopped before it could have taken anything
            log.error("worker.died", worker=number, pid=process.pid, exit_code=code)
            self._died(str(number))
            if not serves.done():
                serves.set_exception(WorkerFailed(f"worker {number} ended with {code} before it served"))
                return abs(code)
            if not ready:
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _start(self, number: int) -> Process:
        command = (sys.executable, "-m", "service.worker")
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
        self._processes[number] = process
        if self._stopping.is_set():
            process.terminate()
        assert process.stdin is not None
        process.stdin.write(Task(self._settings, str(number), self._metrics_folder).line())
        return process

    async def _stop(self, keepers: list[asyncio.Task[int]]) -> list[int]:
        """Let all finish what they have taken; who takes far too long is killed."""
        self._signal(lambda process: process.terminate())
        seconds = self._settings.stop_seconds * 2 + _EXTRA_STOP_SECONDS
        _, late = await asyncio.wait(keepers, timeout=seconds)
        if late:
            log.error("workers.killed", workers=len(late))
            self._signal(lambda process: process.kill())
        return [code for code in await asyncio.gather(*keepers, return_exceptions=True) if isinstance(code, int)]

    def _signal(self, send: Callable[[Process], None]) -> None:
        for process in self._processes.values():
            if process.returncode is None:
                send(process)
