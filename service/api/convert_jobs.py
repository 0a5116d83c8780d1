"""Jobs: what is asked, and how their runs are told."""

from msgspec import Struct

from gongji import v1
from service.api.checks import Form
from service.api.convert_out import instant
from service.api.following import place_of
from service.api.refusals import text_of_refusal
from service.api.words import number
from service.domain.jobs.period import Every, has_form
from service.domain.jobs.registry import JOBS
from service.domain.jobs.run import JobRun
from service.domain.refusal import Refusal
from service.domain.terms import Job
from service.storage.events import Place

_WANTED = {
    Every.DAY: ("须为日期 YYYY-MM-DD", "is a date, YYYY-MM-DD"),
    Every.MONTH: ("须为月份 YYYY-MM", "is a month, YYYY-MM"),
    Every.YEAR: ("须为年份 YYYY", "is a year, YYYY"),
}


class AskedRun(Struct, frozen=True):
    job: Job
    region: str
    period: str


class AskedRuns(Struct, frozen=True):
    region: str
    job: Job | None
    page_size: int


class AskedEvents(Struct, frozen=True):
    """`place` is None where no cursor was given."""

    region: str
    place: Place | None
    new_only: bool
    types: frozenset[str]


def run_job(request: v1.RunJobRequest, form: Form) -> AskedRun:
    job = form.choice(request.job, "job", Job)
    region = form.pooling_region(request.insuplc_admdvs, "insuplc_admdvs")
    if not request.period:
        form.missing("period")
    elif not has_form(request.period, JOBS[job].every):
        form.wrong("period", *_WANTED[JOBS[job].every])
    return AskedRun(job, region, request.period)


def list_jobs(request: v1.ListJobsRequest, form: Form) -> AskedRuns:
    return AskedRuns(
        region=form.pooling_region(request.insuplc_admdvs, "insuplc_admdvs"),
        job=form.optional(request, "job", form.choice, Job),
        page_size=form.page_size(request.page_size),
    )


def watch_events(request: v1.WatchEventsRequest, form: Form) -> AskedEvents:
    region = form.pooling_region(request.insuplc_admdvs, "insuplc_admdvs")
    form.count(request.types, "types", 100)
    for i, kind in enumerate(request.types):
        form.code(kind, f"types[{i}]", 64)
    place = place_of(request.cursor, region) if request.HasField("cursor") else None
    if request.HasField("cursor") and place is None:
        form.wrong("cursor", "不是此统筹区的游标", "is not a cursor that a stream of this region gave")
    return AskedEvents(region, place, request.new_only, frozenset(request.types))


def job_run(run: JobRun) -> v1.JobRun:
    return v1.JobRun(
        job=number(run.job),
        insuplc_admdvs=run.region,
        period=run.period,
        state=number(run.state),
        looked_at=run.looked,
        done=run.done,
        skipped=[_skips(reason, count) for reason, count in sorted(run.skipped.items())],
        failed=[v1.JobFailure(key=key, fault=fault) for key, fault in run.failed.items()],
        sums=[v1.JobSum(name=name.removesuffix("_fen"), sum_fen=fen) for name, fen in run.sums_fen.items()],
        started_time=instant(run.started_time),
        finished_time=instant(run.finished_time) if run.finished_time else None,
    )


def _skips(reason: str, count: int) -> v1.JobSkips:
    text = text_of_refusal(Refusal(reason))
    return v1.JobSkips(reason=reason, count=count, message_zh=text.zh, message_en=text.en)
