"""The digest of a version: it changes with what is decided, and with nothing else."""

from datetime import date
from typing import Any

import msgspec
import pytest

from service.domain.policy import Policy, ProofRule
from service.policy_files import digest, load_book
from service.policy_files.digest import canonical, default_values
from tests.policies.folder import POLICIES, XIANNING, Folder
from tests.support.world import make_policy


def changed(policy: Policy, **header: Any) -> Policy:
    return msgspec.structs.replace(policy, policy=msgspec.structs.replace(policy.policy, **header))


def test_what_decides_nothing_is_not_covered(folder: Folder) -> None:
    """Other sources, notes, comments and examples leave the digest as it is."""
    before = {(p.id, p.version): digest(p) for p in load_book(POLICIES).policies}
    folder.replace(XIANNING, "at once; that an ended", "another note: an ended")
    folder.replace(XIANNING, 'title = "Our reading of', 'date = "2022-01-01"\ntitle = "Another reading of')
    folder.replace(XIANNING, 'source = "our-reading"', 'source = "window"')
    text = (folder.path / XIANNING).read_text("utf-8")
    folder.write(XIANNING, text.partition("[[examples]]")[0])
    assert {(p.id, p.version): digest(p) for p in load_book(folder.path).policies} == before


@pytest.mark.parametrize(
    "rules",
    [
        {"members__at_most": 5},
        {"accounts__shared": []},
        {"settlement__scenes": {"310": ["OUTPATIENT"]}},
        {"bindings__wait": [{"channels": ["APP"], "months": 2}]},
    ],
)
def test_every_rule_is_covered(rules: dict[str, Any]) -> None:
    """A rule with another value makes another digest."""
    assert digest(make_policy(**rules)) != digest(make_policy())


def test_the_header_is_covered() -> None:
    """Regions, version and start are part of it; names are not."""
    policy = make_policy()
    others: list[dict[str, Any]] = [
        {"regions": ("990100",)},
        {"version": "2020-01-02"},
        {"in_force_from": date(2020, 1, 2)},
    ]
    assert len({digest(policy), *(digest(changed(policy, **header)) for header in others)}) == 4


def test_closing_a_version_does_not_make_it_another() -> None:
    """The end of a version is set when the next one comes: servers with the older file still agree on its rules."""
    assert digest(changed(make_policy(), in_force_until=date(2030, 1, 1))) == digest(make_policy())


def test_a_default_that_is_written_out_changes_nothing() -> None:
    """Leaving a rule out and giving it the format's default are the same rule."""
    written = {"members__area": "REGION", "payers__retained_fen": 0, "settlement__pooled_fund": True}
    assert digest(make_policy(**written)) == digest(make_policy())


def test_a_rule_that_the_format_learns_later_changes_no_digest() -> None:
    """What has its default value is not part of the content, at the top and inside a rule."""

    class LaterProofRule(ProofRule, frozen=True):
        at_night: bool = False

    proof = {"acts": ["BIND"], "channels": ["APP"], "any_of": ["FACE"]}
    now, later = msgspec.convert(proof, ProofRule), msgspec.convert(proof, LaterProofRule)
    assert canonical((later,)) == canonical((now,)) == [proof]
    assert len(default_values()) == len(list(make_policy().rules())) - 4, "all rules but the four that have to be given"


def test_the_digests_of_the_versions_here() -> None:
    """No digest changes by accident: rules that change are a new version, or a decision that is made on purpose."""
    assert {f"{p.id} {p.version}": digest(p)[:16] for p in load_book(POLICIES).policies} == {
        "beijing 2025-01-01": "b69451036e82c822",
        "fujian 2025-01-01": "7c041e6f4daa001b",
        "hubei 2024-10-01": "2edf1488a4305fe1",
        "hunan 2025-01-01": "bdb429fb2ccab210",
        "national-quota 2026-01-09": "d2c50ddaa7e95d0c",
        "national-wallet 2024-11-01": "24b6d60f7c3cdbdf",
        "ningbo 2017-01-01": "b8aed366b4c90202",
        "ningbo 2022-03-01": "d3106b27017acc2d",
        "shanxi 2025-01-01": "421275d1ed377201",
        "taian 2025-01-01": "0633705388e61cb3",
        "wuxi 2021-01-01": "cb7acb252306b74f",
        "xianning 2022-01-01": "1da99503491bd08d",
        "xianning 2024-10-01": "89fcc9452d8e8122",
        "zhejiang 2025-01-01": "094da51b262e8a57",
        "zibo 2021-06-24": "46ce595ec05de748",
    }
