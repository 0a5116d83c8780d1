"""One trial: callers at work while processes are killed; then the books, the answers and every request once more."""

import asyncio
import random
import shutil
import socket
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.migrated import migrated_postgres
from tests.support.postgres import PostgresServer
from tests.support.server import POLICIES, Server
from tests.trial.callers import Callers, at_work
from tests.trial.check_answers import check_again, check_answers, check_money, check_told
from tests.trial.check_books import check_books
from tests.trial.check_chain import check_chain
from tests.trial.finding import Finding
from tests.trial.history import Asked
from tests.trial.kills import WORKERS, Kill, Killer, Victim
from tests.trial.tables import Tables, read_tables

LONG = Counter({Victim.WORKER: 12, Victim.PARENT: 4, Victim.SERVER: 6})
_TWO_TOWNS = Path(__file__).with_name("two-towns.toml")
_OUTSIDE_EPHEMERAL = range(20_000, 30_000)
"""A port that no outgoing connection can be given while the server is dead: the server must find it free again."""


@dataclass
class Trial:
    """What a trial saw. `tables` are as they are in the end."""

    database: str
    seed: int
    history: list[Asked] = field(default_factory=list)
    kills: list[Kill] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    tables: Tables = field(default_factory=Tables)
    first_answers: int = 0
    """How many requests had been answered before all were sent once more."""


def run_trial(database: str, plan: Counter[Victim], seed: int) -> Trial:
    """`database`: sqlite, or postgres (durable; killed as well, where the plan says so)."""
    with (
        tempfile.TemporaryDirectory(prefix="gongji-trial-") as folder,
        serving(database, Path(folder)) as (server, own),
    ):
        server.start()
        with at_work(server.address, seed) as callers:
            killer = Killer(server, own, seed)
            killer.work(plan)
            trial = Trial(database, seed, callers.stop(), killer.kills)
            _examine(trial, callers, server)
        code = server.stop()
        assert code == 0, f"the server ended with {code}:\n{server.log[-5000:]}"
    return trial


def _examine(trial: Trial, callers: Callers, server: Server) -> None:
    """Check, send every request once more, and check again: by then all are answered, and each is there once."""
    history = trial.history
    trial.first_answers = sum(asked.answer is not None for asked in history)
    before = asyncio.run(read_tables(server.database_url))
    found = [*check_told(history), *check_books(before), *check_answers(history, before)]
    answers = callers.again()
    found += check_again(history, before, answers)
    for asked, got in zip(history, answers, strict=True):
        asked.answer = got if asked.answer is None else asked.answer
    trial.tables = asyncio.run(read_tables(server.database_url))
    found += check_all(history, trial.tables, server.key_file)
    trial.findings = list(dict.fromkeys(found))


def check_all(history: list[Asked], tables: Tables, key_file: Path) -> Iterator[Finding]:
    """What must hold when every request is answered."""
    yield from check_books(tables)
    yield from check_chain(tables, key_file)
    yield from check_answers(history, tables)
    yield from check_money(history, tables)


@contextmanager
def serving(database: str, folder: Path) -> Iterator[tuple[Server, PostgresServer | None]]:
    """A server that is not started yet, over a database of its own."""
    own = PostgresServer(durable=True) if database == "postgres" else None
    server = None
    try:
        url = migrated_postgres(own.url) if own else f"sqlite+aiosqlite:///{folder / 'gongji.sqlite'}"
        server = Server(url, folder, workers=WORKERS, listen=_address(), policies=_policies(folder / "policies"))
        yield server, own
    finally:
        if server is not None and server.exit_code is None:
            server.stop()
        if own is not None:
            own.remove()


def _policies(folder: Path) -> Path:
    """Those of real places, and that of two invented towns."""
    shutil.copytree(POLICIES, folder)
    invented = folder / _TWO_TOWNS.stem
    invented.mkdir()
    shutil.copy(_TWO_TOWNS, invented / "2020-01-01.toml")
    with (folder / "codes" / "regions.csv").open("a") as codes:
        codes.writelines(f"{code},测试,city,{code},990000\n" for code in ("990100", "990200"))
    return folder


def _address() -> str:
    while True:
        port = random.choice(_OUTSIDE_EPHEMERAL)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return f"127.0.0.1:{port}"
