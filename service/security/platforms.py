"""The platforms that may call, and their bearer tokens: of a token only its SHA-256 is kept.

The file is TOML, one `[[token]]` a token with `platform` and `sha256`. A platform may have several: so a token can be
replaced without a moment at which none is good.
"""

import hashlib
import os
import re
import secrets
import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

OURS = "gongji"
"""What the server itself asks for, slices of jobs, stands under this name: no platform can have it."""
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BEARER = "bearer "


class PlatformsError(Exception):
    """The platforms file, or what is to be added to it, is wrong."""


class _Token(Struct, frozen=True, forbid_unknown_fields=True):
    platform: str
    sha256: str


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    token: tuple[_Token, ...] = ()


class Platforms:
    """Who may call, by the digest of the token."""

    def __init__(self, by_digest: dict[str, str]) -> None:
        self._by_digest = by_digest

    def authenticate(self, authorization: str | None) -> str | None:
        """The platform of an `authorization` entry ("Bearer TOKEN"); None for whoever is not known."""
        if authorization is None or authorization[: len(_BEARER)].lower() != _BEARER:
            return None
        return self._by_digest.get(_digest(authorization[len(_BEARER) :].strip()))


def load_platforms(path: Path) -> Platforms:
    """Read the file; raises PlatformsError."""
    return Platforms({token.sha256: token.platform for token in _read(path).token})


def add_platform(path: Path, name: str) -> str:
    """Make a token for a platform, new or known, and return it; it can't be read again from anywhere."""
    _check_name(name)
    if path.exists():
        _read(path)
    token = secrets.token_urlsafe(32)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(f'[[token]]\nplatform = "{name}"\nsha256 = "{_digest(token)}"\n\n')
    return token


def _read(path: Path) -> _File:
    try:
        file = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File)
    except FileNotFoundError:
        raise PlatformsError(f"{path}: there is no such file; `gongji-server platform add NAME` makes one") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise PlatformsError(f"{path}: {error}") from None
    for token in file.token:
        _check_name(token.platform)
        if not _SHA256.fullmatch(token.sha256):
            raise PlatformsError(f"{path}: the sha256 of {token.platform} is not 64 lower-case hexadecimal characters")
    return file


def _check_name(name: str) -> None:
    if name == OURS:
        raise PlatformsError(f"{name!r} is the server's own name")
    if not _NAME.fullmatch(name):
        raise PlatformsError(f"a platform's name is lower-case letters, digits, '.' and '-', at most 64: not {name!r}")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
