"""`gongji-server config check`: every setting and where it comes from, and everything that is wrong, at once."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from service.config_report import without_password
from service.settings import Settings
from tests.support.postgres import run_sql
from tests.support.server import POLICIES, environment, gongji_server

HERE = ("--policies", str(POLICIES))


def check(folder: Path, *options: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Run it with options, and settings in the environment."""
    return subprocess.run(
        [sys.executable, "-m", "service.main", "config", "check", *options],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment() | {f"GONGJI_{name.upper()}": value for name, value in settings.items()},
        check=False,
    )


def rows(printed: str) -> dict[str, tuple[str, str]]:
    """Value and origin by setting."""
    split = [line.split("  ") for line in printed.splitlines()[1:]]
    return {parts[0]: (" ".join(parts[1:-1]).strip(), parts[-1].strip()) for parts in split}


def test_every_setting_is_shown_with_its_origin(tmp_path: Path) -> None:
    """Options go before the environment, that before defaults; nothing is made by looking; exit code 0."""
    done = check(tmp_path, *HERE, "--sandbox", "--workers", "2", workers="3", stop_seconds="7")
    assert (done.returncode, done.stderr) == (0, "")
    shown = rows(done.stdout)
    assert set(shown) == set(Settings.model_fields)
    assert shown["workers"] == ("2", "option")
    assert shown["stop_seconds"] == ("7.0", "environment")
    assert shown["listen"] == ("127.0.0.1:50051", "default")
    assert shown["key_file"] == ("-", "default")
    assert list(tmp_path.iterdir()) == []


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """A bad number, an address beyond this machine, no policies, no platforms, a readable key, no database."""
    (tmp_path / "policies" / "codes").mkdir(parents=True)
    assert gongji_server("key", "create", "--key-file", "gongji.key", cwd=tmp_path).returncode == 0
    (tmp_path / "gongji.key").chmod(0o644)
    done = check(
        tmp_path,
        *("--listen", "192.0.2.1:50051", "--key-file", "gongji.key"),
        workers="none",
        database_url="postgresql://gongji:secret-word@127.0.0.1:1/gongji",
    )
    assert done.returncode == 2
    problems = done.stderr.split("gongji-server: ")[1:]
    wanted = ("workers", "192.0.2.1", "codes", "platforms", "chmod 600", "database")
    assert [word for word, problem in zip(wanted, problems, strict=True) if word not in problem] == []
    assert "secret-word" not in done.stdout + done.stderr
    assert rows(done.stdout)["workers"] == ("(not in order)", "environment")
    assert rows(done.stdout)["database_url"] == ("postgresql://gongji:***@127.0.0.1:1/gongji", "environment")


def test_a_database_has_to_be_migrated(postgres_database_url: str, tmp_path: Path) -> None:
    """PostgreSQL at no revision, or another, is a problem; migrated it is none, and the check writes nothing."""
    options = (*HERE, "--sandbox", "--database-url", postgres_database_url)
    before = check(tmp_path, *options)
    assert before.returncode == 2 and "gongji-server migrate" in before.stderr
    assert gongji_server("migrate", "--database-url", postgres_database_url, cwd=tmp_path).returncode == 0
    after = check(tmp_path, *options)
    assert (after.returncode, after.stderr) == (0, "")
    assert run_sql(postgres_database_url, "SELECT count(*) FROM policy_digests") == "0"
    run_sql(postgres_database_url, "INSERT INTO policy_digests VALUES ('zibo', '2021-06-24', 'another')")
    changed = check(tmp_path, *options)
    assert changed.returncode == 2 and "policy zibo version 2021-06-24 differs" in changed.stderr


def test_a_later_versions_sqlite_is_refused(tmp_path: Path) -> None:
    """An SQLite file of a revision that this server does not know is a problem; one not yet there is none."""
    url = f"sqlite:///{tmp_path / 'gongji.sqlite'}"
    options = (*HERE, "--sandbox", "--database-url", url)
    assert check(tmp_path, *options).returncode == 0
    assert gongji_server("migrate", "--database-url", url, cwd=tmp_path).returncode == 0
    assert check(tmp_path, *options).returncode == 0
    with sqlite3.connect(make_url(url).database or "") as books:
        books.execute("UPDATE alembic_version SET version_num = '9999'")
    later = check(tmp_path, *options)
    assert later.returncode == 2 and "later version" in later.stderr


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://a:secret@h/d", "postgresql://a:***@h/d"),
        ("postgresql://h/d?user=a&password=secret", "postgresql://h/d?password=%2A%2A%2A&user=a"),
        ("secret", "***"),
        ("sqlite:///var/gongji.sqlite", "sqlite:///var/gongji.sqlite"),
    ],
)
def test_passwords_are_masked(url: str, shown: str) -> None:
    """Wherever in the URL it stands, a password is not shown."""
    assert without_password(url) == shown
