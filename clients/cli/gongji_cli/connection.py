"""Which server a command goes to: what the command line says, then the environment, then the user's file."""

from typing import NamedTuple

import typer

import gongji
from gongji_cli import config
from gongji_cli.config import ConfigError

DEFAULT_ADDRESS = "127.0.0.1:50051"
DEFAULT_LANG: gongji.Lang = "zh"


class Connection(NamedTuple):
    """`name` is that of the user's file, empty where an address was given."""

    name: str
    address: str
    token: str | None
    lang: gongji.Lang

    def argv(self) -> list[str]:
        """The global options that lead another command of this process to the same server."""
        return ["--server", self.address, *(["--token", self.token] if self.token else []), "--lang", self.lang]


def connection(server: str | None, token: str | None, lang: gongji.Lang | None) -> Connection:
    """`server` is HOST:PORT or a name; what is None is looked up. Raises typer.BadParameter."""
    try:
        found = _found(server, token, lang)
    except ConfigError as error:
        raise typer.BadParameter(str(error), param_hint="--server") from None
    if found.token is not None and not (found.token.isascii() and found.token.isprintable()):
        raise typer.BadParameter("须为可见的 ASCII 字符 · must be visible ASCII characters", param_hint="--token")
    return found


def _found(server: str | None, token: str | None, lang: gongji.Lang | None) -> Connection:
    # An address needs no file: a broken one is not in the way.
    if server is not None and ":" in server:
        return Connection("", server, token, lang or DEFAULT_LANG)
    known = config.load()
    name = server or known.current
    if name is None:
        return Connection("", DEFAULT_ADDRESS, token, lang or DEFAULT_LANG)
    entry = known.server(name)
    if token is None:
        token = config.token_of(name, entry)
    return Connection(name, entry.address, token, lang or entry.lang or DEFAULT_LANG)
