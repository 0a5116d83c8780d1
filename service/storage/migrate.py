"""Bringing a database to a revision, and giving the server's role what serving needs and no more."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from service.storage.engine import is_sqlite, make_engine, read_transaction, write_transaction
from service.storage.tables import metadata

_UPDATED = {
    "persons": "",
    "accounts": "",
    "authorizations": "",
    "bindings": "",
    "institutions": "",
    "presets": "",
    "transfer_months": "",
    "liquidations": "",
    "job_runs": "",
    "clearings": "",
    "wallets": "",
    "wallet_transfers": "",
    "wallet_sent_counts": "",
    "premiums": "",
    # Of a settlement and an event nothing else may ever change.
    "settlements": "(state, refunded_fen, reversed_time, replaced_by_setl_id)",
    "outbox": "(position)",
    "relays": "",
}
_DELETED = ("person_certificates",)


async def migrate(url: str, revision: str = "head") -> None:
    """Bring the database up to the revision; nothing happens when it is there."""
    await _run(url, lambda config: command.upgrade(config, revision))


async def downgrade(url: str, revision: str) -> None:
    """Take the database back to the revision ("base": no tables). What the later tables held is lost."""
    await _run(url, lambda config: command.downgrade(config, revision))


async def current_revision(engine: AsyncEngine) -> str | None:
    """The revision that the database is at; None when it has never been migrated."""
    async with read_transaction(engine) as tx:
        return await tx.run_sync(lambda connection: MigrationContext.configure(connection).get_current_revision())


def head_revision() -> str:
    """The revision that this version of the server works with."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def known_revisions() -> list[str]:
    """All revisions up to that one."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


async def grant_server_role(url: str, role: str) -> None:
    """Give a PostgreSQL role what serving needs: it can add to the books, and neither change nor delete in them.

    To be run by the tables' owner after each migration; what the role had on these tables before is taken back.
    """
    engine = make_engine(url, pool_size=1)
    try:
        if is_sqlite(engine):
            raise ValueError("SQLite has no roles")
        quoted = engine.dialect.identifier_preparer.quote_identifier(role)
        async with write_transaction(engine) as tx:
            for statement in _grants(quoted):
                await tx.execute(text(statement))
    finally:
        await engine.dispose()


def _grants(role: str) -> list[str]:
    tables = ", ".join(sorted(metadata.tables))
    granted = [
        f"REVOKE ALL ON {tables}, alembic_version FROM {role}",
        f"GRANT SELECT ON alembic_version TO {role}",
        f"GRANT SELECT, INSERT ON {tables} TO {role}",
        *(f"GRANT UPDATE {columns} ON {table} TO {role}" for table, columns in _UPDATED.items()),
        *(f"GRANT DELETE ON {table} TO {role}" for table in _DELETED),
    ]
    return granted


async def _run(url: str, run: Any) -> None:
    """In one transaction, so that a migration is done or not done; on SQLite a second process waits its turn."""
    engine = make_engine(url, pool_size=1)
    try:
        async with write_transaction(engine) as tx:
            if not is_sqlite(engine):
                await tx.execute(text("SET LOCAL statement_timeout = 0"))
            await tx.run_sync(lambda connection: run(_config(connection)))
    finally:
        await engine.dispose()


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config
