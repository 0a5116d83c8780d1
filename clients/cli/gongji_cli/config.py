"""The servers that the user has written down: ~/.config/gongji/servers.toml, or the file that GONGJI_CONFIG names."""

import json
import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

import gongji

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""How a server may be called. An address has a colon in it, so the two are never mistaken for one another."""


class ConfigError(Exception):
    """The file can't be read, or says something that can't be followed; the message is for the user."""


class ServerEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One server. Its token is in a file or in an environment variable, never in this file."""

    address: str
    token_file: str | None = None
    token_env: str | None = None
    lang: gongji.Lang | None = None


class Config(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file says; `current` is the server that is meant where none is named."""

    current: str | None = None
    servers: dict[str, ServerEntry] = field(default_factory=dict)

    def server(self, name: str) -> ServerEntry:
        if name not in self.servers:
            known = ", ".join(self.servers) or "无 · none"
            raise ConfigError(
                f"{name}：配置中没有此服务，也不是 主机:端口。已有 · "
                f"no server of that name, and no HOST:PORT. There are: {known} ({config_path()})"
            )
        return self.servers[name]


def config_path() -> Path:
    if named := os.environ.get("GONGJI_CONFIG"):
        return Path(named).expanduser()
    home = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(home).expanduser() / "gongji" / "servers.toml"


def load() -> Config:
    """The user's servers; none where there is no file."""
    path = config_path()
    try:
        config = msgspec.convert(tomllib.loads(path.read_text("utf-8-sig")), Config)
    except FileNotFoundError:
        return Config()
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: {error}") from None
    _check(config, path)
    return config


def _check(config: Config, path: Path) -> None:
    for name, entry in config.servers.items():
        if not NAME.fullmatch(name):
            raise ConfigError(f"{path}: [servers.{name}]: 名称只能有字母、数字、- 和 _ · letters, digits, - and _ only")
        if entry.token_file is not None and entry.token_env is not None:
            raise ConfigError(f"{path}: [servers.{name}]: token_file 与 token_env 只能有一个 · only one of the two")
    if config.current is not None and config.current not in config.servers:
        raise ConfigError(f"{path}: current: 没有 · there is no [servers.{config.current}]")


def save(config: Config) -> None:
    """Puts the file in place whole, readable by its owner only."""
    lines = [] if config.current is None else [f"current = {_toml(config.current)}\n"]
    for name, entry in config.servers.items():
        rows = msgspec.to_builtins(entry).items()
        lines += [f"[servers.{name}]", *(f"{key} = {_toml(value)}" for key, value in rows), ""]
    write_private(config_path(), "\n".join(lines))


def token_path(name: str) -> Path:
    """Where `servers add --token-stdin` keeps a token."""
    return config_path().parent / f"{name}.token"


def write_private(path: Path, text: str) -> None:
    """A file of mode 0600: written beside and put in place at once, never there in half or for others to read."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ConfigError(f"{path}: {error.strerror}") from None


def token_of(name: str, entry: ServerEntry) -> str | None:
    """The token of a server; raises ConfigError where it can't be had, or where others could read it too."""
    if entry.token_env is not None:
        token = os.environ.get(entry.token_env)
        if not token:
            raise ConfigError(f"{name}: 环境变量未设置 · the environment has no {entry.token_env}")
        return token
    return None if entry.token_file is None else _read_token(name, Path(entry.token_file).expanduser())


def _read_token(name: str, path: Path) -> str:
    if not path.is_absolute():
        path = config_path().parent / path
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        token = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name}: {path}: {error}") from None
    if os.name == "posix" and mode & 0o077:
        raise ConfigError(f"{name}: 他人可读，请执行 · others can read it, run: chmod 600 {path}")
    if not token:
        raise ConfigError(f"{name}: {path}: 空文件 · empty")
    return token


def _toml(value: Any) -> str:
    # A JSON string is a TOML string, but for a character that no terminal shows.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
