"""The same books on SQLite, on PostgreSQL, and on PostgreSQL with every regional table spread by region."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from service.security.keys import MasterKey
from service.security.personal_data import Vault
from service.storage import tables
from service.storage.engine import make_engine, write_transaction
from tests.support.migrated import copied_sqlite, migrated_postgres, migrated_sqlite, partitioned_postgres
from tests.support.postgres import create_database, drop_database


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    return migrated_sqlite(tmp_path_factory.mktemp("template") / "gongji.sqlite")


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> Iterator[str]:
    """A migrated PostgreSQL database, to be cloned."""
    url = migrated_postgres(postgres_url)
    yield url
    drop_database(postgres_url, url)


@pytest.fixture
def sqlite_store_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite file: here a copy is as quick as emptying one."""
    return copied_sqlite(sqlite_template, tmp_path / "store.sqlite")


@pytest.fixture(scope="session")
def postgres_shared_url(postgres_url: str, postgres_template: str) -> Iterator[str]:
    """One migrated PostgreSQL database for many tests: `engine` empties it, which is quicker than a clone for each."""
    url = create_database(postgres_url, template=postgres_template)
    yield url
    drop_database(postgres_url, url)


@pytest.fixture
def postgres_store_url(postgres_url: str, postgres_template: str) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    url = create_database(postgres_url, template=postgres_template)
    yield url
    drop_database(postgres_url, url)


@pytest.fixture(scope="session")
def partitioned_shared_url(postgres_url: str) -> Iterator[str]:
    """A PostgreSQL database whose regional tables are partitioned by region; emptied by `engine` for each test."""
    url = partitioned_postgres(postgres_url)
    yield url
    drop_database(postgres_url, url)


@pytest.fixture(
    params=["sqlite_store_url", "postgres_shared_url", "partitioned_shared_url"],
    ids=["sqlite", "postgres", "partitioned"],
)
def store_url(request: pytest.FixtureRequest) -> str:
    """A migrated database; the test runs once on every kind."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
async def engine(store_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on empty tables, on every kind of database."""
    engine = make_engine(store_url)
    async with write_transaction(engine) as tx:
        for table in reversed(tables.metadata.sorted_tables):
            await tx.execute(table.delete())
    yield engine
    await engine.dispose()


@pytest.fixture
def vault() -> Vault:
    """A vault with a key that nobody has used before."""
    return Vault(MasterKey.generate())
