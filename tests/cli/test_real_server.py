"""Every command once, on a real server: a family network from its founding to its end."""

import json
from pathlib import Path
from typing import Any

import pytest

from gongji_cli.main import Result, run

REGION = "330200"
INITIATOR, SPOUSE = f"{REGION}/9900000001", f"{REGION}/9900000002"
NOW = "2018-03-01T09:00:00+08:00"
HANDLING = ["--channel", "APP", "--verified", "REAL_NAME", "--verified-ref", "login-1"]
BILL = ["--patient", SPOUSE, "--med-type", "11", "--fee", "80.00", "--area", REGION, "--institution", "H99000000001"]


def person(psn_no: str) -> dict[str, Any]:
    return {
        "psn_no": psn_no,
        "name": "测试",
        "birth_date": "1980-01-01",
        "insutype": "310",
        "insuplc_admdvs": REGION,
        "psn_insu_stas": "1",
        "voucher_active": True,
        "card_state": "CARD_STATE_NORMAL",
        "account_state": "ACCOUNT_STATE_NORMAL",
        "as_of_time": NOW,
    }


def credit(psn_no: str, account_kind: str, amount_fen: int) -> dict[str, Any]:
    return {
        "credit_id": f"{psn_no}-{account_kind}",
        "owner": {"insuplc_admdvs": REGION, "psn_no": psn_no},
        "account_kind": account_kind,
        "amount_fen": amount_fen,
        "credit_type": "CREDIT_TYPE_OPENING_BALANCE",
    }


HOSPITAL = {
    "fixmedins_code": "H99000000001",
    "name": "测试医院",
    "type": "INSTITUTION_TYPE_HOSPITAL",
    "admdvs": REGION,
    "mutual_aid_enabled": True,
    "state": "INSTITUTION_STATE_NORMAL",
}


class Desk:
    """Runs commands against one server at one moment."""

    def __init__(self, address: str, folder: Path) -> None:
        self._folder = folder
        self._globals = ["--server", address, "--now", NOW]

    def run(self, *argv: str) -> Result:
        return run([*self._globals, *argv])

    def json(self, *argv: str) -> dict[str, Any]:
        """What a command that succeeds answers."""
        result = self.run("--json", *argv)
        assert (result.exit_code, result.stderr) == (0, ""), result.stdout
        return dict(json.loads(result.stdout))

    def rows(self, *rows: dict[str, Any]) -> str:
        path = self._folder / "rows.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        return str(path)


@pytest.fixture
def desk(address: str, tmp_path: Path) -> Desk:
    return Desk(address, tmp_path)


def test_a_network_from_its_founding_to_its_end(desk: Desk) -> None:
    """Every command does on a real server what it says, and what one answers another takes."""
    file = desk.rows(person("9900000001"), person("9900000002"))
    assert len(desk.json("persons", "upsert", "--region", REGION, "--file", file)["results"]) == 2
    assert desk.json("institutions", "upsert", "--file", desk.rows(HOSPITAL))["results"][0].get("error") is None
    historic = credit("9900000001", "ACCOUNT_KIND_HISTORIC", 10000)
    mutual_aid = credit("9900000001", "ACCOUNT_KIND_MUTUAL_AID", 5000)
    desk.json("credits", "add", "--region", REGION, "--file", desk.rows(historic, mutual_aid))

    authorization = desk.json("authorize", "--authorizer", INITIATOR, *HANDLING)["authorization"]
    bind = ["bind", "--authorizer", INITIATOR, "--member", SPOUSE, "--relation", "SPOUSE", *HANDLING]
    binding = desk.json(*bind)["binding"]
    assert binding["authorization_id"] == authorization["authorization_id"]
    assert desk.run(*bind).exit_code == 3
    ordered = desk.json("order", "--owner", INITIATOR, SPOUSE, INITIATOR, *HANDLING)
    assert [payer["psn_no"] for payer in ordered["payers"]] == ["9900000002", "9900000001"]
    assert len(desk.json("members", SPOUSE, "--as-member")["members"]) == 2

    preview = desk.json("preview", *BILL, "--ask", INITIATOR)["settlement"]
    settled = desk.json("settle", *BILL)["settlement"]
    assert preview["acct_mulaid_pay_fen"] == settled["acct_mulaid_pay_fen"] == "5000"
    assert settled["psn_cash_pay_fen"] == "3000"
    assert desk.json("settlement", SPOUSE, settled["setl_id"])["settlement"] == settled
    assert desk.json("settlements", SPOUSE)["settlements"] == [settled]
    balances = {row["account_kind"]: row["balance_fen"] for row in desk.json("accounts", INITIATOR)["accounts"]}
    assert (balances["ACCOUNT_KIND_HISTORIC"], balances["ACCOUNT_KIND_MUTUAL_AID"]) == ("10000", "0")
    (spent,) = (row for row in desk.json("entries", INITIATOR)["entries"] if "setl_id" in row)
    assert (spent["setl_id"], spent["amount_fen"]) == (settled["setl_id"], "-5000")

    unbound = desk.json("unbind", "--authorizer", INITIATOR, binding["binding_id"], *HANDLING)["bindings"]
    assert [row["state"] for row in unbound] == ["BINDING_STATE_ENDED"]
    revoked = desk.json("revoke", "--authorizer", INITIATOR, authorization["authorization_id"], *HANDLING)
    assert revoked["authorization"]["state"] == "AUTHORIZATION_STATE_ENDED"


def test_policies_are_listed_and_shown(desk: Desk) -> None:
    """The policies that are listed can be shown, with rules and sources."""
    policies = desk.json("policy", "list", "--region", REGION)["policies"]
    assert policies
    for policy in policies:
        shown = desk.json("policy", "show", policy["policy_id"], policy["policy_version"])["policy"]
        assert shown["rules"] and shown["sources"]


def test_refusals_of_the_server_have_their_exit_codes(desk: Desk) -> None:
    """A person whom nobody knows is a refusal, an amount below zero a malformed request."""
    unknown = [
        "--patient",
        f"{REGION}/9900000099",
        "--med-type",
        "11",
        "--area",
        REGION,
        "--institution",
        "H99000000001",
    ]
    assert desk.run("settle", *unknown, "--fee", "1").exit_code == 3
    assert desk.run("settle", *unknown, "--fee", "-1").exit_code == 4
