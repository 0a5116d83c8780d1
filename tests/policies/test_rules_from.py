"""A file that takes rules from another: what it says itself holds, what it does not say is the other's."""

from datetime import date

import pytest

from service.domain.policy import Policy
from service.domain.terms import Relation
from service.policy_files import PolicyFilesError, digest, load_book
from tests.policies.folder import NETWORK, PROVINCE, TAKES_RULES, XIANNING, ZIBO, Folder

NAMED = 'rules_from = { id = "hubei", version = "2024-10-01" }'


def taken(folder: Folder) -> Policy:
    found = load_book(folder.path).version("xianning", "2024-10-01")
    assert found is not None
    return found


def test_what_a_file_does_not_say_is_the_others(folder: Folder) -> None:
    """Rules are taken one by one: a section of which the file says a part gets the other rules of it."""
    policy = taken(folder)
    assert Relation.SIBLING in policy.relations.allowed.value
    assert (policy.members.at_most.value, policy.members.area.value) == (6, "PROVINCE")
    assert policy.settlement.area.value == "REGION", "what it says itself comes before the other's PROVINCE"


def test_a_rule_that_is_taken_keeps_its_source(folder: Folder) -> None:
    """Its source stands among the file's own, under the other file's name, and is as sure as it is there."""
    policy = taken(folder)
    rule = policy.payers.order
    assert rule.source == "hubei/2024-10-01/our-reading"
    assert policy.sources[rule.source].sure == "our reading"
    assert "last pays first" in rule.note
    assert "hubei/2024-10-01/discharge" in policy.sources
    assert "hubei/2024-10-01/worked-example" not in policy.sources, "no rule that was taken names it"


def test_the_digest_is_that_of_the_rules_written_out(folder: Folder) -> None:
    """It covers the values that hold: those written out give the same, those of the other file changed give another."""
    before = digest(taken(folder))
    folder.append(PROVINCE, "")
    folder.replace(PROVINCE, 'note = "insured anywhere in Hubei"', 'note = "in the whole province"')
    assert digest(taken(folder)) == before
    area = 'area = { value = "PROVINCE", source = "rules" }\n'
    folder.replace(TAKES_RULES, "at_most = { value = 6", f"{area}at_most = {{ value = 6")
    assert digest(taken(folder)) == before
    folder.replace(PROVINCE, 'pays = { value = ["RESIDENT"]', 'pays = { value = ["LONG_TERM_CARE"]')
    assert digest(taken(folder)) != before


def test_rules_may_be_taken_over_two_steps(folder: Folder) -> None:
    """What the other file took itself is taken along, under the name of the one that says it."""
    text = (folder.path / TAKES_RULES).read_text("utf-8").partition("[[examples]]")[0]
    (folder.path / "wuhan").mkdir()
    text = text.replace('id = "xianning"', 'id = "wuhan"').replace('["421200"]', '["420100"]')
    text = text.replace(NAMED, 'rules_from = { id = "xianning", version = "2024-10-01" }')
    folder.write("wuhan/2024-10-01.toml", text.replace("at_most = {", "lifetime_at_most = {"))
    found = load_book(folder.path).first("420100", date(2025, 1, 1))
    assert found is not None and found.id == "wuhan"
    assert found.members.lifetime_at_most.value == found.members.at_most.value == 6
    assert found.members.at_most.source == "xianning/2024-10-01/carried-over"
    assert found.relations.allowed.source == "hubei/2024-10-01/rules"


WRONG = {
    "a version that there is not": (TAKES_RULES, NAMED.replace("2024", "2023"), "there is no hubei/2023-10-01.toml"),
    "itself": (TAKES_RULES, NAMED.replace("hubei", "xianning"), "goes round in a circle: xianning/2024-10-01.toml >"),
    "another shape": (
        TAKES_RULES,
        'rules_from = { id = "ningbo", version = "2017-01-01" }',
        "is a NETWORK: rules come",
    ),
    "a key too many": (TAKES_RULES, NAMED.replace(" }", ', rules = "all" }'), "known here: id, version"),
}


@pytest.mark.parametrize(("file", "new", "problem"), WRONG.values(), ids=WRONG)
def test_rules_that_can_not_be_taken(folder: Folder, file: str, new: str, problem: str) -> None:
    """Where the rules would come from has to be there, of the same shape, and not the file itself."""
    folder.replace(file, NAMED, new)
    with pytest.raises(PolicyFilesError) as refused:
        load_book(folder.path)
    found = [e for e in refused.value.errors if e.key.startswith("policy.rules_from") and problem in e.problem]
    assert [e.file for e in found] == [file], str(refused.value)


def test_a_circle_of_files(folder: Folder) -> None:
    """Two files that take each other's rules are refused, and told once."""
    folder.replace(PROVINCE, "in_force_from", 'rules_from = { id = "xianning", version = "2024-10-01" }\nin_force_from')
    with pytest.raises(PolicyFilesError) as refused:
        load_book(folder.path)
    assert [e.key for e in refused.value.errors] == ["policy.rules_from"]
    assert "goes round in a circle" in str(refused.value)


def test_what_is_wrong_is_told_where_it_stands(folder: Folder) -> None:
    """A mistake in the file whose rules are taken is told there, and not again for each that takes them."""
    folder.replace(PROVINCE, '"SIBLING"', '"COUSIN"')
    with pytest.raises(PolicyFilesError) as refused:
        load_book(folder.path)
    assert [e.file for e in refused.value.errors] == [PROVINCE]


def test_a_required_rule_may_be_taken(folder: Folder) -> None:
    """Without the other file's rules the ones that have to be given are missing."""
    folder.replace(TAKES_RULES, NAMED, "")
    with pytest.raises(PolicyFilesError) as refused:
        load_book(folder.path)
    assert [(e.file, e.problem) for e in refused.value.errors] == [(TAKES_RULES, "is missing, and has to be given")]


def test_files_that_take_nothing_are_as_they_were(folder: Folder) -> None:
    """Taking rules is each file's own choice: a file that names no other has its own sources only."""
    for file in (XIANNING, ZIBO, NETWORK):
        policy_id, _, version = file.removesuffix(".toml").partition("/")
        found = load_book(folder.path).version(policy_id, version)
        assert found is not None and not [key for key in found.sources if "/" in key]
