"""One year's end, run by a server that is killed twice on the way, and held against a computation without it."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

import gongji
from gongji import v1
from tests.support.migrated import migrated_postgres
from tests.support.postgres import PostgresServer
from tests.support.server import Server
from tests.year_end import books, town

KILLED_AT = (1 / 3, 2 / 3)
"""How far the run is, of all whom it looks at, when the server is killed."""
MEMORY_AT_MOST_MIB = 400
"""What one process may have used at its highest: a slice is 1,000 owners, however many there are."""


class Report(Struct, frozen=True, kw_only=True):
    accounts: int
    expected: books.Figures
    found: books.Figures
    told: dict[str, int]
    """What the run's own report says it added up, in fen."""
    killed_at: list[int]
    loading_seconds: float
    running_seconds: float
    memory_mib: list[int]
    """The most that each process used."""
    wrong: list[str]

    @property
    def lines(self) -> list[str]:
        owners, seconds = self.expected.owners, self.running_seconds
        return [
            f"accounts {self.accounts:,} of {owners:,} owners with money, made in {self.loading_seconds:.0f} s",
            f"killed with SIGKILL when {' and '.join(f'{n:,}' for n in self.killed_at)} had been looked at",
            f"sum      {self.expected.sum_fen:,} fen expected, {self.found.sum_fen:,} found",
            f"interest {self.expected.interest_fen:,} fen expected, {self.found.interest_fen:,} found",
            f"took {seconds:.1f} s with two restarts: {self.accounts / seconds:,.0f} accounts, or"
            f" {owners / seconds:,.0f} owners, a second",
            f"memory at most {', '.join(map(str, self.memory_mib))} MiB",
            *(f"WRONG: {what}" for what in self.wrong),
        ]


def prove(accounts: int) -> Report:
    """On a durable PostgreSQL of its own."""
    with _server() as server:
        began = time.monotonic()
        town.build(server.database_url, accounts)
        loaded = time.monotonic()
        expected = books.expected(server.database_url)
        server.start()
        started = time.monotonic()
        killed_at, memory, run = _run(server)
        ended = time.monotonic()
        memory.append(_memory_mib(server))
        found = books.found(server.database_url)
        told = {one.name: one.sum_fen for one in run.sums}
        return Report(
            accounts=accounts,
            expected=expected,
            found=found,
            told=told,
            killed_at=killed_at,
            loading_seconds=loaded - began,
            running_seconds=ended - started,
            memory_mib=memory,
            wrong=[*books.wrong(server.database_url), *_differences(expected, found, told, run, memory)],
        )


def _run(server: Server) -> tuple[list[int], list[int], v1.JobRun]:
    """Run it to its end; where it was killed, what each process had used by then, and the report."""
    killed_at: list[int] = []
    memory: list[int] = []
    request = v1.RunJobRequest(job=v1.JOB_YEAR_END, insuplc_admdvs=town.REGION, period=town.YEAR)
    while True:
        with server.client() as client:
            run = _until(client, request, KILLED_AT[len(killed_at)] if len(killed_at) < len(KILLED_AT) else None)
        if run.state == v1.JOB_RUN_STATE_FINISHED:
            return killed_at, memory, run
        memory.append(_memory_mib(server))
        server.kill()
        killed_at.append(run.looked_at)
        server.start()


def _until(client: gongji.Client, request: v1.RunJobRequest, share: float | None) -> v1.JobRun:
    """Follow the run until it has looked at this share of all, or to its end."""
    run = v1.JobRun()
    for progress in client.admin.run_job(request):
        run = progress.run
        if share is not None and run.looked_at >= share * progress.to_look_at:
            break
    return run


def _differences(
    expected: books.Figures, found: books.Figures, told: dict[str, int], run: v1.JobRun, memory: list[int]
) -> Iterator[str]:
    if found != expected:
        yield f"expected {expected}, found {found}"
    if (run.done, told) != (expected.owners, {"sum": expected.sum_fen, "interest": expected.interest_fen}):
        yield f"the report says {run.done} done, {told}"
    if run.skipped or run.failed:
        yield f"{len(run.skipped)} reasons to skip, {len(run.failed)} failed"
    if max(memory) > MEMORY_AT_MOST_MIB:
        yield f"memory grew to {max(memory)} MiB"


def _memory_mib(server: Server) -> int:
    """The most that the process has used so far, by the kernel's own count."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


@contextmanager
def _server() -> Iterator[Server]:
    """One process over a durable database of its own, not started yet."""
    postgres = PostgresServer(durable=True)
    try:
        with tempfile.TemporaryDirectory(prefix="gongji-year-end-") as folder:
            server = Server(migrated_postgres(postgres.url), Path(folder))
            try:
                yield server
            finally:
                if server.exit_code is None:
                    server.stop()
    finally:
        postgres.remove()
