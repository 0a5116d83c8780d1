"""Runs of jobs, and events as they come, for people."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from gongji import v1
from gongji_cli import show
from gongji_cli.words import Words

Tick = Callable[[v1.RunJobResponse], None]


@contextmanager
def progress(words: Words) -> Iterator[Tick]:
    """A bar on standard error while a run goes on; without a terminal there is none."""
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(words("完成 {task.fields[done]:,}", "{task.fields[done]:,} done")),
        TextColumn(words("跳过 {task.fields[skipped]:,}", "{task.fields[skipped]:,} skipped")),
        TextColumn(words("失败 {task.fields[failed]:,}", "{task.fields[failed]:,} failed")),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None, done=0, skipped=0, failed=0)

        def tick(told: v1.RunJobResponse) -> None:
            run = told.run
            skipped = sum(one.count for one in run.skipped)
            bar.update(task, total=told.to_look_at, completed=run.looked_at)
            bar.update(task, done=run.done, skipped=skipped, failed=len(run.failed))

        yield tick


def report(response: v1.RunJobResponse, words: Words) -> Iterable[RenderableType]:
    run = response.run
    yield show.heading(f"{words.name(v1.Job, run.job)} {run.insuplc_admdvs} {run.period}")
    yield show.facts(_facts(run, words))
    if run.sums:
        yield show.amounts((one.name, words.yuan(one.sum_fen)) for one in run.sums)
    if run.skipped:
        rows = [[one.reason, words(one.message_zh, one.message_en), f"{one.count:,}"] for one in run.skipped]
        count = words("人数", "how many")
        yield show.table([words("跳过", "skipped"), words("原因", "why"), count], rows, right=[count])
    if run.failed:
        rows = [[one.key, one.fault] for one in run.failed]
        yield show.table([words("失败", "failed"), words("故障", "fault")], rows)


def runs(response: v1.ListJobsResponse, words: Words) -> Iterable[RenderableType]:
    if not response.runs:
        yield show.none(words)
        return
    columns = [("批处理", "job"), ("期间", "period"), ("状态", "state"), ("已看", "looked at"), ("完成", "done")]
    columns += [("跳过", "skipped"), ("失败", "failed"), ("开始", "begun")]
    names = [words(*column) for column in columns]
    yield show.table(names, [_row(run, words) for run in response.runs], right=names[3:7])


def happened(told: v1.WatchEventsResponse, words: Words) -> None:
    """A line for each event, at once and however long it is, its payload as it is."""
    for event in told.events:
        when = words.time(event.event_time)
        print(f"{when} {event.type} {event.insuplc_admdvs}/{event.psn_no} {event.payload_json}", flush=True)


def _facts(run: v1.JobRun, words: Words) -> Iterable[tuple[str, str]]:
    yield words("状态", "state"), words.name(v1.JobRunState, run.state)
    yield words("已看", "looked at"), f"{run.looked_at:,}"
    yield words("完成", "done"), f"{run.done:,}"
    yield words("开始", "begun"), words.time(run.started_time)
    if run.HasField("finished_time"):
        yield words("结束", "finished"), words.time(run.finished_time)


def _row(run: v1.JobRun, words: Words) -> list[RenderableType]:
    skipped = sum(one.count for one in run.skipped)
    counts = (run.looked_at, run.done, skipped, len(run.failed))
    state = words.name(v1.JobRunState, run.state)
    return [
        words.name(v1.Job, run.job),
        run.period,
        state,
        *(f"{count:,}" for count in counts),
        words.time(run.started_time),
    ]
