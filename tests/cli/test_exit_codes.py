"""How a command ends: what its exit code says, and what it prints of an error."""

import json
import os
import subprocess
import sys
from pathlib import Path

import grpc
import pytest
import stamina

from gongji import v1
from gongji_cli import main
from tests.cli.fake_gongji import FakeGongji, fake_gongji
from tests.clients.fake_server import Failure

SETTLE = ["settle", "--patient", "421200/1001", "--med-type", "11", "--fee", "1", "--area", "421200"]
LIMIT = Failure(grpc.StatusCode.FAILED_PRECONDITION, "MEMBER_LIMIT_REACHED", {"at_most": "6"})
MALFORMED = Failure(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST", violation=("patient.psn_no", "too long"))
OVERLOADED = Failure(grpc.StatusCode.RESOURCE_EXHAUSTED, "OVERLOADED")


@pytest.mark.parametrize(
    ("failure", "exit_code"),
    [
        (LIMIT, 3),
        (Failure(grpc.StatusCode.NOT_FOUND, "PERSON_NOT_FOUND"), 3),
        (Failure(grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED"), 3),
        (Failure(grpc.StatusCode.UNAUTHENTICATED, "PLATFORM_UNKNOWN"), 3),
        (MALFORMED, 4),
        (Failure(grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_EXPIRED"), 5),
        (Failure(grpc.StatusCode.INTERNAL, "INTERNAL"), 5),
        (OVERLOADED, 5),
    ],
)
def test_exit_code_says_what_kind_of_failure_it_was(fake: FakeGongji, failure: Failure, exit_code: int) -> None:
    """A decision is 3, a malformed request 4, what may work when tried again 5."""
    fake.answers["Settle"] = failure
    with stamina.set_testing(True, attempts=1):
        result = fake.run(*SETTLE)
    assert result.exit_code == exit_code
    assert failure.reason in result.stderr
    assert result.stdout == ""


def test_server_that_is_not_there_is_5() -> None:
    """Where nobody listens the exit code is 5, in words for people."""
    with fake_gongji() as fake:
        pass
    with stamina.set_testing(True, attempts=1):
        result = fake.run("accounts", "421200/1001")
    assert result.exit_code == 5
    assert "无法连接" in result.stderr


@pytest.mark.parametrize(
    "line",
    [
        "nothing-of-that-name",
        "--lang fr accounts 421200/1",
        "--server nowhere accounts 421200/1",
        "why 421200/1 --ask 1",
        "why 421200/1 --fee much",
        "--now tomorrow accounts 421200/1",
        "--now 2022-10-15T09:00:00 accounts 421200/1",
        "--token a\nb accounts 421200/1",
        "--token é accounts 421200/1",
        "accounts",
        "accounts 421200/1\udcff",
        "accounts 4212001001",
        "accounts /1001",
        "accounts 421200/",
        "accounts 421200/1 --unknown",
        "entries 421200/1 --kind SAVINGS",
        "settle --patient 421200/1 --med-type 11 --area 421200",
        "settle --patient 421200/1 --med-type 11 --area 421200 --fee 1.234",
        "settle --patient 421200/1 --med-type 11 --area 421200 --fee 1,000.00",
        "settle --patient 421200/1 --med-type 11 --area 421200 --fee 1 --claim BY_POST",
        "settle --patient 421200/1 --med-type 11 --area 421200 --fee 1 --visit 2022-10-15",
        "settle --patient 421200/1 --med-type 11 --area 421200 --fee 1 --ask 421200/2",
        "reverse --patient 421200/1 --reason r",
        "reverse --patient 421200/1 S --original-request s-1 --reason r",
        "reverse --patient 421200/1 S",
        "bind --authorizer 421200/1 --member 421200/2 --relation CHILD",
        "bind --authorizer 421200/1 --member 421200/2 --relation COUSIN --channel APP",
        "bind --authorizer 421200/1 --member 421200/2 --relation UNSPECIFIED --channel APP",
        "bind --authorizer 421200/1 --member 421200/2 --relation CHILD --channel PIGEON",
        "bind --authorizer 421200/1 --member 421200/2 --relation CHILD --channel APP --verified SMELL",
        "bind --authorizer 421200/1 --member 421200/2 --relation CHILD --channel APP --verified FACE@noon",
        "bind --authorizer 421200/1 --member 421200/2 --relation CHILD --channel APP --verified-ref r-1",
        "bind --authorizer 421200/1 --member 421200/2 --relation CHILD --channel APP --shown ID_CARD",
        "bind --authorizer 421200/1 --member 421200/2 --relation CHILD --channel APP --paper HOUSEHOLD_REGISTER",
        "authorize --authorizer 421200/1 --channel APP --letter 1.0",
        "unbind --authorizer 421200/1 --channel APP",
        "decide-binding --authorizer 421200/1 b --by STAFF --channel WINDOW",
        "events",
        "events 421200/1 --region 421200",
        "order --owner 421200/1 --channel APP",
        "persons upsert --region 421200 --file nowhere.json",
    ],
)
def test_wrong_usage_is_2_and_sends_nothing(fake: FakeGongji, line: str) -> None:
    """A command line that makes no sense is told so on standard error, and the server hears nothing of it."""
    result = fake.run(*line.split(" "))
    assert (result.exit_code, result.stdout, fake.called) == (2, "", [])
    assert "--help" in result.stderr


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("{}", "must be a list"),
        ("[", "Expecting value"),
        ("[1]", "row 1"),
        ('[{"psn_no": "1"}, {"surname": "x"}]', "row 2"),
        ('[{"psn_no": 1}]', "row 1"),
        ('[{"card_state": "SHINY"}]', "row 1"),
        ('[{"psn_no": 1.0}]', "whole fen"),
    ],
)
def test_rows_that_are_none_are_wrong_usage(fake: FakeGongji, tmp_path: Path, rows: str, told: str) -> None:
    """A file that holds no rows of the contract is wrong usage, and the message says where."""
    file = tmp_path / "rows.json"
    file.write_text(rows, encoding="utf-8")
    result = fake.run("persons", "upsert", "--region", "421200", "--file", str(file))
    assert (result.exit_code, fake.called) == (2, [])
    assert told in result.stderr


def test_error_as_json(fake: FakeGongji) -> None:
    """With --json a refusal stands on standard output, whole, and nothing else does."""
    fake.answers["Settle"] = LIMIT
    result = fake.run("--json", *SETTLE)
    assert (result.exit_code, result.stderr) == (3, "")
    assert json.loads(result.stdout) == {
        "error": {
            "code": "FAILED_PRECONDITION",
            "reason": "MEMBER_LIMIT_REACHED",
            "metadata": {"at_most": "6"},
            "message_zh": "中文 MEMBER_LIMIT_REACHED",
            "message_en": "English MEMBER_LIMIT_REACHED",
            "field_violations": [],
            "resend_with": [],
        }
    }


def test_malformed_request_names_its_fields(fake: FakeGongji) -> None:
    """A malformed request names the field and what is wrong with it, in JSON and for people."""
    fake.answers["Settle"] = MALFORMED
    violations = json.loads(fake.run("--json", *SETTLE).stdout)["error"]["field_violations"]
    assert violations == [{"field": "patient.psn_no", "description": "too long"}]
    assert "patient.psn_no: too long" in fake.run(*SETTLE).stderr


def test_wrong_usage_as_json(fake: FakeGongji) -> None:
    """With --json wrong usage is an error object too."""
    result = fake.run("--json", "accounts", "4212001001")
    assert (result.exit_code, result.stderr) == (2, "")
    assert json.loads(result.stdout)["error"]["code"] == "USAGE"


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "中文 MEMBER_LIMIT_REACHED"), ("en", "English MEMBER_LIMIT_REACHED")]
)
def test_error_is_in_the_language_chosen(fake: FakeGongji, lang: str, words: str) -> None:
    """For people a refusal is in their language, with its reason and what it is about."""
    fake.answers["Settle"] = LIMIT
    told = fake.run("--lang", lang, *SETTLE).stderr
    assert words in told and "[MEMBER_LIMIT_REACHED]" in told and "at_most = 6" in told


