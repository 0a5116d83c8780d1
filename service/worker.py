"""One of several processes that serve a port, run as a program by its parent (service/workers.py).

It reads its settings from its parent, and stops when that is gone. It is a program of its own so that it loads what
serving needs and no more.
"""

import asyncio
import sys

import uvloop

from service.observability import UNWATCHED, Observer, configure_logging
from service.settings import Settings
from service.signals import stop_on_signal
from service.startup import WRONG, address_of
from service.wiring import run_server
from service.workers import READY, Task


def main() -> int:
    task = Task.read(sys.stdin.buffer)
    configure_logging(task.settings.log_format)
    try:
        return uvloop.run(_work(task.settings, _observer(task)))
    except WRONG as error:
        print(f"gongji-server: {error}", file=sys.stderr)
        return 2


def _observer(task: Task) -> Observer:
    if task.metrics_folder is None:
        return UNWATCHED
    from service.observability import metrics  # only where metrics are on

    metrics.keep_in(task.metrics_folder, task.name)
    return metrics.Metrics()


async def _work(settings: Settings, observer: Observer) -> int:
    stop = stop_on_signal()
    loop, parent = asyncio.get_running_loop(), sys.stdin.fileno()

    def gone() -> None:
        loop.remove_reader(parent)
        stop.set()

    loop.add_reader(parent, gone)
    return await run_server(settings, address_of(settings), observer, lambda: print(READY, flush=True), stop)


if __name__ == "__main__":
    sys.exit(main())
