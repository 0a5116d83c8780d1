"""The tables of what each place allows, in the documents: run as a program, it puts the current ones in."""

import re
from collections.abc import Callable
from pathlib import Path

from service.policy_tables import Lang, policy_overview, policy_tables
from tests.docs.markdown import ROOT

DOCUMENTS: dict[Path, tuple[Callable[[Path, Lang], str], Lang]] = {
    ROOT / "README.md": (policy_overview, "en"),
    ROOT / "README.zh-CN.md": (policy_overview, "zh"),
    ROOT / "docs" / "policies.md": (policy_tables, "en"),
    ROOT / "docs" / "policies.zh-CN.md": (policy_tables, "zh"),
}
_BETWEEN = re.compile(r"(?<=<!-- policy-table:begin -->\n).*?(?=<!-- policy-table:end -->)", re.DOTALL)


def current(document: Path) -> str:
    """The document as it has to be by the policy files."""
    made, lang = DOCUMENTS[document]
    text, found = _BETWEEN.subn(lambda _: f"\n{made(ROOT / 'policies', lang)}\n", document.read_text("utf-8"))
    assert found == 1, f"{document.name} has no place, or more than one, for the table"
    return text


if __name__ == "__main__":
    for path in DOCUMENTS:
        path.write_text(current(path), "utf-8")