def test_unsettled_write_says_how_to_send_it_again(fake: FakeGongji) -> None:
    """After a failure that leaves open what happened, the options given back send the very same request again."""
    fake.answers["Settle"] = [OVERLOADED, v1.SettleResponse()]
    with stamina.set_testing(True, attempts=1):
        resend_with = json.loads(fake.run("--json", *SETTLE).stdout)["error"]["resend_with"]
    assert fake.run(*SETTLE, *resend_with).exit_code == 0
    first, second = fake.requests
    assert first == second


def test_unsettled_act_says_when_identity_was_proved(fake: FakeGongji) -> None:
    """The time of an identity check that was filled in is given back too."""
    fake.answers["Bind"] = [OVERLOADED, v1.BindResponse()]
    bind = ["bind", "--authorizer", "421200/1", "--member", "421200/2", "--relation", "CHILD", "--channel", "APP"]
    bind += ["--verified", "FACE"]
    with stamina.set_testing(True, attempts=1):
        told = fake.run("--lang", "en", *bind).stderr
    resend_with = told.split("add: ")[1].split()
    assert fake.run(*bind, *resend_with).exit_code == 0
    first, second = fake.requests
    assert first == second


def test_retries_do_not_show(fake: FakeGongji, capfd: pytest.CaptureFixture[str]) -> None:
    """A call that succeeds at the second try prints its answer and nothing else, whatever logs retries."""
    fake.answers["GetAccounts"] = [OVERLOADED, v1.GetAccountsResponse(psn_no="1001")]
    with stamina.set_testing(True, attempts=2):
        result = fake.run("--json", "accounts", "421200/1001")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["psn_no"] == "1001"
    assert capfd.readouterr() == ("", "")


