"""Reading the policy files: every file that is wrong is named before any is refused."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from service.domain.policy import Policy
from service.domain.policy_book import PolicyBook
from service.policy_files.checks import check_all, check_one
from service.policy_files.codes import CodeTables, load_codes
from service.policy_files.errors import PolicyFileError, PolicyFilesError, from_validation
from service.policy_files.inherit import Raw, check_line, check_taken, line_of, parent_of, with_rules_taken
from service.policy_files.premiums import load_premiums

BESIDE = ("codes", "premiums")
"""Folders beside the policies that hold tables, not policies."""


class PolicyFile(Struct, frozen=True):
    """One file as read: its name in the folder, its content with the rules that it takes from others, and typed."""

    name: str
    raw: Raw
    policy: Policy


def load_book(folder: Path) -> PolicyBook:
    """All policies and tables in a folder, or PolicyFilesError with everything that is wrong with them."""
    codes = load_codes(folder / "codes")
    policies = [f.policy for f in load_files(folder, codes)]
    premiums = [f.table for f in load_premiums(folder, codes)]
    return PolicyBook(policies, codes.pooling_regions, codes.med_types, premiums)


def load_files(folder: Path, codes: CodeTables) -> list[PolicyFile]:
    """The policy files in a folder, checked one by one and against each other."""
    raws, errors = _read_all(folder)
    files: dict[str, PolicyFile] = {}
    for name in sorted(raws, key=lambda name: (len(line_of(name, raws)), name)):
        if {e.file for e in errors}.isdisjoint(line_of(name, raws)[1:]):
            errors += _add(name, raws, files, codes)
    errors += check_all([(name, files[name].policy) for name in sorted(files)])
    if not files and not errors:
        errors = [PolicyFileError(str(folder), "", "holds no policy: it should hold <id>/<version>.toml")]
    if errors:
        raise PolicyFilesError(sorted(errors, key=lambda error: error.file))
    return [files[name] for name in sorted(files)]


def _read_all(folder: Path) -> tuple[dict[str, Raw], list[PolicyFileError]]:
    raws: dict[str, Raw] = {}
    errors: list[PolicyFileError] = []
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        if path.relative_to(folder).parts[0] in BESIDE:
            continue
        try:
            raws[name] = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            errors.append(PolicyFileError(name, "", f"is not TOML in UTF-8: {error}"))
    return raws, errors


def _add(name: str, raws: dict[str, Raw], files: dict[str, PolicyFile], codes: CodeTables) -> Iterator[PolicyFileError]:
    """Type and check one file, and put it to the others; those whose rules it takes are there and in order."""
    if in_the_line := list(check_line(name, raws)):
        yield from in_the_line
        return
    raw = with_rules_taken(name, raws)
    try:
        files[name] = PolicyFile(name, raw, msgspec.convert(raw, Policy))
    except msgspec.ValidationError as error:
        yield from_validation(name, raw, Policy, error)
        return
    yield from check_one(name, raw, files[name].policy, codes)
    if parent := parent_of(raw):
        yield from check_taken(name, files[name].policy, files[parent].policy)
