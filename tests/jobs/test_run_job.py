"""RunJob and ListJobs over the wire: progress and report, done once, whoever asks and whatever dies meanwhile."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import grpc
import pytest

import gongji
from gongji import v1
from tests.api.asking import REGION, UNSERVED
from tests.bulk.run import books_are_whole, counted
from tests.jobs.conftest import NEW_YEAR
from tests.support.server import Server, gongji_server

PEOPLE = 1300
RUNNING, FINISHED = v1.JOB_RUN_STATE_RUNNING, v1.JOB_RUN_STATE_FINISHED

INTEREST = """
SELECT sum(fen) FROM (SELECT (CAST(sum(amount_fen) AS BIGINT) * 15000 + 500000) / 1000000 AS fen FROM postings
WHERE movement = 'OPENING_BALANCE' GROUP BY credit_owner) AS each_one
"""
"""The first year's interest, computed without the server: half-up of 1.5 % of what each was given."""


def year(period: str, region: str = REGION) -> v1.RunJobRequest:
    return v1.RunJobRequest(job=v1.JOB_YEAR_END, insuplc_admdvs=region, period=period)


def refused(client: gongji.Client, request: v1.RunJobRequest) -> gongji.GongjiError:
    with pytest.raises(gongji.GongjiError) as caught:
        list(client.admin.run_job(request))
    return caught.value


def paid(server: Server) -> int:
    return counted(server, "SELECT count(*) FROM postings WHERE movement = 'INTEREST'")


def test_killed_again_and_again_a_run_is_done_once(server: Server) -> None:
    """A server killed in the middle of slices and between them is started again, and goes on to one report."""
    told: list[v1.JobRun] = []
    while not told or told[-1].state != FINISHED:
        with server.client(now=NEW_YEAR) as client:
            walked = client.admin.run_job(year("2021"))
            told.append(next(walked).run)
            if told[-1].state != FINISHED and len(told) < 3:
                server.kill()
                server.start()
            else:
                told += [progress.run for progress in walked]
    report = told[-1]
    assert (report.looked_at, report.done, len(report.failed)) == (PEOPLE, PEOPLE, 0)
    assert [run.looked_at for run in told] == sorted(run.looked_at for run in told)
    sums = {one.name: one.sum_fen for one in report.sums}
    assert sums["interest"] == counted(server, INTEREST)
    assert sums["sum"] == counted(server, "SELECT sum(amount_fen) FROM postings WHERE movement = 'OPENING_BALANCE'")
    assert paid(server) == PEOPLE
    assert counted(server, "SELECT sum(balance_fen) FROM accounts") == sums["sum"] + sums["interest"]
    assert counted(server, "SELECT sum(balance_fen) FROM accounts WHERE account_kind = 'MUTUAL_AID'") == 0
    assert books_are_whole(server)


def test_two_who_ask_at_once_get_one_run(server: Server) -> None:
    """Two runners at the same time see the run grow to one report; asked again, it is told, and nothing happens."""
    next_year = NEW_YEAR.replace(year=2023)

    def run() -> list[v1.RunJobResponse]:
        with server.client(now=next_year) as client:
            return list(client.admin.run_job(year("2022")))

    before = paid(server)
    with ThreadPoolExecutor(2) as at_once:
        one, two = at_once.map(lambda _: run(), range(2))
    assert one[-1].run == two[-1].run
    assert (one[-1].run.state, one[-1].run.done) == (FINISHED, PEOPLE)
    assert all(progress.to_look_at == PEOPLE for progress in (*one, *two))
    assert [progress.run for progress in run()] == [one[-1].run]
    assert paid(server) == before + PEOPLE
    assert books_are_whole(server)


def test_runs_are_listed(client: gongji.Client) -> None:
    """The run begun last is first; pages and the choice of a job hold; elsewhere there is nothing."""
    asked = v1.ListJobsRequest(insuplc_admdvs=REGION, page_size=1)
    first = client.admin.list_jobs(asked)
    asked.page_token = first.next_page_token
    second = client.admin.list_jobs(asked)
    assert [run.period for run in (*first.runs, *second.runs)] == ["2022", "2021"]
    assert second.next_page_token == ""
    other = v1.ListJobsRequest(insuplc_admdvs=REGION, job=v1.JOB_PRESET)
    assert not client.admin.list_jobs(other).runs


