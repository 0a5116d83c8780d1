"""What the settings lead to: addresses, key, platforms. Whatever is not in order is said in one sentence."""

from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from service.listening import Address, ListenError, resolve
from service.policy_files import PolicyFilesError
from service.security.keys import KeyFileError
from service.security.platforms import Platforms, PlatformsError, load_platforms
from service.settings import Settings, SettingsError
from service.storage.engine import normalized
from service.storage.policies import PolicyChanged


class CannotStart(Exception):
    """A setting, or what it leads to, keeps the server from serving; says what would be right."""


WRONG = (CannotStart, KeyFileError, ListenError, PlatformsError, PolicyChanged, PolicyFilesError, SettingsError)
"""What was given wrong, and says so for whoever started the server."""


def address_of(settings: Settings) -> Address:
    """Where to listen. Without TLS nobody but this machine is listened to, unless a sandbox is told otherwise."""
    address = resolve(settings.listen)
    if address.loopback or (settings.sandbox and settings.sandbox_anywhere):
        return address
    remedy = "--sandbox-anywhere lets it" if settings.sandbox else "put a proxy with TLS on this machine before it"
    raise ListenError(f"{address} is not a loopback address, and calls would be readable on the way: {remedy}")


def metrics_address(settings: Settings) -> Address | None:
    """Where the pages for whoever watches are, if anywhere: on this machine alone, as the server."""
    if settings.metrics is None:
        return None
    address = resolve(settings.metrics)
    if not address.loopback:
        raise ListenError(f"metrics: {address} is not a loopback address: a proxy on this machine may hand them on")
    return address


def database_url(settings: Settings) -> URL:
    try:
        return normalized(settings.database_url)
    except (ArgumentError, ValueError) as error:
        raise CannotStart(f"database_url: {error}") from None


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite database; None for any other."""
    return Path(url.database) if url.database and url.get_backend_name() == "sqlite" else None


def key_path(settings: Settings) -> Path:
    """The key file; a sandbox without one keeps it beside its database."""
    if settings.key_file is not None:
        return settings.key_file
    if not settings.sandbox:
        raise CannotStart("outside the sandbox a key file is needed: --key-file (`gongji-server key create` makes one)")
    file = sqlite_file(database_url(settings))
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
