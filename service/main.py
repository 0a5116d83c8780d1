"""The command `gongji-server`. What only one command needs is imported there: a server starts with little."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
import uvloop

from service.observability import configure_logging, log
from service.security import keys
from service.security.platforms import add_platform
from service.settings import read_settings
from service.startup import WRONG, CannotStart, address_of

REFUSED = 2
"""Exit code of a command that was given something wrong."""

app = typer.Typer(
    help="The server of Gongji: family mutual aid (家庭共济) of personal medical-insurance accounts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
policy_app = typer.Typer(help="Look at policy files.", no_args_is_help=True)
platform_app = typer.Typer(help="The platforms that may call.", no_args_is_help=True)
key_app = typer.Typer(help="The key under which personal data are kept.", no_args_is_help=True)
config_app = typer.Typer(help="What is set, and whether it is in order.", no_args_is_help=True)
job_app = typer.Typer(
    help="Jobs: what is done for everybody in a region on a day, in a month or a year.", no_args_is_help=True
)
app.add_typer(policy_app, name="policy")
app.add_typer(platform_app, name="platform")
app.add_typer(key_app, name="key")
app.add_typer(config_app, name="config")
app.add_typer(job_app, name="job")

DatabaseUrl = Annotated[str | None, typer.Option(help="sqlite:///FILE or postgresql://… [GONGJI_DATABASE_URL]")]
KeyFile = Annotated[Path | None, typer.Option(help="The key of personal data [GONGJI_KEY_FILE]")]
PlatformsFile = Annotated[Path | None, typer.Option(help="Who may call, in TOML [GONGJI_PLATFORMS_FILE]")]
Policies = Annotated[Path | None, typer.Option(help="The folder of policy files [GONGJI_POLICIES]")]
Listen = Annotated[str | None, typer.Option(help="HOST:PORT; port 0: any free one [GONGJI_LISTEN]")]
Metrics = Annotated[
    str | None, typer.Option(help="HOST:PORT of /metrics, /livez and /readyz; without it none [GONGJI_METRICS]")
]
Workers = Annotated[int | None, typer.Option(help="Processes that share the port [GONGJI_WORKERS]")]
Sandbox = Annotated[
    bool | None, typer.Option("--sandbox", help="No credentials; calls may set the time [GONGJI_SANDBOX]")
]
SandboxAnywhere = Annotated[
    bool | None,
    typer.Option("--sandbox-anywhere", help="A sandbox may listen beyond loopback [GONGJI_SANDBOX_ANYWHERE]"),
]


@app.command()
def serve(
    database_url: DatabaseUrl = None,
    listen: Listen = None,
    metrics: Metrics = None,
    workers: Workers = None,
    sandbox: Sandbox = None,
    sandbox_anywhere: SandboxAnywhere = None,
    policies: Policies = None,
    key_file: KeyFile = None,
    platforms_file: PlatformsFile = None,
) -> None:
    """Serve. Prints `listening on HOST:PORT` when ready; logs go to stderr; SIGTERM stops it in order."""
    given = locals()
    from service import serving
    from service.listening import reserve
    from service.preparing import prepare

    with refusing():
        settings = read_settings(**given)
        configure_logging(settings.log_format)
        held, address = reserve(address_of(settings))
        uvloop.run(prepare(settings))
        if settings.sandbox:
            log.warning(
                "SANDBOX 沙箱模式：无需凭证，勿放入真实数据 / no credentials are asked for: no real data in here"
            )
        with held:
            raise typer.Exit(
                uvloop.run(serving.serve(settings, address, lambda: print(f"listening on {address}", flush=True)))
            )


@config_app.command("check")
def config_check(
    database_url: DatabaseUrl = None,
    listen: Listen = None,
    metrics: Metrics = None,
    workers: Workers = None,
    sandbox: Sandbox = None,
    sandbox_anywhere: SandboxAnywhere = None,
    policies: Policies = None,
    key_file: KeyFile = None,
    platforms_file: PlatformsFile = None,
) -> None:
    """Show every setting and where it comes from, then everything that would keep `serve` from serving."""
    given = locals()
    from service.config_report import report

    shown, problems = uvloop.run(report(given))
    print(shown)
    for problem in problems:
        print(f"gongji-server: {problem}", file=sys.stderr)
    raise typer.Exit(REFUSED if problems else 0)


@app.command("migrate")
def migrate_database(
    database_url: DatabaseUrl = None,
    server_role: Annotated[
        str | None, typer.Option(help="A PostgreSQL role that is given what serving needs, and no more")
    ] = None,
) -> None:
    """Bring the database to the revision that this server works with."""
    from service.storage import migrate

    with refusing():
        settings = read_settings(database_url=database_url)
        configure_logging(settings.log_format)
        uvloop.run(migrate.migrate(settings.database_url))
        if server_role is not None:
            uvloop.run(migrate.grant_server_role(settings.database_url, server_role))


@policy_app.command("check")
def policy_check(folder: Annotated[Path | None, typer.Argument(help="[GONGJI_POLICIES]")] = None) -> None:
    """Check policy files, and name everything that is wrong."""
    from service import policy_report

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
    from service import policy_report

    with refusing():
        folder = read_settings(policies=policies).policies
        try:
            print(policy_report.show(folder, policy_id, version, color=sys.stdout.isatty()), end="")
        except LookupError as error:
            raise CannotStart(error.args[0]) from None


@policy_app.command("premiums")
def policy_premiums(
    place: str,
    cover_year: Annotated[int | None, typer.Argument(help="Without it: the latest")] = None,
    policies: Policies = None,
) -> None:
    """Show a place's table of resident-scheme premiums, each rule with its source."""
    from service import policy_report

    with refusing():
        folder = read_settings(policies=policies).policies
        try:
            print(policy_report.show_premiums(folder, place, cover_year, color=sys.stdout.isatty()), end="")
        except LookupError as error:
            raise CannotStart(error.args[0]) from None


