"""The contract that has been released: later changes may add to it, and break nothing."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RELEASED = ROOT / "protos/released/gongji.v1.binpb"
BUF = Path(sys.executable).with_name("buf")


def breaks(folder: Path) -> str:
    """What buf says of the contract in a folder, held against the released one; nothing where all is well."""
    held = subprocess.run(
        [BUF, "breaking", "--against", RELEASED], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert (held.returncode == 0) == (held.stdout == ""), held.stderr
    return held.stdout


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """A copy of the contract that may be changed."""
    shutil.copytree(ROOT / "protos", tmp_path / "protos")
    shutil.copy(ROOT / "buf.yaml", tmp_path)
    return tmp_path


def change(folder: Path, file: str, pattern: str, by: str) -> None:
    path = folder / "protos/gongji/v1" / file
    text, changed = re.subn(pattern, by, path.read_text("utf-8"), count=1)
    assert changed, pattern
    path.write_text(text, "utf-8")


def test_the_contract_breaks_nothing_that_was_released() -> None:
    """Clients made from the released contract go on working."""
    assert breaks(ROOT) == ""


def test_more_fields_break_nothing(contract: Path) -> None:
    """A new field with a number of its own is let through."""
    change(contract, "family.proto", r"(message Binding \{\n)", r"\1  // New.\n  string more = 900;\n")
    assert breaks(contract) == ""


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        (r"string binding_id = 1;", "string binding_id = 901;"),
        (r"string binding_id = 1;", "int64 binding_id = 1;"),
        (r"  string binding_id = 1;\n", ""),
    ],
)
def test_a_change_that_breaks_clients_is_told(contract: Path, pattern: str, by: str) -> None:
    """Another number, another type, or a field taken away is an error of `make check`."""
    change(contract, "family.proto", pattern, by)
    assert "binding_id" in breaks(contract) or "Binding" in breaks(contract)
