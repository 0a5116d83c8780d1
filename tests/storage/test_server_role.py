"""The role that serves on PostgreSQL can add to the books, and can't rewrite them."""

import secrets
from collections.abc import AsyncIterator, Iterator

import msgspec
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.institution import Institution
from service.domain.jobs.run import JobRun, RunState
from service.domain.terms import BindingState, InstitutionType, Job
from service.security.personal_data import Vault
from service.storage import relay, tables
from service.storage.engine import make_engine, write_transaction
from service.storage.migrate import current_revision, grant_server_role, head_revision
from service.storage.policies import check_digests
from tests.storage.books import (
    HERE,
    NOW,
    PHONE,
    authorization,
    balance_of,
    binding,
    credit,
    decided,
    event,
    income,
    key,
    move,
    payment,
    person_row,
    settled,
    settlement,
    write,
)
from tests.support.postgres import run_sql

A, B = key("A"), key("B")


@pytest.fixture
def role_url(postgres_url: str, postgres_store_url: str) -> Iterator[str]:
    """The URL of a migrated database for a role that has no rights there yet."""
    role, password = f"server-{secrets.token_hex(4)}", secrets.token_hex(16)
    run_sql(postgres_url, f"CREATE ROLE \"{role}\" LOGIN PASSWORD '{password}'")
    url = make_url(postgres_store_url).set(username=role, password=password)
    yield url.render_as_string(hide_password=False)
    run_sql(postgres_store_url, f'DROP OWNED BY "{role}"')
    run_sql(postgres_url, f'DROP ROLE "{role}"')


@pytest.fixture
async def server(role_url: str, postgres_store_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine with the rights of the server's role."""
    role = make_url(role_url).username
    assert role is not None
    await grant_server_role(postgres_store_url, role)
    await grant_server_role(postgres_store_url, role)
    engine = make_engine(role_url)
    yield engine
    await engine.dispose()


async def test_the_role_can_serve(server: AsyncEngine, vault: Vault) -> None:
    """Everything that serving does works with the role's rights, upserts and locks included."""
    given = authorization(A)
    made = binding(given, B)
    hospital = Institution(
        fixmedins_code="H1", name="测试医院", type=InstitutionType.HOSPITAL, admdvs=HERE, mutual_aid_enabled=True
    )
    people = [person_row(A, certnos=("1",)), person_row(B)]
    opened = decided(
        persons=people,
        institutions=[hospital],
        credits=[credit(A, "c", 500)],
        postings=[income(A, 500, 500)],
        authorizations=[given],
        bindings=[made],
        phones={made.binding_id: PHONE},
        events=[event(A)],
    )
    await write(server, vault, opened, moves=[move(A, None, 500)])
    ended = msgspec.structs.replace(made, state=BindingState.ENDED, unbound_time=NOW)
    changed = decided(persons=people, institutions=[hospital], authorizations=[given], bindings=[ended])
    await write(server, vault, changed, settled(settlement(A), payment(A, 200, 300)), moves=[move(A, 500, 300)])
    assert await balance_of(server, A) == 300
    assert await relay.stamp(server, HERE) == 1
    job_run = JobRun(region=HERE, period="2026", job=Job.YEAR_END, state=RunState.RUNNING, after="", started_time=NOW)
    for state in (job_run, msgspec.structs.replace(job_run, after="A")):
        await write(server, vault, decided(kept=[state]))
    await check_digests(server, [("p", "1", "d")])
    assert await current_revision(server) == head_revision()


FORBIDDEN = [
    *(f"DELETE FROM {table}" for table in tables.metadata.tables if table != "person_certificates"),
    "DELETE FROM alembic_version",
    *(f"UPDATE {table} SET region = region" for table in ("postings", "requests", "journal", "credits", "settlements")),
    "UPDATE requests SET answer = ''",
    "UPDATE settlements SET acct_pay_fen = 0",
    "UPDATE outbox SET payload = ''",
    "UPDATE policy_digests SET digest = ''",
    "TRUNCATE journal",
    "DROP TABLE journal",
    "ALTER TABLE postings DISABLE TRIGGER ALL",
    "CREATE TABLE mine (n INTEGER)",
]


async def test_the_role_cannot_rewrite_the_books(server: AsyncEngine) -> None:
    """What has been written is out of the server's reach, whoever took it over."""
    for statement in FORBIDDEN:
        with pytest.raises(DBAPIError) as caught:
            async with write_transaction(server) as tx:
                await tx.exec_driver_sql(statement)
            pytest.fail(f"allowed: {statement}")
        assert getattr(caught.value.orig, "sqlstate", None) == "42501", statement


async def test_rights_given_too_many_are_taken_back(role_url: str, postgres_store_url: str) -> None:
    """Granting anew leaves the role with what serving needs, whatever somebody had given it."""
    role = make_url(role_url).username
    assert role is not None
    run_sql(postgres_store_url, f'GRANT ALL ON ALL TABLES IN SCHEMA public TO "{role}"')
    await grant_server_role(postgres_store_url, role)
    may_delete = run_sql(postgres_store_url, f"SELECT has_table_privilege('{role}', 'postings', 'DELETE')")
    assert may_delete == "f"


async def test_sqlite_has_no_roles(sqlite_store_url: str) -> None:
    """Asking for a role on SQLite is refused instead of ignored."""
    with pytest.raises(ValueError, match="no roles"):
        await grant_server_role(sqlite_store_url, "server")
