"""The demonstration: a server of its own, every example shown, and the truth about what did not come out."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from gongji_cli.demo import demonstrate
from gongji_cli.sandbox import ServerError
from tests.policies.folder import POLICIES, ZIBO, Folder

WUXI = "wuxi/2021-01-01.toml"


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=160)


def said(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def only_wuxi(folder: Folder) -> None:
    for file in folder.path.glob("*/2*.toml"):
        if file != folder.path / WUXI:
            file.unlink()


def test_who_paid_what_and_why_is_shown(folder: Folder, console: Console) -> None:
    """The commands, each account's part with its reason in Chinese and English, the summary, and the server's end."""
    only_wuxi(folder)
    assert demonstrate(folder.path, console) == []
    text = said(console)
    assert "$ gongji --now 2021-06-01T09:00:00+08:00 settle --patient 320200/" in text
    row = next(line for line in text.splitlines() if "授权人 authorizer PERSONAL" in line and "1500.00" in line)
    assert "500.00" in row
    assert "PAID 此账户已支付 · this account paid (accounts.shared)" in row
    assert "1 / 1 个示例与预期一致 · examples came out as expected" in text
    assert text.rstrip().endswith("sandbox server stopped (SIGTERM, exit code 0)")


def test_an_example_that_does_not_come_out_is_told(folder: Folder, console: Console) -> None:
    """What was expected and what came out stand side by side, and the example is named at the end."""
    only_wuxi(folder)
    folder.replace(WUXI, '"authorizer/PERSONAL" = "1500.00"', '"authorizer/PERSONAL" = "1499.99"')
    assert demonstrate(folder.path, console) == [f"{WUXI}: published-case"]
    text = said(console)
    assert "✗ balance of authorizer/PERSONAL: expected 1499.99, found 1500.00" in text
    assert f"✗ {WUXI}: published-case" in text


def test_a_server_that_does_not_start(folder: Folder, console: Console) -> None:
    """With a wrong policy file the server does not start, and what it said is passed on."""
    folder.replace(ZIBO, '"FACE"', '"FAX"')
    with pytest.raises(ServerError, match=r"did not start(?s:.*)is 'FAX', has to be one of"):
        demonstrate(folder.path, console)


def test_the_exit_code(folder: Folder) -> None:
    """`python -m gongji_cli.demo` ends with 1 if an example does not come out."""
    only_wuxi(folder)
    folder.replace(WUXI, 'cash = "0.00"', 'cash = "0.01"')
    argv = [sys.executable, "-m", "gongji_cli.demo", str(folder.path)]
    done = subprocess.run(argv, capture_output=True, text=True, cwd=Path(POLICIES).parent, timeout=120, check=False)
    assert done.returncode == 1
    assert "0 / 1" in done.stdout
