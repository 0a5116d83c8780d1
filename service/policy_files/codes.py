"""The code tables beside the policies: regions, kinds of care, schemes, certificates, categories."""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct, field

from service.domain.policy import NATION, Source
from service.domain.policy_book import MedType
from service.domain.policy_format import Strict
from service.policy_files.errors import PolicyFileError, PolicyFilesError, from_validation

T = TypeVar("T")


class Word(Strict, frozen=True):
    """What a code means, in Chinese and English."""

    zh: str
    en: str


class _MedTypeRow(Strict, frozen=True):
    """`scene` is left out where a code is known to belong to none of the scenes."""

    zh: str
    clr_type: str
    source: str
    scene: str = ""
    note: str = ""


class _MedTypesFile(Strict, frozen=True):
    sources: dict[str, Source]
    scenes: dict[str, Word]
    med_types: dict[str, dict[str, _MedTypeRow]]


class _Override(Strict, frozen=True):
    pooling_region: str
    source: str
    note: str = ""


class _OverridesFile(Strict, frozen=True):
    sources: dict[str, Source] = field(default_factory=dict)
    overrides: dict[str, _Override] = field(default_factory=dict)


class _Words(Strict, frozen=True):
    codes: dict[str, Word]


class CodeTables(Struct, frozen=True):
    """`pooling_regions` by admdvs; `med_types` by place (a region, a province, or the nation) and code."""

    admdvs: frozenset[str]
    pooling_regions: dict[str, str]
    med_types: dict[str, dict[str, MedType]]
    scenes: dict[str, Word]
    insutypes: dict[str, Word]
    psn_cert_types: dict[str, Word]
    categories: dict[str, Word]

    @property
    def pools(self) -> frozenset[str]:
        """The codes that are a pooling region."""
        return frozenset(self.pooling_regions.values())


def load_codes(folder: Path) -> CodeTables:
    """Read the tables in policies/codes; raises PolicyFilesError."""
    admdvs, pooling = _regions(folder / "regions.csv")
    overrides = read_toml(folder / "pooling_overrides.toml", _OverridesFile, "codes/pooling_overrides.toml")
    kinds = read_toml(folder / "med_types.toml", _MedTypesFile, "codes/med_types.toml")
    errors = [*_check_overrides(overrides, admdvs), *_check_med_types(kinds, admdvs)]
    if errors:
        raise PolicyFilesError(errors)
    pooling |= {code: row.pooling_region for code, row in overrides.overrides.items()}
    return CodeTables(
        admdvs=frozenset(admdvs),
        pooling_regions=pooling,
        med_types={
            place: {code: MedType(row.scene, row.clr_type) for code, row in rows.items()}
            for place, rows in kinds.med_types.items()
        },
        scenes=kinds.scenes,
        insutypes=_words(folder, "insutypes.toml"),
        psn_cert_types=_words(folder, "psn_cert_types.toml"),
        categories=_words(folder, "categories.toml"),
    )


def read_toml(path: Path, kind: type[T], name: str) -> T:
    """A TOML file as a typed value; raises PolicyFilesError with the one thing that is wrong first."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise PolicyFilesError([PolicyFileError(name, "", "there is no such file")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyFilesError([PolicyFileError(name, "", f"is not TOML in UTF-8: {error}")]) from None
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        raise PolicyFilesError([from_validation(name, raw, kind, error)]) from None


def _words(folder: Path, name: str) -> dict[str, Word]:
    return read_toml(folder / name, _Words, f"codes/{name}").codes


def _regions(path: Path) -> tuple[set[str], dict[str, str]]:
    """The codes there are, and of each the region it pools in; a province without a fund of its own has none."""
    if not path.is_file():
        raise PolicyFilesError([PolicyFileError("codes/regions.csv", "", "there is no such file")])
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {row["admdvs"] for row in rows}
    return codes, {row["admdvs"]: row["pooling_region"] for row in rows if row["pooling_region"]}


def _check_overrides(file: _OverridesFile, admdvs: set[str]) -> Iterator[PolicyFileError]:
    name = "codes/pooling_overrides.toml"
    for code, row in file.overrides.items():
        for key, admdv in ((f"overrides.{code}", code), (f"overrides.{code}.pooling_region", row.pooling_region)):
            if admdv not in admdvs:
                yield PolicyFileError(name, key, f"{admdv} is not a code of codes/regions.csv")
        if row.source not in file.sources:
            yield PolicyFileError(name, f"overrides.{code}.source", f"has to be a key of [sources], not {row.source!r}")


def _check_med_types(file: _MedTypesFile, admdvs: set[str]) -> Iterator[PolicyFileError]:
    name = "codes/med_types.toml"
    for place, rows in file.med_types.items():
        if place != NATION and place not in admdvs:
            yield PolicyFileError(name, f"med_types.{place}", "is not 000000 and not a code of codes/regions.csv")
        for code, row in rows.items():
            key = f"med_types.{place}.{code}"
            if row.scene and row.scene not in file.scenes:
                yield PolicyFileError(name, f"{key}.scene", f"has to be one of {', '.join(file.scenes)}")
            if row.source not in file.sources:
                yield PolicyFileError(name, f"{key}.source", f"has to be a key of [sources], not {row.source!r}")
