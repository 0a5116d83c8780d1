"""The commands of `gongji-server` beside `serve`, and where settings come from."""

from pathlib import Path

import pytest

from service.settings import SettingsError, read_settings
from tests.support.postgres import run_sql
from tests.support.server import POLICIES, gongji_server


def test_policies_are_checked(tmp_path: Path) -> None:
    """The policies that ship are in order; what is not is named, with exit code 2."""
    good = gongji_server("policy", "check", str(POLICIES), cwd=tmp_path)
    assert (good.returncode, good.stderr) == (0, "") and "in order" in good.stdout
    bad = gongji_server("policy", "check", str(tmp_path), cwd=tmp_path)
    assert (bad.returncode, bad.stdout) == (2, "") and "regions.csv" in bad.stderr


def test_a_policy_is_shown(tmp_path: Path) -> None:
    """A policy is shown with its rules; one that there is not is named, with exit code 2."""
    shown = gongji_server("policy", "show", "zibo", "--policies", str(POLICIES), cwd=tmp_path)
    assert shown.returncode == 0 and "accounts.own_order" in shown.stdout
    unknown = gongji_server("policy", "show", "nowhere", "--policies", str(POLICIES), cwd=tmp_path)
    assert (unknown.returncode, unknown.stdout) == (2, "") and "nowhere" in unknown.stderr


def test_migrate_gives_the_servers_role_what_it_needs(postgres_database_url: str, tmp_path: Path) -> None:
    """The role may add to the books and not change or delete them; migrating again is no harm."""
    run_sql(postgres_database_url, "DROP ROLE IF EXISTS edge_server")
    run_sql(postgres_database_url, "CREATE ROLE edge_server")
    for _ in range(2):
        arguments = ("--database-url", postgres_database_url, "--server-role", "edge_server")
        assert gongji_server("migrate", *arguments, cwd=tmp_path).returncode == 0
    may = "SELECT has_table_privilege('edge_server', 'postings', '{}')"
    answers = [run_sql(postgres_database_url, may.format(act)) for act in ("INSERT", "UPDATE", "DELETE")]
    assert answers == ["t", "f", "f"]
    run_sql(postgres_database_url, "DROP OWNED BY edge_server")
    run_sql(postgres_database_url, "DROP ROLE edge_server")


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    """`key create` makes a file that only its owner reads, and leaves one that is there alone."""
    path = tmp_path / "secret" / "gongji.key"
    assert gongji_server("key", "create", "--key-file", str(path), cwd=tmp_path).returncode == 0
    made = path.read_bytes()
    again = gongji_server("key", "create", "--key-file", str(path), cwd=tmp_path)
    assert again.returncode == 2 and path.read_bytes() == made
    assert path.stat().st_mode & 0o077 == 0


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings come from GONGJI_… where the command line does not say otherwise."""
    monkeypatch.setenv("GONGJI_LISTEN", "127.0.0.1:1")
    monkeypatch.setenv("GONGJI_WORKERS", "3")
    settings = read_settings(listen="127.0.0.1:2", workers=None)
    assert (settings.listen, settings.workers, settings.sandbox) == ("127.0.0.1:2", 3, False)


@pytest.mark.parametrize(("name", "value"), [("GONGJI_WORKERS", "many"), ("GONGJI_SANDBOX", "perhaps")])
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A setting that can't be read is refused by its name."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name.removeprefix("GONGJI_").lower()):
        read_settings()
