"""`gongji smoke`: a whole family on a real server, in every place; and on one that is wrong, or is no sandbox."""

import json
import re
import shutil
from pathlib import Path

import grpc
import pytest

from gongji import v1
from gongji_cli.main import run
from gongji_cli.sandbox import serving
from gongji_cli.smoke_family import SmokeError, family
from tests.cli import samples
from tests.cli.fake_gongji import FakeGongji
from tests.clients.fake_server import Failure
from tests.contract.descriptors import ROOT
from tests.support.server import gongji_server, start_server

IN_FORCE = [
    ("330200", "2018-03-01", "ningbo 2017-01-01"),
    ("330200", "2023-03-01", "ningbo 2022-03-01"),
    ("320200", "2023-03-01", "wuxi 2021-01-01"),
    ("421200", "2023-03-01", "xianning 2022-01-01"),
    ("370300", "2023-03-01", "zibo 2021-06-24"),
]
UNKNOWN = Failure(grpc.StatusCode.NOT_FOUND, "PERSON_NOT_FOUND")


@pytest.mark.parametrize(("region", "day", "policy"), IN_FORCE, ids=[policy for _, _, policy in IN_FORCE])
def test_family_comes_out_right_in_every_place(address: str, region: str, day: str, policy: str) -> None:
    """In each place, under its own rules of handling, the family is bound, paid for and parted, to the fen."""
    result = run(["--server", address, "--now", f"{day}T09:00:00+08:00", "--json", "smoke", "--region", region])
    done = json.loads(result.stdout)
    assert (result.exit_code, done["ok"], done["books"]) == (0, True, {"wrong": []}), result.stdout
    assert f"{done['policy_id']} {done['policy_version']}" == policy
    refused = [step["refused"] for step in done["steps"] if step["refused"]]
    assert refused[:2] == ["SELF_BINDING", "ALREADY_BOUND_TO_THIS_AUTHORIZER"]


def test_it_says_what_it_saw(address: str) -> None:
    """For people every command and answer is shown, loudly that it writes, and the verdict at the end."""
    result = run(["--server", address, "smoke"])
    assert result.exit_code == 0, result.stdout
    for part in ("smoke writes invented people", "gongji --now", "SELF_BINDING", "NOT_BOUND", "580.00", "全部相符"):
        assert part in result.stdout


