"""`gongji-server serve` as a real process, over a database of its own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

import gongji
from tests.support.migrated import migrated_postgres
from tests.support.postgres import drop_database, end_with_parent
from tests.support.waiting import until

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "policies"
_START_SECONDS = 60.0
_STOP_SECONDS = 60.0


class Server:
    """One server. `stop` or `kill`, then `start` again keeps database, key and port."""

    def __init__(
        self,
        database_url: str,
        folder: Path,
        *,
        workers: int = 1,
        policies: Path = POLICIES,
        sandbox: bool = True,
        listen: str = "127.0.0.1:0",
        arguments: tuple[str, ...] = (),
        settings: dict[str, str] | None = None,
    ) -> None:
        """`arguments` of the command line besides, and `settings` by their names in the environment."""
        self.database_url = database_url
        self.folder = folder
        self.key_file = folder / "gongji.key"
        self._listen = listen
        self._settings = settings or {}
        self._arguments = (
            *("--database-url", database_url, "--workers", str(workers)),
            *("--policies", str(policies), "--key-file", str(self.key_file)),
            *(("--sandbox",) if sandbox else ()),
            *arguments,
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._stdout = folder / "server.stdout"
        self._stderr = folder / "server.stderr"

    def start(self) -> None:
        """Returns when the server says that it listens."""
        self.launch()
        until(lambda: "\n" in self.printed, what="the server to listen", deadline_seconds=_START_SECONDS)
        self._listen = self.address

    def launch(self) -> None:
        """Starts the process and does not wait for it."""
        with self._stdout.open("wb") as stdout, self._stderr.open("ab") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "service.main", "serve", "--listen", self._listen, *self._arguments],
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                cwd=self.folder,
                env=environment() | self._settings,
                # Ctrl-C is for pytest, whose fixtures then stop this server in their turn.
                start_new_session=True,
                preexec_fn=end_with_parent,
            )

    @property
    def printed(self) -> str:
        """What it has written to stdout. Fails when the process has ended without a line."""
        text = self._stdout.read_text()
        if not text and self.exit_code is not None:
            raise ChildProcessError(f"the server ended with {self.exit_code}:\n{self.log}")
        return text

    @property
    def exit_code(self) -> int | None:
        return self._process.poll() if self._process else None

    @property
    def address(self) -> str:
        """HOST:PORT"""
        return self.printed.removeprefix("listening on ").strip()

    @property
    def pid(self) -> int:
        """Of the process that was started; of several workers it is the parent."""
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """All that was written to stderr, by all starts."""
        return self._stderr.read_text(errors="replace")

    def lines(self, event: str) -> list[dict[str, Any]]:
        """The log's lines of one event, such as "rpc"."""
        parsed = (json.loads(line) for line in self.log.splitlines() if line.startswith("{"))
        return [line for line in parsed if line["event"] == event]

    def client(self, **options: Any) -> gongji.Client:
        """A client of this server; close it, or use it in a `with`."""
        return gongji.Client(self.address, **options)

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self) -> int:
        """Asks it to stop, waits until it has, and returns its exit code."""
        if self.exit_code is None:
            self.signal(signal.SIGTERM)
        return self.wait()

    def wait(self) -> int:
        """Its exit code, once it has ended by itself."""
        assert self._process is not None
        return self._process.wait(timeout=_STOP_SECONDS)

    def kill(self) -> None:
        """Ends it at once, as a crash would. Its workers notice, and stop by themselves."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()


@contextmanager
def start_server(url: str, folder: Path, **options: Any) -> Iterator[Server]:
    """A server that listens, as long as the block runs; options as of `Server`.

    `url` is an SQLite file, or a PostgreSQL server, in which a migrated database of the server's own is made.
    """
    postgres = make_url(url).get_backend_name() == "postgresql"
    database_url = migrated_postgres(url) if postgres else url
    server = Server(database_url, folder, **options)
    try:
        server.start()
        yield server
    finally:
        if server.exit_code is None:
            server.stop()
        if postgres:
            drop_database(url, database_url)


def gongji_server(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command of `gongji-server` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "service.main", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment(),
        timeout=_START_SECONDS,
        check=False,
    )


def environment() -> dict[str, str]:
    """The environment without the settings of whoever runs the tests.

    Compiled modules are kept, apart from everybody's: many servers are started, and most of a start is compiling.
    """
    unwanted = ("GONGJI_", "PYTHONDONTWRITEBYTECODE")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    cache = Path(tempfile.gettempdir()) / f"gongji-test-pycache-{os.getuid()}"
    return inherited | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(cache)}
