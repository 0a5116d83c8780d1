"""The examples in the command line's READMEs, run as they stand."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.fake_gongji import FakeGongji
from tests.contract.descriptors import ROOT


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_example_runs(fake: FakeGongji, readme: str, tmp_path: Path) -> None:
    """The example's files hold rows of the contract, and its installed commands call the server in turn."""
    text = (ROOT / "clients" / "cli" / readme).read_text(encoding="utf-8")
    (example,) = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "GONGJI_SERVER": fake.address}
    ran = subprocess.run(["bash", "-euc", example], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert fake.called == ["UpsertPersons", "UpsertInstitutions", "CreditAccounts", "Bind", "Settle", "ListMembers"]
    assert (len(fake.requests[0].persons), len(fake.requests[2].credits)) == (2, 1)
    assert fake.requests[4].medfee_sumamt_fen == 4000