def test_wrong_amounts_are_found(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an amount is not what the rules make of it the exit code is 1, and the difference is told."""
    monkeypatch.setattr("gongji_cli.smoke.CHILD", "stranger")
    result = run(["--server", address, "--json", "smoke"])
    assert result.exit_code == 1
    done = json.loads(result.stdout)
    assert not done["ok"]
    assert done["books"]["wrong"] == ["结算中的共济支付 mutual aid in settlements: 500.00 expected, found 0.00"]
    assert run(["--server", address, "smoke"]).stdout.splitlines()[-1].startswith("✗ 1 ")


def test_nobodys_row_is_written_over(fake: FakeGongji) -> None:
    """Numbers that the server knows are not taken; nothing is written before three are found that it does not know."""
    policy = samples.policies().policies[0]
    policy.ClearField("in_force_until")
    rules = {"accounts.shared": ["PERSONAL"], "accounts.kinds": ["PERSONAL"], "relations.allowed": ["CHILD"]}
    policy.ClearField("rules")
    policy.rules.extend(v1.PolicyRule(key=key, value_json=json.dumps(value)) for key, value in rules.items())
    fake.answers["ListPolicies"] = v1.ListPoliciesResponse(policies=[policy])
    fake.answers["GetPolicy"] = v1.GetPolicyResponse(policy=policy)
    known = v1.GetAccountsResponse()
    broken = Failure(grpc.StatusCode.INTERNAL, "INTERNAL")
    fake.answers["GetAccounts"] = [known, UNKNOWN, known, UNKNOWN, UNKNOWN, broken]
    assert fake.run("smoke").exit_code == 5
    assert set(fake.called) == {"ListPolicies", "GetPolicy", "GetAccounts"}
    assert len({request.owner.psn_no[:10] for request in fake.requests if hasattr(request, "owner")}) == 3


def test_real_server_has_to_be_meant(tmp_path: Path) -> None:
    """A server that is no sandbox needs the token and --yes; then the family is tried at the server's own time."""
    platforms = tmp_path / "platforms.toml"
    token = real_servers_token(platforms, tmp_path)
    options = ("--platforms-file", str(platforms))
    url = f"sqlite:///{tmp_path / 'g.sqlite'}"
    with start_server(url, tmp_path, sandbox=False, arguments=options) as server:
        smoke = ["--server", server.address, "--token", token]
        unmeant = run([*smoke, "smoke"])
        assert (unmeant.exit_code, unmeant.stdout) == (2, "")
        assert "--yes" in unmeant.stderr and "no sandbox" in unmeant.stderr
        assert run(["--server", server.address, "smoke", "--yes"]).exit_code == 3
        done = run([*smoke, "smoke", "--yes"])
        assert done.exit_code == 0, done.stdout
        assert "--now" not in done.stdout and token not in done.stdout


def real_servers_token(platforms: Path, folder: Path) -> str:
    """What a server outside the sandbox needs: a key, and a platform whose token this returns."""
    made = gongji_server("key", "create", "--key-file", str(folder / "gongji.key"), cwd=folder)
    assert made.returncode == 0, made.stderr
    added = gongji_server("platform", "add", "smoke", "--platforms-file", str(platforms), cwd=folder)
    assert added.returncode == 0, added.stderr
    (token,) = re.findall(r"^\S{20,}$", added.stdout, re.MULTILINE)
    return str(token)


def test_review_and_consent_are_given(tmp_path: Path) -> None:
    """Where staff and member have to agree nothing is paid before, and both agree in the channels that are theirs."""
    policies = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", policies)
    (file,) = (policies / "zibo").glob("*.toml")
    rule = '[bindings]\nreview = { value = ["STAFF", "MEMBER"], source = "rules" }\n\n[handling]\n'
    file.write_text(file.read_text("utf-8").replace("[handling]\n", rule), "utf-8")
    with serving(policies, f"sqlite+aiosqlite:///{tmp_path}/g.sqlite", tmp_path, lambda said: None) as address:
        result = run(["--server", address, "smoke", "--region", "370300"])
    assert result.exit_code == 0, result.stdout
    assert "PENDING" in result.stdout and result.stdout.count("decide-binding") == 2


def test_place_without_policy_is_wrong_usage(address: str) -> None:
    """A region that no policy covers is told so, and nothing is written."""
    result = run(["--server", address, "smoke", "--region", "230100"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "230100" in result.stderr


def policy_with(**rules: object) -> v1.Policy:
    said = {"accounts.shared": ["PERSONAL"], "accounts.kinds": ["PERSONAL"], "relations.allowed": ["SPOUSE"]}
    said |= {key.replace("__", "."): value for key, value in rules.items()}
    policy = v1.Policy(policy_id="x", shape=v1.POLICY_SHAPE_STAR)
    policy.rules.extend(v1.PolicyRule(key=key, value_json=json.dumps(value)) for key, value in said.items())
    return policy


def test_family_is_made_from_the_rules() -> None:
    """Scheme, kind of care, relation, retained balance, consent and the channel of unbinding follow the policy."""
    at = samples.at("2023-03-01T01:00:00Z").ToDatetime()
    rules = {
        "members__schemes": ["310"],
        "settlement__scenes": {"310": ["PHARMACY"], "390": ["OUTPATIENT"]},
        "payers__retained_fen": 100000,
        "bindings__review": ["STAFF", "MEMBER"],
        "handling__channels": {"UNBIND": ["APP", "WINDOW"]},
        "bindings__wait": [{"channels": ["APP"], "months": 3}],
    }
    made = family(policy_with(**rules), "990000", at)
    steps = {type(step).__name__: step for step in made.example.steps}
    assert made.example.persons["child"].scheme == "310"
    assert made.example.persons["holder"].balances == {"PERSONAL": "1500.00"}
    assert (steps["Settle"].med_type, steps["Bind"].relation, steps["Unbind"].channel) == ("41", "SPOUSE", "WINDOW")
    assert [step.by for step in made.example.steps if hasattr(step, "by")] == ["STAFF", "MEMBER"]
    assert (made.credited_fen, made.paid_fen) == (150000, 50000)
    no_way_out = family(policy_with(**rules | {"handling__channels": {"UNBIND": ["APP"]}}), "990000", at)
    assert no_way_out.example.steps[-1].expect.refused == "BOUND_TOO_RECENTLY"


@pytest.mark.parametrize("rules", [{"accounts__shared": []}, {"settlement__scenes": {"310": ["MOON"]}}])
def test_policy_that_can_not_be_tried_is_told(rules: dict[str, object]) -> None:
    """Where nothing is shared, or no kind of care is known, there is no family to try."""
    with pytest.raises(SmokeError):
        family(policy_with(**rules), "990000", samples.at("2023-03-01T01:00:00Z").ToDatetime())
