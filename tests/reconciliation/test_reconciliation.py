"""Totals and rows held against the other side's, through real servers."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import grpc
import pytest

import gongji
from gongji import v1
from gongji.money import fen_to_yuan
from gongji_cli.main import run
from tests.api.asking import changed
from tests.reconciliation.town import FIRST, HERE, HOSPITAL, PHARMACY, THERE, bill, settled, undone
from tests.support.server import Server

MONDAY, TUESDAY = (str((FIRST + timedelta(days=day)).date()) for day in range(2))
SCOPE = v1.ReconcileScope(insuplc_admdvs=HERE, from_date=MONDAY, to_date=TUESDAY)


@pytest.fixture(scope="module")
def made(server: Server) -> dict[str, v1.Settlement]:
    """Monday: three bills; Tuesday: one of them undone, another one. What was settled, by request id."""
    later = FIRST + timedelta(days=1)
    with server.client() as client:
        bills = [
            settled(client, bill("clinic", "child", HERE, 300_00, FIRST, fund_pay_sumamt_fen=100_00), FIRST),
            settled(client, bill("own", "mother", HERE, 50_00, FIRST), FIRST),
            settled(client, bill("drugs", "child", HERE, 20_00, FIRST, fixmedins_code=PHARMACY, med_type="41"), FIRST),
        ]
        undone(client, bills[1], HERE, later)
        bills.append(settled(client, bill("tuesday", "mother", HERE, 7_00, later), later))
    return {one.request_id: one for one in bills}


def totals(client: gongji.Client, **fields: object) -> v1.GetTotalsResponse:
    request = v1.GetTotalsRequest(insuplc_admdvs=HERE, from_date=MONDAY, to_date=MONDAY)
    return client.reconciliation.get_totals(changed(request, **fields))


def test_totals_of_a_day(client: gongji.Client, made: dict[str, v1.Settlement]) -> None:
    """By institution, scheme and kind: counts, bills, fund, and accounts split into own and mutual aid."""
    found = totals(client)
    rows = [(row.fixmedins_code, row.insutype, row.clr_type) for row in found.totals]
    assert rows == [(HOSPITAL, "310", "11"), (HOSPITAL, "390", "11"), (PHARMACY, "390", "41")]
    own, clinic = found.totals[0].figures, found.totals[1].figures
    assert (own.fixmedins_setl_cnt, own.acct_own_pay_fen, own.acct_mulaid_pay_fen) == (1, 50_00, 0)
    assert (clinic.medfee_sumamt_fen, clinic.fund_pay_sumamt_fen) == (300_00, 100_00)
    assert (clinic.acct_pay_fen, clinic.acct_own_pay_fen, clinic.acct_mulaid_pay_fen) == (200_00, 0, 200_00)
    assert (found.sum.fixmedins_setl_cnt, found.sum.medfee_sumamt_fen) == (3, 370_00)


def test_what_was_undone_counts_against_the_next_day(client: gongji.Client, made: dict[str, v1.Settlement]) -> None:
    """Monday's totals stay as they were; Tuesday's have its own bill less Monday's that was undone."""
    assert totals(client).sum.reversed_count == 0
    tuesday = totals(client, from_date=TUESDAY, to_date=TUESDAY).sum
    assert (tuesday.settled_count, tuesday.reversed_count, tuesday.fixmedins_setl_cnt) == (1, 1, 0)
    assert (tuesday.medfee_sumamt_fen, tuesday.acct_own_pay_fen) == (7_00 - 50_00, 7_00 - 50_00)
    both = totals(client, to_date=TUESDAY, insutype="310").sum
    assert (both.settled_count, both.reversed_count, both.medfee_sumamt_fen) == (2, 1, 7_00)


def test_totals_against_what_is_stated(client: gongji.Client, made: dict[str, v1.Settlement]) -> None:
    """The same is 0; a bill that the other side lacks 1; one that we lack 2; more and less 3."""
    stated = v1.StatedTotals(
        fixmedins_setl_cnt=3, medfee_sumamt_fen=370_00, fund_pay_sumamt_fen=100_00, acct_pay_fen=270_00
    )
    assert totals(client, stated=stated).stmt_rslt == "0"
    assert totals(client, stated=changed(stated, fixmedins_setl_cnt=2, medfee_sumamt_fen=350_00)).stmt_rslt == "1"
    assert totals(client, stated=changed(stated, fixmedins_setl_cnt=4)).stmt_rslt == "2"
    assert totals(client, stated=changed(stated, fixmedins_setl_cnt=4, acct_pay_fen=1)).stmt_rslt == "3"
    assert not totals(client).HasField("stmt_rslt")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"from_date": None}, "INVALID_REQUEST"),
        ({"to_date": "2025-10-01"}, "INVALID_REQUEST"),
        ({"to_date": "2026-11-04"}, "INVALID_REQUEST"),
        ({"insuplc_admdvs": "999999"}, "NO_POLICY"),
    ],
)
def test_totals_that_are_refused(client: gongji.Client, fields: dict[str, object], reason: str) -> None:
    """Both dates are needed, in order, a year at most; and the region has to be one that is served."""
    with pytest.raises(gongji.GongjiError) as caught:
        totals(client, **fields)
    assert caught.value.reason == reason


