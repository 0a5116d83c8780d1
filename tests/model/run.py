"""Runs the model against a server, on a fresh database for every example."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.model.lived import OpenOffice
from tests.model.machine import Province
from tests.model.office import Counter, Desk, Office
from tests.model.policies import Setting
from tests.model.tally import Tally
from tests.support.migrated import copied_sqlite
from tests.support.postgres import create_database, drop_database

Databases = Callable[[], AbstractContextManager[str]]


def sqlite_databases(template: Path, folder: Path) -> Databases:
    """Copies of a migrated file."""
    numbers = count()

    @contextmanager
    def fresh() -> Iterator[str]:
        path = folder / f"{next(numbers)}.sqlite"
        yield copied_sqlite(template, path)
        for left in folder.glob(f"{path.name}*"):
            left.unlink()

    return fresh


def postgres_databases(admin_url: str, template: str) -> Databases:
    """Copies of a migrated database."""

    @contextmanager
    def fresh() -> Iterator[str]:
        url = create_database(admin_url, template)
        yield url
        drop_database(admin_url, url)

    return fresh


def desks(databases: Databases, folder: Path) -> OpenOffice:
    """The server's services in this process."""

    @contextmanager
    def opened(setting: Setting) -> Iterator[Office]:
        with databases() as url:
            office = Desk(url, folder / "keys", setting)
            try:
                yield office
            finally:
                office.close()

    return opened


def counters(databases: Databases, folder: Path) -> OpenOffice:
    """A server process of the example's own, reached by gRPC."""
    numbers = count()

    @contextmanager
    def opened(setting: Setting) -> Iterator[Office]:
        own = folder / f"server-{next(numbers)}"
        own.mkdir()
        with databases() as url:
            office = Counter(url, own, setting)
            try:
                yield office
            finally:
                office.close()

    return opened


def live(
    open_office: OpenOffice,
    settings: st.SearchStrategy[Setting],
    name: str,
    *,
    examples: int,
    steps: int,
    always_the_same: bool = False,
) -> Tally:
    """Examples of so many steps; fails where model and server disagree. Returns what was done."""
    tally = Tally()
    run_state_machine_as_test(
        lambda: Province(open_office, settings, name, tally),  # type: ignore[arg-type]
        settings=hypothesis.settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=always_the_same,
            database=None,
            # A smaller example is not worth the minutes: what failed names the request and both answers.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return tally
