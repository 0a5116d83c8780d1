"""The command `gongji-server`; `run_server` is where all the parts of a server are put together."""

import asyncio
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
import uvloop

from service import policy_report, policy_table
from service.api.interceptors import Edge
from service.api.paging import Pages
from service.api.reads import Reads
from service.api.server import Server
from service.api.writes import Writes
from service.listening import Address, ListenError, reserve
from service.observability import configure_logging, log, watch_loop
from service.pipeline.pipeline import Pipeline
from service.policy_files import PolicyFilesError, load_book
from service.security import keys
from service.security.keys import KeyFileError
from service.security.personal_data import Vault
from service.security.platforms import PlatformsError, add_platform
from service.settings import Settings, SettingsError, read_settings
from service.startup import CannotStart, address_of, key_path, platforms_of, prepare
from service.storage.engine import make_engine
from service.storage.migrate import grant_server_role
from service.storage.migrate import migrate as migrate_database
from service.storage.policies import PolicyChanged
from service.workers import READY, WorkerFailed, Workers

REFUSED = 2
"""Exit code of a command that was given something wrong."""
_WRONG = (
    CannotStart,
    KeyFileError,
    ListenError,
    PlatformsError,
    PolicyChanged,
    PolicyFilesError,
    SettingsError,
    WorkerFailed,
)

app = typer.Typer(
    help="The server of Gongji: family mutual aid (家庭共济) of personal medical-insurance accounts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
policy_app = typer.Typer(help="Look at policy files.", no_args_is_help=True)
platform_app = typer.Typer(help="The platforms that may call.", no_args_is_help=True)
key_app = typer.Typer(help="The key under which personal data are kept.", no_args_is_help=True)
app.add_typer(policy_app, name="policy")
app.add_typer(platform_app, name="platform")
app.add_typer(key_app, name="key")

DatabaseUrl = Annotated[str | None, typer.Option(help="sqlite:///FILE or postgresql://… [GONGJI_DATABASE_URL]")]
KeyFile = Annotated[Path | None, typer.Option(help="The key of personal data [GONGJI_KEY_FILE]")]
PlatformsFile = Annotated[Path | None, typer.Option(help="Who may call, in TOML [GONGJI_PLATFORMS_FILE]")]
Policies = Annotated[Path | None, typer.Option(help="The folder of policy files [GONGJI_POLICIES]")]


async def run_server(settings: Settings, address: Address, started: Callable[[], None], stop: asyncio.Event) -> None:
    """Serve in this process until `stop` is set, and finish what was taken."""
    watch_loop(asyncio.get_running_loop())
    book = load_book(settings.policies)
    vault = Vault(keys.load(key_path(settings)))
    writing, reading, probing = (
        make_engine(settings.database_url, pool_size=size) for size in (settings.connections, settings.connections, 1)
    )
    pipeline = Pipeline(writing, vault, book, batches_at_once=settings.connections)
    server = Server(
        Edge(platforms_of(settings)),
        Writes(pipeline, book),
        Reads(reading, vault, book),
        Pages(vault),
        probing,
    )
    await server.run(str(address), started, stop, settings.stop_seconds)
    async with asyncio.timeout(settings.stop_seconds):
        await pipeline.drain()
    for engine in (writing, reading, probing):
        await engine.dispose()
    log.info("stopped")


@app.command()
def serve(
    database_url: DatabaseUrl = None,
    listen: Annotated[str | None, typer.Option(help="HOST:PORT; port 0: any free one [GONGJI_LISTEN]")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that share the port [GONGJI_WORKERS]")] = None,
    sandbox: Annotated[
        bool | None, typer.Option("--sandbox", help="No credentials; calls may set the time [GONGJI_SANDBOX]")
    ] = None,
    sandbox_anywhere: Annotated[
        bool | None,
        typer.Option("--sandbox-anywhere", help="A sandbox may listen beyond loopback [GONGJI_SANDBOX_ANYWHERE]"),
    ] = None,
    policies: Policies = None,
    key_file: KeyFile = None,
    platforms_file: PlatformsFile = None,
) -> None:
    """Serve. Prints `listening on HOST:PORT` when ready; logs go to stderr; SIGTERM stops it in order."""
    with refusing():
        settings = read_settings(**locals())
        _configure_logging(settings)
        held, address = reserve(address_of(settings))
        uvloop.run(prepare(settings))
        if settings.sandbox:
            log.warning(
                "SANDBOX 沙箱模式：无需凭证，勿放入真实数据 / no credentials are asked for: no real data in here"
            )
        with held:
            raise typer.Exit(uvloop.run(_serve(settings, address)))


async def _serve(settings: Settings, address: Address) -> int:
    """In this process, or as the parent of several."""
    stop = _stop_on_signal()

    def started() -> None:
        print(f"listening on {address}", flush=True)

    if settings.workers > 1:
        ready = settings.model_copy(update={"listen": str(address)})
        return await Workers(ready).run(started, stop)
    await run_server(settings, address, started, stop)
    return 0


@app.command(hidden=True)
def worker() -> None:
    """One of several processes; reads its settings from its parent, and stops when that is gone."""
    settings = Settings.model_validate_json(sys.stdin.buffer.readline())
    _configure_logging(settings)
    with refusing():
        uvloop.run(_work(settings))


async def _work(settings: Settings) -> None:
    stop = _stop_on_signal()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), stop.set)
    await run_server(settings, address_of(settings), lambda: print(READY, flush=True), stop)


