"""Migrations make the tables that the code speaks of, and take them away again."""

import pytest
from sqlalchemy import UniqueConstraint, text

from service.storage import tables
from service.storage.engine import make_engine, read_transaction, write_transaction
from service.storage.migrate import current_revision, downgrade, head_revision, migrate
from tests.storage.catalogue import catalogue


async def _catalogue_of(url: str) -> dict[str, list[str]]:
    engine = make_engine(url)
    async with read_transaction(engine) as tx:
        found = await catalogue(tx)
    await engine.dispose()
    return found


async def _revision_of(url: str) -> str | None:
    engine = make_engine(url)
    revision = await current_revision(engine)
    await engine.dispose()
    return revision


async def test_up_down_and_up_again(database_url: str) -> None:
    """Every migration can be taken back, leaving nothing, and done again, leaving the same."""
    assert await _revision_of(database_url) is None
    await migrate(database_url)
    assert await _revision_of(database_url) == head_revision()
    first = await _catalogue_of(database_url)
    await downgrade(database_url, "base")
    assert await _revision_of(database_url) is None
    assert not any((await _catalogue_of(database_url)).values())
    await migrate(database_url)
    assert await _catalogue_of(database_url) == first


async def test_migrating_twice_changes_nothing(database_url: str) -> None:
    """A database that is at the head is left alone, data included."""
    await migrate(database_url)
    engine = make_engine(database_url)
    async with write_transaction(engine) as tx:
        await tx.execute(tables.policy_digests.insert().values(policy_id="p", policy_version="1", digest="d"))
    await migrate(database_url)
    async with read_transaction(engine) as tx:
        assert await tx.scalar(text("SELECT digest FROM policy_digests")) == "d"
    await engine.dispose()


async def test_a_failed_migration_leaves_nothing(database_url: str) -> None:
    """A migration that breaks half-way is undone whole: it can simply be run again."""
    engine = make_engine(database_url)
    async with write_transaction(engine) as tx:
        await tx.execute(text("CREATE TABLE policy_digests (in_the_way INTEGER)"))
    with pytest.raises(Exception, match="policy_digests"):
        await migrate(database_url)
    async with write_transaction(engine) as tx:
        await tx.execute(text("DROP TABLE policy_digests"))
    assert not any((await _catalogue_of(database_url)).values())
    await migrate(database_url)
    assert await current_revision(engine) == head_revision()
    await engine.dispose()


async def test_migrations_make_the_tables_of_the_code(
    database_url: str,
) -> None:
    """A migrated database has the catalogue of one made from the tables: columns, CHECKs, defaults, keys, indexes."""
    await migrate(database_url)
    migrated = await _catalogue_of(database_url)
    await downgrade(database_url, "base")
    engine = make_engine(database_url)
    async with write_transaction(engine) as tx:
        await tx.run_sync(tables.metadata.create_all)
    await engine.dispose()
    assert await _catalogue_of(database_url) == migrated
    assert sum(len(lines) for lines in migrated.values()) > 20


async def test_drift_would_be_seen(database_url: str) -> None:
    """The comparison notices what Alembic's own would miss: a CHECK, a default, the condition of an index."""
    await migrate(database_url)
    engine = make_engine(database_url)
    before = await _catalogue_of(database_url)
    for change in (
        "CREATE INDEX extra ON postings (region) WHERE amount_fen > 5",
        "ALTER TABLE journal ADD COLUMN extra INTEGER DEFAULT 7",
        "ALTER TABLE outbox ADD COLUMN extra INTEGER CHECK (extra > 3)",
    ):
        async with write_transaction(engine) as tx:
            await tx.execute(text(change))
        after = await _catalogue_of(database_url)
        assert after != before
        before = after
    await engine.dispose()


def test_the_region_leads_every_key() -> None:
    """In a regional table `region` is the first column of every key, foreign key and index."""
    assert len(tables.REGIONAL) == len(tables.metadata.tables) - 2
    for table in tables.REGIONAL:
        unique = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
        for key in (table.primary_key, *unique, *table.foreign_key_constraints):
            assert key.columns[0].name == "region", f"{table.name}: {key.name}"
        for index in table.indexes:
            assert index.columns[0].name == "region", f"{table.name}: {index.name}"
        for reference in table.foreign_key_constraints:
            assert reference.elements[0].column.name == "region", f"{table.name}: {reference.name}"


def test_columns_stand_in_the_order_that_writing_needs() -> None:
    """Each table's key columns come first, in the order of the key."""
    for table in tables.metadata.tables.values():
        key = [c.name for c in table.primary_key.columns]
        assert [c.name for c in table.columns][: len(key)] == key