def row(one: v1.Settlement, **fields: object) -> v1.StatementRow:
    """A settlement as the other side would have it."""
    same = ("setl_id", "mdtrt_id", "medfee_sumamt_fen", "fund_pay_sumamt_fen", "acct_pay_fen")
    made = v1.StatementRow(refd_setl_flag="0", psn_no=one.patient_psn_no, **{name: getattr(one, name) for name in same})
    return changed(made, **fields)


def refund(one: v1.Settlement) -> v1.StatementRow:
    back = row(one, refd_setl_flag="1")
    for name in ("medfee_sumamt_fen", "fund_pay_sumamt_fen", "acct_pay_fen"):
        setattr(back, name, -getattr(back, name))
    return back


def theirs_of(made: dict[str, v1.Settlement]) -> list[v1.StatementRow]:
    """All that stands here, as a file of the other side that agrees."""
    rows = [*map(row, made.values()), refund(made["own"])]
    return sorted(rows, key=lambda r: (r.setl_id, r.refd_setl_flag))


def messages(
    rows: list[v1.StatementRow], piece: int = 2, scope: v1.ReconcileScope = SCOPE
) -> Iterator[v1.ReconcileRequest]:
    yield v1.ReconcileRequest(scope=scope)
    for first in range(0, len(rows), piece):
        yield v1.ReconcileRequest(rows=v1.StatementRows(rows=rows[first : first + piece]))


def compared(client: gongji.Client, *requests: v1.ReconcileRequest) -> tuple[list[v1.Discrepancy], v1.ReconcileCounts]:
    responses = list(client.reconciliation.reconcile(requests))
    assert [r.WhichOneof("part") for r in responses[:-1]] == ["found"] * (len(responses) - 1)
    return [d for r in responses[:-1] for d in r.found.discrepancies], responses[-1].counts


@pytest.mark.parametrize("piece", [1, 2, 1000])
def test_both_sides_alike(client: gongji.Client, made: dict[str, v1.Settlement], piece: int) -> None:
    """A file with all settlements and the refund agrees, in whatever pieces it comes."""
    found, counts = compared(client, *messages(theirs_of(made), piece))
    assert found == []
    assert (counts.ours, counts.theirs, counts.flat) == (5, 5, 5)


def test_each_discrepancy(client: gongji.Client, made: dict[str, v1.Settlement]) -> None:
    """Ours only, theirs only and different, in the order of the ids, each with both sides' figures."""
    rows = [r for r in theirs_of(made) if r.setl_id != made["drugs"].setl_id]
    rows[0].acct_pay_fen -= 1
    rows.append(row(made["own"], setl_id="ZZZ-NEVER-HEARD-OF"))
    found, counts = compared(client, *messages(rows))
    assert [d.stmt_rslt for d in found] == ["3", "1", "2"]
    different, ours, theirs = found
    assert list(different.differing) == ["acct_pay_fen"] and different.row == 1
    assert (different.ours.acct_pay_fen, different.theirs.acct_pay_fen) == (200_00, 199_99)
    assert (ours.ours.setl_id, ours.request_id) == (made["drugs"].setl_id, "drugs")
    assert ours.ours.mdtrt_id == "visit-drugs" and not ours.HasField("theirs")
    assert theirs.theirs.setl_id == "ZZZ-NEVER-HEARD-OF" and theirs.row == 5
    assert (counts.flat, counts.ours_only, counts.theirs_only, counts.differ) == (3, 1, 1, 1)


