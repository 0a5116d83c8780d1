"""`gongji import` as a process, and the books that it leaves."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from tests.bulk.files import NOON
from tests.support.desk import BALANCES_OFF
from tests.support.postgres import run_sql
from tests.support.server import Server, environment

_SECONDS = 120


def command(address: str, kind: str, file: Path, *options: str) -> list[str]:
    now = NOON.isoformat()
    return [
        *(sys.executable, "-c", "from gongji_cli.main import main; main()"),
        *("--server", address, "--now", now, "--json", "import", kind, str(file), *options),
    ]


def imported(server: Server, kind: str, file: Path, *options: str, exit_code: int = 0) -> dict[str, Any]:
    """The report of an import that ran to its end."""
    done = subprocess.run(
        command(server.address, kind, file, *options),
        capture_output=True,
        text=True,
        env=environment(),
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode == exit_code, done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def begun(server: Server, kind: str, file: Path) -> subprocess.Popen[str]:
    """An import under way."""
    return subprocess.Popen(
        command(server.address, kind, file),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )


def counted(server: Server, sql: str) -> int:
    """What a query for one number says of the server's books."""
    url = make_url(server.database_url)
    if url.get_backend_name() == "postgresql":
        return int(run_sql(server.database_url, sql))
    import sqlite3

    with sqlite3.connect(f"file:{url.database}?mode=ro", uri=True) as books:
        return int(books.execute(sql).fetchone()[0])


def rows_in(server: Server, table: str) -> int:
    return counted(server, f"SELECT count(*) FROM {table}")


def books_are_whole(server: Server) -> bool:
    """Whether every balance is what its postings add up to."""
    return counted(server, BALANCES_OFF.strip()) == 0
