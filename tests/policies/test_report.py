"""What `gongji-server policy check` and `policy show` print."""

import pytest

from service.domain.policy import Policy
from service.policy_files import digest, load_book
from service.policy_report import as_text, check, show
from tests.policies.folder import NETWORK, POLICIES, XIANNING, ZIBO, Folder


def policy(policy_id: str) -> Policy:
    found = load_book(POLICIES).latest(policy_id)
    assert found is not None
    return found


def test_check_of_files_in_order() -> None:
    """Files that are in order are named with their digests, and counted."""
    in_order, text = check(POLICIES)
    assert in_order
    assert f"{ZIBO}: in order, digest {digest(policy('zibo'))}" in text
    assert text.endswith(f"{len(load_book(POLICIES).policies)} policies in order")


def test_check_names_everything_that_is_wrong(folder: Folder) -> None:
    """One line for each wrong place, in every wrong file."""
    folder.replace(XIANNING, "value = 6,", "value = 0,")
    folder.replace(ZIBO, '"FACE"', '"FAX"')
    folder.replace(NETWORK, '"SET_BY_AUTHORIZER"', '"AS_BOUND"')
    in_order, text = check(folder.path)
    assert not in_order
    lines = text.splitlines()
    assert len(lines) == 4
    assert [line.partition(":")[0] for line in lines[:3]] == [NETWORK, XIANNING, ZIBO]
    assert lines[3] == "3 wrong"


def test_show_has_every_rule_with_its_source() -> None:
    """Rules that the file leaves out are shown too, as what they then are."""
    text = show(POLICIES, "xianning", "2022-01-01")
    for key, _ in policy("xianning").rules():
        assert key in text
    row = next(line for line in text.splitlines() if "members.at_most" in line)
    assert row.split()[:4] == ["members.at_most", "6", "rules", "at"]
    row = next(line for line in text.splitlines() if "exclusivity.one_network" in line)
    assert row.split()[:4] == ["exclusivity.one_network", "no", "left", "out"]
    assert "咸宁市职工医保个人账户家庭共济" in text
    first = load_book(POLICIES).version("xianning", "2022-01-01")
    assert first is not None and digest(first) in text


def test_show_says_where_a_rule_was_taken_from() -> None:
    """A rule that was taken from another file is shown with its source there, and the header says from where."""
    text = show(POLICIES, "xianning", "2024-10-01")
    row = next(line for line in text.splitlines() if "members.area" in line)
    assert row.split()[:4] == ["members.area", "PROVINCE", "hubei/2024-10-01/rules", "insured"]
    row = next(line for line in text.splitlines() if "members.at_most" in line)
    assert row.split()[:3] == ["members.at_most", "6", "carried-over"]
    assert "rules from hubei/2024-10-01: where this file is silent" in text
    row = next(line for line in text.splitlines() if line.startswith("  hubei/2024-10-01/rules"))
    assert row.split()[1:6] == ["published", "The", "published", "rules", "of"], (
        "the other file's source stands there too"
    )


def test_show_of_a_version() -> None:
    """Without a version the latest is shown."""
    assert "2022-03-01" in show(POLICIES, "ningbo").splitlines()[0]
    assert "2017-01-01" in show(POLICIES, "ningbo", "2017-01-01").splitlines()[0]


@pytest.mark.parametrize(("policy_id", "version"), [("nowhere", None), ("ningbo", "2023-01-01")])
def test_show_of_what_there_is_not(policy_id: str, version: str | None) -> None:
    """A policy or version that does not exist is said to be none."""
    with pytest.raises(LookupError, match=f"there is no policy {policy_id}"):
        show(POLICIES, policy_id, version)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "-"),
        ({}, "-"),
        ((), "none"),
        (True, "yes"),
        (6, "6"),
        (("310", "390"), "310, 390"),
        ({"310": ("A", "B"), "390": ()}, "310: A, B\n390: none"),
    ],
)
def test_values_in_words(value: object, text: str) -> None:
    """A value is written as people read it."""
    assert as_text(value) == text