def test_the_scope_narrows_our_side(client: gongji.Client, made: dict[str, v1.Settlement]) -> None:
    """One institution's file is held against that institution's settlements; a file without rows against them all."""
    scope = changed(SCOPE, fixmedins_code=PHARMACY)
    found, counts = compared(client, *messages([row(made["drugs"], acct_mulaid_pay_fen=20_00)], scope=scope))
    assert found == [] and counts.flat == 1
    _, nothing = compared(client, *messages([], scope=changed(SCOPE, to_date=MONDAY)))
    assert (nothing.ours_only, nothing.theirs) == (3, 0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"setl_id": "0"}, "row 4: does not come after"),
        ({"refd_setl_flag": "2"}, 'row 4: is "0" or "1"'),
        ({"medfee_sumamt_fen": -1}, "row 4: is above zero for a settlement"),
        ({"psn_no": "人"}, "row 4: is 1 to 30 visible ASCII"),
    ],
)
def test_a_row_that_is_wrong_ends_it(
    client: gongji.Client, made: dict[str, v1.Settlement], fields: dict[str, object], said: str
) -> None:
    """Rows out of order, and malformed ones, are refused with the number of the row."""
    rows = theirs_of(made)
    rows[3].MergeFrom(v1.StatementRow(**fields))
    with pytest.raises(gongji.GongjiError) as caught:
        compared(client, *messages(rows))
    assert (caught.value.code, caught.value.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST")
    assert said in caught.value.field_violations[0].description


def test_messages_in_the_wrong_place(client: gongji.Client) -> None:
    """The scope comes first, once; rows are not empty; and a region without rules is refused."""
    scope, empty = v1.ReconcileRequest(scope=SCOPE), v1.ReconcileRequest(rows=v1.StatementRows())
    unserved = v1.ReconcileRequest(scope=changed(SCOPE, insuplc_admdvs="999999"))
    for requests, reason in (
        ((), "INVALID_REQUEST"),
        ((empty,), "INVALID_REQUEST"),
        ((scope, scope), "INVALID_REQUEST"),
        ((scope, empty), "INVALID_REQUEST"),
        ((unserved,), "NO_POLICY"),
    ):
        with pytest.raises(gongji.GongjiError) as caught:
            compared(client, *requests)
        assert caught.value.reason == reason


def test_a_few_at_a_time(client: gongji.Client) -> None:
    """Two streams that stand open leave no room for a third, which may come back; once they end there is."""
    over = Event()

    def waiting() -> Iterator[v1.ReconcileRequest]:
        yield v1.ReconcileRequest(scope=SCOPE)
        # All that stands before this row is told, so that whoever reads knows that the comparison has begun.
        yield v1.ReconcileRequest(
            rows=v1.StatementRows(rows=[v1.StatementRow(setl_id="Z", refd_setl_flag="0", psn_no="1")])
        )
        over.wait()

    streams = [client.reconciliation.reconcile(waiting()) for _ in range(2)]
    for stream in streams:
        assert next(stream).found.discrepancies
    with pytest.raises(gongji.GongjiError) as caught:
        compared(client, *messages([]))
    assert caught.value.reason == "OVERLOADED" and caught.value.retry_after
    over.set()
    for stream in streams:
        assert [*stream][-1].HasField("counts")
    assert compared(client, *messages([]))[1].theirs == 0


FIELDS = ("setl_id", "mdtrt_id", "psn_no", "medfee_sumamt", "fund_pay_sumamt", "acct_pay", "refd_setl_flag")


def _file(path: Path, rows: list[v1.StatementRow], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(FIELDS)
        for one in rows:
            amounts = (fen_to_yuan(getattr(one, f"{name}_fen")) for name in FIELDS[3:6])
            writer.writerow([one.setl_id, one.mdtrt_id, one.psn_no, *amounts, one.refd_setl_flag])
    return path


def test_the_command_line(server: Server, made: dict[str, v1.Settlement], tmp_path: Path) -> None:
    """A file in yuan, with commas or tabs; what differs goes to a CSV that Excel opens, and the exit code says so."""
    days = ["--from", MONDAY, "--to", TUESDAY]
    command = ["--server", server.address, "reconcile", "--region", HERE, *days]
    same = run([*command, str(_file(tmp_path / "same.txt", theirs_of(made), "\t"))])
    assert (same.exit_code, same.stderr) == (0, "") and "平" in same.stdout
    rows = theirs_of(made)
    rows[0].acct_pay_fen -= 1
    out = tmp_path / "out.csv"
    different = run([*command, str(_file(tmp_path / "other.csv", rows)), "--csv", str(out)])
    assert different.exit_code == 1 and "数据不一致" in different.stdout
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    (line,) = csv.DictReader(out.open(encoding="utf-8-sig"))
    assert (line["stmt_rslt"], line["ours_acct_pay"], line["theirs_acct_pay"]) == ("3", "200.00", "199.99")
    for spoiled, line in ((",1.001,", 2), ("", 6)):
        broken = _file(tmp_path / "broken.csv", theirs_of(made))
        text = broken.read_text("utf-8-sig")
        broken.write_text(text.replace(",300.00,", spoiled) if spoiled else text[:-9])
        failed = run([*command, str(broken), "--csv", "-"])
        assert (failed.exit_code, len(failed.stdout.splitlines())) == (2, 1) and f"line {line}" in failed.stderr
    sums = run(["--server", server.address, "totals", HERE, *days, "--csv", "-"])
    assert sums.stdout.splitlines()[1].startswith(f"{HOSPITAL},310,11,1,2,1,7.00,0.00,0.00,7.00,7.00,0.00,0.00")
    flat = run(["--server", server.address, "totals", HERE, *days, "--stated", "3:327.00:100.00:227.00"])
    assert flat.exit_code == 0 and "平" in flat.stdout
    assert run(["--server", server.address, "totals", THERE, *days]).exit_code == 0
