"""The user's own list of servers: servers list, add, use, remove. Nothing of it calls a server."""

import sys
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
import typer

import gongji
from gongji_cli import complete, config, output, show
from gongji_cli.config import Config, ConfigError, ServerEntry
from gongji_cli.words import Words

app = typer.Typer(help="服务列表 · The servers that you work with.")


@dataclass
class Desk:
    """What these commands work with."""

    words: Words
    as_json: bool


Name = Annotated[str, typer.Argument(metavar="NAME", autocompletion=complete.servers)]


@app.command("list")
def list_servers(ctx: typer.Context) -> None:
    """列出服务 · List them; * is the one in use."""
    known = _load()
    _answer(ctx.obj, known)


@app.command("add")
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    address: Annotated[str, typer.Argument(metavar="HOST:PORT")],
    token_file: Annotated[
        str | None, typer.Option(metavar="PATH", help="存有令牌的文件 · a file with the token, readable by you only")
    ] = None,
    token_env: Annotated[
        str | None, typer.Option(metavar="NAME", help="存有令牌的环境变量 · an environment variable with it")
    ] = None,
    token_stdin: Annotated[
        bool, typer.Option("--token-stdin", help="从标准输入读取令牌并保存 · read it from standard input and keep it")
    ] = False,
    lang: Annotated[gongji.Lang | None, typer.Option("--lang", help="语言 · language")] = None,
) -> None:
    """加入或改写一个服务 · Add or replace one.

    第一个加入的即为当前服务。 The first one becomes the one in use.
    """
    _check(name, address, [token_file is not None, token_env is not None, token_stdin])
    known = _load()
    if token_stdin:
        token_file = _keep_token(name)
    entry = ServerEntry(address=address, token_file=token_file, token_env=token_env, lang=lang)
    _save(Config(current=known.current or name, servers=known.servers | {name: entry}))
    _answer(ctx.obj, _load())


@app.command("use")
def use(ctx: typer.Context, name: Name) -> None:
    """选定当前服务 · Make one the server in use."""
    known = _known(name)
    _save(msgspec.structs.replace(known, current=name))
    _answer(ctx.obj, _load())


@app.command("remove")
def remove(ctx: typer.Context, name: Name) -> None:
    """移除一个服务 · Remove one.

    以 --token-stdin 保存的令牌一并删除。 A token that was kept by --token-stdin goes too.
    """
    known = _known(name)
    if known.servers[name].token_file == str(config.token_path(name)):
        config.token_path(name).unlink(missing_ok=True)
    left = {key: entry for key, entry in known.servers.items() if key != name}
    _save(Config(current=None if known.current == name else known.current, servers=left))
    _answer(ctx.obj, _load())


def _check(name: str, address: str, ways: list[bool]) -> None:
    if not config.NAME.fullmatch(name):
        raise typer.BadParameter("只能有字母、数字、- 和 _ · letters, digits, - and _ only", param_hint="NAME")
    if ":" not in address:
        raise typer.BadParameter("应为 主机:端口 · expected HOST:PORT", param_hint="HOST:PORT")
    if sum(ways) > 1:
        raise typer.BadParameter("只能选一种 · only one of the ways to give a token", param_hint="--token-…")


def _keep_token(name: str) -> str:
    token = sys.stdin.readline().strip()
    if not token or not (token.isascii() and token.isprintable()):
        raise typer.BadParameter("须为可见的 ASCII 字符 · must be visible ASCII characters", param_hint="--token-stdin")
    path = config.token_path(name)
    try:
        config.write_private(path, token + "\n")
    except ConfigError as error:
        raise typer.BadParameter(str(error)) from None
    return str(path)


def _known(name: str) -> Config:
    known = _load()
    try:
        known.server(name)
    except ConfigError as error:
        raise typer.BadParameter(str(error), param_hint="NAME") from None
    return known


def _load() -> Config:
    try:
        return config.load()
    except ConfigError as error:
        raise typer.BadParameter(str(error)) from None


def _save(known: Config) -> None:
    try:
        config.save(known)
    except ConfigError as error:
        raise typer.BadParameter(str(error)) from None


def _answer(desk: Desk, known: Config) -> None:
    if desk.as_json:
        servers: dict[str, Any] = msgspec.to_builtins(known.servers)
        output.data({"current": known.current, "servers": servers, "path": str(config.config_path())})
        return
    words = desk.words
    if not known.servers:
        output.tables([show.none(words)])
        return
    columns = ["", words("名称", "name"), words("地址", "address"), words("令牌", "token"), words("语言", "language")]
    rows = [
        ["*" if name == known.current else "", name, entry.address, _token(entry), entry.lang or ""]
        for name, entry in known.servers.items()
    ]
    output.tables([show.table(columns, rows)])


def _token(entry: ServerEntry) -> str:
    """Where the token is; never the token."""
    return entry.token_file or (f"${entry.token_env}" if entry.token_env else "")
