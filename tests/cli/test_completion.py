"""What the shell offers when Tab is pressed, asked for as bash and zsh ask."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gongji import v1
from gongji_cli.main import run
from tests.cli import samples
from tests.cli.fake_gongji import FakeGongji

Tab = Callable[[str, str], str]
GONGJI = Path(sys.executable).with_name("gongji")


@pytest.fixture
def tab(monkeypatch: pytest.MonkeyPatch) -> Tab:
    """Presses Tab: what a shell is offered at the end of a line that has been typed so far."""

    def press(shell: str, line: str) -> str:
        words = line.split(" ")
        with monkeypatch.context() as environment:
            environment.setenv("_GONGJI_COMPLETE", f"complete_{shell}")
            environment.setenv("COMP_WORDS", "\n".join(words))
            environment.setenv("COMP_CWORD", str(len(words) - 1))
            environment.setenv("_TYPER_COMPLETE_ARGS", line)
            result = run([])
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    return press


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize(
    ("line", "there", "not_there"),
    [
        ("gongji w", "why", "settle"),
        ("gongji servers ", "remove", "why"),
        ("gongji bind --relation C", "CHILD", "SPOUSE"),
        ("gongji bind --relation c", "child", "spouse"),
        ("gongji bind --channel W", "WINDOW", "APP"),
        ("gongji bind --verified F", "FACE", "CARD"),
        ("gongji settle --claim H", "HAND_IN", "DIRECT"),
        ("gongji entries 421200/1 --kind H", "HISTORIC", "PERSONAL"),
    ],
)
def test_commands_and_values_are_offered(tab: Tab, shell: str, line: str, there: str, not_there: str) -> None:
    """Commands, and the values of closed lists in the case that they were begun in."""
    answer = tab(shell, line)
    assert there in answer and not_there not in answer


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_names_of_servers_are_offered(tab: Tab, shell: str) -> None:
    """The user's own servers are offered to --server, to use and to remove."""
    for name in ("trial", "city"):
        run(["servers", "add", name, "127.0.0.1:1"])
    for line in ("gongji --server t", "gongji servers use t", "gongji servers remove t"):
        answer = tab(shell, line)
        assert "trial" in answer and "city" not in answer


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_policies_are_offered(tab: Tab, shell: str, fake: FakeGongji) -> None:
    """The policies of the server in use are offered, once each however many versions they have."""
    run(["servers", "add", "fake", fake.address])
    policy = samples.policies().policies[0]
    fake.answers["ListPolicies"] = v1.ListPoliciesResponse(policies=[policy, policy])
    assert tab(shell, "gongji policy show ").count("xianning") == 1
    assert "xianning" in tab(shell, "gongji --server fake bind --policy x")


def test_nothing_is_offered_where_nothing_is_known(tab: Tab, config_path: Path) -> None:
    """A broken list, or a server that is not there, is no reason to write over the user's line."""
    run(["servers", "add", "gone", "127.0.0.1:1"])
    assert tab("bash", "gongji policy show ").strip() == ""
    config_path.write_text("[", encoding="utf-8")
    assert tab("bash", "gongji --server ").strip() == ""


def in_bash(script: str, **environment: str) -> str:
    """What a script prints in a real bash in which `gongji` is installed."""
    bash = shutil.which("bash")
    assert bash, "bash is what the Makefile runs in"
    path = f"{GONGJI.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "-euc", script], env={**os.environ, "PATH": path, **environment}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_bash_itself_completes() -> None:
    """The script that --show-completion prints works in a real bash."""
    script = (
        'eval "$(gongji --show-completion)"\nCOMP_WORDS=(gongji wh)\nCOMP_CWORD=1\n'
        '_gongji_completion gongji\necho "${COMPREPLY[@]}"'
    )
    assert in_bash(script).split() == ["why"]


def test_completion_installs_itself(tmp_path: Path) -> None:
    """--install-completion finds out which shell it was called from, and puts its script where that finds it."""
    in_bash("gongji --install-completion; true", HOME=str(tmp_path))
    assert "_GONGJI_COMPLETE" in (tmp_path / ".bash_completions" / "gongji.sh").read_text()
    assert "gongji.sh" in (tmp_path / ".bashrc").read_text()
