"""The systemd unit and its settings are in order, and start what there is."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from service.settings import Settings
from tests.docs.markdown import ROOT
from tests.docs.test_readme import options_of

UNIT = ROOT / "deploy" / "systemd" / "gongji.service"
ENVIRONMENT = ROOT / "deploy" / "systemd" / "gongji.env"
PROGRAM = "/opt/gongji/.venv/bin/gongji-server"


def test_it_starts_commands_that_there_are() -> None:
    """What the unit starts, and checks before, are commands of the server with options that they have."""
    lines = re.findall(rf"^ExecStart(?:Pre)?={PROGRAM} (.+)$", UNIT.read_text("utf-8"), re.MULTILINE)
    assert lines == ["config check", "serve"]
    assert all(options_of(line.split()) for line in lines)


def test_it_sets_what_can_be_set() -> None:
    """Each setting in the file is one of the server's, and a value that it takes."""
    lines = [line for line in ENVIRONMENT.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    given = {name.removeprefix("GONGJI_").lower(): value for name, _, value in (line.partition("=") for line in lines)}
    assert Settings(**given).workers == 2


def test_systemd_understands_it(tmp_path: Path) -> None:
    """systemd finds nothing to say about the unit, with a program in it that is installed here."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text("utf-8").replace(PROGRAM, "/bin/true"))
    done = subprocess.run([analyze, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if UNIT.name in line]
    assert said == []
