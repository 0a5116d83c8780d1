"""Reading the tables of premiums in policies/premiums: one file a place and year, all wrong ones named at once."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from service.domain.premium_table import PremiumTable
from service.policy_files.codes import CodeTables
from service.policy_files.errors import PolicyFileError, PolicyFilesError, from_validation
from service.policy_files.premium_checks import check_table

FOLDER = "premiums"


class PremiumFile(msgspec.Struct, frozen=True):
    """One file as read: its name in the folder of policies, what stands in it, and typed."""

    name: str
    raw: dict[str, Any]
    table: PremiumTable


def load_premiums(policies: Path, codes: CodeTables) -> list[PremiumFile]:
    """The tables beside the policies, checked one by one and against each other; raises PolicyFilesError."""
    errors: list[PolicyFileError] = []
    files: list[PremiumFile] = []
    for path in sorted((policies / FOLDER).rglob("*.toml")):
        read = _read(path, path.relative_to(policies).as_posix())
        if isinstance(read, PolicyFileError):
            errors.append(read)
        else:
            files.append(read)
            errors += check_table(read.name, read.raw, read.table, codes)
    errors += _check_all(files)
    if errors:
        raise PolicyFilesError(errors)
    return files


def _read(path: Path, name: str) -> PremiumFile | PolicyFileError:
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return PolicyFileError(name, "", f"is not TOML in UTF-8: {error}")
    try:
        return PremiumFile(name, raw, msgspec.convert(raw, PremiumTable))
    except msgspec.ValidationError as error:
        return from_validation(name, raw, PremiumTable, error)


def _check_all(files: list[PremiumFile]) -> Iterator[PolicyFileError]:
    """Two tables for one place and year would leave it open which holds."""
    first: dict[tuple[str, int], str] = {}
    for file in files:
        header = file.table.premium
        for region in header.regions:
            other = first.setdefault((region, header.cover_year), file.name)
            if other != file.name:
                problem = f"{region} has its premiums of {header.cover_year} in {other}: name it in one of them"
                yield PolicyFileError(file.name, "premium.regions", problem)
