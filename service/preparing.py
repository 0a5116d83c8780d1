"""What has to be in order before a server serves: checked at its start, or beforehand without changing anything."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from service.domain.policy_book import PolicyBook
from service.policy_files import digest, load_book
from service.security import keys
from service.settings import Settings
from service.startup import (
    WRONG,
    CannotStart,
    address_of,
    database_url,
    key_path,
    metrics_address,
    platforms_of,
    sqlite_file,
)
from service.storage.engine import make_engine
from service.storage.migrate import current_revision, head_revision, known_revisions, migrate
from service.storage.policies import Version, check_digests, compare_digests


async def prepare(settings: Settings) -> None:
    """Check policies, key, platforms and database once, before any worker starts. SQLite is migrated here."""
    book = load_book(settings.policies)
    platforms_of(settings)
    path = key_path(settings)
    _ = keys.load_or_create(path) if settings.sandbox else keys.load(path)
    if file := sqlite_file(database_url(settings)):
        file.parent.mkdir(parents=True, exist_ok=True)
        await migrate(settings.database_url)
    await _fits(settings, book)


async def ready(settings: Settings) -> PolicyBook:
    """Check that database and policies are those of a server, for what works in its books beside it."""
    book = load_book(settings.policies)
    file = sqlite_file(database_url(settings))
    if file is not None and not file.exists():
        raise CannotStart(f"{file}: there is no such database")
    await _fits(settings, book)
    return book


async def _fits(settings: Settings, book: PolicyBook) -> None:
    async with _database(settings) as engine:
        await _right_revision(engine)
        await check_digests(engine, _versions(book))


async def problems(settings: Settings) -> list[str]:
    """Everything that would keep a server from serving; nothing is made, migrated or remembered."""
    found: list[str] = []

    def attempt(check: Callable[[], Any]) -> Any:
        try:
            return check()
        except WRONG as error:
            found.append(str(error))

    attempt(lambda: address_of(settings))
    attempt(lambda: metrics_address(settings))
    book = attempt(lambda: load_book(settings.policies))
    attempt(lambda: platforms_of(settings))
    path = attempt(lambda: key_path(settings))
    if path is not None and (path.exists() or not settings.sandbox):
        attempt(lambda: keys.load(path))
    try:
        await _check_database(settings, book)
    except WRONG as error:
        found.append(str(error))
    return found


async def _check_database(settings: Settings, book: PolicyBook | None) -> None:
    file = sqlite_file(database_url(settings))
    if file is not None and not file.exists():
        return  # it is made when the server starts
    async with _database(settings) as engine:
        if file is None:
            await _right_revision(engine)
        elif await current_revision(engine) not in (None, *known_revisions()):
            raise CannotStart(f"{file} was written by a later version of this server")
        if book is not None and await current_revision(engine) == head_revision():
            await compare_digests(engine, _versions(book))


async def _right_revision(engine: AsyncEngine) -> None:
    revision = await current_revision(engine)
    if revision != head_revision():
        raise CannotStart(
            f"the database is at revision {revision}, this server works with {head_revision()}: "
            "run `gongji-server migrate`"
        )


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """Connections to the database; CannotStart when it can't be used."""
    engine = make_engine(settings.database_url, pool_size=1)
    try:
        yield engine
    except (OSError, SQLAlchemyError) as error:
        raise CannotStart(f"the database can't be used: {getattr(error, 'orig', None) or error}") from None
    finally:
        await engine.dispose()


def _versions(book: PolicyBook) -> list[Version]:
    return [(p.id, p.version, digest(p)) for p in book.policies]
