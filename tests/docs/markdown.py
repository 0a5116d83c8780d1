"""What the tests of the documents read out of Markdown: headings, fenced blocks, tables, links."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAIRS = [
    (folder / "README.md", folder / "README.zh-CN.md")
    for folder in (ROOT, ROOT / "policies", ROOT / "clients" / "python", ROOT / "clients" / "cli")
] + [
    (ROOT / "docs" / f"{page}.md", ROOT / "docs" / f"{page}.zh-CN.md")
    for page in ("events", "operations", "policies", "transcript")
]
"""The documents that stand in English and in Chinese, and say the same."""

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_TABLE = re.compile(r"(?:^\|.*\|\n)+", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_INLINE = re.compile(r"`([^`\n]+)`")
_NOT_OURS = {"node_modules", "build", "dist", "var"}


class Fence(NamedTuple):
    """A fenced block: the language beside its first fence, and what is in it."""

    language: str
    body: str


def fences(text: str, language: str | None = None) -> list[Fence]:
    """The fenced blocks, of one language or of all."""
    found = [Fence(*match.groups()) for match in _FENCE.finditer(text)]
    return [fence for fence in found if language in (None, fence.language)]


def prose(text: str) -> str:
    """The text without its fenced blocks."""
    return _FENCE.sub("", text)


def levels(text: str) -> list[int]:
    """The levels of the headings, in order: 1 for the title."""
    return [len(marks) for marks, _ in _HEADING.findall(prose(text))]


def tables(text: str) -> list[list[list[str]]]:
    """The tables, as rows of cells."""
    found = _TABLE.findall(prose(text))
    return [[[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()] for table in found]


def links(text: str) -> list[str]:
    """The targets of links to files of this repository."""
    return [target for target in _LINK.findall(prose(text)) if ":" not in target and not target.startswith("#")]


def commands(text: str) -> list[str]:
    """The lines of all blocks in `sh`."""
    return [line for fence in fences(text, "sh") for line in fence.body.splitlines()]


def code(text: str) -> list[str]:
    """All that is set as something to type: lines of blocks in `sh`, and spans in the text."""
    return commands(text) + _INLINE.findall(prose(text))


def files(*suffixes: str) -> Iterator[Path]:
    """The project's own files with these endings: nothing hidden, installed or made."""
    pending = [ROOT]
    while pending:
        for path in sorted(pending.pop().iterdir()):
            if path.name.startswith(".") or path.name in _NOT_OURS or path.name.endswith(".egg-info"):
                continue
            if path.is_dir():
                pending.append(path)
            elif path.suffix in suffixes:
                yield path


def name(path: Path) -> str:
    """A file as a test names it."""
    return path.relative_to(ROOT).as_posix()
