"""Tables of premiums that are wrong are refused, each wrong place named with what would be right."""

import pytest

from service.policy_files import PolicyFilesError, load_codes
from service.policy_files.premiums import load_premiums
from service.policy_report import check, show_premiums
from tests.policies.folder import POLICIES, Folder, folder

__all__ = ["folder"]

CODES = load_codes(POLICIES / "codes")
WUHAI = "premiums/wuhai/2020.toml"
COUNTY = "premiums/a-county/2020.toml"
XIANNING = "premiums/xianning/2022.toml"
SICHUAN = "premiums/a-sichuan-county/2021.toml"
LATE = "premiums/cangzhou-yanshan/2017.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (WUHAI, "cover_year = 2020", "cover_year = 2021", "premium: the file of this place and cover year has to be"),
        (WUHAI, 'name_zh = "', 'name = "', "premium.name: is unknown to the format; known here: place"),
        (WUHAI, '"990106"', '"150300"', "premium.regions: 150300 has to be six digits from 99 on"),
        (XIANNING, '"421200"', '"421221"', "premium.regions: 421221 pools in 421200"),
        (XIANNING, '"421200"', '"990106"', "premium.regions: 990106 is not a code of codes/regions.csv"),
        (WUHAI, 'sure = "published"', 'sure = "certain"', "sources.notice.sure: is 'certain', has to be one of"),
        (
            WUHAI,
            '[windows]\nsource = "notice"',
            "[windows]",
            "windows.source: is missing, has to be a key of [sources]",
        ),
        (WUHAI, '"FARM_RESIDENT"', '"FARMER"', "standards.value[1].who[0].categories: 'FARMER' is not in codes/"),
        (WUHAI, "by_tier_fen = [80_00]", "by_tier_fen = []", "standards.value[1].by_tier_fen: has to hold an amount"),
        (WUHAI, "[80_00]", "[80.0]", "standards.value[1].by_tier_fen[0]: expected `int`, got `float`"),
        (WUHAI, "age_under = 61", "age_under = 18", "standards.value[2].who[0].age_under: is 18, has to be more than"),
        (WUHAI, "age_from = 61", "", "standards.value[3].who[0]: says nothing: leave `who` out"),
        (WUHAI, "{ fen = 50_00, zh", "{ zh", "subsidies.value[1]: has to have one of `fen` and `percent`"),
        (WUHAI, "percent = 100", "percent = 101", "subsidies.value[0].percent: is 101, has to be from 1 to 100"),
        (
            SICHUAN,
            "of_tier = 2",
            "of_tier = 3",
            "subsidies.value[1].of_tier: goes with `percent`, and has to be a tier",
        ),
        (SICHUAN, "government_fen = 3_50, who", "government_fen = -1, who", "supplements.value[0].government_fen"),
        (COUNTY, "{ fen = 30_00", "{ fen = -1", "set_offs.value[1].fen: is -1, has to be 0 or more"),
        (COUNTY, ', who = [{ categories = ["OUTPATIENT_CREDIT_USED"] }]', "", "set_offs.value[0]: fits everybody"),
        (COUNTY, "[{ closes = 2019-12-31 }]", "[{}]", "windows.value[0]: has to say when it `opens` or `closes`"),
        (WUHAI, "closes = 2019-12-31", "closes = 2019-08-31", "windows.value[0].closes: has to be 2019-09-01 or later"),
        (LATE, 'begin = "BIRTH"', 'begin = "BIRTH", first_day = 2017-01-01', "covers.value[0].first_day: goes with"),
        (LATE, '"BIRTH"', '"BORN"', "covers.value[0].begin: is 'BORN', has to be one of DAY, BIRTH, NEXT_MONTH"),
        (LATE, '"FULL_AMOUNT"', '"REFUSED"', "late.value.cover_after_days: goes with late payment that is allowed"),
        (SICHUAN, '"ALLOWED"', '"ALLOWED", government_fen = 1', "late.value.government_fen: goes with"),
    ],
)
def test_what_is_wrong_is_named(folder: Folder, file: str, old: str, new: str, told: str) -> None:
    """The error names the file, the key, and what would be right; nothing is loaded."""
    folder.replace(file, old, new)
    with pytest.raises(PolicyFilesError) as caught:
        load_premiums(folder.path, CODES)
    assert [e.file for e in caught.value.errors] == [file]
    assert told in str(caught.value)


def test_one_table_a_place_and_year(folder: Folder) -> None:
    """Two tables that name one region for one year would leave open which holds."""
    folder.replace(COUNTY, '"990105"', '"990106"')
    with pytest.raises(
        PolicyFilesError, match=f"{WUHAI}: premium.regions: 990106 has its premiums of 2020 in {COUNTY}"
    ):
        load_premiums(folder.path, CODES)


def test_check_covers_the_tables(folder: Folder) -> None:
    """`policy check` names wrong tables beside wrong policies, and counts both."""
    assert check(folder.path)[1].endswith("policies in order")
    assert f"{WUHAI}: in order" in check(folder.path)[1]
    folder.replace(WUHAI, "percent = 100", "percent = 0")
    folder.replace("zibo/2021-06-24.toml", '"FACE"', '"FAX"')
    in_order, text = check(folder.path)
    assert not in_order
    assert [line.partition(":")[0] for line in text.splitlines()[:2]] == ["zibo/2021-06-24.toml", WUHAI]


def test_a_table_is_shown_with_its_sources() -> None:
    """`policy premiums` shows every rule, those left out too, the sources, and that a region is invented."""
    text = show_premiums(POLICIES, "a-sichuan-county")
    assert "a-sichuan-county 2021" in text and "invented: a test region" in text
    for part in ("by_tier_fen 28000, 38000", "percent 60; of_tier 1", "notice-2021", "left out", "ALLOWED"):
        assert part in text
    with pytest.raises(LookupError, match="there is no table of premiums nowhere 2020"):
        show_premiums(POLICIES, "nowhere", 2020)
