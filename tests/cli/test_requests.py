"""What each command sends."""

import json
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format

from gongji import v1
from tests.cli.fake_gongji import FakeGongji
from tests.cli.samples import at

NOW = "2022-10-15T09:00:00+08:00"
HOLDER = {"insuplc_admdvs": "421200", "psn_no": "1001"}
CHILD = {"insuplc_admdvs": "421221", "certificate": {"psn_cert_type": "01", "certno": "990000201506010013"}}
HANDLING = {"channel": "CHANNEL_MINI_PROGRAM", "applicant": HOLDER}

SHORT_BILL = ["--patient", "421200/1", "--med-type", "11", "--fee", "1", "--area", "421200"]
BILL = "--patient 421200/1001 --med-type 11 --fee 100.00 --fund 60 --other 0.5 --area 421200 --visit " + NOW
BILL_FIELDS = {
    "patient": HOLDER,
    "med_type": "11",
    "claim_type": "CLAIM_TYPE_DIRECT",
    "medfee_sumamt_fen": "10000",
    "fund_pay_sumamt_fen": "6000",
    "other_pay_fen": "50",
    "mdtrtarea_admvs": "421200",
    "visit_time": "2022-10-15T01:00:00Z",
}


def sent(fake: FakeGongji, line: str) -> dict[str, Any]:
    """The one request that a command line sends, in protobuf's JSON mapping."""
    result = fake.run(*line.split())
    assert (result.exit_code, result.stderr) == (0, "")
    (request,) = fake.requests
    return dict(json_format.MessageToDict(request, preserving_proto_field_name=True))


