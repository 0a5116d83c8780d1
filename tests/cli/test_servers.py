"""The user's own list of servers: how it is kept, and which server a command goes to."""

import io
import json
import stat
from pathlib import Path

import pytest

from gongji_cli.main import run
from tests.cli.fake_gongji import FakeGongji


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def known(*argv: str) -> dict[str, object]:
    result = run(["--json", "servers", *argv])
    assert (result.exit_code, result.stderr) == (0, ""), result
    return dict(json.loads(result.stdout))


def test_servers_are_added_used_and_removed(config_path: Path) -> None:
    """The first server added is the one in use until another is chosen; a removed one is gone."""
    assert known("list") == {"current": None, "servers": {}, "path": str(config_path)}
    known("add", "trial", "127.0.0.1:1", "--lang", "en")
    assert known("add", "city", "10.0.0.1:50051", "--token-env", "CITY_TOKEN")["current"] == "trial"
    assert known("use", "city")["current"] == "city"
    assert known("list")["servers"] == {
        "trial": {"address": "127.0.0.1:1", "lang": "en"},
        "city": {"address": "10.0.0.1:50051", "token_env": "CITY_TOKEN"},
    }
    left = known("remove", "city")
    assert (left["current"], list(left["servers"])) == (None, ["trial"])


def test_list_for_people_marks_the_one_in_use(config_path: Path) -> None:
    """The table names every server, where its token is, and marks the one in use."""
    known("add", "trial", "127.0.0.1:1")
    known("add", "city", "10.0.0.1:50051", "--token-env", "CITY_TOKEN")
    lines = run(["servers", "list"]).stdout.splitlines()
    assert any("*" in line and "trial" in line and "127.0.0.1:1" in line for line in lines)
    assert any("*" not in line and "city" in line and "$CITY_TOKEN" in line for line in lines)


def test_kept_token_is_for_its_owner_only(config_path: Path, monkeypatch: pytest.MonkeyPatch, fake: FakeGongji) -> None:
    """A token from standard input goes into a file of mode 0600, with calls, into no output, and away at last."""
    monkeypatch.setattr("sys.stdin", io.StringIO("t-secret\n"))
    added = run(["servers", "add", "trial", fake.address, "--token-stdin"])
    assert added.exit_code == 0 and "t-secret" not in added.stdout + added.stderr
    token = config_path.parent / "trial.token"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (token, config_path)} == {0o600}
    assert "t-secret" not in config_path.read_text()
    assert run(["accounts", "421200/1"]).exit_code == 0
    assert fake.metadata[0]["authorization"] == "Bearer t-secret"
    known("remove", "trial")
    assert not token.exists()


def test_token_that_others_can_read_is_not_sent(config_path: Path, fake: FakeGongji) -> None:
    """A token file with a wider mode is refused, with the command that mends it, and nothing is sent."""
    token = config_path.parent / "t"
    write(token, "t-1\n")
    token.chmod(0o640)
    known("add", "trial", fake.address, "--token-file", str(token))
    result = run(["accounts", "421200/1"])
    assert (result.exit_code, fake.called) == (2, [])
    assert f"chmod 600 {token}" in result.stderr
    token.chmod(0o600)
    assert run(["accounts", "421200/1"]).exit_code == 0
    assert fake.metadata[0]["authorization"] == "Bearer t-1"


def test_option_goes_before_environment_before_list(
    config_path: Path, fake: FakeGongji, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Server, token and language: the command line's, else the environment's, else the list's, each by itself."""
    monkeypatch.setenv("LISTED", "t-list")
    known("add", "here", fake.address, "--token-env", "LISTED", "--lang", "en")
    known("add", "away", "127.0.0.1:1")
    empty_in = {lang: "（无）" if lang == "zh" else "(none)" for lang in ("zh", "en")}

    def asked(*options: str) -> tuple[str, str]:
        result = run([*options, "policy", "list"])
        assert result.exit_code == 0, result.stderr
        lang = next(lang for lang, words in empty_in.items() if words in result.stdout)
        return fake.metadata[-1]["authorization"].removeprefix("Bearer "), lang

    assert asked() == ("t-list", "en")
    known("use", "away")
    assert asked("--server", "here") == ("t-list", "en")
    monkeypatch.setenv("GONGJI_SERVER", "here")
    monkeypatch.setenv("GONGJI_TOKEN", "t-env")
    assert asked() == ("t-env", "en")
    monkeypatch.setenv("GONGJI_LANG", "zh")
    assert asked("--token", "t-option") == ("t-option", "zh")
    assert asked("--lang", "en") == ("t-env", "en")


def test_address_is_never_given_a_token_of_the_list(config_path: Path, fake: FakeGongji) -> None:
    """Where an address is named the list is not looked at: no token of another server goes there."""
    write(config_path, "this is no TOML")
    assert fake.run("accounts", "421200/1").exit_code == 0
    assert "authorization" not in fake.metadata[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[", "servers.toml"),
        ("[servers.a]\n", "address"),
        ('[servers.a]\naddress = "h:1"\ntoken = "t"\n', "token"),
        ('[servers.a]\naddress = "h:1"\ntoken_file = "f"\ntoken_env = "E"\n', "token_env"),
        ('[servers.a]\naddress = "h:1"\nlang = "fr"\n', "lang"),
        ('[servers."a b"]\naddress = "h:1"\n', "a b"),
        ('current = "b"\n[servers.a]\naddress = "h:1"\n', "servers.b"),
        ('current = "a"\n[servers.a]\naddress = "h:1"\ntoken_env = "GONGJI_NOT_SET"\n', "GONGJI_NOT_SET"),
        ('current = "a"\n[servers.a]\naddress = "h:1"\ntoken_file = "none.token"\n', "none.token"),
    ],
)
def test_list_that_can_not_be_followed_is_wrong_usage(config_path: Path, text: str, told: str) -> None:
    """A file that is wrong is told so, with what is wrong in it, and no server is called."""
    write(config_path, text)
    result = run(["accounts", "421200/1"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    "line",
    [
        "add two:words 127.0.0.1:1",
        "add name no-port",
        "add name 127.0.0.1:1 --token-file f --token-env E",
        "add name 127.0.0.1:1 --token-stdin",
        "use nobody",
        "remove nobody",
    ],
)
def test_wrong_usage_changes_nothing(config_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """What makes no sense is exit code 2, and the list stays as it was."""
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    known("add", "trial", "127.0.0.1:1")
    before = config_path.read_bytes()
    assert run(["servers", *line.split()]).exit_code == 2
    assert config_path.read_bytes() == before


def test_unknown_name_lists_the_known(config_path: Path) -> None:
    """A name that is in no list says which names there are."""
    known("add", "trial", "127.0.0.1:1")
    result = run(["--server", "trail", "accounts", "421200/1"])
    assert result.exit_code == 2
    assert "trail" in result.stderr and "trial" in result.stderr
