"""`gongji-server job`: what it refuses, and all regions in turn."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from service.main import app
from tests.jobs.conftest import with_codes
from tests.support.migrated import migrated_sqlite
from tests.support.server import gongji_server

REGION = "370300"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with nothing in it, a key, and the policies of these tests."""
    made = tmp_path_factory.mktemp("books")
    migrated_sqlite(made / "gongji.sqlite")
    with_codes(made / "policies")
    CliRunner().invoke(app, ["key", "create", "--key-file", str(made / "key")])
    return made


@pytest.fixture(autouse=True)
def no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log is set up once a process, for good: here that would be with a stream that is closed after the command."""
    monkeypatch.setattr("service.main.configure_logging", lambda _: None)


def job(folder: Path, *arguments: str, database: str = "gongji.sqlite") -> Result:
    where = ("--database-url", f"sqlite:///{folder / database}", "--key-file", str(folder / "key"))
    return CliRunner().invoke(app, ["job", *arguments, *where, "--policies", str(folder / "policies")])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("weekly", REGION, "2021"), "wallet-return"),
        (("year-end", REGION, "2021-12"), "YYYY"),
        (("year-end", "37", "2021"), "six digits"),
        (("year-end", "110100", "2021"), "NO_POLICY"),
        (("year-end", REGION, "2199"), "JOB_NOT_DUE"),
        (("year-end", REGION, "2021", "--now", "2022-01-01T00:00:00+08:00"), "sandbox"),
        (("year-end", REGION, "2021", "--sandbox", "--now", "noon"), "zone"),
    ],
)
def test_what_can_not_be_run_is_said(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    """The command refuses what can't be run in one sentence, with exit code 2."""
    refused = job(folder, "run", *arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr.splitlines()[-1]


def test_a_database_that_there_is_not_is_not_made(folder: Path) -> None:
    """A wrong path is said, and leaves no empty database behind."""
    refused = job(folder, "list", REGION, database="other.sqlite")
    assert refused.exit_code == 2 and "there is no such database" in refused.stderr
    assert not (folder / "other.sqlite").exists()


def test_all_regions_in_turn(folder: Path) -> None:
    """With `all` every region that has a policy is run."""
    where = ("--database-url", f"sqlite:///{folder / 'gongji.sqlite'}", "--key-file", str(folder / "key"))
    policies = ("--policies", str(folder / "policies"))
    done = gongji_server("job", "run", "year-end", "all", "2021", *where, *policies, cwd=folder)
    assert (done.returncode, done.stdout.splitlines()) == (
        0,
        [f"year-end {REGION} 2021: finished", "looked at 0, done 0"],
    )
    early = job(folder, "run", "year-end", "all", "2199")
    assert early.exit_code == 2 and f"{REGION}: JOB_NOT_DUE" in early.stderr
    assert f"year-end {REGION} 2021: finished" in job(folder, "list", REGION).stdout
