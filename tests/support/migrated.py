"""Migrated databases in little time: migrated once a run, then copied for each test."""

import asyncio
import shutil
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from sqlalchemy.schema import CreateIndex, CreateTable

from service.storage import tables
from service.storage.engine import make_engine, write_transaction
from service.storage.migrate import migrate
from tests.support.postgres import create_database

PARTITIONS = 4


def migrated_sqlite(path: Path) -> Path:
    """A migrated SQLite file at this path."""
    _run(migrate(f"sqlite:///{path}"))
    return path


def copied_sqlite(template: Path, path: Path) -> str:
    """A copy of a migrated file that nobody has open; returns its URL."""
    shutil.copy(template, path)
    return f"sqlite+aiosqlite:///{path}"


def migrated_postgres(admin_url: str) -> str:
    """A migrated PostgreSQL database, to be a template for `create_database`."""
    url = create_database(admin_url)
    _run(migrate(url))
    return url


def partitioned_postgres(admin_url: str) -> str:
    """A PostgreSQL database with the same tables, those of the regions spread by region, as on a cluster."""
    url = create_database(admin_url)
    _run(_create_partitioned(url))
    return url


async def _create_partitioned(url: str) -> None:
    """From the same metadata; that it works shows that every key and foreign key carries the region."""
    metadata = tables.metadata.__class__(naming_convention=tables.metadata.naming_convention)
    for table in tables.metadata.sorted_tables:
        copy = table.to_metadata(metadata)
        if table in tables.REGIONAL:
            copy.dialect_options["postgresql"]["partition_by"] = "HASH (region)"
    engine = make_engine(url)
    async with write_transaction(engine) as tx:
        for table in metadata.sorted_tables:
            await tx.execute(CreateTable(table))
            for index in table.indexes:
                await tx.execute(CreateIndex(index))
            if "region" in table.columns:
                for n in range(PARTITIONS):
                    await tx.exec_driver_sql(
                        f"CREATE TABLE {table.name}_{n} PARTITION OF {table.name} "
                        f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {n})"
                    )
    await engine.dispose()


def _run(work: Coroutine[Any, Any, None]) -> None:
    """In a thread with a loop of its own: a fixture of the whole run must not disturb the loop of a test."""
    failures: list[BaseException] = []

    def target() -> None:
        try:
            asyncio.run(work)
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=target)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
