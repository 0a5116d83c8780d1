"""Killing, at moments that a seed decides: a worker, the parent of the workers, all at once, the database.

Every kill is SIGKILL: nobody can say goodbye. What the operating system was given to write it still writes; the loss of
power is another matter.
"""

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from enum import StrEnum
from typing import NamedTuple

from tests.api.processes import alive, children
from tests.support.postgres import PostgresServer
from tests.support.server import Server
from tests.support.waiting import until

WORKERS = 2
_END_SECONDS = 60.0
_BETWEEN_SECONDS = (0.3, 2.5)


class Victim(StrEnum):
    WORKER = "worker"
    """One worker; the parent starts another one."""
    PARENT = "parent"
    """The parent alone: its workers have to end by themselves, or they would hold the port."""
    SERVER = "server"
    """Parent and workers at the same moment."""
    DATABASE = "database"
    """All processes of PostgreSQL."""


class Kill(NamedTuple):
    victim: Victim
    at: float
    """On the callers' clock, in seconds."""
    back: float
    """When the processes were there again."""


class Killer:
    """Kills the processes of one server, and sees to it that what nobody starts again is started again."""

    def __init__(self, server: Server, database: PostgresServer | None, seed: int) -> None:
        self._server = server
        self._database = database
        self._luck = random.Random(f"killer {seed}")
        self.kills: list[Kill] = []

    def work(self, plan: Counter[Victim]) -> None:
        """Do all kills of the plan, in random order."""
        victims = list(plan.elements())
        self._luck.shuffle(victims)
        for victim in victims:
            time.sleep(self._luck.uniform(*_BETWEEN_SECONDS))
            at, back = self._kill(victim)
            self.kills.append(Kill(victim, at, back))
        time.sleep(_BETWEEN_SECONDS[1])

    def _kill(self, victim: Victim) -> tuple[float, float]:
        match victim:
            case Victim.WORKER:
                at = self._kill_worker()
            case Victim.DATABASE:
                at = self._kill_database()
            case _:
                at = self._kill_parent(with_workers=victim is Victim.SERVER)
        return at, time.monotonic()

    def _kill_worker(self) -> float:
        workers = until(lambda: children(self._server.pid), what="a worker")
        victim = self._luck.choice(workers)
        _end(victim)
        at = time.monotonic()
        until(lambda: not alive(victim), what="the worker to end")
        until(lambda: len(children(self._server.pid)) == WORKERS, what="a new worker", deadline_seconds=_END_SECONDS)
        return at

    def _kill_parent(self, *, with_workers: bool) -> float:
        """Stopped first, so that it starts no worker between the look and the kill."""
        self._server.signal(signal.SIGSTOP)
        workers = children(self._server.pid)
        self._server.kill()
        at = time.monotonic()
        for worker in workers if with_workers else ():
            _end(worker)
        until(
            lambda: not any(alive(worker) for worker in workers),
            what="the workers to end after their parent",
            deadline_seconds=_END_SECONDS,
        )
        self._server.start()
        return at

    def _kill_database(self) -> float:
        assert self._database is not None
        processes = children(self._database.pid)
        self._database.stop(signal.SIGKILL)
        at = time.monotonic()
        for process in processes:
            _end(process)
        until(lambda: not any(alive(process) for process in processes), what="PostgreSQL to end")
        self._database.start()
        return at


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):  # it has ended with its parent
        os.kill(pid, signal.SIGKILL)