def _stop_on_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


@app.command()
def migrate(
    database_url: DatabaseUrl = None,
    server_role: Annotated[
        str | None, typer.Option(help="A PostgreSQL role that is given what serving needs, and no more")
    ] = None,
) -> None:
    """Bring the database to the revision that this server works with."""
    with refusing():
        settings = read_settings(database_url=database_url)
        _configure_logging(settings)
        uvloop.run(migrate_database(settings.database_url))
        if server_role is not None:
            uvloop.run(grant_server_role(settings.database_url, server_role))


@policy_app.command("check")
def policy_check(folder: Annotated[Path | None, typer.Argument(help="[GONGJI_POLICIES]")] = None) -> None:
    """Check policy files, and name everything that is wrong."""
    with refusing():
        in_order, text = policy_report.check(read_settings(policies=folder).policies)
    print(text, file=sys.stdout if in_order else sys.stderr)
    raise typer.Exit(0 if in_order else REFUSED)


@policy_app.command("show")
def policy_show(
    policy_id: str,
    version: Annotated[str | None, typer.Argument(help="Without it: the latest")] = None,
    policies: Policies = None,
) -> None:
    """Show the rules of a policy, each with its source."""
    with refusing():
        folder = read_settings(policies=policies).policies
        try:
            print(policy_report.show(folder, policy_id, version, color=sys.stdout.isatty()), end="")
        except LookupError as error:
            raise CannotStart(error.args[0]) from None


@policy_app.command("table")
def table(lang: Annotated[policy_table.Lang, typer.Option(help="zh or en")] = "zh", policies: Policies = None) -> None:
    """Print what each policy allows, side by side, in Markdown."""
    with refusing():
        print(policy_table.policy_table(read_settings(policies=policies).policies, lang), end="")


@platform_app.command("add")
def platform_add(name: str, platforms_file: PlatformsFile = None) -> None:
    """Make a token for a platform, and print it this once: only its digest is kept."""
    with refusing():
        settings = read_settings(platforms_file=platforms_file)
        if settings.platforms_file is None:
            raise CannotStart("which file? --platforms-file")
        print(add_platform(settings.platforms_file, name))


@key_app.command("create")
def key_create(key_file: KeyFile = None) -> None:
    """Make a new key in a new file."""
    with refusing():
        settings = read_settings(key_file=key_file)
        if settings.key_file is None:
            raise CannotStart("which file? --key-file")
        keys.create(settings.key_file)


@contextmanager
def refusing() -> Iterator[None]:
    """Whatever was given wrong ends the command with one message and the exit code 2."""
    try:
        yield
    except _WRONG as error:
        print(f"gongji-server: {error}", file=sys.stderr)
        raise typer.Exit(REFUSED) from None


def _configure_logging(settings: Settings) -> None:
    chosen = settings.log_format
    configure_logging(json=chosen == "json" or (chosen == "auto" and not sys.stderr.isatty()))


def main() -> None:
    app()


if __name__ == "__main__":
    main()
