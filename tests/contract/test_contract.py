"""The conventions of the contract, held against its descriptors."""

import re
import subprocess
import sys
from pathlib import Path

from google.protobuf.descriptor import FieldDescriptor

from gongji import v1
from tests.contract.descriptors import ROOT, SOURCES, fields, files, is_write, messages, methods


def test_lint_is_clean() -> None:
    """buf finds nothing: names, structure, and a comment on every element of the contract."""
    buf = Path(sys.executable).parent / "buf"
    run = subprocess.run([str(buf), "lint"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_generated_code_is_what_the_contract_generates() -> None:
    """The committed Python code is byte for byte what the pinned generator makes of the contract."""
    command = [sys.executable, str(ROOT / "clients" / "python" / "generate.py"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_services_are_complete() -> None:
    """The contract has exactly the RPCs that this server answers."""
    assert {f"{m.containing_service.name}/{m.name}" for m in methods()} == {
        "FamilyService/Authorize",
        "FamilyService/RevokeAuthorization",
        "FamilyService/Bind",
        "FamilyService/DecideBinding",
        "FamilyService/Unbind",
        "FamilyService/ListMembers",
        "FamilyService/SetPayerOrder",
        "FamilyService/SetQuota",
        "FamilyService/ListFamilyEvents",
        "SettlementService/PreviewSettlement",
        "SettlementService/Settle",
        "SettlementService/SettleBatch",
        "SettlementService/ReverseSettlement",
        "SettlementService/ReaccountSettlement",
        "SettlementService/GetSettlement",
        "SettlementService/ListSettlements",
        "AccountService/GetAccounts",
        "AccountService/ListEntries",
        "AccountService/OpenWallet",
        "AccountService/TransferToWallet",
        "AccountService/AcceptWalletTransfer",
        "AccountService/Transfer",
        "AccountService/SetPreset",
        "AccountService/CancelPreset",
        "AccountService/Liquidate",
        "AccountService/PayOutSuspense",
        "PremiumService/QuotePremium",
        "PremiumService/PayPremium",
        "PremiumService/RefundPremium",
        "PremiumService/ListPremiums",
        "RegistryService/UpsertPersons",
        "RegistryService/UpsertInstitutions",
        "RegistryService/CreditAccounts",
        "RegistryService/ImportPersons",
        "RegistryService/ImportCredits",
        "RegistryService/ImportBindings",
        "RegistryService/FindPersons",
        "RegistryService/GetPolicy",
        "RegistryService/ListPolicies",
        "ReconciliationService/GetTotals",
        "ReconciliationService/Reconcile",
        "ReconciliationService/GetClearing",
        "AdminService/RunJob",
        "AdminService/ListJobs",
        "AdminService/WatchEvents",
    }


def test_every_rpc_has_its_own_request_and_response() -> None:
    """The messages of an RPC carry its name, and no two RPCs share one."""
    for method in methods():
        assert method.input_type.name == f"{method.name}Request"
        assert method.output_type.name == f"{method.name}Response"


def test_every_write_can_be_sent_again() -> None:
    """Every write has a request_id and answers with replayed; no read has either.

    In a batch of settlements each has its own. The rows of an import are known by their keys, a run by its period.
    """
    for method in methods():
        if method.name == "SettleBatch":
            each = v1.SettleBatchRequest.DESCRIPTOR.fields_by_name["requests"].message_type
            assert each == v1.SettleRequest.DESCRIPTOR
            assert "replayed" in v1.SettleResult.DESCRIPTOR.fields_by_name
            continue
        if method.name == "RunJob":
            assert {"job", "insuplc_admdvs", "period"} == set(method.input_type.fields_by_name)
            continue
        if method.name.startswith("Import"):
            assert method.client_streaming and method.server_streaming
            continue
        assert ("request_id" in method.input_type.fields_by_name) == is_write(method), method.full_name
        assert ("replayed" in method.output_type.fields_by_name) == is_write(method), method.full_name


def test_every_list_has_pages() -> None:
    """Every List takes page_size and page_token and answers with next_page_token."""
    for method in methods():
        if method.name.startswith("List"):
            assert {"page_size", "page_token"} <= set(method.input_type.fields_by_name)
            assert "next_page_token" in method.output_type.fields_by_name


def test_money_is_whole_fen() -> None:
    """Fields that end in _fen are int64, and there is no floating-point field at all."""
    for field in fields():
        if field.name.endswith("_fen"):
            assert field.type == FieldDescriptor.TYPE_INT64, field.full_name
        assert field.type not in (FieldDescriptor.TYPE_DOUBLE, FieldDescriptor.TYPE_FLOAT), field.full_name


def test_units_are_in_the_types() -> None:
    """Dates are strings, instants are Timestamps."""
    for field in fields():
        if field.name.endswith("_date"):
            assert field.type == FieldDescriptor.TYPE_STRING, field.full_name
        if field.name.endswith("_time"):
            assert field.message_type.full_name == "google.protobuf.Timestamp", field.full_name


def test_enums_start_with_unspecified() -> None:
    """Every enum has a zero that means that nothing was said, and no other."""
    for file in files():
        for enum in file.enum_types_by_name.values():
            assert [value.name for value in enum.values if value.number == 0] == [
                f"{re.sub(r'(?<!^)(?=[A-Z])', '_', enum.name).upper()}_UNSPECIFIED"
            ]


def test_packages_for_the_other_languages_agree() -> None:
    """Every file names the same Java and Go package, so that generated code lands in one place."""
    options = {(f.GetOptions().java_package, f.GetOptions().go_package) for f in files()}
    assert len(files()) == len(SOURCES)
    assert options == {("gongji.v1", "gongji/v1;gongjiv1")}


def test_python_package_offers_everything() -> None:
    """Every message of the contract can be imported from gongji.v1."""
    assert [message.name for message in messages() if not hasattr(v1, message.name)] == []
    assert v1.RELATION_CHILD and v1.ACCOUNT_KIND_HISTORIC and v1.CHANNEL_WINDOW and v1.VERIFICATION_METHOD_FACE


def test_preview_asks_what_settle_asks() -> None:
    """PreviewSettlement has Settle's fields under the same numbers and types, less request_id, plus asked_about."""
    settle = {field.name: (field.number, field.type) for field in v1.SettleRequest.DESCRIPTOR.fields}
    preview = {field.name: (field.number, field.type) for field in v1.PreviewSettlementRequest.DESCRIPTOR.fields}
    del settle["request_id"], preview["asked_about"]
    assert preview == settle