@pytest.mark.parametrize(
    ("line", "rpc", "request_fields"),
    [
        (
            "authorize --authorizer 421200/1001 --channel MINI_PROGRAM --policy xianning --request-id a-1",
            "Authorize",
            {"request_id": "a-1", "authorizer": HOLDER, "handling": HANDLING, "policy_id": "xianning"},
        ),
        (
            "bind --authorizer 421200/1001 --member 421221/01:990000201506010013 --relation child --phone 13900000000 "
            "--channel mini_program --start 2022-10-15 --end 2023-10-14 --quota 300 --policy xianning --request-id b-1",
            "Bind",
            {
                "request_id": "b-1",
                "authorizer": HOLDER,
                "member": CHILD,
                "relation": "RELATION_CHILD",
                "handling": HANDLING,
                "member_phone": "13900000000",
                "start_date": "2022-10-15",
                "end_date": "2023-10-14",
                "quota_fen": "30000",
                "policy_id": "xianning",
            },
        ),
        (
            "decide-binding --authorizer 421200/1001 b-1 --by member --approve --channel MINI_PROGRAM --request-id d-1",
            "DecideBinding",
            {
                "request_id": "d-1",
                "authorizer": HOLDER,
                "binding_id": "b-1",
                "decided_by": "DECIDED_BY_MEMBER",
                "approve": True,
                "handling": HANDLING,
            },
        ),
        (
            "decide-binding --authorizer 421200/1001 b-1 --by STAFF --refuse --channel MINI_PROGRAM --request-id d-1",
            "DecideBinding",
            {
                "request_id": "d-1",
                "authorizer": HOLDER,
                "binding_id": "b-1",
                "decided_by": "DECIDED_BY_STAFF",
                "approve": False,
                "handling": HANDLING,
            },
        ),
        (
            "events --region 421200 --type bound --type UNBOUND --from 2022-01-01 --to 2022-12-31",
            "ListFamilyEvents",
            {
                "insuplc_admdvs": "421200",
                "types": ["FAMILY_EVENT_TYPE_BOUND", "FAMILY_EVENT_TYPE_UNBOUND"],
                "from_date": "2022-01-01",
                "to_date": "2022-12-31",
                "page_size": 100,
            },
        ),
        ("events 421200/1001", "ListFamilyEvents", {"person": HOLDER, "page_size": 100}),
        (
            "unbind --authorizer 421200/1001 b-1 b-2 --channel MINI_PROGRAM --request-id u-1",
            "Unbind",
            {"request_id": "u-1", "authorizer": HOLDER, "binding_ids": ["b-1", "b-2"], "handling": HANDLING},
        ),
        (
            "revoke --authorizer 421200/1001 au-1 --channel MINI_PROGRAM --request-id r-1",
            "RevokeAuthorization",
            {"request_id": "r-1", "authorizer": HOLDER, "authorization_id": "au-1", "handling": HANDLING},
        ),
        (
            "order --owner 421200/1001 --member 421221/01:990000201506010013 421200/1001 421221/01:990000201506010013 "
            "--channel MINI_PROGRAM --request-id o-1",
            "SetPayerOrder",
            {
                "request_id": "o-1",
                "owner": HOLDER,
                "member": CHILD,
                "payers": [HOLDER, CHILD],
                "handling": HANDLING,
            },
        ),
        (
            "transfer --owner 421200/1001 --from historic --to MUTUAL_AID --amount 12.34 --channel MINI_PROGRAM "
            "--request-id t-1",
            "Transfer",
            {
                "request_id": "t-1",
                "owner": HOLDER,
                "from_kind": "ACCOUNT_KIND_HISTORIC",
                "to_kind": "ACCOUNT_KIND_MUTUAL_AID",
                "amount_fen": "1234",
                "handling": HANDLING,
            },
        ),
        (
            "preset set --owner 421200/1001 --amount 50 --channel MINI_PROGRAM --request-id p-1",
            "SetPreset",
            {"request_id": "p-1", "owner": HOLDER, "amount_fen": "5000", "handling": HANDLING},
        ),
        (
            "preset cancel --owner 421200/1001 --channel MINI_PROGRAM --request-id p-2",
            "CancelPreset",
            {"request_id": "p-2", "owner": HOLDER, "handling": HANDLING},
        ),
        (
            "liquidate --owner 421200/1001 --cause move --to 370300 --channel MINI_PROGRAM --request-id l-1",
            "Liquidate",
            {
                "request_id": "l-1",
                "owner": HOLDER,
                "cause": "LIQUIDATION_CAUSE_MOVE",
                "to_admdvs": "370300",
                "handling": HANDLING,
            },
        ),
        (
            "wallet open --owner 421200/1001 --use 421221 --phone 13900000000 --channel MINI_PROGRAM --request-id w-1",
            "OpenWallet",
            {
                "request_id": "w-1",
                "owner": HOLDER,
                "use_admdvs": "421221",
                "phone": "13900000000",
                "handling": HANDLING,
            },
        ),
        (
            "wallet send --owner 421200/1001 --receiver 421221/01:990000201506010013 --relation child "
            "--amount 2000.01 --channel MINI_PROGRAM --request-id w-2",
            "TransferToWallet",
            {
                "request_id": "w-2",
                "owner": HOLDER,
                "receiver": CHILD,
                "relation": "RELATION_CHILD",
                "amount_fen": "200001",
                "handling": HANDLING,
            },
        ),
        (
            "wallet accept --receiver 421200/1001 t-1 --channel MINI_PROGRAM --request-id w-3",
            "AcceptWalletTransfer",
            {"request_id": "w-3", "receiver": HOLDER, "wallet_transfer_id": "t-1", "handling": HANDLING},
        ),
        (
            "quota set --authorizer 421200/1001 --amount 300 b-1 --channel MINI_PROGRAM --request-id q-1",
            "SetQuota",
            {
                "request_id": "q-1",
                "authorizer": HOLDER,
                "binding_id": "b-1",
                "quota_fen": "30000",
                "handling": HANDLING,
            },
        ),
        (
            "quota set --authorizer 421200/1001 --amount 0.50 --channel MINI_PROGRAM --request-id q-2",
            "SetQuota",
            {"request_id": "q-2", "authorizer": HOLDER, "quota_fen": "50", "handling": HANDLING},
        ),
        (
            "members 421200/1001",
            "ListMembers",
            {"person": HOLDER, "view": "MEMBER_VIEW_AS_AUTHORIZER", "page_size": 100},
        ),
        (
            "members 421200/1001 --as-member --ended",
            "ListMembers",
            {"person": HOLDER, "view": "MEMBER_VIEW_AS_MEMBER", "include_ended": True, "page_size": 100},
        ),
        (
            f"preview {BILL} --visit-id v-1 --ask 421200/1001 --ask 421221/01:990000201506010013",
            "PreviewSettlement",
            {**BILL_FIELDS, "mdtrt_id": "v-1", "asked_about": [HOLDER, CHILD]},
        ),
        (
            f"settle {BILL} --visit-id v-1 --payable 20 --institution H99000000001 --claim OUT_OF_AREA "
            "--request-id s-1",
            "Settle",
            {
                **BILL_FIELDS,
                "request_id": "s-1",
                "mdtrt_id": "v-1",
                "account_payable_fen": "2000",
                "fixmedins_code": "H99000000001",
                "claim_type": "CLAIM_TYPE_OUT_OF_AREA",
            },
        ),
        (
            "reverse --patient 421200/1001 SETL --reason mistyped --request-id x-1",
            "ReverseSettlement",
            {"request_id": "x-1", "patient": HOLDER, "setl_id": "SETL", "reason": "mistyped"},
        ),
        (
            "reverse --patient 421200/1001 --original-request s-1 --reason timeout --request-id x-2",
            "ReverseSettlement",
            {"request_id": "x-2", "patient": HOLDER, "original_request_id": "s-1", "reason": "timeout"},
        ),
        (
            f"reaccount SETL {BILL} --visit-id v-1 --request-id x-3",
            "ReaccountSettlement",
            {**BILL_FIELDS, "request_id": "x-3", "setl_id": "SETL", "mdtrt_id": "v-1"},
        ),
        (
            "suspense pay-out --owner 421200/1001 --amount 12.30 --channel MINI_PROGRAM --request-id x-4",
            "PayOutSuspense",
            {"request_id": "x-4", "owner": HOLDER, "amount_fen": "1230", "handling": HANDLING},
        ),
        ("settlement 421200/1001 SETL", "GetSettlement", {"patient": HOLDER, "setl_id": "SETL"}),
        (
            "settlements 421200/1001 --from 2022-01-01 --to 2022-12-31",
            "ListSettlements",
            {"patient": HOLDER, "from_date": "2022-01-01", "to_date": "2022-12-31", "page_size": 100},
        ),
        ("accounts 421200/1001", "GetAccounts", {"owner": HOLDER}),
        (
            "entries 421200/1001 --kind HISTORIC --from 2022-01-01 --to 2022-12-31",
            "ListEntries",
            {
                "owner": HOLDER,
                "account_kind": "ACCOUNT_KIND_HISTORIC",
                "from_date": "2022-01-01",
                "to_date": "2022-12-31",
                "page_size": 100,
            },
        ),
        ("policy list --region 421200", "ListPolicies", {"insuplc_admdvs": "421200", "page_size": 100}),
        ("policy show xianning", "GetPolicy", {"policy_id": "xianning"}),
        (
            "policy show xianning 2022-01-01",
            "GetPolicy",
            {"policy_id": "xianning", "policy_version": "2022-01-01"},
        ),
    ],
)
def test_command_sends_its_request(fake: FakeGongji, line: str, rpc: str, request_fields: dict[str, Any]) -> None:
    """Each command calls its RPC with what its arguments say, and with nothing else."""
    assert sent(fake, line) == request_fields
    assert fake.called == [rpc]


