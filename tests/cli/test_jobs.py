"""`gongji job` and `gongji watch`, held against a server that answers as it was told."""

import json

import grpc
import pytest

from gongji import v1
from gongji_cli import jobs
from gongji_cli.exit_codes import ExitCode
from tests.cli.fake_gongji import FakeGongji
from tests.cli.samples import at
from tests.clients.fake_server import Failure


def run(looked_at: int, **fields: object) -> v1.RunJobResponse:
    made = v1.JobRun(
        job=v1.JOB_YEAR_END,
        insuplc_admdvs="330200",
        period="2021",
        state=v1.JOB_RUN_STATE_RUNNING,
        looked_at=looked_at,
        started_time=at("2022-01-01T00:00:00Z"),
    )
    made.MergeFrom(v1.JobRun(**fields))  # type: ignore[arg-type]
    return v1.RunJobResponse(run=made, to_look_at=3)


REPORT = run(
    3,
    state=v1.JOB_RUN_STATE_FINISHED,
    done=1,
    skipped=[v1.JobSkips(reason="NO_ACCOUNT", count=1, message_zh="没有账户", message_en="no account")],
    sums=[v1.JobSum(name="interest", sum_fen=12345)],
)


def event(number: int) -> v1.WatchEventsResponse:
    happened = v1.Event(
        event_id=f"e-{number}",
        type="SETTLED",
        insuplc_admdvs="421200",
        psn_no="1001",
        event_time=at("2022-01-01T00:00:00Z"),
        payload_json='{"acct_pay_fen":100}',
    )
    return v1.WatchEventsResponse(events=[happened], cursor=f"c-{number}")


def test_a_report_is_shown(fake: FakeGongji) -> None:
    """Of all that a run tells, its report is printed: counts, sums in yuan, and why some were passed over."""
    fake.streams["RunJob"] = [[run(1), REPORT]]
    shown = fake.run("job", "run", "year-end", "330200", "2021")
    assert (shown.exit_code, shown.stderr) == (ExitCode.DONE, "")
    for part in ("年末统算 330200 2021", "已完成", "123.45 元", "NO_ACCOUNT", "没有账户"):
        assert part in shown.stdout
    (asked,) = fake.requests
    assert asked == v1.RunJobRequest(job=v1.JOB_YEAR_END, insuplc_admdvs="330200", period="2021")


def test_a_report_as_json(fake: FakeGongji) -> None:
    """With --json the last message is printed, and nothing else."""
    fake.streams["RunJob"] = [[run(1), REPORT]]
    told = json.loads(fake.run("--json", "job", "run", "YEAR_END", "330200", "2021").stdout)
    assert (told["run"]["state"], told["run"]["done"], told["to_look_at"]) == ("JOB_RUN_STATE_FINISHED", "1", "3")


def test_who_failed_is_shown(fake: FakeGongji) -> None:
    """A run that could not be decided for somebody ends with an exit code of its own, and says for whom."""
    failed = run(3, state=v1.JOB_RUN_STATE_FINISHED, failed=[v1.JobFailure(key="1001", fault="KeyError")])
    fake.streams["RunJob"] = [[failed]]
    shown = fake.run("job", "run", "year-end", "330200", "2021")
    assert shown.exit_code == ExitCode.FOUND_WRONG and "1001" in shown.stdout


def test_a_run_that_broke_off_is_told(fake: FakeGongji) -> None:
    """A server that goes away in the middle is no report, and asks to try again."""
    fake.streams["RunJob"] = [[run(1), Failure(grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE")]]
    shown = fake.run("job", "run", "year-end", "330200", "2021")
    assert (shown.exit_code, shown.stdout) == (ExitCode.TRY_AGAIN, "") and "DATABASE_UNAVAILABLE" in shown.stderr


def test_an_unknown_job_is_wrong_usage(fake: FakeGongji) -> None:
    """A job that there is not is refused with the names of those that there are, and nothing is sent."""
    shown = fake.run("job", "run", "weekly", "330200", "2021")
    assert shown.exit_code == ExitCode.USAGE and "WALLET_RETURN" in shown.stderr and not fake.called


def test_runs_are_listed(fake: FakeGongji) -> None:
    """Each run is a line, with what it counted."""
    fake.answers["ListJobs"] = v1.ListJobsResponse(runs=[REPORT.run])
    shown = fake.run("job", "list", "330200", "--job", "wallet-return")
    assert "年末统算" in shown.stdout and "2021" in shown.stdout
    assert fake.requests[0].job == v1.JOB_WALLET_RETURN


def test_events_are_lines(fake: FakeGongji) -> None:
    """Each event is a line; --count ends it."""
    fake.streams["WatchEvents"] = [[event(1), event(2), event(3)]]
    shown = fake.run("watch", "421200", "--type", "SETTLED", "--count", "2")
    assert shown.stdout.count("SETTLED 421200/1001") == 2
    assert fake.requests[0].types == ["SETTLED"]


def test_following_goes_on_after_a_restart(fake: FakeGongji, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that ended, or broke off, is asked for again from the last cursor; with --json a line is a message."""
    monkeypatch.setattr(jobs, "_PAUSE_SECONDS", 0)
    gone = Failure(grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE")
    fake.streams["WatchEvents"] = [[event(1)], [event(2), gone], [gone], [event(3)]]
    shown = fake.run("--json", "watch", "421200", "--new", "--count", "3")
    assert [json.loads(line)["cursor"] for line in shown.stdout.splitlines()] == ["c-1", "c-2", "c-3"]
    assert [request.cursor for request in fake.requests] == ["", "c-1", "c-2", "c-2"]


def test_who_can_not_be_reached_is_not_waited_for(fake: FakeGongji) -> None:
    """Where the first stream fails, it is told so at once."""
    fake.streams["WatchEvents"] = [[Failure(grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE")]]
    assert fake.run("watch", "421200").exit_code == ExitCode.TRY_AGAIN
