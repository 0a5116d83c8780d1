"""The table of what each place allows, in the READMEs: run as a program, it puts the current one in."""

import re
from pathlib import Path
from typing import Literal

from service.policy_table import policy_table
from tests.docs.markdown import ROOT

READMES: dict[Path, Literal["zh", "en"]] = {ROOT / "README.md": "en", ROOT / "README.zh-CN.md": "zh"}
_BETWEEN = re.compile(r"(?<=<!-- policy-table:begin -->\n).*?(?=<!-- policy-table:end -->)", re.DOTALL)


def current(readme: Path) -> str:
    """The README as it has to be by the policy files."""
    table = policy_table(ROOT / "policies", READMES[readme])
    text, found = _BETWEEN.subn(lambda _: f"\n{table}\n", readme.read_text("utf-8"))
    assert found == 1, f"{readme.name} has no place, or more than one, for the table"
    return text


if __name__ == "__main__":
    for path in READMES:
        path.write_text(current(path), "utf-8")
