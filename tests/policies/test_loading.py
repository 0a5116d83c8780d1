"""A wrong policy file is refused with file, key and what would be right."""

from datetime import date

import pytest

from service.policy_files import PolicyFilesError, load_book
from tests.policies.folder import NETWORK, ONE_TO_ONE, POLICIES, XIANNING, ZIBO, Folder

WRONG = {
    "a wrong type": (XIANNING, "{ value = 6,", '{ value = "six",', "members.at_most.value", "expected `int | null`"),
    "an unknown rule": (
        XIANNING,
        "at_most = {",
        "atmost = {",
        "members.atmost",
        "is unknown to the format; known here: schemes, insu_states",
    ),
    "an unknown section": (XIANNING, "[payers]", "[payer]", "payer", "known here: policy, sources, accounts"),
    "a rule that has to be there": (
        XIANNING,
        'kinds = { value = ["PERSONAL"], source = "rules", note = "one balance, not split by years" }\n',
        "",
        "accounts.kinds",
        "is missing, and has to be given",
    ),
    "a rule without a table": (
        XIANNING,
        'area = { value = "REGION", source = "rules" }',
        'area = "REGION"',
        "members.area",
        "has to be a table with value, source, note",
    ),
    "a word that is none": (
        ZIBO,
        '"FACE"',
        '"FAX"',
        "handling.proofs.value[0].any_of[0]",
        "is 'FAX', has to be one of REAL_NAME, FACE, CARD",
    ),
    "an act that is none": (
        ZIBO,
        "channels.value.BIND",
        "channels.value.BAND",
        "handling.channels.value",
        "is 'BAND', has to be one of AUTHORIZE, BIND, UNBIND, ORDER",
    ),
    "a source without a title": (
        ZIBO,
        'title = "Our reading',
        'titel = "Our reading',
        "sources.our-reading.titel",
        "is unknown to the format; known here: title, sure, date, note",
    ),
    "a scheme's scenes without a list": (
        ZIBO,
        'scenes.value.390 = ["OUTPATIENT", "PHARMACY"]',
        'scenes.value.390 = "OUTPATIENT"',
        "settlement.scenes.value.390",
        "expected `array`, got `str`",
    ),
    "no TOML": (XIANNING, "[members]", "[members", "", "is not TOML in UTF-8"),
    "a rule without a source": (
        XIANNING,
        '{ value = 6, source = "rules",',
        "{ value = 6,",
        "members.at_most.source",
        "is missing: name the source of the rule (rules, window, our-reading",
    ),
    "a source that is none": (
        ZIBO,
        'schemes = { value = ["310"], source = "rules" }',
        'schemes = { value = ["310"], source = "rumour" }',
        "accounts.schemes.source",
        "is 'rumour', has to be a key of [sources] (rules, our-reading",
    ),
    "a source of no certainty": (
        ZIBO,
        'sure = "published"',
        'sure = "sure"',
        "sources.rules.sure",
        "has to be one of published, our reading, weak, invented",
    ),
    "another id than the folder": (
        ZIBO,
        'id = "zibo"',
        'id = "zb"',
        "policy",
        "the file of this id and version has to be zb/2021-06-24.toml",
    ),
    "another version than the file": (
        ZIBO,
        'version = "2021-06-24"',
        'version = "2021-06-25"',
        "policy",
        "has to be zibo/2021-06-25.toml",
    ),
    "an end before the beginning": (
        XIANNING,
        "in_force_until = 2024-09-30",
        "in_force_until = 2021-12-31",
        "policy.in_force_until",
        "has to be 2022-01-01 or later",
    ),
    "no regions": (ZIBO, 'regions = ["370300"]', "regions = []", "policy.regions", "at least one region"),
    "a region that is none": (ZIBO, '"370300"', '"379999"', "policy.regions", "379999 is not a code of codes/regions"),
    "a county": (ZIBO, '"370300"', '"370302"', "policy.regions", "name the pooling region 370300"),
    "no members": (XIANNING, "value = 6,", "value = 0,", "members.at_most.value", "is 0, has to be 1 or more"),
    "a proof of no minute": (
        ZIBO,
        "fresh_minutes = 10",
        "fresh_minutes = 0",
        "handling.proofs.value[0].fresh_minutes",
        "is 0, has to be 1 or more",
    ),
    "a wait of less than nothing": (
        XIANNING,
        "months = 3",
        "months = -3",
        "bindings.wait.value[0].months",
        "is -3, has to be 1 or more",
    ),
    "less than nothing retained": (
        ZIBO,
        "[payers]",
        '[payers]\nretained_fen = { value = -1, source = "rules" }',
        "payers.retained_fen.value",
        "is -1, has to be 0 or more",
    ),
    "fewer in a lifetime than at once": (
        XIANNING,
        "at_most = { value = 6,",
        'lifetime_at_most = { value = 5, source = "rules" }\nat_most = { value = 6,',
        "members.lifetime_at_most.value",
        "is 5, has to be 6 (members.at_most) or more",
    ),
    "a shared account that is not kept": (
        XIANNING,
        'shared = { value = ["PERSONAL"]',
        'shared = { value = ["HISTORIC"]',
        "accounts.shared.value",
        "HISTORIC is not kept here: accounts.kinds has PERSONAL",
    ),
    "an own account that is not kept": (
        XIANNING,
        'own_order = { value = ["PERSONAL"]',
        'own_order = { value = ["CURRENT"]',
        "accounts.own_order.value",
        "CURRENT is not kept here",
    ),
    "a balance in an account that is not kept": (
        NETWORK,
        'balance_in = { value = ["HISTORIC"]',
        'balance_in = { value = ["WALLET"]',
        "authorizer.balance_in.value",
        "WALLET is not kept here",
    ),
    "an account that counts and is not kept": (
        NETWORK,
        'own_counts = ["MUTUAL_AID"]',
        'own_counts = ["PERSONAL"]',
        "settlement.accounts_at_most.value.own_counts",
        "PERSONAL is not kept here",
    ),
    "a limit on a relation that is not allowed": (
        NETWORK,
        'of = ["SPOUSE"]',
        'of = ["SIBLING"]',
        "relations.limits.value[0].of",
        "SIBLING is not in relations.allowed: SPOUSE, FATHER",
    ),
    "a scheme that is none": (
        XIANNING,
        'schemes = { value = ["310", "390"]',
        'schemes = { value = ["311", "390"]',
        "members.schemes.value",
        "'311' is not in codes/insutypes.toml: 310, 320",
    ),
    "scenes of a scheme that is none": (
        ZIBO,
        "scenes.value.390",
        "scenes.value.39",
        "settlement.scenes.value",
        "'39' is not in codes/insutypes.toml",
    ),
    "a scene that is none": (
        ZIBO,
        '["OUTPATIENT", "PHARMACY"]',
        '["OUTPATIENTS", "PHARMACY"]',
        "settlement.scenes.value.310",
        "'OUTPATIENTS' is not in [scenes] of codes/med_types.toml: OUTPATIENT, CHRONIC",
    ),
    "a category that is none": (
        NETWORK,
        '"RETIRED_CADRE"',
        '"CADRE"',
        "members.categories_excluded.value",
        "'CADRE' is not in codes/categories.toml: OFFICE_STAFF_CHILD",
    ),
    "a network beyond its region": (
        NETWORK,
        'area = { value = "REGION"',
        'area = { value = "NATION"',
        "members.area.value",
        "has to be REGION in a network",
    ),
    "people in two networks": (
        NETWORK,
        "one_network = { value = true",
        "one_network = { value = false",
        "exclusivity.one_network.value",
        "has to be true in a network",
    ),
    "a network without an order of its own": (
        NETWORK,
        '"SET_BY_AUTHORIZER"',
        '"AS_BOUND"',
        "payers.order.value",
        "has to be SET_BY_AUTHORIZER in a network",
    ),
    "two versions at once": (
        NETWORK,
        "in_force_until = 2022-02-28",
        "",
        "policy.in_force_from",
        "version 2017-01-01 is still in force then: close it with in_force_until = 2022-02-28",
    ),
    "two policies of a shape in one region": (
        ZIBO,
        'regions = ["370300"]',
        'regions = ["370300", "320200"]',
        "policy.regions",
        "policy wuxi 2021-01-01 of the same shape serves 320200 at the same time",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "key", "problem"), WRONG.values(), ids=WRONG)
