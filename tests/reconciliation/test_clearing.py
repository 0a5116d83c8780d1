"""Who owes whom between two regions, and that the job pays it once: through real servers."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

import gongji
from gongji import v1
from gongji_cli.main import run
from tests.reconciliation.town import FIRST, HERE, NEXT_MONTH, THERE, bill, settled, undone
from tests.support.server import Server

MONTH = "2025-11"


@pytest.fixture(scope="module", autouse=True)
def spent(server: Server) -> None:
    """The father there pays 300 of the child's bills here, of which 50 come back; the mother here pays 80 there."""
    with server.client() as client:
        settled(client, bill("b1", "child", HERE, 250_00, FIRST), FIRST)
        wrong = settled(client, bill("b2", "child", HERE, 50_00, FIRST), FIRST)
        settled(client, bill("b3", "son", THERE, 80_00, FIRST), FIRST)
        undone(client, wrong, HERE, FIRST + timedelta(days=2))
        next_month = NEXT_MONTH - timedelta(minutes=1)
        settled(client, bill("b4", "child", HERE, 5_00, next_month), next_month)


def clearing(client: gongji.Client, region: str, month: str = MONTH) -> v1.RegionClearing:
    request = v1.GetClearingRequest(insuplc_admdvs=region, month=month)
    (found,) = client.reconciliation.get_clearing(request).regions
    return found


def test_both_regions_see_the_same(client: gongji.Client) -> None:
    """What one owes the other is owed: 250 of the father's there, 80 of the mother's here, line by line."""
    here, there = clearing(client, HERE), clearing(client, THERE)
    assert (here.other_admdvs, there.other_admdvs) == (THERE, HERE)
    assert (here.owed_to_other_fen, here.owed_by_other_fen, here.net_owed_fen) == (80_00, 250_00, -170_00)
    assert (there.owed_to_other_fen, there.owed_by_other_fen, there.net_owed_fen) == (250_00, 80_00, 170_00)
    assert list(here.lines) == list(there.lines)
    lines = [(line.authorizer_admdvs, line.movement, line.count, line.own_fen, line.mulaid_fen) for line in here.lines]
    assert lines == [
        (THERE, v1.MOVEMENT_KIND_REVERSAL, 1, 0, -50_00),
        (THERE, v1.MOVEMENT_KIND_SETTLEMENT, 2, 0, 300_00),
        (HERE, v1.MOVEMENT_KIND_SETTLEMENT, 1, 0, 80_00),
    ]
    assert not here.HasField("cleared_time")


def test_another_month_is_another_debt(client: gongji.Client) -> None:
    """What was settled in the first minutes of the next month is of that month; before, nothing went to and fro."""
    assert clearing(client, HERE, "2025-12").owed_by_other_fen == 5_00
    request = v1.GetClearingRequest(insuplc_admdvs=HERE, month="2025-10")
    assert not client.reconciliation.get_clearing(request).regions


@pytest.mark.parametrize("month", ["", "2025-13", "2025", "2025-11-01"])
def test_what_is_no_month(client: gongji.Client, month: str) -> None:
    with pytest.raises(gongji.GongjiError) as caught:
        client.reconciliation.get_clearing(v1.GetClearingRequest(insuplc_admdvs=HERE, month=month))
    assert caught.value.reason == "INVALID_REQUEST"


def cleared(client: gongji.Client, region: str) -> v1.JobRun:
    request = v1.RunJobRequest(job=v1.JOB_CLEARING, insuplc_admdvs=region, period=MONTH)
    return list(client.admin.run_job(request))[-1].run


def test_the_job_pays_once_in_both_books(server: Server, client: gongji.Client, tmp_path: Path) -> None:
    """The debtor's run pays the balance in both regions' books; run again, and by the other, nothing more is paid."""
    client.now = NEXT_MONTH - timedelta(seconds=1)
    with pytest.raises(gongji.GongjiError) as early:
        cleared(client, THERE)
    assert early.value.reason == "JOB_NOT_DUE"
    client.now = NEXT_MONTH
    assert cleared(client, HERE).done == 0
    for _ in range(2):
        report = cleared(client, THERE)
        assert (report.done, [(one.name, one.sum_fen) for one in report.sums]) == (1, [("paid", 170_00)])
    assert cleared(client, HERE).done == 0
    here, there = clearing(client, HERE), clearing(client, THERE)
    assert (there.cleared_fen, there.net_owed_fen) == (170_00, 170_00)
    assert (here.cleared_fen, here.net_owed_fen) == (-170_00, -170_00)
    assert here.cleared_time == there.cleared_time
    out = tmp_path / "clearing.csv"
    shown = run(["--server", server.address, "clearing", HERE, MONTH])
    assert "80.00 元" in shown.stdout and "-170.00 元" in shown.stdout
    written = run(["--server", server.address, "clearing", HERE, MONTH, "--csv", str(out)])
    assert (written.exit_code, written.stderr) == (0, "")
    rows = [*csv.reader(out.open(encoding="utf-8-sig"))]
    assert rows[1:] == [
        [THERE, THERE, "REVERSAL", "1", "0.00", "-50.00"],
        [THERE, THERE, "SETTLEMENT", "2", "0.00", "300.00"],
        [THERE, HERE, "SETTLEMENT", "1", "0.00", "80.00"],
    ]