@pytest.mark.parametrize(
    ("line", "rpc", "row", "expected"),
    [
        (
            "persons upsert --region 421200 --request-id p-1 --file",
            "UpsertPersons",
            {"psn_no": "1001", "name": "测试甲", "card_state": "CARD_STATE_NORMAL", "as_of_time": NOW},
            v1.UpsertPersonsRequest(
                request_id="p-1",
                insuplc_admdvs="421200",
                persons=[v1.Person(psn_no="1001", name="测试甲", card_state=v1.CARD_STATE_NORMAL, as_of_time=at(NOW))],
            ),
        ),
        (
            "institutions upsert --request-id i-1 --file",
            "UpsertInstitutions",
            {"fixmedins_code": "H99000000001", "mutual_aid_enabled": True},
            v1.UpsertInstitutionsRequest(
                request_id="i-1",
                institutions=[v1.Institution(fixmedins_code="H99000000001", mutual_aid_enabled=True)],
            ),
        ),
        (
            "credits add --region 421200 --request-id c-1 --file",
            "CreditAccounts",
            {"credit_id": "c", "amount_fen": 9999999999999999},
            v1.CreditAccountsRequest(
                request_id="c-1",
                insuplc_admdvs="421200",
                credits=[v1.Credit(credit_id="c", amount_fen=9999999999999999)],
            ),
        ),
    ],
)
def test_batch_sends_the_rows_of_its_file(
    fake: FakeGongji, tmp_path: Path, line: str, rpc: str, row: dict[str, Any], expected: Any
) -> None:
    """A batch sends the rows of its file, exactly, in one request."""
    rows = tmp_path / "rows.json"
    rows.write_text(json.dumps([row]), encoding="utf-8")
    result = fake.run(*line.split(), str(rows))
    assert (result.exit_code, result.stderr) == (0, "")
    assert (fake.called, fake.requests) == ([rpc], [expected])


