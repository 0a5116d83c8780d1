"""Totals, discrepancies and clearing on the command line: what is sent, what is shown, what goes into a CSV."""

import csv
import json
from pathlib import Path

import pytest
from google.protobuf import json_format
from rich.cells import cell_len

from gongji import v1
from gongji_cli.output import WIDTH
from tests.cli import samples
from tests.cli.fake_gongji import FakeGongji

MOST_FEN = 9999999999999999
FIGURES = v1.Figures(
    fixmedins_setl_cnt=999_999,
    settled_count=1_000_000,
    reversed_count=1,
    medfee_sumamt_fen=123456789012,
    fund_pay_sumamt_fen=1,
    acct_pay_fen=123456789011,
    acct_own_pay_fen=-5,
    acct_mulaid_pay_fen=123456789016,
)
TOTALS = v1.GetTotalsResponse(
    totals=[
        v1.Totals(insutype="310", clr_type="99", figures=v1.Figures(fixmedins_setl_cnt=1, settled_count=1)),
        v1.Totals(fixmedins_code="H42120000001", insutype="390", clr_type="11", figures=FIGURES),
    ],
    sum=FIGURES,
    stmt_rslt="3",
)
CLEARING = v1.GetClearingResponse(
    regions=[
        v1.RegionClearing(
            other_admdvs="420100",
            owed_to_other_fen=MOST_FEN,
            owed_by_other_fen=-MOST_FEN,
            net_owed_fen=-5,
            cleared_fen=-5,
            cleared_time=samples.at("2025-12-01T01:00:00Z"),
            lines=[
                v1.ClearingLine(
                    authorizer_admdvs="420100",
                    movement=v1.MOVEMENT_KIND_PREMIUM_REFUND,
                    count=1_000_000,
                    mulaid_fen=-123456789012,
                )
            ],
        ),
        v1.RegionClearing(other_admdvs="420200"),
    ]
)
TOTALS_ARGV = ["totals", "421200", "--from", "2025-11-01", "--to", "2025-11-30"]
CLEARING_ARGV = ["clearing", "421200", "2025-11"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_tables_fit(fake: FakeGongji, lang: str) -> None:
    """Tables fit 100 columns with large amounts, cut nothing off, and say results in the chosen language."""
    fake.answers |= {"GetTotals": TOTALS, "GetClearing": CLEARING}
    for argv, exit_code in ((TOTALS_ARGV, 1), (CLEARING_ARGV, 0)):
        result = fake.run("--lang", lang, *argv)
        assert (result.exit_code, result.stderr) == (exit_code, "")
        assert max(cell_len(line) for line in result.stdout.splitlines()) <= WIDTH
        assert "…" not in result.stdout
        assert lang == "zh" or not any("\u4e00" <= character <= "\u9fff" for character in result.stdout)


def test_json_is_the_response(fake: FakeGongji) -> None:
    """With --json amounts stay fen, and the response is printed as the contract has it."""
    fake.answers |= {"GetTotals": TOTALS, "GetClearing": CLEARING}
    assert json_format.Parse(fake.run("--json", *TOTALS_ARGV).stdout, v1.GetTotalsResponse()) == TOTALS
    assert json_format.Parse(fake.run("--json", *CLEARING_ARGV).stdout, v1.GetClearingResponse()) == CLEARING


def test_what_totals_asks(fake: FakeGongji) -> None:
    """Every narrowing, and the other side's figures given in yuan."""
    narrowed = ["--institution", "H1", "--insutype", "310", "--clr-type", "11", "--stated", "2:30.50:20:-10.5"]
    assert fake.run(*TOTALS_ARGV, *narrowed).exit_code == 0
    (request,) = fake.requests
    assert json_format.MessageToDict(request, preserving_proto_field_name=True) == {
        "insuplc_admdvs": "421200",
        "fixmedins_code": "H1",
        "insutype": "310",
        "clr_type": "11",
        "from_date": "2025-11-01",
        "to_date": "2025-11-30",
        "stated": {
            "fixmedins_setl_cnt": "2",
            "medfee_sumamt_fen": "3050",
            "fund_pay_sumamt_fen": "2000",
            "acct_pay_fen": "-1050",
        },
    }
    assert fake.run(*TOTALS_ARGV, "--stated", "2:30.50:20").exit_code == 2


@pytest.mark.parametrize(("argv", "rows"), [(TOTALS_ARGV, 2), (CLEARING_ARGV, 1)])
def test_csv(fake: FakeGongji, argv: list[str], rows: int, tmp_path: Path) -> None:
    """A file has the mark that Excel needs, standard output none; amounts are in yuan with two decimals."""
    fake.answers |= {"GetTotals": TOTALS, "GetClearing": CLEARING}
    path = tmp_path / "out.csv"
    told = fake.run("--json", *argv, "--csv", str(path))
    assert json.loads(told.stdout) == {"rows": rows, "file": str(path)}
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    on_screen = fake.run(*argv, "--csv", "-").stdout
    assert path.read_bytes().decode("utf-8-sig") == on_screen
    lines = [*csv.DictReader(on_screen.splitlines())]
    amount = lines[-1]["medfee_sumamt" if argv[0] == "totals" else "mulaid"]
    assert amount.lstrip("-") == "1234567890.12"


THEIRS = "setl_id,mdtrt_id,psn_no,medfee_sumamt,fund_pay_sumamt,acct_pay\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("setl_id,psn_no\n", "mdtrt_id"),
        (THEIRS.replace("\n", ",extra\n"), "extra"),
        (THEIRS.replace("\n", ",psn_no\n"), "twice"),
        ("", "setl_id"),
    ],
)
def test_a_file_that_can_not_be_read(fake: FakeGongji, text: str, said: str, tmp_path: Path) -> None:
    """Columns that are missing, unknown or there twice, and no file at all: wrong usage, and nothing is sent."""
    path = tmp_path / "theirs.csv"
    path.write_text(text)
    days = ["--from", "2025-11-01", "--to", "2025-11-30"]
    result = fake.run("reconcile", str(path), "--region", "421200", *days)
    assert result.exit_code == 2 and said in result.stderr and result.stdout == ""
    assert fake.run("reconcile", str(tmp_path / "none.csv"), "--region", "421200", *days).exit_code == 2
    assert not fake.called


@pytest.mark.parametrize("argv", [["entries"], ["entries", "421200/1", "--region", "421200"], ["events"]])
def test_lists_are_of_a_person_or_a_region(fake: FakeGongji, argv: list[str]) -> None:
    """One of the two has to be given, and not both."""
    assert fake.run(*argv).exit_code == 2 and not fake.called


def test_a_regions_list_is_written_page_by_page(fake: FakeGongji, tmp_path: Path) -> None:
    """A CSV of a region takes every page, times in China and amounts in yuan."""
    page = samples.entries()
    page.next_page_token = "more"
    fake.answers["ListEntries"] = [page, samples.entries()]
    path = tmp_path / "entries.csv"
    days = ["--from", "2025-11-01", "--to", "2025-11-30"]
    assert fake.run("entries", "--region", "421200", *days, "--csv", str(path)).exit_code == 0
    rows = [*csv.DictReader(path.open(encoding="utf-8-sig"))]
    assert [row["amount"] for row in rows] == ["-1234567.89", "1.00"] * 2
    assert rows[0]["entry_time"] == "2022-10-16 00:30:00" and rows[0]["movement"] == "SETTLEMENT"
    assert [request.page_token for request in fake.requests] == ["", "more"]
