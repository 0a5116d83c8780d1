"""The README's quick start and Python example, run as they stand against a sandbox."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.docs.markdown import ROOT, Fence, fences
from tests.support.server import Server, environment, start_server

ADDRESS = "127.0.0.1:50051"
ACTIVATE = ". .venv/bin/activate\n"
NEXT = "--- next block ---"
COMMANDS_OF_THE_QUICK_START = 5


class Tried(NamedTuple):
    """A README whose blocks of `gongji` commands have been run: its text, the server, and what each block printed."""

    text: str
    server: Server
    printed: list[str]


@pytest.fixture(scope="module", params=["README.md", "README.zh-CN.md"])
def tried(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    """Each README's commands, in the order of the text, on a sandbox of their own."""
    text = (ROOT / request.param).read_text("utf-8")
    folder = tmp_path_factory.mktemp("quickstart")
    with start_server(f"sqlite:///{folder / 'gongji.sqlite'}", folder) as server:
        yield Tried(text, server, run([block.body for block in client_blocks(text)], server.address))


def client_blocks(text: str) -> list[Fence]:
    """The blocks that call the server with `gongji`."""
    return [fence for fence in fences(text, "sh") if re.search("^gongji ", fence.body, re.MULTILINE)]


def run(blocks: list[str], address: str) -> list[str]:
    """What each block prints, all in one shell, which stops at the first command that fails."""
    assert ACTIVATE in blocks[0]
    script = f"\necho '{NEXT}'\n".join(blocks).replace(ACTIVATE, "")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", script],
        cwd=ROOT,
        env=environment() | {"PATH": path, "GONGJI_SERVER": address},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout.split(f"{NEXT}\n")


def test_the_quick_start_is_five_commands(tried: Tried) -> None:
    """The first block brings people, institution and money in, binds, and settles."""
    lines = client_blocks(tried.text)[0].body.splitlines()
    assert len([line for line in lines if line.startswith("gongji ")]) == COMMANDS_OF_THE_QUICK_START


def test_the_commands_print_what_is_shown(tried: Tried) -> None:
    """Every line shown is printed, in that order; `…` stands for what is left out."""
    shown = [fence.body for fence in fences(tried.text, "text")]
    assert len(shown) == len(tried.printed) == 2
    for excerpt, printed in zip(shown, tried.printed, strict=True):
        lines = iter(printed.splitlines())
        for wanted in excerpt.splitlines():
            pattern = re.compile(".*".join(map(re.escape, wanted.split("…"))))
            assert any(pattern.fullmatch(line.rstrip()) for line in lines), f"{wanted!r} is not in:\n{printed}"


def test_the_python_example_runs(tried: Tried, capsys: pytest.CaptureFixture[str]) -> None:
    """The example previews the bill from above and prints why the holder's account would not pay."""
    (example,) = fences(tried.text, "python")
    assert ADDRESS in example.body
    exec(compile(example.body.replace(ADDRESS, tried.server.address), "README", "exec"), {"__name__": "__main__"})
    printed = capsys.readouterr().out.splitlines()
    assert re.findall(r"\d+\.\d\d", printed[0]) == ["0.00", "40.00"]
    assert [line.split()[:2] for line in printed[1:]] == [
        ["9900000002", "NO_ACCOUNT"],
        ["9900000001", "POOLED_FUND_LINKED"],
        ["9900000003", "NOT_BOUND"],
    ]
