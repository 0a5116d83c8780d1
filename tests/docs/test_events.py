"""The list of events is complete, in both languages."""

import ast
import re
from collections.abc import Iterator

import pytest

from service.domain.family_events import FamilyEventType
from tests.docs.markdown import ROOT, tables

_TYPE = re.compile(r"[A-Z]+_?[A-Z_]*")
_PEOPLE = {"PERSON_CREATED", "PERSON_UPDATED"}
"""Named after what became of a row."""


def named_types() -> Iterator[str]:
    """Every type of event that the rules write out."""
    for source in sorted((ROOT / "service" / "domain").rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and _makes_events(node.func.id):
                given = (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "type"))
                yield from (a.value for a in given if isinstance(a, ast.Constant) and _TYPE.fullmatch(str(a.value)))


def _makes_events(name: str) -> bool:
    return "event" in name.lower() or name == "_told"


@pytest.mark.parametrize("page", ["events.md", "events.zh-CN.md"])
def test_every_event_is_described(page: str) -> None:
    """The page has a row for each type of event that there is, and for no other."""
    rows = [row for table in tables((ROOT / "docs" / page).read_text("utf-8")) for row in table]
    described = [cell[1:-1] for cell, *_ in rows if cell.startswith("`")]
    assert len(described) == len(set(described))
    assert set(described) == {*named_types(), *(str(kind) for kind in FamilyEventType), *_PEOPLE}
