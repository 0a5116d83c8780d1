"""Reading the policy files: every file that is wrong is named before any is refused."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from service.domain.policy import Policy
from service.domain.policy_book import PolicyBook
from service.policy_files.checks import check_all, check_one
from service.policy_files.codes import CodeTables, load_codes
from service.policy_files.errors import PolicyFileError, PolicyFilesError, from_validation

BESIDE = ("codes", "premiums")
"""Folders beside the policies that hold tables, not policies."""


class PolicyFile(Struct, frozen=True):
    """One file as read: its name in the folder, its content as TOML has it, and typed."""

    name: str
    raw: dict[str, Any]
    policy: Policy


def load_book(folder: Path) -> PolicyBook:
    """All policies and tables in a folder, or PolicyFilesError with everything that is wrong with them."""
    codes = load_codes(folder / "codes")
    policies = [f.policy for f in load_files(folder, codes)]
    return PolicyBook(policies, codes.pooling_regions, codes.med_types)


def load_files(folder: Path, codes: CodeTables) -> list[PolicyFile]:
    """The policy files in a folder, checked one by one and against each other."""
    errors: list[PolicyFileError] = []
    files: list[PolicyFile] = []
    for path in _paths(folder):
        name = path.relative_to(folder).as_posix()
        read = _read(path, name)
        if isinstance(read, PolicyFileError):
            errors.append(read)
        else:
            files.append(read)
            errors += check_one(name, read.raw, read.policy, codes)
    errors += check_all([(f.name, f.policy) for f in files])
    if not files and not errors:
        errors = [PolicyFileError(str(folder), "", "holds no policy: it should hold <id>/<version>.toml")]
    if errors:
        raise PolicyFilesError(errors)
    return files


def _paths(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.rglob("*.toml")) if p.relative_to(folder).parts[0] not in BESIDE]


def _read(path: Path, name: str) -> PolicyFile | PolicyFileError:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return PolicyFileError(name, "", f"is not TOML in UTF-8: {error}")
    try:
        return PolicyFile(name, raw, msgspec.convert(raw, Policy))
    except msgspec.ValidationError as error:
        return from_validation(name, raw, Policy, error)
