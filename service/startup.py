"""What has to be in order before a server serves; whatever is not is said in one sentence, and nothing is served."""

from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from service.listening import Address, ListenError, resolve
from service.policy_files import digest, load_book
from service.security import keys
from service.security.platforms import Platforms, load_platforms
from service.settings import Settings
from service.storage.engine import make_engine, normalized
from service.storage.migrate import current_revision, head_revision, migrate
from service.storage.policies import check_digests


class CannotStart(Exception):
    """A setting, or what it leads to, keeps the server from serving; says what would be right."""


def address_of(settings: Settings) -> Address:
    """Where to listen. Without TLS nobody but this machine is listened to, unless a sandbox is told otherwise."""
    address = resolve(settings.listen)
    if address.loopback or (settings.sandbox and settings.sandbox_anywhere):
        return address
    remedy = "--sandbox-anywhere lets it" if settings.sandbox else "put a proxy with TLS on this machine before it"
    raise ListenError(f"{address} is not a loopback address, and calls would be readable on the way: {remedy}")


async def prepare(settings: Settings) -> None:
    """Check policies, key, platforms and database once, before any worker starts. SQLite is migrated here."""
    book = load_book(settings.policies)
    platforms_of(settings)
    path = key_path(settings)
    _ = keys.load_or_create(path) if settings.sandbox else keys.load(path)
    url = database_url(settings)
    if file := _sqlite_file(url):
        file.parent.mkdir(parents=True, exist_ok=True)
        await migrate(settings.database_url)
    engine = make_engine(settings.database_url, pool_size=1)
    try:
        revision = await current_revision(engine)
        if revision != head_revision():
            raise CannotStart(
                f"the database is at revision {revision}, this server works with {head_revision()}: "
                "run `gongji-server migrate`"
            )
        await check_digests(engine, [(p.id, p.version, digest(p)) for p in book.policies])
    except (OSError, SQLAlchemyError) as error:
        raise CannotStart(f"the database can't be used: {getattr(error, 'orig', None) or error}") from None
    finally:
        await engine.dispose()


def database_url(settings: Settings) -> URL:
    try:
        return normalized(settings.database_url)
    except (ArgumentError, ValueError) as error:
        raise CannotStart(f"database_url: {error}") from None


def _sqlite_file(url: URL) -> Path | None:
    return Path(url.database) if url.database and url.get_backend_name() == "sqlite" else None


def key_path(settings: Settings) -> Path:
    """The key file; a sandbox without one keeps it beside its database."""
    if settings.key_file is not None:
        return settings.key_file
    if not settings.sandbox:
        raise CannotStart("outside the sandbox a key file is needed: --key-file (`gongji-server key create` makes one)")
    file = _sqlite_file(database_url(settings))
    return file.with_name("gongji.key") if file else Path("var/gongji.key")


def platforms_of(settings: Settings) -> Platforms | None:
    """Who may call; None in a sandbox, where anybody may."""
    if settings.sandbox:
        return None
    if settings.platforms_file is None:
        raise CannotStart(
            "outside the sandbox a platforms file is needed: --platforms-file (`gongji-server platform add` makes one)"
        )
    return load_platforms(settings.platforms_file)