def test_a_stop_is_not_held_up(server: Server) -> None:
    """A server that is asked to stop does the slice under way, and is done soon; the run can go on."""
    later = NEW_YEAR.replace(year=2024)
    with server.client(now=later) as client:
        walked = client.admin.run_job(year("2023"))
        assert next(walked).run.state == RUNNING
        assert server.stop() == 0
        with suppress(gongji.GongjiError):  # unless that slice was the last one
            list(walked)
    server.start()
    with server.client(now=later) as client:
        assert list(client.admin.run_job(year("2023")))[-1].run.done == PEOPLE


@pytest.mark.parametrize("period", ["", "2021-12", "2021-12-31", "21", "0000", "二〇二一"])
def test_the_right_form_of_a_period_is_said(client: gongji.Client, period: str) -> None:
    """A period that is none, or of another kind than the job wants, is refused with what would be right."""
    error = refused(client, year(period))
    assert (error.code, error.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST")
    assert [violation.field for violation in error.field_violations] == ["period"]
    assert not period or "YYYY" in error.field_violations[0].description


def test_each_job_says_its_form(client: gongji.Client) -> None:
    """Every job refuses what is no period at all, and names the form that it wants."""
    for job in v1.Job.keys()[1:]:
        error = refused(client, v1.RunJobRequest(job=job, insuplc_admdvs=REGION, period="soon"))
        assert "YYYY" in error.field_violations[0].description, job


def test_a_period_that_is_not_over_is_refused(client: gongji.Client, server: Server) -> None:
    """A year can be run from its policy's last day's midnight on, and not before; nothing is left behind."""
    rows = counted(server, "SELECT count(*) FROM requests")
    error = refused(client, year("2022"))
    assert (error.reason, error.metadata["due_time"]) == ("JOB_NOT_DUE", "2023-01-01T00:00:00+08:00")
    client.now = "2021-12-31T23:59:59.999+08:00"
    assert refused(client, year("2021")).reason == "JOB_NOT_DUE"
    assert counted(server, "SELECT count(*) FROM requests") == rows


def test_only_served_regions_have_jobs(client: gongji.Client) -> None:
    """A region without a policy is refused."""
    assert refused(client, year("2021", UNSERVED)).reason == "NO_POLICY"


def test_a_job_without_a_rule_does_nothing(client: gongji.Client) -> None:
    """Where no rule asks for it, a job is done at once, for nobody."""
    told = list(client.admin.run_job(v1.RunJobRequest(job=v1.JOB_PRESET, insuplc_admdvs=REGION, period="2021-06-01")))
    assert [(p.run.state, p.run.looked_at, p.to_look_at) for p in told] == [(FINISHED, 0, 0)]


def job_command(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`gongji-server job …` on the books of a server that runs."""
    where = ("--database-url", server.database_url, "--key-file", str(server.key_file))
    policies = ("--policies", str(server.folder / "policies"))
    return gongji_server("job", *arguments, *where, *policies, "--sandbox", cwd=server.folder)


def test_a_process_of_its_own_does_the_same(server: Server, client: gongji.Client) -> None:
    """`gongji-server job run` works beside a server: it goes on with a run that was broken off, and reports."""
    later = NEW_YEAR.replace(year=2025)
    client.now, before = later, paid(server)
    next(client.admin.run_job(year("2024")))
    done = job_command(server, "run", "year-end", REGION, "2024", "--now", later.isoformat())
    assert (done.returncode, done.stdout.splitlines()[:2]) == (
        0,
        [f"year-end {REGION} 2024: finished", f"looked at {PEOPLE:,}, done {PEOPLE:,}"],
    ), done.stderr
    assert f"{PEOPLE:,} of {PEOPLE:,}" in done.stderr
    assert paid(server) == before + PEOPLE
    assert [progress.run.done for progress in client.admin.run_job(year("2024"))] == [PEOPLE]
    listed = job_command(server, "list", REGION)
    assert f"year-end {REGION} 2024: finished" in listed.stdout
