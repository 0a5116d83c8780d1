"""The code tables: where a place pools, and which scene a kind of care belongs to."""

from pathlib import Path

import pytest

from service.domain.policy_book import MedType, PolicyBook
from service.policy_files import PolicyFilesError, load_book, load_codes
from tests.policies.folder import POLICIES, Folder


@pytest.fixture(scope="module")
def book() -> PolicyBook:
    return load_book(POLICIES)


@pytest.mark.parametrize(
    ("admdvs", "region"),
    [
        ("421200", "421200"),
        ("421202", "421200"),
        ("421221", "421200"),
        ("330282", "330200"),
        ("110105", "110000"),
        ("119900", "110000"),
        ("379900", "379900"),
        ("429004", "429004"),
        ("123456", "123456"),
    ],
)
def test_where_a_place_pools(book: PolicyBook, admdvs: str, region: str) -> None:
    """A county pools with its city, a municipality's district with the whole of it; an unknown code is its own."""
    assert book.pooling_region(admdvs) == region


@pytest.mark.parametrize(
    ("code", "scene", "clr_type"),
    [
        ("11", "OUTPATIENT", "11"),
        ("12", "OUTPATIENT", "11"),
        ("13", "OUTPATIENT", "11"),
        ("14", "CHRONIC", "11"),
        ("21", "INPATIENT", "21"),
        ("24", "INPATIENT", "21"),
        ("41", "PHARMACY", "41"),
        ("52", "INPATIENT", "21"),
        ("93", "PHARMACY", "41"),
    ],
)
def test_the_nations_kinds_of_care(book: PolicyBook, code: str, scene: str, clr_type: str) -> None:
    """A national med_type has the same scene in every region."""
    assert book.med_type(code, "421200") == book.med_type(code, "330200") == MedType(scene, clr_type)


@pytest.mark.parametrize("code", ["15", "53"])
def test_a_kind_that_is_known_and_of_no_scene(book: PolicyBook, code: str) -> None:
    """Special drugs and family planning stand in the table without a scene: no policy's scene covers them."""
    assert book.med_type(code, "421200") == MedType("", "99")


def test_a_province_adds_its_own(book: PolicyBook) -> None:
    """A province's code is known in its regions and nowhere else."""
    assert book.med_type("9901", "430100") == MedType("TWO_DISEASES", "11")
    assert book.med_type("9901", "421200") is None


def test_a_region_overrules_the_nation(folder: Folder) -> None:
    """A region's own row comes before its province's and the nation's."""
    row = '{ zh = "门诊", scene = "CHRONIC", clr_type = "11", source = "our-reading" }'
    folder.append("codes/med_types.toml", f"[med_types.421200]\n11 = {row}")
    book = load_book(folder.path)
    assert book.med_type("11", "421200") == MedType("CHRONIC", "11")
    assert book.med_type("11", "330200") == MedType("OUTPATIENT", "11")


def override(region: object) -> str:
    return f"[overrides.421221]\npooling_region = {region!r}\nsource = 'law'"


def test_a_pooling_region_is_overruled(folder: Folder) -> None:
    """A row of pooling_overrides.toml stands before the rule of regions.csv."""
    law = '[sources.law]\ntitle = "law"\nsure = "published"\n'
    folder.write("codes/pooling_overrides.toml", law + override("420100"))
    assert load_codes(folder.path / "codes").pooling_regions["421221"] == "420100"


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        (override("429999"), "overrides.421221.pooling_region", "is not a code of codes/regions.csv"),
        (override("420100"), "overrides.421221.source", "has to be a key of [sources]"),
        (override(420100), "overrides.421221.pooling_region", "expected `str`"),
    ],
)
def test_a_wrong_override(folder: Folder, text: str, key: str, problem: str) -> None:
    """A wrong row of a code table is named with file and key, and with what would be right."""
    folder.write("codes/pooling_overrides.toml", text)
    with pytest.raises(PolicyFilesError) as refused:
        load_codes(folder.path / "codes")
    found = [e for e in refused.value.errors if e.key == key and problem in e.problem]
    assert [e.file for e in found] == ["codes/pooling_overrides.toml"]


def test_a_scene_that_does_not_exist(folder: Folder) -> None:
    """A kind of care can only belong to a scene of the table."""
    folder.replace("codes/med_types.toml", 'scene = "PHARMACY"', 'scene = "DRUGSTORE"')
    with pytest.raises(PolicyFilesError, match=r"med_types\.000000\.41\.scene: has to be one of OUTPATIENT, CHRONIC"):
        load_codes(folder.path / "codes")


@pytest.mark.parametrize("name", ["insutypes.toml", "categories.toml", "psn_cert_types.toml", "regions.csv"])
def test_a_table_that_is_missing(folder: Folder, name: str) -> None:
    """A missing table is an error that names it."""
    Path(folder.path / "codes" / name).unlink()
    with pytest.raises(PolicyFilesError, match=f"codes/{name}: there is no such file"):
        load_codes(folder.path / "codes")