def test_rows_come_from_standard_input(fake: FakeGongji, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file named - is the standard input."""
    rows = tmp_path / "rows.json"
    rows.write_text('[{"psn_no": "1001"}]', encoding="utf-8")
    with rows.open(encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert fake.run("persons", "upsert", "--region", "421200", "--file", "-").exit_code == 0
    assert [person.psn_no for person in fake.requests[0].persons] == ["1001"]


def test_handling_options_make_the_handling(fake: FakeGongji) -> None:
    """Every option of the handling has its place in the message, and the repeatable ones keep their order."""
    request = sent(
        fake,
        "revoke --authorizer 421200/1001 au-1 --channel WINDOW --applicant 421221/01:990000201506010013 "
        f"--office 421202 --verified DOCUMENTS@{NOW} --verified-ref v=1 --shown 421200/1001=ID_CARD "
        "--shown 421221/01:990000201506010013=VOUCHER --paper HOUSEHOLD_REGISTER=h=1 --paper APPLICATION_FORM=a-1",
    )
    assert request["handling"] == {
        "channel": "CHANNEL_WINDOW",
        "office_admdvs": "421202",
        "applicant": CHILD,
        "verification": {
            "method": "VERIFICATION_METHOD_DOCUMENTS",
            "reference": "v=1",
            "verified_time": "2022-10-15T01:00:00Z",
        },
        "presented": [
            {"person": HOLDER, "credential": "CREDENTIAL_ID_CARD"},
            {"person": CHILD, "credential": "CREDENTIAL_VOUCHER"},
        ],
        "evidence": [
            {"type": "EVIDENCE_TYPE_HOUSEHOLD_REGISTER", "reference": "h=1"},
            {"type": "EVIDENCE_TYPE_APPLICATION_FORM", "reference": "a-1"},
        ],
    }


def test_letter_options_make_the_commitment(fake: FakeGongji) -> None:
    """The five options of the commitment letter make the commitment."""
    request = sent(
        fake,
        f"authorize --authorizer 421200/1001 --channel APP --letter 1.0 --letter-sha256 {'0' * 64} "
        f"--letter-signature s-1 --letter-signed-by 421221/01:990000201506010013 --letter-signed-at {NOW}",
    )
    assert request["commitment"] == {
        "document_version": "1.0",
        "document_sha256": "0" * 64,
        "signature_ref": "s-1",
        "signed_by": CHILD,
        "signed_time": "2022-10-15T01:00:00Z",
    }


def test_moment_that_is_not_given_is_the_sandboxs(fake: FakeGongji) -> None:
    """In a sandbox a check without a time and a visit without a time are of the moment that was set for it."""
    fake.run("--now", NOW, "revoke", "--authorizer", "421200/1", "a", "--channel", "APP", "--verified", "FACE")
    fake.run("--now", NOW, "settle", *SHORT_BILL)
    revoke, settle = fake.requests
    assert revoke.handling.verification.verified_time == settle.visit_time == at(NOW)
    assert [metadata["gongji-now"] for metadata in fake.metadata] == [NOW, NOW]


def test_moment_that_is_not_given_is_now(fake: FakeGongji) -> None:
    """Outside a sandbox it is the present, and nothing is said to the server of another time."""
    fake.run("settle", *SHORT_BILL)
    assert fake.requests[0].visit_time.seconds > at("2026-01-01T00:00:00Z").seconds
    assert "gongji-now" not in fake.metadata[0]


def test_ids_are_made_where_they_are_not_given(fake: FakeGongji) -> None:
    """Two settlements without ids have a request id and a visit number each, as the contract wants them."""
    for _ in range(2):
        fake.run("settle", *SHORT_BILL)
    first, second = fake.requests
    assert first.request_id and second.request_id and first.request_id != second.request_id
    assert first.mdtrt_id != second.mdtrt_id
    assert 1 <= len(first.mdtrt_id) <= 30


def test_token_comes_from_the_environment(fake: FakeGongji, monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform's token need not stand on the command line, and goes with the call."""
    monkeypatch.setenv("GONGJI_TOKEN", "t-1")
    fake.run("accounts", "421200/1")
    assert fake.metadata[0]["authorization"] == "Bearer t-1"


def test_lists_are_read_to_their_end(fake: FakeGongji) -> None:
    """A list is asked for page by page, and printed as one, without a token of a page that nobody has to ask for."""
    fake.answers["ListSettlements"] = [
        v1.ListSettlementsResponse(settlements=[v1.Settlement(setl_id="A")], next_page_token="more"),
        v1.ListSettlementsResponse(settlements=[v1.Settlement(setl_id="B")]),
    ]
    printed = json.loads(fake.run("--json", "settlements", "421200/1").stdout)
    assert [row["setl_id"] for row in printed["settlements"]] == ["A", "B"]
    assert printed["next_page_token"] == ""
    assert [request.page_token for request in fake.requests] == ["", "more"]