@policy_app.command("table")
def table(
    lang: Annotated[Literal["zh", "en"], typer.Option(help="zh or en")] = "zh",
    overview: Annotated[bool, typer.Option("--overview", help="One row a version, without the rules")] = False,
    policies: Policies = None,
) -> None:
    """Print what each policy allows, side by side, in Markdown."""
    from service import policy_tables

    with refusing():
        folder = read_settings(policies=policies).policies
        made = policy_tables.policy_overview if overview else policy_tables.policy_tables
        print(made(folder, lang), end="")


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


@job_app.command("run")
def job_run(
    job: Annotated[str, typer.Argument(help="nightly, wallet-return, preset, expiry, year-end, change-over, clearing")],
    region: Annotated[str, typer.Argument(help="Six digits, or all")],
    period: Annotated[str, typer.Argument(help="A date, a month or a year, as the job wants: 2026-06-01")],
    database_url: DatabaseUrl = None,
    policies: Policies = None,
    key_file: KeyFile = None,
    sandbox: Sandbox = None,
    now: Annotated[str | None, typer.Option(help="Decide at this moment, RFC 3339; sandbox only")] = None,
) -> None:
    """Run a job, in a process of its own, beside a server or without one. Broken off, it goes on when run again."""
    from service import job_commands

    with refusing():
        settings = read_settings(database_url=database_url, policies=policies, key_file=key_file, sandbox=sandbox)
        configure_logging(settings.log_format)
        clock = job_commands.clock_of(settings, now)
        named = job_commands.job_named(job)
        raise typer.Exit(uvloop.run(job_commands.run(settings, named, region, period, clock)))


@job_app.command("list")
def job_list(
    region: Annotated[str, typer.Argument(help="Six digits, or all")],
    database_url: DatabaseUrl = None,
    policies: Policies = None,
    key_file: KeyFile = None,
    sandbox: Sandbox = None,
) -> None:
    """List runs of jobs, the one begun last first."""
    from service import job_commands

    with refusing():
        settings = read_settings(database_url=database_url, policies=policies, key_file=key_file, sandbox=sandbox)
        configure_logging(settings.log_format)
        found = uvloop.run(job_commands.runs(settings, region))
    for line in (line for run in found for line in job_commands.report(run)):
        print(line)


@contextmanager
def refusing() -> Iterator[None]:
    """Whatever was given wrong ends the command with one message and the exit code 2."""
    try:
        yield
    except WRONG as error:
        print(f"gongji-server: {error}", file=sys.stderr)
        raise typer.Exit(REFUSED) from None


def main() -> None:
    app()


if __name__ == "__main__":
    main()
