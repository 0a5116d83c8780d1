"""Migrated databases to copy from, and what all runs of the model did."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.model.run import Databases, postgres_databases, sqlite_databases
from tests.support.migrated import migrated_postgres, migrated_sqlite
from tests.support.postgres import drop_database


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Fresh SQLite databases."""
    folder: Path = tmp_path_factory.mktemp("model")
    return sqlite_databases(migrated_sqlite(folder / "template.sqlite"), folder)


@pytest.fixture(scope="session")
def postgres(postgres_url: str) -> Iterator[Databases]:
    """Fresh PostgreSQL databases."""
    template = migrated_postgres(postgres_url)
    yield postgres_databases(postgres_url, template)
    drop_database(postgres_url, template)


@pytest.fixture
def databases(request: pytest.FixtureRequest) -> Databases:
    """Of the kind that the test's parameter names."""
    found: Databases = request.getfixturevalue(request.param)
    return found
