"""Policies for people who write and check them: what `gongji-server policy check` and `policy show` print."""

import io
from pathlib import Path
from typing import Any

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table

from service.domain.policy import Policy
from service.domain.policy_format import Rule
from service.policy_files import PolicyFile, PolicyFilesError, digest, load_codes, load_files

WIDTH = 160
"""Columns of a report that goes to a file or a pipe."""

UNRULED = "-"
"""What stands for a rule that restricts nothing."""


def check(folder: Path) -> tuple[bool, str]:
    """Whether the files in a folder can be used, and every reason why not, one a line."""
    try:
        files = _files(folder)
    except PolicyFilesError as error:
        return False, "\n".join([*map(str, error.errors), f"{len(error.errors)} wrong"])
    lines = [f"{f.name}: in order, digest {digest(f.policy)}" for f in files]
    return True, "\n".join([*lines, f"{len(files)} policies in order"])


def show(folder: Path, policy_id: str, version: str | None = None, *, color: bool = False) -> str:
    """The rules of one policy with their sources; without a version, the latest. Raises LookupError.

    A rule that the file leaves out is shown too, with the value it then has.
    """
    versions = [f.policy for f in _files(folder) if f.policy.id == policy_id and version in (None, f.policy.version)]
    if not versions:
        raise LookupError(f"there is no policy {policy_id}" + (f" {version}" if version else ""))
    policy = max(versions, key=lambda p: p.policy.in_force_from)
    out = Console(file=io.StringIO(), force_terminal=color, width=WIDTH, highlight=False, markup=False)
    _header(policy, out)
    out.print(_rules(policy))
    out.print(f"{UNRULED}: nothing is restricted. left out: the file does not say, the format's default holds.\n")
    out.print(_sources(policy))
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def as_text(value: Any) -> str:
    """A rule's value on as few lines as can be read."""
    plain = msgspec.to_builtins(value, order="deterministic")
    if isinstance(plain, dict) and plain:
        return "\n".join(f"{key}: {_words(held)}" for key, held in plain.items())
    if _nested(plain):
        return "\n".join(_words(item) for item in plain)
    return _words(plain)


def _files(folder: Path) -> list[PolicyFile]:
    return load_files(folder, load_codes(folder / "codes"))


def _words(value: Any) -> str:
    if value is None or value == {}:
        return UNRULED
    if isinstance(value, dict):
        return "; ".join(f"{k} {_words(v)}" for k, v in value.items() if v not in (None, [], ()))
    if _nested(value):
        return " + ".join(f"({_words(v)})" for v in value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_words, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _nested(value: Any) -> bool:
    """Whether it is a list of more than words."""
    return isinstance(value, list | tuple) and any(isinstance(item, list | tuple | dict) for item in value)


def _header(policy: Policy, out: Console) -> None:
    header = policy.policy
    until = header.in_force_until or "now"
    out.print(f"{header.id} {header.version}  {header.name_zh}  {header.name_en}")
    out.print(f"{header.shape}, regions {', '.join(header.regions)}, in force {header.in_force_from} to {until}")
    out.print(f"in force: {header.in_force_source} {header.in_force_note}".rstrip())
    out.print(f"digest {digest(policy)}\n")


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _rules(policy: Policy) -> Table:
    table = _table("rule", "value", "source", "note")
    for key, rule in policy.rules():
        table.add_row(key, as_text(rule.value), _source(rule), rule.note)
    return table


def _source(rule: Rule[Any]) -> str:
    return "left out" if rule.source == "default" else rule.source


def _sources(policy: Policy) -> Table:
    table = _table("source", "sure", "title", "note")
    for key, source in policy.sources.items():
        table.add_row(key, source.sure, " ".join(filter(None, (source.title, source.date))), source.note)
    return table
