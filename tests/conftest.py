"""Databases for every test: SQLite in a file, PostgreSQL in a server of the test run's own."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.support.postgres import PostgresServer, create_database, drop_database

# How long an example takes says something about the machine, not about the code.
hypothesis.settings.register_profile("gongji", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("gongji")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A superuser's URL of a PostgreSQL server: GONGJI_TEST_POSTGRES_URL, or one started for this run."""
    if running := os.environ.get("GONGJI_TEST_POSTGRES_URL"):
        yield running
        return
    server = PostgresServer()
    yield server.url
    server.remove()


@pytest.fixture
def postgres_database_url(postgres_url: str) -> Iterator[str]:
    """An empty PostgreSQL database of the test's own."""
    url = create_database(postgres_url)
    yield url
    drop_database(postgres_url, url)


@pytest.fixture
def sqlite_database_url(tmp_path: Path) -> str:
    """An SQLite file of the test's own that does not exist yet."""
    return f"sqlite+aiosqlite:///{tmp_path / 'gongji.sqlite'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database of the test's own; the test runs once on every kind of database."""
    return str(request.getfixturevalue(f"{request.param}_database_url"))