def test_batch_with_a_refused_row_is_3(fake: FakeGongji, tmp_path: Path) -> None:
    """A batch of which one row was refused exits 3, counts the others and shows the refused one."""
    error = v1.RowError(
        code=6,
        reason="CERTIFICATE_TAKEN",
        metadata={"psn_cert_type": "01"},
        message_zh="证件已登记",
        message_en="taken",
    )
    fake.answers["UpsertPersons"] = v1.UpsertPersonsResponse(
        results=[
            v1.PersonResult(psn_no="1001", outcome=v1.ROW_OUTCOME_CREATED),
            v1.PersonResult(psn_no="1002", error=error),
        ]
    )
    file = tmp_path / "rows.json"
    file.write_text('[{"psn_no": "1001"}, {"psn_no": "1002"}]', encoding="utf-8")
    argv = ["persons", "upsert", "--region", "421200", "--file", str(file)]
    for_people = fake.run(*argv)
    assert for_people.exit_code == 3
    for part in ("新增 1", "拒绝 1", "1002", "CERTIFICATE_TAKEN", "证件已登记", "psn_cert_type = 01"):
        assert part in for_people.stdout
    as_json = fake.run("--json", *argv)
    assert as_json.exit_code == 3
    assert [row["psn_no"] for row in json.loads(as_json.stdout)["results"]] == ["1001", "1002"]


def test_help_lists_commands_and_exit_codes() -> None:
    """The help, which also comes where nothing is asked, names every command and what the exit codes mean."""
    result = main.run(["--help"])
    assert (result.exit_code, result) == (0, main.run([]))
    for part in ("bind", "settle", "policy", "0  ", "2  ", "3  ", "4  ", "5  "):
        assert part in result.stdout


def test_terminal_without_chinese_gets_json_all_the_same(fake: FakeGongji) -> None:
    """Where the terminal's encoding has no Chinese the installed command still prints JSON, with escapes."""
    fake.answers["Settle"] = LIMIT
    command = [str(Path(sys.executable).with_name("gongji")), "--server", fake.address, "--json", *SETTLE]
    ran = subprocess.run(command, env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True)
    assert (ran.returncode, ran.stderr) == (3, b"")
    assert json.loads(ran.stdout.decode("ascii"))["error"]["message_zh"] == "中文 MEMBER_LIMIT_REACHED"
