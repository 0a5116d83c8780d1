"""Policies for people who write and check them: what `gongji-server policy check`, `show` and `premiums` print."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table

from service.domain.policy import Policy
from service.domain.policy_format import Rule
from service.domain.premium_table import PremiumTable
from service.policy_files import PolicyFile, PolicyFileError, PolicyFilesError, digest, load_codes, load_files
from service.policy_files.premiums import PremiumFile, load_premiums

WIDTH = 160
"""Columns of a report that goes to a file or a pipe."""

UNRULED = "-"
"""What stands for a rule that restricts nothing."""


def check(folder: Path) -> tuple[bool, str]:
    """Whether the files in a folder, tables of premiums too, can be used, and every reason why not, one a line."""
    errors: list[PolicyFileError] = []
    files: list[PolicyFile] = []
    tables: list[PremiumFile] = []
    try:
        codes = load_codes(folder / "codes")
    except PolicyFilesError as error:
        return False, _wrong(error.errors)
    try:
        files = load_files(folder, codes)
    except PolicyFilesError as error:
        errors += error.errors
    try:
        tables = load_premiums(folder, codes)
    except PolicyFilesError as error:
        errors += error.errors
    if errors:
        return False, _wrong(errors)
    lines = [f"{f.name}: in order, digest {digest(f.policy)}" for f in files]
    lines += [f"{f.name}: in order" for f in tables]
    return True, "\n".join([*lines, f"{len(tables)} tables of premiums and {len(files)} policies in order"])


def _wrong(errors: Sequence[PolicyFileError]) -> str:
    return "\n".join([*map(str, errors), f"{len(errors)} wrong"])


def show(folder: Path, policy_id: str, version: str | None = None, *, color: bool = False) -> str:
    """The rules of one policy with their sources; without a version, the latest. Raises LookupError.

    A rule that the file leaves out is shown too, with the value it then has.
    """
    versions = [f.policy for f in _files(folder) if f.policy.id == policy_id and version in (None, f.policy.version)]
    if not versions:
        raise LookupError(f"there is no policy {policy_id}" + (f" {version}" if version else ""))
    policy = max(versions, key=lambda p: p.policy.in_force_from)
    out = _paper(color)
    _header(policy, out)
    return _printed(policy, out)


def _paper(color: bool) -> Console:
    return Console(file=io.StringIO(), force_terminal=color, width=WIDTH, highlight=False, markup=False)


def _printed(rules: Policy | PremiumTable, out: Console) -> str:
    """What was printed before, then the rules and their sources."""
    out.print(_rules(rules))
    out.print(f"{UNRULED}: nothing is restricted. left out: the file does not say, the format's default holds.\n")
    out.print(_sources(rules))
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def show_premiums(folder: Path, place: str, cover_year: int | None = None, *, color: bool = False) -> str:
    """The table of premiums of a place with its sources; without a year, the latest. Raises LookupError."""
    tables = [f.table for f in load_premiums(folder, load_codes(folder / "codes")) if f.table.premium.place == place]
    found = [table for table in tables if cover_year in (None, table.premium.cover_year)]
    if not found:
        raise LookupError(f"there is no table of premiums {place}" + (f" {cover_year}" if cover_year else ""))
    table = max(found, key=lambda table: table.premium.cover_year)
    out = _paper(color)
    header = table.premium
    out.print(f"{header.place} {header.cover_year}  {header.name_zh}  {header.name_en}")
    invented = ", invented: a test region" if header.test_region else ""
    out.print(f"regions {', '.join(header.regions)}{invented}\n{header.note}\n".rstrip() + "\n")
    return _printed(table, out)


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
    if header.rules_from is not None:
        taken = f"{header.rules_from.id}/{header.rules_from.version}"
        out.print(f"rules from {taken}: where this file is silent, with the sources {taken}/…")
    out.print(f"digest {digest(policy)}\n")


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _rules(policy: Policy | PremiumTable) -> Table:
    table = _table("rule", "value", "source", "note")
    for key, rule in policy.rules():
        table.add_row(key, as_text(rule.value), _source(rule), rule.note)
    return table


def _source(rule: Rule[Any]) -> str:
    return "left out" if rule.source == "default" else rule.source


def _sources(policy: Policy | PremiumTable) -> Table:
    table = _table("source", "sure", "title", "note")
    for key, source in policy.sources.items():
        table.add_row(key, source.sure, " ".join(filter(None, (source.title, source.date))), source.note)
    return table