def test_a_wrong_file(folder: Folder, file: str, old: str, new: str, key: str, problem: str) -> None:
    """Each thing that can be wrong is refused with the file, the key, and what would be right."""
    folder.replace(file, old, new)
    with pytest.raises(PolicyFilesError) as refused:
        load_book(folder.path)
    found = [e for e in refused.value.errors if e.key == key and problem in e.problem]
    assert len(found) == 1, str(refused.value)
    assert found[0].file in (file, ONE_TO_ONE)
    assert all(part in str(refused.value) for part in (found[0].file, key, problem))


def test_every_wrong_file_is_named(folder: Folder) -> None:
    """All wrong files are told at once, not only the first."""
    folder.replace(XIANNING, "value = 6,", "value = 0,")
    folder.replace(ZIBO, '"FACE"', '"FAX"')
    folder.replace(NETWORK, "one_network = { value = true", "one_network = { value = false")
    with pytest.raises(PolicyFilesError) as refused:
        load_book(folder.path)
    assert {e.file for e in refused.value.errors} == {XIANNING, ZIBO, NETWORK}


def test_a_folder_without_policies(folder: Folder) -> None:
    """A folder that holds no policy is an error: a server that knows no rules is of no use."""
    for file in folder.path.glob("*/2*.toml"):
        file.unlink()
    with pytest.raises(PolicyFilesError, match="holds no policy"):
        load_book(folder.path)


def test_a_province_and_the_nation_may_be_named(folder: Folder) -> None:
    """A policy may name a province's code or 000000; it serves the places that have none of their own of its form."""
    folder.replace(ZIBO, 'regions = ["370300"]', 'regions = ["370000", "000000"]')
    book = load_book(folder.path)
    day = date(2022, 6, 1)
    assert [p.id for p in book.in_force("421200", day)] == ["xianning"]
    assert [p.id for p in book.in_force("370100", day)] == ["zibo"]
    assert [p.id for p in book.in_force("420100", day)] == ["zibo"]
    assert [p.id for p in book.in_force("420100", date(2025, 6, 1))] == ["hubei", "national-wallet"]
    assert [p.id for p in book.in_force("330200", date(2021, 7, 1))] == ["ningbo"], "a network stands for a star"


def test_the_files_of_this_project() -> None:
    """All policy files of the project are in order."""
    ids = [(p.id, p.version) for p in load_book(POLICIES).policies]
    assert ids == [
        ("beijing", "2025-01-01"),
        ("fujian", "2025-01-01"),
        ("hubei", "2024-10-01"),
        ("hunan", "2025-01-01"),
        ("national-quota", "2026-01-09"),
        ("national-wallet", "2024-11-01"),
        ("ningbo", "2017-01-01"),
        ("ningbo", "2022-03-01"),
        ("shanxi", "2025-01-01"),
        ("taian", "2025-01-01"),
        ("wuxi", "2021-01-01"),
        ("xianning", "2022-01-01"),
        ("xianning", "2024-10-01"),
        ("zhejiang", "2025-01-01"),
        ("zibo", "2021-06-24"),
    ]
